"""Dump a PostgreSQL database from one snapshot, and put it back, with the server's own tools."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from wholeplace.care.access.wall_rules import EVERYTHING, HOLDERS
from wholeplace.kernel import Problem, Refused, Where

_MOST_TOLD = 300


def snapshot(connection: BaseDatabaseWrapper) -> str:
    """Return the name of what the open transaction sees, for another to see the same."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        return str(cursor.fetchone()[0])


def dump(settings: Mapping[str, Any], file: Path, seen: str) -> None:
    """Write what a snapshot saw into a file. Raises ``Refused``."""
    # Everything, though the wall is up: the dump says that it is a command.
    words = ["--format=custom", "--enable-row-security", "--no-owner", "--no-privileges"]
    _run("pg_dump", settings, [*words, f"--snapshot={seen}", f"--file={file}"])


def put_back(settings: Mapping[str, Any], file: Path) -> None:
    """Put a dump in the place of what there is, in one transaction. Raises ``Refused``."""
    words = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]
    database = f"--dbname={settings['NAME']}"
    _run("pg_restore", settings, [*words, "--exit-on-error", database, str(file)])


def _run(tool: str, settings: Mapping[str, Any], words: list[str]) -> None:
    path = shutil.which(tool)
    if path is None:
        what = f"{tool} of PostgreSQL is not installed here"
        raise Refused([Problem(Where(tool), what, "install the client tools of the server")])
    done = subprocess.run(  # noqa: S603 - our own words
        [path, *words], env=_environment(settings), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        what = f"{tool} failed: {done.stderr.strip()[:_MOST_TOLD]}"
        raise Refused([Problem(Where(tool), what, "its version must be the server's, or newer")])


def _environment(settings: Mapping[str, Any]) -> dict[str, str]:
    told = {
        "PGDATABASE": settings["NAME"], "PGUSER": settings["USER"], "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"], "PGPASSWORD": settings["PASSWORD"],
        "PGSSLMODE": settings["OPTIONS"].get("sslmode", ""),
        "PGOPTIONS": f"-c {HOLDERS}={EVERYTHING}",
    }  # fmt: skip
    return {**os.environ, **{name: str(value) for name, value in told.items() if value}}
