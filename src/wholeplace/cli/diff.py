"""``wholeplace diff``: what differs between two statements, and why."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import json_option, refusing, say_json
from wholeplace.cli.years import year_option
from wholeplace.kernel import FinancialYear


@click.command()
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path), required=False)
@year_option
@json_option
@refusing
def diff(a: Path, b: Path | None, year: FinancialYear | None, as_json: bool) -> None:
    """Show what differs from statement A to statement B: the causes, then what came of them.

    Each is a statement.json, a folder of results, or a workspace. Without B, A is held against
    the statement that it restates.
    """
    from wholeplace.app.diff_statements import diff_statements
    from wholeplace.cli.statements import difference_text
    from wholeplace.settle import diff_to_dict

    difference = diff_statements(a, b, year)
    if as_json:
        say_json(diff_to_dict(difference))
    else:
        click.echo(difference_text(difference))
