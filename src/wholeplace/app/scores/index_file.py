"""Work out indices, such as the chance of coming back, for each row of a table in one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import ibis
from ibis import ir

from wholeplace.app.documents import read_file
from wholeplace.app.load.refusals import refusals
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.scores.coded_cells import CODES, with_scores
from wholeplace.app.scores.scored_table import (
    checked_rows,
    refuse_empty,
    refuse_places,
    rows_by_band,
    write_scores,
)
from wholeplace.kernel import Problem, Where, nearest, refuse_if
from wholeplace.population.scores import Index, indexed, is_listed
from wholeplace.record import ROW, WRITTEN, Column, Kind, Rule, Table, breaks_any
from wholeplace.store.engine import Engine, engine
from wholeplace.store.sources import Opened, opened_alone

_PERSON = "person_id"


@dataclass(frozen=True, slots=True)
class Worked:
    """What was worked out. By index: its ``means``, and the rows that lack something it needs.

    ``bands`` counts rows by band of each index that has bands. Where points were made of codes,
    ``unknown`` are the codes that give none because they are none of ICD-10. ``not_listed`` counts
    rows by index and term whose code the term does not list, or which have none and yet a value:
    they count as any other.
    """

    rows: int
    means: Mapping[str, float]
    missing: Mapping[str, int]
    bands: Mapping[str, Mapping[str, int]]
    unknown: Mapping[str, int] = field(default_factory=dict)
    not_listed: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def index_file(
    path: Path,
    documents: Sequence[Path],
    output: Path,
    *,
    because: Path | None = None,
    progress: Progress = unseen,
) -> Worked:
    """Work out the indices of ``documents`` for every row of a table (CSV, Parquet, Excel).

    The table has ``person_id`` and a column for each term. ``output`` gets its row number,
    ``person_id``, and by index its value and band; ``because`` what each term adds. Where a
    value is missing so is the index, and none is below 0. A term that names a score may be made
    of ``codes`` instead.

    Raises ``Refused`` for missing columns and unreadable cells.
    """
    refuse_places(path, output, because)
    indices = [read_file(document, Index).value for document in documents]
    with engine() as running, opened_alone(running, path) as opened:
        progress("reading the table")
        made_by = _made_by(opened, indices)
        rows = running.keep("rows", _read(running, opened, path, indices, made_by))
        refuse_empty(path, running.count(rows))
        progress("working out")
        unknown: Mapping[str, int] = {}
        if made_by:
            made = with_scores(running, rows, made_by)
            rows, unknown = running.keep("scored rows", made.rows), made.unknown
        for index in indices:
            rows = indexed(rows, index)
        found = running.keep("found", rows)
        shown = [
            name
            for index in indices
            for name in (index.index, f"{index.index}_band")
            if name in found.columns
        ]
        placed = found.order_by(ROW).rename(row=ROW)
        write_scores(running, placed.select("row", _PERSON, *shown), output)
        if because is not None:
            write_scores(running, _because(found, indices), because)
        return replace(_told(running, found, indices), unknown=unknown)


def _made_by(opened: Opened, indices: Sequence[Index]) -> dict[str, str]:
    """Return the scores by column that make of codes what the table does not have."""
    if CODES not in opened.columns:
        return {}
    return {
        name: term.score
        for index in indices
        for name, term in index.terms.items()
        if term.score is not None and name not in opened.columns
    }


def _read(
    running: Engine,
    opened: Opened,
    path: Path,
    indices: Sequence[Index],
    made_by: Mapping[str, str],
) -> ir.Table:
    asked = _asked(indices, made_by)
    refuse_if(
        Problem(Where(str(path), 1), f"there is no column '{name}'", nearest(name, opened.columns))
        for name in asked.column_names
        if name not in opened.columns
    )
    rows, rules = checked_rows(opened, asked, asked.column_names)
    flags = _flag_rules(rows, indices)
    rows = rows.mutate(_broken=rows["_broken"] | breaks_any(flags)) if flags else rows
    rules += flags
    refuse_if(refusals(running, 0, rows, rules, asked, opened).problems)
    return rows.select(ROW, *asked.column_names)


def _flag_rules(rows: ir.Table, indices: Sequence[Index]) -> list[Rule]:
    """Return the rules that a 21, the code of an emergency admission, is not 21 emergencies."""
    flags = {name for one in indices for name, term in one.terms.items() if term.flag}
    what, remedy = "'{value}' is neither 1 nor 0", "write 1 where it is so, else 0"
    return [
        Rule(name, what, remedy, (rows[name] != 0) & (rows[name] != 1), name + WRITTEN)
        for name in sorted(flags)
    ]


def _asked(indices: Sequence[Index], made_by: Mapping[str, str]) -> Table:
    columns = {_PERSON: Column(_PERSON, required=True)}
    if made_by:
        columns[CODES] = Column(CODES)
    for index in indices:
        for name, term in index.terms.items():
            if name in made_by:
                continue
            number = Column(name, Kind.NUMBER, at_least=0)
            columns[name] = number if term.is_number else Column(name)
    return Table("discharge", "one discharge", (_PERSON,), tuple(columns.values()))


def _because(found: ir.Table, indices: Sequence[Index]) -> ir.Table:
    parts = [
        found.select(
            row=ROW,
            person_id=_PERSON,
            score=ibis.literal(index.index),
            term=ibis.literal(term),
            adds=found[f"{index.index}:{term}"],
        )
        for index in indices
        for term in index.terms
    ]
    together = ibis.union(parts[0], *parts[1:]) if len(parts) > 1 else parts[0]
    return together.order_by("row", "score", "term")


def _told(running: Engine, found: ir.Table, indices: Sequence[Index]) -> Worked:
    names = [index.index for index in indices]
    asked = {f"mean {name}": found[name].mean() for name in names}
    asked |= {f"missing {name}": found[name].isnull().sum() for name in names}
    row = running.rows(found.aggregate(rows=found.count(), **asked))[0]
    bands = {
        index.index: rows_by_band(running, found, index.index, index.bands)
        for index in indices
        if index.bands
    }
    return Worked(
        rows=int(str(row["rows"])),
        means={name: float(str(row[f"mean {name}"] or 0)) for name in names},
        missing={name: int(str(row[f"missing {name}"] or 0)) for name in names},
        bands=bands,
        not_listed=_not_listed(running, found, indices),
    )


def _not_listed(
    running: Engine, found: ir.Table, indices: Sequence[Index]
) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = {}
    for index in indices:
        for name, term in index.terms.items():
            if term.codes:
                others = found.filter(~is_listed(found[name], term))
                counted.setdefault(index.index, {})[name] = running.count(others)
    return counted
