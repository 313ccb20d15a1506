"""``wholeplace explain``: why a figure is what it is."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import json_option, refusing, say_json
from wholeplace.cli.years import year_option
from wholeplace.kernel import FinancialYear


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.argument("figure", required=False)
@year_option
@json_option
@refusing
def explain(workspace: Path, figure: str | None, year: FinancialYear | None, as_json: bool) -> None:
    """Explain a FIGURE of a WORKSPACE down to what was counted; without FIGURE, list them all.

    A part is named after a colon: actual.in_scope:care_home.
    """
    from wholeplace.app.explain_figure import explain_figure, figure_names
    from wholeplace.kernel.figure import to_dict, to_text
    from wholeplace.store.workspace import open_workspace

    space = open_workspace(workspace)
    if figure is None:
        names = figure_names(space, year)
        if as_json:
            say_json(names)
        else:
            click.echo("\n".join(f"{name} = {shown}" for name, shown in names.items()))
        return
    found = explain_figure(space, year, figure)
    if as_json:
        say_json(to_dict(found))
    else:
        click.echo(to_text(found))
