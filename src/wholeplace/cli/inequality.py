"""``wholeplace inequality``: rates by deprivation, life expectancy, and the undiagnosed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json, table
from wholeplace.cli.years import YearType
from wholeplace.kernel import FinancialYear

if TYPE_CHECKING:
    from wholeplace.report.inequality import Inequality


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option(
    "--year",
    type=YearType(),
    help="The financial year, like 2019/20; without it, the first year of the agreement.",
)
@click.option("--of", help="A measure, or 'deaths'; without it, those of the place and deaths.")
@click.option(
    "--groups",
    type=click.Choice(["tenths", "fifths"]),
    default="tenths",
    show_default=True,
    help="Into which groups of deprivation people are put.",
)
@click.option(
    "--years",
    type=click.IntRange(1, 10),
    default=3,
    show_default=True,
    help="Over how many years, that one the last, life expectancy is pooled.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for the page, the tables as CSV, and the slopes as SVG and PNG.",
)
@json_option
@refusing
def inequality(
    workspace: Path,
    year: FinancialYear | None,
    of: str | None,
    groups: str,
    years: int,
    output: Path | None,
    as_json: bool,
) -> None:
    """Tell how unequal the health of a WORKSPACE's place is.

    Rates by deprivation with the slope index, life expectancy, and of how many people a condition
    is recorded beside how many are expected to have it.
    """
    from wholeplace.app.population.inequality import Asked, find_inequality
    from wholeplace.app.population.write_inequality import write_inequality
    from wholeplace.report.inequality import Ranked, inequality_to_dict
    from wholeplace.store.workspace import open_workspace

    space, asked = open_workspace(workspace), Asked(year, of, Ranked(groups), years)
    with progress(quiet=as_json) as show:
        found = find_inequality(space, asked, progress=show)
        written = write_inequality(found, output) if output is not None else []
    if as_json:
        say_json(inequality_to_dict(found))
        return
    click.echo("\n".join(_lines(found)))
    for path in written:
        click.echo(f"written: {path}")


def _lines(found: Inequality) -> list[str]:
    from wholeplace.report.inequality import gap_tables, headlines, life_tables, slopes_table
    from wholeplace.report.table import as_lines

    lines = [*headlines(found), "", *as_lines(slopes_table(found))]
    lives = life_tables(found)
    for one in lives[1:2]:
        lines += ["", *as_lines(one)]
    totals = [(one.caption.partition(":")[0], *one.total[1:]) for one in gap_tables(found)]
    heads = ["Condition", "Recorded", "Expected", "Gap", "95% limits", "Found", "95% limits "]
    on = f"Recorded and expected on {found.on}"
    lines += ["", on, "", table(heads, [list(row) for row in totals])]
    return [*lines, *(f"warning: {warning}" for warning in found.warnings)]
