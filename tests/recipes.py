"""Mappings of one column, to try a recipe on drawn rows."""

from __future__ import annotations

from ibis import ir

from tests.sources import answer, source
from wholeplace.document import read_document
from wholeplace.record import MappedTable, shaped
from wholeplace.store.engine import Engine

# Columns of a table with few that must be filled, to hold what a recipe makes.
TEMPLATE = """\
table: organisation
from: rows
columns:
  code: {value: x}
"""


def mapped(recipe: str, rest: str = "") -> MappedTable:
    """Return a mapping that makes the column ``name`` by a recipe."""
    return read_document(f"{TEMPLATE}  name: {recipe}\n{rest}", "m.yaml", MappedTable).value


def made(running: Engine, recipe: str, drawing: str, **lookups: ir.Table) -> list[list[str]]:
    """Return the cells of a drawing, with a column ``made`` by the recipe in place of its last."""
    rows = source(drawing)
    found = shaped(rows.drop("made"), mapped(recipe), lookups).select("_row", made="name")
    table = rows.drop("made").join(found, "_row").order_by("_row").drop("_row")
    return answer(running, table)
