"""``wholeplace explain``: why a figure is what it is."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import json_option, refusing, say_json
from wholeplace.cli.years import year_option
from wholeplace.kernel import FinancialYear


@click.command()
@click.argument("given", metavar="WORKSPACE", type=click.Path(path_type=Path))
@click.argument("figure", required=False)
@year_option
@click.option(
    "--public", is_flag=True, help="Withhold small numbers, as in a report: for people outside."
)
@json_option
@refusing
def explain(
    given: Path, figure: str | None, year: FinancialYear | None, public: bool, as_json: bool
) -> None:
    """Explain a FIGURE of a WORKSPACE down to what was counted; without FIGURE, list them all.

    A part is named after a colon: actual.in_scope:care_home. Instead of a workspace, the file of a
    statement will do.
    """
    from wholeplace.app import explain_figure as use_case
    from wholeplace.app.make_report import public_headlines
    from wholeplace.kernel.figure import to_dict, to_text
    from wholeplace.store.workspace import open_workspace

    if given.is_file() and year is not None:
        raise click.UsageError("--year goes with a workspace; a statement is of one year")
    space = None if given.is_file() else open_workspace(given)
    shown = public_headlines(space, year) if public and space else None
    if figure is None:
        names = (
            use_case.figure_names(space, year, shown) if space else use_case.statement_names(given)
        )
        if as_json:
            say_json(names)
        else:
            click.echo("\n".join(f"{name} = {shown}" for name, shown in names.items()))
        return
    found = (
        use_case.explain_figure(space, year, figure, shown)
        if space
        else use_case.explain_statement(given, figure)
    )
    if as_json:
        say_json(to_dict(found))
    else:
        click.echo(to_text(found))
