"""``wholeplace run``: from the records to the figures and the statement."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from wholeplace.cli.moments import as_at_option
from wholeplace.cli.output import json_option, progress, refusing, say_json
from wholeplace.cli.years import YearType
from wholeplace.kernel import FinancialYear


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option(
    "--year",
    type=YearType(),
    help="The financial year, like 2019/20; without it, the first year of the agreement.",
)
@as_at_option
@json_option
@refusing
def run(workspace: Path, year: FinancialYear | None, as_at: date | None, as_json: bool) -> None:
    """Count a WORKSPACE's records for a year, build the budget, settle, and keep the results."""
    from wholeplace.app.make_report import public_headlines, summary
    from wholeplace.app.run_year import run_year
    from wholeplace.store.workspace import open_workspace

    space = open_workspace(workspace)
    with progress(quiet=as_json) as show:
        done = run_year(space, year, as_at=as_at, progress=show)
    if as_json:
        # What a program prints may go anywhere; exact figures are in the results.
        shown = {row.name: row.figure.shown for row in public_headlines(space, done.year)}
        say_json(done.as_dict() | {"figures": shown})
        return
    click.echo("\n".join(summary(space, done.year)))
    click.echo(f"\nresults: {done.folder}")
