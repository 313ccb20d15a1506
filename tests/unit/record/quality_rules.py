"""Rules written in a line, and their answers over drawn tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.tables import running, table
from wholeplace.document import read_document
from wholeplace.record import TABLES
from wholeplace.record.quality import (
    Cell,
    CodeSets,
    QualityRule,
    QualityRules,
    Score,
    cells,
    read_cells,
    scores,
)

SETS = read_document(
    """
code_sets: test
version: "1"
about: small sets
sets:
  method: {name: Method, source: made up, codes: {"11": Planned, "21": Emergency}}
  often: {name: Often, source: made up, codes: {"week*": Weekly, one-off: Once, "Year*": Yearly}}
""",
    "codes.yaml",
    CodeSets,
).value.sets

EMPTY = {known.name: " ".join((*known.column_names, "batch_id")) for known in TABLES}


def rule(asks: str) -> QualityRule:
    """Return a rule; what it does not say of itself is filled in."""
    text = (
        "{quality: t, version: '1', about: a, rules: [{id: r, title: T, why: W, do: D,"
        " source: s, warn_below: 90%, " + asks + "}]}"
    )
    return read_document(text, "q.yaml", QualityRules).value.rules[0]


def counted(asked: QualityRule, drawings: Mapping[str, str]) -> list[Cell]:
    """Return the cells of one rule over drawn tables; tables that are not drawn are empty."""
    tables = {name: table(drawing) for name, drawing in (EMPTY | dict(drawings)).items()}
    with running() as engine:
        rows = engine.rows(cells(asked.table, [asked], tables, SETS))
    return read_cells(rows, [asked])


def passed(asks: str, **drawings: str) -> tuple[int, int]:
    """Return how many rows passed of how many a rule asked about."""
    found = counted(rule(asks), {name: _whole(name, text) for name, text in drawings.items()})
    return sum(c.counts[0][0] for c in found), sum(c.counts[0][1] for c in found)


def _whole(name: str, drawing: str) -> str:
    """Add the columns that a drawing leaves out, missing."""
    names, *lines = drawing.strip().splitlines()
    left = [column for column in EMPTY[name].split() if column not in names.split()]
    return "\n".join([f"{names} {' '.join(left)}", *(line + " -" * len(left) for line in lines)])


def score(asks: str, found: list[Cell]) -> Score | None:
    """Return the score of one rule on the feed ``feed``, from cells."""
    return next(iter(scores(found, [rule(asks)], {"b1": "feed", "b2": "feed"})), None)


def cell(provider: str, month: str, passed: int, asked: int, batch: str = "b1") -> Cell:
    """Return a cell."""
    return Cell(batch, provider, date.fromisoformat(f"{month}-01"), ((passed, asked),))
