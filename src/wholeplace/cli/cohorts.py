"""``wholeplace cohorts``: who is in which cohort, at what cost, and how cohorts overlap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json
from wholeplace.cli.segments import DayType

if TYPE_CHECKING:
    from wholeplace.report.cohorts import Shown

_MOST = 12


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--on", type=DayType(), help="The day; without it, the first of the agreement.")
@click.option(
    "--cohort",
    "names",
    multiple=True,
    help="A cohort by name; may be given several times. Without it, all there are.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for the tables as CSV, the page, and the chart of overlap as SVG and PNG.",
)
@json_option
@refusing
def cohorts(
    workspace: Path, on: date | None, names: tuple[str, ...], output: Path | None, as_json: bool
) -> None:
    """Find the people of a WORKSPACE whom cohorts describe, on a day.

    Tells the people of each cohort, their neighbourhoods, what happened to them in the year
    before, and how many are in several cohorts.
    """
    from wholeplace.app.population.cohorts import find_cohorts
    from wholeplace.app.population.write_cohorts import write_cohorts
    from wholeplace.report.cohorts import shown
    from wholeplace.store.workspace import open_workspace

    space = open_workspace(workspace)
    with progress(quiet=as_json) as show:
        found = shown(find_cohorts(space, names, on, progress=show))
        written = write_cohorts(found, output) if output is not None else []
    if as_json:
        say_json(_as_dict(found))
        return
    click.echo("\n".join(_lines(found)))
    for path in written:
        click.echo(f"written: {path}")


def _lines(found: Shown) -> Iterator[str]:
    from wholeplace.report.cohorts.page import cohorts_table, combinations_table, notes
    from wholeplace.report.table import as_lines

    yield from as_lines(cohorts_table(found))
    yield ""
    yield from notes(found)
    overlap = combinations_table(found)
    yield ""
    yield from as_lines(overlap, _MOST)
    if len(overlap.rows) > _MOST:
        yield f"... and {len(overlap.rows) - _MOST} more rows: --output writes them all"
    yield from (f"warning: {warning}" for warning in found.found.warnings)


def _as_dict(shown: Shown) -> dict[str, object]:
    from wholeplace.report.cohorts.data import cohort_rows, combination_rows, neighbourhood_rows

    found = shown.found
    return {
        "on": found.on,
        "costs_from": found.starts,
        "costs_before": found.on,
        "currency": found.currency,
        "register": shown.people("all"),
        "cohorts": [
            {**row, "version": one.version, "source": one.source, "caution": one.caution}
            for one, row in zip(found.cohorts, cohort_rows(shown), strict=True)
        ],
        "neighbourhoods": neighbourhood_rows(shown),
        "combinations": combination_rows(shown),
        "warnings": found.warnings,
    }
