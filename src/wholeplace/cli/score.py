"""``wholeplace score``: coded diagnoses to scores of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.moments import MomentType
from wholeplace.cli.output import json_option, progress, refusing, say_json

if TYPE_CHECKING:
    from wholeplace.app.score_file import Scored

_FILE = click.Path(path_type=Path, dir_okay=False)
_MOST_SHOWN = 10


@click.command()
@click.argument("table", metavar="TABLE", type=click.Path(path_type=Path))
@click.option(
    "--score",
    "names",
    multiple=True,
    required=True,
    help="A shipped score, or the YAML of one; may be repeated.",
)
@click.option(
    "--output",
    type=_FILE,
    required=True,
    help="Where to write a row for each person (CSV or Parquet).",
)
@click.option(
    "--because", type=_FILE, help="Where to write the groups and codes behind every point."
)
@click.option(
    "--as-at",
    type=MomentType(),
    help="Count what was coded before that day, as far as the score looks back.",
)
@click.option(
    "--codelists",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder with the code lists that a score names and that may not be shipped.",
)
@click.option(
    "--inputs",
    type=click.Path(path_type=Path),
    help="A table of what no code tells: person_id, and a column for each input of the score.",
)
@click.option(
    "--incomplete",
    is_flag=True,
    help="Score without the lists and inputs that are missing, and name them in every row.",
)
@json_option
@refusing
def score(  # noqa: PLR0913, PLR0917 - one for each option
    table: Path,
    names: tuple[str, ...],
    output: Path,
    because: Path | None,
    as_at: date | None,
    codelists: Path | None,
    inputs: Path | None,
    incomplete: bool,
    as_json: bool,
) -> None:
    """Score the people in TABLE, whose columns are person_id, code and, if wished, date, position.

    A row is one coded diagnosis. Dots, small letters and a filling X in codes do not matter. For
    lace and parr-30 a row is one discharge, with a column for each thing that they ask.
    """
    from wholeplace.app.score_documents import find_index
    from wholeplace.app.score_file import Asked, score_file

    indices = [path for path in map(find_index, names) if path is not None]
    if indices:
        if len(indices) < len(names) or as_at or codelists or inputs or incomplete:
            raise click.UsageError("an index is worked out from discharges, a score from codes")
        _work_out(table, indices, output, because, as_json)
        return
    with progress(quiet=as_json) as show:
        asked = Asked(because, as_at, codelists, inputs, incomplete)
        scored = score_file(table, names, output, asked, progress=show)
    if as_json:
        say_json(asdict(scored) | {"output": str(output)})
    else:
        _say(scored, output, because)


def _work_out(
    table: Path, indices: list[Path], output: Path, because: Path | None, as_json: bool
) -> None:
    from wholeplace.app.index_file import index_file

    with progress(quiet=as_json) as show:
        worked = index_file(table, indices, output, because=because, progress=show)
    if as_json:
        say_json(asdict(worked) | {"output": str(output)})
        return
    click.echo(f"{worked.rows:,} discharges")
    for name, mean in worked.means.items():
        bands = worked.bands.get(name, {})
        told = f"  {name}: mean {mean:.3f}"
        click.echo(told + "".join(f", {band} {rows:,}" for band, rows in bands.items()))
        if worked.missing[name]:
            click.echo(f"    {worked.missing[name]:,} rows lack something that it needs")
    if worked.unknown:
        _say_unknown(worked.unknown, "ICD-10", "diagnoses have")
    for path in filter(None, (output, because)):
        click.echo(f"written: {path}")


def _say(scored: Scored, output: Path, because: Path | None) -> None:
    click.echo(f"{scored.people:,} people, {scored.rows:,} coded diagnoses")
    for name, mean in scored.means.items():
        told = f"  {name}: mean {mean:.2f}, highest {scored.most[name]}"
        bands = scored.bands.get(name, {})
        click.echo(told + "".join(f", {band} {people:,}" for band, people in bands.items()))
        _say_lacking(scored, name)
    if scored.empty:
        click.echo(f"  {scored.empty:,} rows have no code")
    if scored.undated:
        click.echo(f"  {scored.undated:,} rows have no day, and do not count")
    if scored.later:
        click.echo(f"  {scored.later:,} rows are of that day or later, and do not count")
    for system, rows in scored.other_systems.items():
        click.echo(f"  {rows:,} rows have a code of {system}, which nothing reads")
    if scored.unknown:
        systems = " or ".join(scored.systems).replace("ICD10", "ICD-10")
        _say_unknown(scored.unknown, systems, "rows have")
    for path in filter(None, (output, because)):
        click.echo(f"written: {path}")


def _say_lacking(scored: Scored, name: str) -> None:
    number = scored.lacking.get(name, 0)
    if gone := scored.missing.get(name):
        what = ", ".join(gone[:_MOST_SHOWN]) + (" ..." if len(gone) > _MOST_SHOWN else "")
        click.echo(f"    incomplete, and every row says so: without {what}")
    elif number:
        click.echo(f"    {number:,} people lack something that it needs ({name}_missing says what)")


def _say_unknown(unknown: Mapping[str, int], systems: str, what: str) -> None:
    number = sum(unknown.values())
    click.echo(f"  {number:,} {what} a code that is none of {systems}, and give no points:")
    for code, times in list(unknown.items())[:_MOST_SHOWN]:
        click.echo(f"    '{code}' in {times:,}")
    if (more := len(unknown) - _MOST_SHOWN) > 0:
        click.echo(f"    and {more:,} other codes: --json lists them all")
