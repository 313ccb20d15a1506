"""Copy the care records while they are worked in, and put them back as they were.

A copy is one file, with a manifest beside it: what it is, its SHA-256, and where its audit ended.
SQLite copies itself page by page as of one moment; PostgreSQL is dumped from one snapshot.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, connections, transaction

from wholeplace.care.access import Actor
from wholeplace.care.actions.audit import verify
from wholeplace.care.actions.keeping import keep_backup, keep_restore
from wholeplace.care.models import AuditHead, User
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.store.files import new_private_file, read_text, sha256_of, write_json
from wholeplace.web import postgresql

_COPY = "copy"
_KIND = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands beside a copy: of which database, when, its hash, and the end of its audit."""

    database: str
    made_at: str
    sha256: str
    rows: int
    head: str

    def as_dict(self) -> dict[str, object]:
        """Return it as it is written."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of putting a copy back: the copy, rows of the audit lost, accounts alive again."""

    manifest: Manifest
    lost: int
    alive_again: tuple[str, ...]


def manifest_of(copy: Path) -> Path:
    """Return where the manifest of a copy stands."""
    return copy.with_name(f"{copy.name}.manifest.json")


def back_up(by: Actor, copy: Path) -> Manifest:
    """Copy the records into a new file; those who write meanwhile are not kept waiting.

    Raises ``Refused`` where the file is there, the audit does not hold, or the tool is missing.
    """
    if copy.exists() or manifest_of(copy).exists():
        raise Refused([_problem(copy, "there is a file here already", "name another")])
    if not copy.parent.is_dir():
        raise Refused([_problem(copy, "its folder is not there", "make it, on another disk")])
    with new_private_file(copy) as part:
        rows, head = _copied(part)
        found = Manifest(connection.vendor, by.now.isoformat(), sha256_of(part), rows, head)
        write_json(manifest_of(copy), found.as_dict())
    keep_backup(by=by, sha256=found.sha256, rows=rows)
    return found


def restore(by: Actor, copy: Path, *, replace: bool) -> Restored:
    """Put the records back to a copy, all of them or nothing; everybody has to sign in again.

    Raises ``Refused`` where there are records and ``replace`` is not said, or the copy is not what
    its manifest says, or its audit does not hold.
    """
    manifest = _checked(copy)
    before, active = _there_now()
    if before is not None and not replace:
        remedy = "back them up, then say --replace"
        raise Refused([_problem(copy, "there are care records here", remedy)])
    if connection.vendor == "postgresql":
        postgresql.put_back(connection.settings_dict, copy)
    else:
        _check_copy(copy, manifest)
        _put_back(copy)
    connection.close()
    rows, broken = verify()
    if broken is not None or AuditHead.objects.get(pk=1).hash != manifest.head:
        what = broken.what if broken else "the end of its audit is another"
        raise Refused([_problem(copy, f"it was put back, and {what}", "use another copy")])
    Session.objects.all().delete()
    again = sorted(_active() - active) if before is not None else []
    lost = max(0, (before or 0) - rows)
    keep_restore(by=by, sha256=manifest.sha256, rows=rows, lost=lost)
    return Restored(manifest, lost, tuple(again))


def _copied(part: Path) -> tuple[int, str]:
    if connection.vendor == "postgresql":
        with transaction.atomic():
            snapshot = postgresql.snapshot(connection)
            rows, head = _whole("default", part)
            postgresql.dump(connection.settings_dict, part, snapshot)
            return rows, head
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as live,
        closing(sqlite3.connect(part)) as made,
    ):
        live.backup(made)
        # One file that stands by itself: a copy has no log beside it.
        made.execute("PRAGMA journal_mode=DELETE")
    return _in_copy(part)


def _in_copy(copy: Path) -> tuple[int, str]:
    connections.databases[_COPY] = {**connection.settings_dict, "NAME": copy, "OPTIONS": {}}
    try:
        return _whole(_COPY, copy)
    finally:
        connections[_COPY].close()
        del connections[_COPY], connections.databases[_COPY]


def _whole(using: str, copy: Path) -> tuple[int, str]:
    try:
        rows, broken = verify(using)
        head = AuditHead.objects.using(using).get(pk=1).hash
    except (DatabaseError, AuditHead.DoesNotExist) as error:
        raise Refused([_problem(copy, "it holds no care records", "name another")]) from error
    if broken is not None:
        remedy = "keep the database as it is, and find out who changed it: care verify"
        raise Refused([_problem(copy, f"the audit does not hold: {broken.what}", remedy)])
    return rows, head


def _checked(copy: Path) -> Manifest:
    path = manifest_of(copy)
    if not copy.is_file() or not path.is_file():
        what = "a copy and its manifest are not both here"
        raise Refused([_problem(copy, what, f"bring {copy.name} and {path.name} here")])
    try:
        told: Mapping[str, object] = json.loads(read_text(path))
        made = Manifest(**{one.name: told[one.name] for one in fields(Manifest)})  # type: ignore[arg-type]  # checked by what follows
    except (ValueError, KeyError, TypeError):
        raise Refused([_problem(path, "this is no manifest of a copy", "name another")]) from None
    if made.sha256 != sha256_of(copy):
        raise Refused([_problem(copy, "it is not what its manifest says", "use another copy")])
    if made.database != connection.vendor:
        kind = _KIND.get(str(made.database), "another database")
        remedy = "set DATABASE_URL for a PostgreSQL server, or leave it out for SQLite"
        raise Refused([_problem(copy, f"it is a copy of {kind}", remedy)])
    return made


def _check_copy(copy: Path, manifest: Manifest) -> None:
    if _in_copy(copy) != (manifest.rows, manifest.head):
        what = "the end of its audit is not what its manifest says"
        raise Refused([_problem(copy, what, "use another copy")])


def _put_back(copy: Path) -> None:
    # Through SQLite itself: who works in the records waits, and then sees all of it, or none.
    with (
        closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as live,
    ):
        try:
            old.backup(live)
            live.execute("PRAGMA journal_mode=WAL")
        except sqlite3.Error as error:
            remedy = "stop the server, see that there is space, and try again"
            raise Refused([_problem(copy, "it could not be put back", remedy)]) from error


def _there_now() -> tuple[int | None, set[str]]:
    """Return how many rows the audit here has, and which accounts are active; none where empty."""
    try:
        with transaction.atomic():
            return AuditHead.objects.get(pk=1).rows, _active()
    except (DatabaseError, AuditHead.DoesNotExist):
        return None, set()


def _active() -> set[str]:
    return set(User.objects.filter(is_active=True).values_list("email", flat=True))


def _problem(path: Path, what: str, remedy: str) -> Problem:
    return Problem(Where(str(path)), what, remedy)
