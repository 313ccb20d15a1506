"""What scoring a table needs, whatever is scored: its rows in their types, and people by band."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ibis import ir

from wholeplace.kernel import Problem, Refused, Where, refuse_if
from wholeplace.population.scores import Band
from wholeplace.record import FILE, ROW, Rule, Table, breaks_any, row_rules, text, typed
from wholeplace.store.clock import today
from wholeplace.store.engine import Engine
from wholeplace.store.files import make_folder_of
from wholeplace.store.sources import Opened
from wholeplace.store.tables import write_table

_NOT_WRITTEN = (".xlsx", ".xls", ".gz", ".zip", ".json")


def checked_rows(
    opened: Opened, table: Table, asked: Sequence[str], as_they_are: Sequence[str] = ()
) -> tuple[ir.Table, list[Rule]]:
    """Return the rows of a file in the types of ``table``, each ``_broken`` or not, and the rules.

    ``asked`` are the columns of the table that the file has; ``as_they_are`` those whose texts are
    taken without looking for blanks around them.
    """
    source = opened.table
    cells = {n: source[n] if n in as_they_are else text(source[n]) for n in asked}
    raw = source.select(ROW, FILE, **cells)
    rows = typed(raw, table, trimmed=True)
    rules = row_rules(rows, table, today())
    return rows.mutate(_broken=breaks_any(rules)), rules


def refuse_places(table: Path, *outputs: Path | None) -> None:
    """Refuse to write over the table that is read, twice in one place, or a file of another kind.

    Raises ``Refused`` before anything is read: millions of rows take their time.
    """
    problems: list[Problem] = []
    taken = {table.resolve(): "the table itself"}
    for path in filter(None, outputs):
        if path.resolve() in taken:
            what = f"this would be written over {taken[path.resolve()]}"
            problems.append(Problem(Where(str(path)), what, "name another file"))
        elif path.suffix.lower() in _NOT_WRITTEN:
            what = "tables are written as CSV or Parquet"
            problems.append(Problem(Where(str(path)), what, "end its name in .csv or .parquet"))
        taken[path.resolve()] = "another table that is written"
    refuse_if(problems)


def write_scores(running: Engine, rows: ir.Table, path: Path) -> None:
    """Write a table of scores, in the order of its rows, to a folder that is made if need be."""
    make_folder_of(path)
    write_table(running, rows, path)


def refuse_empty(path: Path, rows: int) -> None:
    """Raise ``Refused`` where a table has a heading and nothing under it."""
    if not rows:
        remedy = "check that it is the file you meant"
        raise Refused([Problem(Where(str(path)), "the table has no rows", remedy)])


def rows_by_band(
    running: Engine, found: ir.Table, name: str, bands: Sequence[Band]
) -> dict[str, int]:
    """Return the number of rows in each band of what is called ``name``, in order of the bands."""
    column = f"{name}_band"
    counted = found.group_by(column).aggregate(rows=found.count())
    numbers = {str(row[column]): int(str(row["rows"])) for row in running.rows(counted)}
    return {band.name: numbers.get(band.name, 0) for band in bands}
