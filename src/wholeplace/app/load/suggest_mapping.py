"""Propose a mapping for a file, from what its columns are called and what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wholeplace.document import known, read_document
from wholeplace.document.types import Wrong
from wholeplace.kernel import Problem, Refused, Where, nearest
from wholeplace.record import Mapping, SourceFile, table_names, text
from wholeplace.record.suggest.column_names import ColumnNames
from wholeplace.record.suggest.likely_columns import Filled, filled_tables
from wholeplace.record.suggest.name_likeness import likeness
from wholeplace.record.suggest.suggested_mapping import Suggestion, chosen, mapping_text
from wholeplace.record.suggest.value_profile import Profile, profile
from wholeplace.store.engine import engine
from wholeplace.store.files import read_text, write_text
from wholeplace.store.shipped import shipped_file
from wholeplace.store.sources import find_sources, open_sources, reading, scratch_folder

SAMPLE = 5_000
"""How many rows, from the first on, are looked at."""

NAMES = "column-names.yaml"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed mapping: its text, what it proposes, and what else the file might fill."""

    text: str
    made: Suggestion
    others: tuple[Filled, ...]


def suggest_mapping(
    file: Path, tables: tuple[str, ...] = (), *, output: Path | None = None
) -> Proposal:
    """Propose a mapping for ``file`` into ``tables`` (or those that it fits best).

    With ``output`` the text is written there, unless something is there already. Raises
    ``Refused`` where the file cannot be read, a table is not known, or nothing fits.
    """
    _check(file, tables, output)
    profiles = _profiles(file)
    filled = filled_tables(profiles, likeness(column_names()))
    made = Suggestion(file.name, profiles, chosen(filled, tables))
    if not made.tables:
        best = filled[0]
        what = f"no table can be filled from these columns: {', '.join(list(profiles)[:8])}"
        lacking = f"the nearest is {best.table.name}, without {', '.join(best.missing)}"
        raise Refused([Problem(Where(str(file)), what, f"{lacking}; or say which with --table")])
    proposed = mapping_text(made)
    if output is not None:
        write_text(output, proposed)
    others = tuple(one for one in filled if one not in made.tables and not one.missing)
    return Proposal(proposed, made, others)


def column_names() -> ColumnNames:
    """Return the shipped names by which sources call canonical columns."""
    path = shipped_file("codelists", NAMES)
    return read_document(read_text(path), str(path), ColumnNames).value


def _check(file: Path, tables: tuple[str, ...], output: Path | None) -> None:
    problems = []
    if not file.is_file():
        remedy = nearest(file.name, [path.name for path in file.parent.glob("*")])
        problems.append(Problem(Where(str(file)), "there is no such file", remedy))
    for table in tables:
        try:
            known(table, table_names(), "canonical table")
        except Wrong as wrong:
            problems.append(Problem(Where("--table"), wrong.what, wrong.remedy))
    if output is not None and output.exists():
        remedy = "name another file, or remove this one"
        problems.append(Problem(Where(str(output)), "there is a file already", remedy))
    if problems:
        raise Refused(problems)


def _profiles(file: Path) -> dict[str, Profile]:
    alone = Mapping(
        mapping="sample",
        about="A file to be looked at",
        version="1",
        source="assumed: nothing is known of it yet",
        files={"sample": SourceFile(file=file.name)},
        tables=(),
    )
    with scratch_folder() as scratch, engine() as running:
        opened = open_sources(running, alone, find_sources(file, alone), scratch)
        one = opened["sample"]
        with reading(opened):
            cells = {name: text(one.table[name]) for name in one.columns}
            sample = running.arrow(one.table.limit(SAMPLE).select(**cells))
    return {name: profile(sample[name].to_pylist()) for name in one.columns}
