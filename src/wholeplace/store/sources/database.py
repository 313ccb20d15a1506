"""Read tables and queries of a database, in batches, into Parquet files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NoReturn, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

import adbc_driver_manager
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.kernel import Problem, Refused, Where, refuse_if
from wholeplace.record import Mapping, SourceFile
from wholeplace.store.engine import engine
from wholeplace.store.sources.found import Found
from wholeplace.store.sources.told import first_line

POSTGRESQL = ("postgresql", "postgres")
ODBC = ("odbc", "mssql+odbc")
_URL = re.compile(rf"({'|'.join(map(re.escape, (*POSTGRESQL, *ODBC)))})://", re.IGNORECASE)
_TABLE = re.compile(r"[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*){0,2}")
_ORDERED = re.compile(r"\border\s+by\b", re.IGNORECASE)
_NOT_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ABSENT = re.compile(r"does not exist|Invalid object name", re.IGNORECASE)

Read: TypeAlias = Callable[[str], pa.RecordBatchReader]
"""Runs a query and gives its rows in batches."""


class QueryError(Exception):
    """A database refused a query; says why, in its own words."""


def is_database(place: str) -> bool:
    """Return whether a source is named by the address of a database."""
    return bool(_URL.match(place))


def without_password(url: str) -> str:
    """Return the address of a database as it may be shown: without a password or options."""
    scheme, _, rest = url.partition("://")
    # A password may hold any sign, even those that end it: what stands before the last @ is his.
    named, at, place = rest.rpartition("@")
    shown = re.sub(r":\d+(?=/|$)", "", place.partition("?")[0])
    return f"{scheme}://{named.partition(':')[0]}{at}{shown}"


def fetch(url: str, mapping: Mapping, scratch: Path) -> dict[str, Found]:
    """Read what a mapping asks of a database: each of its files is a table or a query there.

    The rows are written to ``scratch`` in batches, none is kept in memory, and nothing is written
    to the database. Raises ``Refused`` for every table that cannot be read.
    """
    _refuse_unreadable(url)
    folder = scratch / "database"
    folder.mkdir()
    found, problems = {}, []
    with _connected(url) as read:
        for name, wanted in mapping.files.items():
            target = folder / f"{name}.parquet"
            try:
                _write(read(query_of(wanted)), target)
            except QueryError as error:
                if not (wanted.optional and _ABSENT.search(str(error))):
                    problems.append(_problem(f"{without_password(url)} {name}", error))
            else:
                if not _ORDERED.search(query_of(wanted)):
                    _put_in_order(target)
                found[name] = Found(wanted, (target,), folder)
    refuse_if(problems)
    return found


def _put_in_order(path: Path) -> None:
    # A database promises no order: the same rows should be the same file, and the same batch.
    beside = path.with_suffix(".unordered")
    path.rename(beside)
    with engine() as running:
        rows = running.parquet(beside)
        running.write_parquet(rows.order_by(list(rows.columns)), path)
    beside.unlink()


def _refuse_unreadable(url: str) -> None:
    try:
        parts = urlsplit(url)
        odd_port = parts.port == 0
        wrong = odd_port or "@" in parts.path or bool(_NOT_ENCODED.search(url))
    except ValueError:
        wrong = True
    if wrong:
        what = "this address of a database cannot be read"
        remedy = "write other signs than letters and digits in the password as %40 (@), %2F (/)"
        raise Refused([Problem(Where(without_password(url)), what, remedy)])


def query_of(wanted: SourceFile) -> str:
    """Return the query that reads one file of a mapping; a bare name is that of a table."""
    asked = (wanted.query or wanted.file.partition(".csv")[0].partition(".parquet")[0]).strip()
    return f"SELECT * FROM {asked}" if _TABLE.fullmatch(asked) else asked  # noqa: S608 - a name


def _problem(where: str, error: Exception) -> Problem:
    remedy = "check the name of the table, or the query, in the mapping"
    return Problem(Where(where), f"it cannot be read: {first_line(error)}", remedy)


def _connected(url: str) -> AbstractContextManager[Read]:
    scheme = urlsplit(url).scheme.casefold()
    return _postgresql(url) if scheme in POSTGRESQL else _odbc(url)


@contextmanager
def _postgresql(url: str) -> Iterator[Read]:
    # It brings much along, and hardly a load reads a database.
    from adbc_driver_postgresql import dbapi  # noqa: PLC0415 - see above

    try:
        connection = dbapi.connect(url, autocommit=True)
    except adbc_driver_manager.Error as error:
        _refuse(url, error)
    with connection, connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")

        def read(query: str) -> pa.RecordBatchReader:
            try:
                cursor.execute(query)
                return cursor.fetch_record_batch()
            except adbc_driver_manager.Error as error:
                raise QueryError(first_line(error)) from None

        yield read


@contextmanager
def _odbc(url: str) -> Iterator[Read]:
    try:
        import arrow_odbc  # noqa: PLC0415 - installed where a site wants it
    except ImportError:
        what = "reading a database through ODBC needs a library that is not installed"
        remedy = "pip install wholeplace[odbc], and the database's driver on this machine"
        raise Refused([Problem(Where(without_password(url)), what, remedy)]) from None

    def read(query: str) -> pa.RecordBatchReader:
        try:
            reader = arrow_odbc.read_arrow_batches_from_odbc(query, connection_string(url))
        except arrow_odbc.Error as error:
            raise QueryError(first_line(error)) from None
        return pa.RecordBatchReader.from_batches(reader.schema, reader)

    yield read


def connection_string(url: str) -> str:
    """Return an address as ODBC writes it.

    >>> connection_string("odbc://warehouse")
    'DSN=warehouse'
    >>> connection_string("mssql+odbc://reader:pw@server/db?driver=ODBC+Driver+18+for+SQL+Server")
    'Driver={ODBC Driver 18 for SQL Server};Server=server;Database=db;UID=reader;PWD={pw}'
    """
    parts, options = urlsplit(url), dict(parse_qsl(urlsplit(url).query))
    if parts.scheme == "odbc":
        said = [f"DSN={unquote(parts.netloc.rpartition('@')[2])}"] if parts.netloc else []
    else:
        driver = options.pop("driver", "ODBC Driver 18 for SQL Server")
        server = f"{parts.hostname}{f',{parts.port}' if parts.port else ''}"
        said = [f"Driver={{{driver}}}", f"Server={server}", f"Database={parts.path.strip('/')}"]
    said += [f"UID={unquote(parts.username)}"] if parts.username else []
    # In braces, so that a password with a semicolon does not end there.
    said += [f"PWD={{{unquote(parts.password).replace('}', '}}')}}}"] if parts.password else []
    return ";".join([*said, *(f"{name}={value}" for name, value in options.items())])


def _write(batches: pa.RecordBatchReader, target: Path) -> None:
    schema = pa.schema([pa.field(f.name, _plain(f.type)) for f in batches.schema])
    with pq.ParquetWriter(target, schema) as out:
        try:
            for batch in batches:
                columns = [_stored(column) for column in batch.columns]
                out.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
        except (adbc_driver_manager.Error, pa.ArrowException, OSError) as error:
            raise QueryError(first_line(error)) from None


def _plain(kind: pa.DataType) -> pa.DataType:
    # An exact number, or a type of the database's own, comes as text in a wrapping.
    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind


def _stored(column: pa.Array) -> pa.Array:
    return column.storage if isinstance(column.type, pa.BaseExtensionType) else column


def _refuse(url: str, error: Exception) -> NoReturn:
    remedy = "check the address, the user and the password"
    told = first_line(error)
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    for secret in (parts.password, unquote(parts.password or ""), options.get("password")):
        told = told.replace(secret, "...") if secret else told
    what = f"the database does not answer: {told}"
    raise Refused([Problem(Where(without_password(url)), what, remedy)])
