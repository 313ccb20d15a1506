"""``wholeplace score``: coded diagnoses to scores of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.moments import MomentType
from wholeplace.cli.output import json_option, progress, refusing, say_json

if TYPE_CHECKING:
    from wholeplace.app.scores.index_file import Worked
    from wholeplace.app.scores.score_file import Scored

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
    help="Where to write a row for each person (CSV or Parquet); without it, on the screen.",
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
    output: Path | None,
    because: Path | None,
    as_at: date | None,
    codelists: Path | None,
    inputs: Path | None,
    incomplete: bool,
    as_json: bool,
) -> None:
    """Score the people in TABLE, whose columns are person_id, code and, if wished, date, position.

    A row is one coded diagnosis. Dots, small letters and a filling X in codes do not matter.
    Shipped are charlson-original, charlson-quan, charlson-shmi, elixhauser-vw, elixhauser-swiss,
    hfrs, lace-comorbidity, conditions, states, and, with lists and numbers that you bring, efi and
    cambridge-multimorbidity. For lace and parr-30 a row is one discharge, with a column for each
    thing that they ask.
    """
    from wholeplace.app.score_documents import find_index
    from wholeplace.app.scores.score_file import Asked, score_file

    if output is None and as_json:
        raise click.UsageError("--json tells the summary: say with --output where the scores go")
    indices = [path for path in map(find_index, names) if path is not None]
    if indices:
        if len(indices) < len(names) or as_at or codelists or inputs or incomplete:
            raise click.UsageError("an index is worked out from discharges, a score from codes")
        _work_out(table, indices, output, because, as_json)
        return
    asked = Asked(because, as_at, codelists, inputs, incomplete)
    with _place(output) as place, progress(quiet=as_json) as show:
        scored = score_file(table, names, place, asked, progress=show)
    if as_json:
        say_json(asdict(scored) | {"output": str(output)})
    else:
        _say([*_scored_lines(scored), *_written(output, because)], output)


@contextmanager
def _place(output: Path | None) -> Iterator[Path]:
    """Give the file to write to; without one, what was written goes to standard output."""
    if output is not None:
        yield output
        return
    from wholeplace.store.files import parts_of, passing_file

    with passing_file("scores.csv") as path:
        yield path
        for part in parts_of(path):
            click.echo(part, nl=False)


def _work_out(
    table: Path, indices: list[Path], output: Path | None, because: Path | None, as_json: bool
) -> None:
    from wholeplace.app.scores.index_file import index_file

    with _place(output) as place, progress(quiet=as_json) as show:
        worked = index_file(table, indices, place, because=because, progress=show)
    if as_json:
        say_json(asdict(worked) | {"output": str(output)})
        return
    _say([*_worked_lines(worked), *_written(output, because)], output)


def _say(lines: Iterable[str], output: Path | None) -> None:
    # Where the scores stand on standard output, another program reads them there.
    for line in lines:
        click.echo(line, err=output is None)


def _written(*paths: Path | None) -> Iterator[str]:
    yield from (f"written: {path}" for path in paths if path is not None)


def _worked_lines(worked: Worked) -> Iterator[str]:
    yield f"{worked.rows:,} discharges"
    for name, mean in worked.means.items():
        bands = worked.bands.get(name, {})
        told = f"  {name}: mean {mean:.3f}"
        yield told + "".join(f", {band} {rows:,}" for band, rows in bands.items())
        if worked.missing[name]:
            yield f"    {worked.missing[name]:,} rows lack something that it needs"
        for term, rows in worked.not_listed.get(name, {}).items():
            if rows:
                yield f"    {rows:,} rows count as any other: it does not list their {term}"
    yield from _unknown_lines(worked.unknown, "ICD-10", "diagnoses have")


def _scored_lines(scored: Scored) -> Iterator[str]:
    yield f"{scored.people:,} people, {scored.rows:,} coded diagnoses"
    for name, mean in scored.means.items():
        told = f"  {name}: mean {mean:.2f}, highest {scored.most[name]}"
        bands = scored.bands.get(name, {})
        yield told + "".join(f", {band} {people:,}" for band, people in bands.items())
        yield from _lacking_lines(scored, name)
    if scored.empty:
        yield f"  {scored.empty:,} rows have no code"
    if scored.undated:
        yield f"  {scored.undated:,} rows have no day, and do not count"
    if scored.later:
        yield f"  {scored.later:,} rows are of that day or later, and do not count"
    for system, rows in scored.other_systems.items():
        yield f"  {rows:,} rows have a code of {system}, which nothing reads"
    systems = " or ".join(scored.systems).replace("ICD10", "ICD-10")
    yield from _unknown_lines(scored.unknown, systems, "rows have")


def _lacking_lines(scored: Scored, name: str) -> Iterator[str]:
    number = scored.lacking.get(name, 0)
    if gone := scored.missing.get(name):
        what = ", ".join(gone[:_MOST_SHOWN]) + (" ..." if len(gone) > _MOST_SHOWN else "")
        yield f"    incomplete, and every row says so: without {what}"
    elif number:
        yield f"    {number:,} people lack something that it needs ({name}_missing says what)"


def _unknown_lines(unknown: Mapping[str, int], systems: str, what: str) -> Iterator[str]:
    if not unknown:
        return
    number = sum(unknown.values())
    yield f"  {number:,} {what} a code that is none of {systems}, and give no points:"
    for code, times in list(unknown.items())[:_MOST_SHOWN]:
        yield f"    '{code}' in {times:,}"
    if (more := len(unknown) - _MOST_SHOWN) > 0:
        yield f"    and {more:,} other codes: --json lists them all"
