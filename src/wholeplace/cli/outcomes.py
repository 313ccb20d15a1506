"""``wholeplace outcomes``: the scorecard of a place, its targets, and what they earned."""

from __future__ import annotations

from pathlib import Path

import click

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
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for the page, tables as CSV, and charts as SVG and PNG.",
)
@json_option
@refusing
def outcomes(
    workspace: Path, year: FinancialYear | None, output: Path | None, as_json: bool
) -> None:
    """Show the scorecard of a WORKSPACE: measures over time and by group, targets and rewards."""
    from wholeplace.app.outcomes.scorecard import find_scorecard
    from wholeplace.app.outcomes.write_scorecard import write_scorecard
    from wholeplace.report.outcomes import scorecard_lines, scorecard_to_dict
    from wholeplace.store.workspace import open_workspace

    with progress(quiet=as_json) as show:
        found = find_scorecard(open_workspace(workspace), year, progress=show)
        written = write_scorecard(found, output) if output is not None else []
    if as_json:
        say_json(scorecard_to_dict(found))
        return
    click.echo("\n".join(scorecard_lines(found)))
    for path in written:
        click.echo(f"written: {path}")
