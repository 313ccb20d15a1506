"""Where the care records are kept: SQLite in the workspace, or a PostgreSQL server."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.store.files import make_folder_of

FILE = Path("care") / "care.sqlite3"
_SCHEMES = {"postgres", "postgresql"}
_WAIT_MS = 20_000


def database_of(url: str, workspace: Path) -> dict[str, Any]:
    """Return the settings of the database that a URL names; without one, that of the workspace.

    Every transaction on SQLite begins as a writer, so that none finds half-way that another writes;
    readers are not kept waiting. Raises ``Refused`` for a URL that is no PostgreSQL one.
    """
    return _postgresql(url) if url else _sqlite(workspace / FILE)


def _sqlite(path: Path) -> dict[str, Any]:
    make_folder_of(path)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout={_WAIT_MS};"
                "PRAGMA foreign_keys=ON;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    found = urlsplit(url)
    name = unquote(found.path.lstrip("/"))
    if found.scheme not in _SCHEMES or not name:
        what = "DATABASE_URL is no address of a PostgreSQL database"
        remedy = "write postgresql://USER:PASSWORD@HOST:5432/NAME, or leave it out for SQLite"
        raise Refused([Problem(Where("DATABASE_URL"), what, remedy)])
    options = dict(parse_qsl(found.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(found.username or ""),
        "PASSWORD": unquote(found.password or ""),
        # A socket's folder stands in the query, for a path cannot stand before the colon.
        "HOST": options.pop("host", None) or found.hostname or "",
        "PORT": str(found.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
