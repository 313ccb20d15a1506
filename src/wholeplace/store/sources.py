"""Open the files of a source as tables: a row number and every column as it stands."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import ir

from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.record import Mapping
from wholeplace.store.engine import Engine

ENDINGS = (".parquet", ".csv")


def find_files(place: Path, mapping: Mapping) -> dict[str, Path]:
    """Return the path of each file of a mapping that is there.

    ``place`` is the folder of the source, or its only file. Raises ``Refused`` for every file
    that is needed and not there.
    """
    if not place.exists():
        remedy = "check the path; it should be the folder that holds the source's files"
        raise Refused([Problem(Where(str(place)), "there is no such file or folder", remedy)])
    found, problems = {}, []
    for name, wanted in mapping.files.items():
        there = [path for path in _candidates(place, wanted.file) if path.is_file()]
        if len(there) > 1:
            both = " and ".join(path.name for path in there)
            problems.append(Problem(Where(str(place)), f"both {both} are there", "keep one"))
        elif there:
            found[name] = there[0]
        elif not wanted.optional:
            remedy = nearest(wanted.file, [path.name for path in _folder(place).iterdir()])
            problems.append(Problem(Where(str(place)), f"{wanted.file} is missing", remedy))
    if not problems and not found:
        remedy = nearest("", [file.file for file in mapping.files.values()])
        problems = [Problem(Where(str(place)), f"no file of '{mapping.mapping}' is here", remedy)]
    refuse_if(problems)
    return found


def _folder(place: Path) -> Path:
    return place if place.is_dir() else place.parent


def _candidates(place: Path, wanted: str) -> Iterator[Path]:
    names = [wanted] if Path(wanted).suffix else [wanted + ending for ending in ENDINGS]
    if place.is_file():
        yield from (place for _ in range(place.name in names))
    else:
        yield from (place / name for name in names)


def other_files(place: Path, used: Sequence[Path]) -> list[str]:
    """Return the names of the files in the source's folder that were not used."""
    if place.is_file():
        return []
    return sorted(p.name for p in place.iterdir() if p.suffix in ENDINGS and p not in used)


def column_names(path: Path) -> tuple[str, ...]:
    """Return the columns of a CSV or Parquet file; raises ``Refused`` where it has none."""
    try:
        if path.suffix == ".parquet":
            return tuple(pq.read_schema(path).names)
        with path.open(newline="", encoding="utf-8-sig") as stream:
            names = tuple(name.strip() for name in next(csv.reader(stream), []))
    except (pa.ArrowException, OSError) as error:
        _refuse(path, 1, f"it cannot be read: {_first_line(error)}", "check that the file is whole")
    except (UnicodeDecodeError, csv.Error) as error:
        _refuse(path, 1, f"the header cannot be read: {error}", "save it as CSV in UTF-8")
    if not any(names):
        _refuse(path, 1, "the file is empty", "write a header line with the column names")
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        _refuse(path, 1, f"the column '{twice[0]}' stands twice", "rename or remove one of the two")
    return names


def open_file(engine: Engine, name: str, path: Path, columns: Sequence[str]) -> ir.Table:
    """Return the file as a table: ``_row`` (from 1, the header not counted) and its columns.

    CSV columns are text; Parquet columns keep their types. ``columns`` are those of the file.
    """
    is_parquet = path.suffix == ".parquet"
    query = _parquet_query(path) if is_parquet else _csv_query(path, columns)
    kind, view = "VIEW" if is_parquet else "TABLE", source_name(name)
    try:
        engine.backend.con.execute(f'CREATE OR REPLACE TEMP {kind} "{view}" AS {query}')
    except duckdb.Error as error:
        line = re.search(r"Line: (\d+)", str(error))
        remedy = "check quotes and commas on that line, and that the file is whole"
        _refuse(path, int(line[1]) if line else None, f"not a table: {_why(error)}", remedy)
    return engine.backend.table(view)


def source_name(name: str) -> str:
    """Return what the engine calls an open source file."""
    return f'source "{name}"'.replace('"', "")


def _parquet_query(path: Path) -> str:
    file = _quoted(str(path))
    return (
        f"SELECT *, file_row_number + 1 AS _row FROM read_parquet({file}, file_row_number = true)"  # noqa: S608 - quoted
    )


def _csv_query(path: Path, columns: Sequence[str]) -> str:
    types = ", ".join(f"{_quoted(column)}: 'VARCHAR'" for column in columns)
    options = (
        "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
        " nullstr = '', max_line_size = 10000000"
    )
    read = f"read_csv({_quoted(str(path))}, columns = {{{types}}}, {options})"
    return f"SELECT *, row_number() OVER () AS _row FROM {read}"  # noqa: S608 - quoted


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _why(error: Exception) -> str:
    text = str(error).splitlines()
    named = [line for line in text if line.startswith(("Expected", "Value", "Invalid", "Error"))]
    return (named or text)[0].strip().rstrip(".")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _refuse(path: Path, line: int | None, what: str, remedy: str) -> None:
    raise Refused([Problem(Where(str(path), line), what, remedy)])
