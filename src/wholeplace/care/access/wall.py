"""The second wall: PostgreSQL itself shows a request only the people whom its actor may see.

The scopes are the first. Where one of them is wrong, the database still holds: every table with a
``person_id`` is under row-level security, as is the table of people. Who asks stands in a setting
of the session of the database, from the moment the actor is known until the request has ended;
before and after it is empty, and shows nobody. Commands and migrations see everything, and say so
(``open_to_commands``). SQLite has no such wall.

The relationships themselves, the audit and the steps of records are not behind it: the wall is
drawn by the first, and the others hold ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import date, datetime

from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, connection
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from wholeplace.care.access import wall_rules
from wholeplace.care.access.wall_rules import EVERYTHING, FUNCTIONS, HOLDERS, KNOWN, MOMENT, PRIVACY
from wholeplace.store.files import sha256_of_text

_POLICY = "care_wall"

_is_asked: ContextVar[bool] = ContextVar("wholeplace_is_asked", default=False)


def stand(holders: Iterable[str], roles: Iterable[str], moment: datetime) -> None:
    """Let a request see what its actor may; outside a request nothing is changed."""
    if not (_is_asked.get() and connection.vendor == "postgresql"):
        return
    is_privacy = "privacy" in roles
    held = ",".join([*holders, PRIVACY] if is_privacy else holders)
    _set({HOLDERS: held, MOMENT: moment.isoformat()})


def let_through(known: str, birth_date: date) -> None:
    """Let a request see one person more, whose date of birth and NHS number who asks has given.

    In place of the number both names may stand, as a search compares them.
    """
    if _is_asked.get() and connection.vendor == "postgresql":
        _set({KNOWN: f"{known}|{birth_date.isoformat()}"})


def open_to_commands() -> None:
    """Let this process see everything: a command, or a migration."""
    connection_created.connect(_see_everything, dispatch_uid="wholeplace.wall_open")
    if connection.connection is not None:
        _see_everything()


def _see_everything(**_: object) -> None:
    if connection.vendor == "postgresql":
        _set({HOLDERS: EVERYTHING})


def listen() -> None:
    """Hear of requests that begin and end, and of migrations."""
    request_started.connect(begin, dispatch_uid="wholeplace.wall_begins")
    request_finished.connect(end, dispatch_uid="wholeplace.wall_ends")
    post_migrate.connect(_migrated, dispatch_uid="wholeplace.wall")


def holds() -> bool:
    """Return whether the wall holds whom the application signs in to the database as.

    A superuser, and a role with BYPASSRLS, goes through it.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        found = cursor.fetchone()
    return found is not None and not found[0]


def policies() -> Mapping[str, str]:
    """Return what every table behind the wall shows, as a condition of PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'person_id'"
            " AND table_schema = current_schema() AND table_name LIKE 'care!_%' ESCAPE '!'"
        )
        return wall_rules.policies(str(row[0]) for row in cursor.fetchall())


def build() -> None:
    """Put every table behind the wall that is not yet, or not as it is to be."""
    if connection.vendor != "postgresql":
        return
    for name, written in FUNCTIONS.items():
        _keep_function(name, written)
    for table, shown in policies().items():
        if not _stands(table, shown):
            _put_behind(table, shown)


def _keep_function(name: str, written: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regprocedure(%s), 'pg_proc')", [name])
        if cursor.fetchone()[0] != _mark(written):
            cursor.execute(written)
            cursor.execute(f"COMMENT ON FUNCTION {name} IS %s", [_mark(written)])


def _put_behind(table: str, shown: str) -> None:
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
        # The owner of a table is held too: it is who the application signs in as.
        cursor.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        cursor.execute(f"DROP POLICY IF EXISTS {_POLICY} ON {name}")
        cursor.execute(f"CREATE POLICY {_POLICY} ON {name} USING ({shown}) WITH CHECK ({shown})")
        cursor.execute(f"COMMENT ON POLICY {_POLICY} ON {name} IS %s", [_mark(shown)])


def _stands(table: str, shown: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT obj_description(p.oid, 'pg_policy') FROM pg_policy p JOIN pg_class c"
            " ON c.oid = p.polrelid WHERE p.polname = %s AND c.oid = %s::regclass"
            " AND c.relrowsecurity AND c.relforcerowsecurity",
            [_POLICY, table],
        )
        found = cursor.fetchone()
    return found is not None and found[0] == _mark(shown)


def _mark(shown: str) -> str:
    return f"wholeplace: {sha256_of_text(shown)}"


def begin(**_: object) -> None:
    """Hear that a request begins: from now on the database is told who acts."""
    _is_asked.set(True)


def end(**_: object) -> None:
    """Hear that a request has ended, with all that it sent: nobody asks any more."""
    _is_asked.set(False)
    # Nothing is asked of a database that is not there, or that refuses until it is rolled back.
    is_there = connection.connection is not None and not connection.needs_rollback
    if connection.vendor != "postgresql" or not is_there:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"RESET {HOLDERS}; RESET {MOMENT}; RESET {KNOWN}")
    except DatabaseError:
        connection.close()


def _migrated(sender: AppConfig, **_: object) -> None:
    if sender.label == "care":
        build()


def _set(values: dict[str, str]) -> None:
    asked = ", ".join("set_config(%s, %s, false)" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [word for pair in values.items() for word in pair])
