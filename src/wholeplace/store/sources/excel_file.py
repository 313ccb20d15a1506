"""Read a sheet of a workbook as the texts that a person sees in its cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook, ZipError

from wholeplace.record import SourceFile
from wholeplace.store.sources.csv_file import checked_names
from wholeplace.store.sources.part import Part
from wholeplace.store.sources.told import first_line, refuse
from wholeplace.store.sql import quoted

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta
_CHUNK = 50_000
_MIDNIGHT = time()
_EXACT = 10**15


def excel_part(path: Path, wanted: SourceFile, shown: Path, scratch: Path) -> Part:
    """Return a sheet of a workbook as the engine reads it; raises ``Refused`` where it is none.

    Which sheet is said by ``sheet``, unless only one of them has anything in it.
    """
    rows = _rows(path, wanted, shown)
    first = (wanted.header_row or 1) - 1
    names = [as_seen(cell) or "" for cell in rows[first]] if len(rows) > first else []
    while names and not names[-1]:
        names.pop()  # formatted, but empty
    columns = checked_names(tuple(name.strip() for name in names), shown)
    target = scratch / f"sheet-{len(list(scratch.iterdir())):04}.parquet"
    _write(rows[first + 1 :], columns, target)
    query = f"SELECT * FROM read_parquet({quoted(str(target))})"  # noqa: S608 - quoted
    return Part(query, columns, str(target))


def _rows(path: Path, wanted: SourceFile, shown: Path) -> list[list[Cell]]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        if wanted.sheet is not None:
            return _named(book, wanted.sheet, shown)
        filled = {
            name: rows
            for name in book.sheet_names
            if (rows := book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        }
    except (CalamineError, ZipError, OSError, ValueError) as error:
        what = f"it cannot be read as a workbook: {first_line(error)}"
        refuse(shown, None, what, "save it again as .xlsx without a password")
    if len(filled) > 1:
        named = ", ".join(f"'{name}'" for name in filled)
        refuse(
            shown, None, f"it has several sheets: {named}", "say which in the mapping: sheet: NAME"
        )
    return next(iter(filled.values()), [])


def _named(book: CalamineWorkbook, sheet: str, shown: Path) -> list[list[Cell]]:
    if sheet not in book.sheet_names:
        named = ", ".join(f"'{name}'" for name in book.sheet_names)
        refuse(shown, None, f"it has no sheet '{sheet}'", f"use one of: {named}")
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _write(rows: Sequence[Sequence[Cell]], columns: Sequence[str], target: Path) -> None:
    fields = [pa.field(name, pa.string()) for name in columns] + [pa.field("_row", pa.int64())]
    schema = pa.schema(fields)
    with pq.ParquetWriter(target, schema) as out:
        for start in range(0, len(rows), _CHUNK):
            some = rows[start : start + _CHUNK]
            numbered = [(i, row) for i, row in enumerate(some, start + 1) if any(map(as_seen, row))]
            cells = [
                pa.array(
                    [as_seen(row[j]) if j < len(row) else None for _, row in numbered], pa.string()
                )
                for j in range(len(columns))
            ]
            numbers = pa.array([i for i, _ in numbered], pa.int64())
            out.write_table(pa.Table.from_arrays([*cells, numbers], schema=schema))


def as_seen(cell: Cell) -> str | None:
    """Return the text of a cell: a date in ISO form, a number without what rounding left on it.

    >>> as_seen(0.1 + 0.2), as_seen(9990000018.0), as_seen(datetime(2019, 4, 1))
    ('0.3', '9990000018', '2019-04-01')
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        whole = cell.time() == _MIDNIGHT
        return cell.date().isoformat() if whole else cell.isoformat(timespec="seconds")
    if isinstance(cell, float):
        # A workbook keeps fifteen digits; what stands behind them was never written.
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else f"{cell:.15g}"
    if isinstance(cell, timedelta):
        return str(cell)
    return (cell if isinstance(cell, str) else str(cell)) or None
