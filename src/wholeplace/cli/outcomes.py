"""``wholeplace outcomes``: the scorecard of a place, or what was agreed on outcomes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json
from wholeplace.cli.years import YearType
from wholeplace.kernel import FinancialYear

if TYPE_CHECKING:
    from wholeplace.store.workspace import Workspace

Told: TypeAlias = tuple[list[str], dict[str, object], list[Path]]
"""Lines for a terminal, the same for programs, and the files that were written."""


@click.command()
@click.argument("place", metavar="PLACE")
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
def outcomes(place: str, year: FinancialYear | None, output: Path | None, as_json: bool) -> None:
    """Show the scorecard of PLACE: measures over time and by group, targets and rewards.

    Without records, of a folder with outcomes.yaml or a shipped place, it shows what was agreed.
    """
    from wholeplace.app.outcomes.agreed import counted_workspace

    workspace = counted_workspace(place)
    lines, said, written = (
        _agreed(place, year, output)
        if workspace is None
        else _counted(workspace, year, output, quiet=as_json)
    )
    if as_json:
        say_json(said)
        return
    click.echo("\n".join(lines))
    for path in written:
        click.echo(f"written: {path}")


def _counted(
    workspace: Workspace, year: FinancialYear | None, output: Path | None, *, quiet: bool
) -> Told:
    from wholeplace.app.outcomes.scorecard import find_scorecard
    from wholeplace.app.outcomes.write_scorecard import write_scorecard
    from wholeplace.report.outcomes import scorecard_lines, scorecard_to_dict

    with progress(quiet=quiet) as show:
        found = find_scorecard(workspace, year, progress=show)
        written = write_scorecard(found, output) if output is not None else []
    return scorecard_lines(found), scorecard_to_dict(found), written


def _agreed(place: str, year: FinancialYear | None, output: Path | None) -> Told:
    from wholeplace.app.outcomes.agreed import agreed_outcomes
    from wholeplace.app.outcomes.write_agreed import write_agreed
    from wholeplace.report.outcomes.agreed_page import agreed_lines, agreed_to_dict

    found = agreed_outcomes(place, year)
    written = write_agreed(found, output) if output is not None else []
    return agreed_lines(found), agreed_to_dict(found), written
