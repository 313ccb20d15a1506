"""``wholeplace report``: the results as a page for a board."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import json_option, refusing, say_json
from wholeplace.cli.years import year_option
from wholeplace.kernel import FinancialYear


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@year_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the page; without it, reports/YEAR.html in the workspace.",
)
@json_option
@refusing
def report(workspace: Path, year: FinancialYear | None, output: Path | None, as_json: bool) -> None:
    """Write the results of a WORKSPACE as one HTML page, and a summary to the terminal."""
    from wholeplace.app.make_report import make_report, summary
    from wholeplace.store.workspace import open_workspace

    space = open_workspace(workspace)
    written = make_report(space, year, output)
    if as_json:
        say_json({"report": str(written)})
        return
    click.echo("\n".join(summary(space, year)))
    click.echo(f"\nreport: {written} (open it in a browser)")
