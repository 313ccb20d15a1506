"""Read a CSV file: which character divides its cells, what its columns are called, its rows."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

from wholeplace.record import SourceFile
from wholeplace.store.sources.part import Part
from wholeplace.store.sources.told import refuse
from wholeplace.store.sql import quoted

DELIMITERS = (",", ";", "\t", "|")
"""What may divide the cells of a file for which the mapping does not say it."""

_LONGEST_LINE = 10_000_000
_MOST_COLUMNS = 20_000


def csv_part(path: Path, wanted: SourceFile, shown: Path) -> Part:
    """Return a CSV in UTF-8 as the engine reads it; raises ``Refused`` where its header is none.

    The text stays as it is written, and an empty cell is missing. ``shown`` is the user's file.
    """
    delimiter, columns = csv_header(path, wanted, shown)
    if delimiter == "\t" and wanted.quote is None and not _is_quoted(path):
        wanted = wanted.model_copy(update={"quote": ""})
    types = ", ".join(f"{quoted(column)}: 'VARCHAR'" for column in columns)
    quote = '"' if wanted.quote is None else wanted.quote
    missing = ", ".join(quoted(word) for word in ("", *wanted.missing))
    options = (
        f"header = true, auto_detect = false, delim = {quoted(delimiter)}, quote = {quoted(quote)},"
        f" escape = {quoted(quote)}, nullstr = [{missing}], skip = {(wanted.header_row or 1) - 1},"
        f" max_line_size = {_LONGEST_LINE}, compression = 'none'"
    )
    read = f"read_csv({quoted(str(path))}, columns = {{{types}}}, {options})"
    # A query that does not ask for the number of the row does not have it counted.
    query = f"SELECT *, row_number() OVER () AS _row FROM {read}"  # noqa: S608 - quoted
    return Part(query, columns, str(path), has_lines=True)


def _is_quoted(path: Path) -> bool:
    """Return whether quotes stand around the cells of a file whose cells a tab divides.

    Vocabularies are sent with tabs and with quotes that mean inches: nothing closes them.
    """
    with path.open(newline="", encoding="utf-8-sig") as lines:
        return all(_closes(cell) for line in lines if '"' in line for cell in line.split("\t"))


def _closes(cell: str) -> bool:
    text = cell.rstrip("\r\n")
    inner = text[1:-1].replace('""', "") if len(text) > 1 and text.endswith('"') else '"'
    return '"' not in inner if text.startswith('"') else True


def csv_header(path: Path, wanted: SourceFile, shown: Path) -> tuple[str, tuple[str, ...]]:
    """Return what divides the cells of a file, and the names of its columns."""
    quote = '"' if wanted.quote is None else wanted.quote
    with path.open(newline="", encoding="utf-8-sig") as stream:
        lines = islice(stream, (wanted.header_row or 1) - 1, None)
        start = next(lines, "")
        delimiter = wanted.delimiter or max(DELIMITERS, key=start.count)
        style = {"quotechar": quote} if quote else {"quoting": csv.QUOTE_NONE}
        try:
            header = next(csv.reader([start, *islice(lines, 20)], delimiter=delimiter, **style), [])
        except csv.Error as error:
            refuse(shown, 1, f"the header cannot be read: {error}", "save it as CSV in UTF-8")
    return delimiter, checked_names(tuple(name.strip() for name in header), shown)


def checked_names(names: tuple[str, ...], shown: Path) -> tuple[str, ...]:
    """Return the names of columns; raises ``Refused`` where there are none, or two are alike."""
    if not any(names):
        refuse(shown, 1, "the file is empty", "write a header line with the column names")
    if len(names) > _MOST_COLUMNS:
        refuse(shown, 1, f"it has {len(names):,} columns", f"send at most {_MOST_COLUMNS:,}")
    seen: dict[str, str] = {}
    for i, name in enumerate(names, 1):
        if not name:
            what = f"the column {i} has no name"
            refuse(shown, 1, what, "name it in the header line, or remove it")
        other = seen.setdefault(name.casefold(), name) if name.casefold() in seen else None
        seen[name.casefold()] = name
        if other == name:
            refuse(shown, 1, f"the column '{name}' stands twice", "rename or remove one of the two")
        if other is not None:
            what = f"the columns '{other}' and '{name}' differ in capitals only"
            refuse(shown, 1, what, "rename or remove one of the two")
    return names
