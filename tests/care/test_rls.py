"""The second wall, on a real PostgreSQL server; and who goes through it is told so."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.care import postgresql
from wholeplace.care.access import wall


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgresql.server(tmp_path_factory.mktemp("postgresql")) as address:
        yield address


def _run(address: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        env={**os.environ, "DATABASE_URL": address}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_wall_holds_an_ordinary_role(server: str, tmp_path: Path) -> None:
    address = postgresql.as_role(server, "walled", sees_everything=True)
    postgresql.holds(address, "wall_on_postgresql.py", tmp_path)


ASK = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.care.settings"
django.setup()
from django.test import Client
from django.core.management import call_command
call_command("migrate", verbosity=0)
print(Client(headers={"host": "localhost"}).get("/ready").json())
"""


@pytest.mark.parametrize("who", ["superuser", "ordinary"])
def test_readiness_says_who_goes_through_the_wall(server: str, who: str) -> None:
    warns = who == "superuser"
    address = server if warns else postgresql.as_role(server, who)
    done = _run(address, "-c", ASK)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "'status': 'ready'" in done.stdout
    assert ("superuser" in done.stdout) is warns


@pytest.mark.usefixtures("world")
def test_without_such_a_database_there_is_nothing_to_warn_of(client: Client) -> None:
    assert wall.holds()
    assert client.get("/ready").json() == {"status": "ready"}
