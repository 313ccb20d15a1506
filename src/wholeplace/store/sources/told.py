"""What is wrong with a file, told so that its sender can put it right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.kernel import Problem, Refused, Where

_LINE = re.compile(r"on Line: (\d+)")
_FILE = re.compile(r"^\s*file = (.+?)\s*$", re.MULTILINE)
_CHECK = "check quotes and commas on that line, and that the file is whole"
# What the engine says, and what that means to whoever wrote the file.
_MEANINGS = (
    ("unterminated quote", "a quote is opened and not closed, or closed within a cell", _CHECK),
    ("maximum line size", "a line is longer than ten million characters", _CHECK),
    (
        "invalid state",
        "its lines do not all end alike, or its quotes are not closed",
        "say line_ends: any for this file in the mapping, or have it sent again",
    ),
)


def refuse(path: Path, line: int | None, what: str, remedy: str) -> NoReturn:
    """Raise ``Refused`` for a file."""
    raise Refused([Problem(Where(str(path), line), what, remedy)])


def first_line(error: Exception) -> str:
    """Return what an error says, on one line."""
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")


@contextmanager
def told_of(shown: dict[str, Path]) -> Iterator[None]:
    """Turn what the engine says of a source file, when it reads it, into ``Refused``.

    ``shown`` is the user's file for each path that the engine reads. What is not about a file
    that is read is raised as it is. No cell is repeated: it may be somebody's name.
    """
    try:
        yield
    except duckdb.Error as error:
        text = str(error)
        named = _FILE.search(text)
        read = named[1] if named else next((path for path in shown if path in text), None)
        if read is None and len(shown) == 1 and "CSV" in text:
            read = next(iter(shown))
        if read is None:
            read = next((path for path in shown if _is_broken_table(path)), None)
        if read not in shown:
            raise
        line = _LINE.search(text)
        what, remedy = _meaning(text)
        raise Refused(
            [Problem(Where(str(shown[read]), int(line[1]) if line else None), what, remedy)]
        ) from None


def _is_broken_table(path: str) -> bool:
    """Return whether a Parquet file cannot be read to its end: the engine does not say which."""
    if not path.endswith(".parquet"):
        return False
    try:
        with pq.ParquetFile(path) as file:
            for _ in file.iter_batches():
                pass
    except (pa.ArrowException, OSError, ValueError):
        return True
    return False


def _meaning(text: str) -> tuple[str, str]:
    for sign, what, remedy in _MEANINGS:
        if sign in text:
            return f"not a table: {what}", remedy
    named = [ln for ln in text.splitlines() if ln.startswith(("Expected", "Invalid unicode"))]
    why = (named or text.splitlines())[0].strip().rstrip(".")
    return f"not a table: {why}", _CHECK
