"""Recalculate workbooks as a spreadsheet program does, and read back what they then say."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

from openpyxl import load_workbook

from wholeplace.kernel import Figure, Unit
from wholeplace.settle import Statement

# What a formula came to when the book was written: without it, it has to be worked out.
_KEPT = re.compile(rb"(</f>)<v>[^<]*</v>")
_KINDS = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="(?:str|b|e)"(><f>)')

_AT_ONCE = 50

# A book as rows of values: sheet, row, column, all counted as lists are.
Book = Mapping[str, list[list[object]]]


def recalculated(soffice: str, folder: Path, books: Mapping[str, bytes]) -> dict[str, Book]:
    """Return every book by name with all its formulas worked out anew; one start serves many."""
    before, after = folder / "before", folder / "after"
    before.mkdir(parents=True)
    for name, content in books.items():
        (before / f"{name}.xlsx").write_bytes(content)
        _forget(before / f"{name}.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(before / f"{name}.xlsx") for name in books]
    words = ["--headless", "--convert-to", "xlsx", "--outdir", str(after)]
    # LibreOffice 7.4 has been seen to give up after some two hundred files.
    for i in range(0, len(files), _AT_ONCE):
        command = [soffice, profile, *words, *files[i : i + _AT_ONCE]]
        subprocess.run(command, check=True, capture_output=True, timeout=570)
    return {name: _read(after / f"{name}.xlsx") for name in books}


def _forget(path: Path) -> None:
    with ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, _KEPT.sub(rb"\1", _KINDS.sub(rb"\1\2", content)))


def _read(path: Path) -> Book:
    book = load_workbook(path, data_only=True, read_only=True)
    sheets = {sheet.title: [list(row) for row in sheet.values] for sheet in book.worksheets}
    book.close()
    return sheets


def with_cell(content: bytes, folder: Path, sheet: str, cells: Mapping[str, object]) -> bytes:
    """Return a book in which a user has put other values into cells."""
    path = folder / "changed.xlsx"
    path.write_bytes(content)
    book = load_workbook(path)
    for address, value in cells.items():
        book[sheet][address] = value
    book.save(path)
    return path.read_bytes()


def differences(book: Book, statement: Statement) -> list[str]:
    """Return where a recalculated book says something else than a statement, to the penny."""
    found = []
    for line, row in zip(statement.lines, book["Lines"][3:], strict=False):
        if not _agree(line, row[2]):
            found.append(f"{line.id}: {line.shown} in the statement, {row[2]!r} in the book")
    rows = _under(book, "From")
    if len(rows) != len(statement.payments) and statement.is_complete:
        found.append(
            f"{len(rows)} payments in the book, {len(statement.payments)} in the statement"
        )
    names = {figure.id.removeprefix("payments."): figure.label for figure in statement.net}
    for payment, row in zip(statement.payments, rows, strict=False):
        said = [names[payment.payer] or payment.payer, names[payment.payee] or payment.payee]
        if row[:2] != said or not _agree(payment.figure, row[2]):
            found.append(f"{payment.figure.id}: {payment.amount} in the statement, {row[:3]}")
    for figure, row in zip(statement.net, _under(book, "Party"), strict=False):
        if not (_agree(figure, row[2]) or (figure.is_missing and row[2] == "not paid")):
            found.append(f"{figure.id}: {figure.shown} in the statement, {row[2]!r} in the book")
    return found


def _under(book: Book, heading: str) -> list[list[object]]:
    rows = book["Statement"]
    start = next(i for i, row in enumerate(rows) if row[0] == heading) + 1
    end = next((i for i in range(start, len(rows)) if rows[i][0] is None), len(rows))
    return [row for row in rows[start:end] if row[0] != "Sum of all parties"]


def _agree(figure: Figure, found: object) -> bool:
    if figure.value is None:
        return isinstance(found, str) and found.startswith("#")
    if not isinstance(figure.value, Fraction):
        return found == figure.value
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    gap = abs(Fraction(found) - figure.value)
    near = Fraction(1, 200) if figure.unit is Unit.MONEY else Fraction(1, 10**9)
    return gap < near * max(1, 1 if figure.unit is Unit.MONEY else abs(figure.value))


def says(book: Book, name: str) -> object:
    """Return what the first sheet says of something, such as ``Recalculated``."""
    return next(row[1] for row in book["Statement"] if row[0] == name)
