"""Make the application ready to serve: tables, pictures and style sheets, the demonstration."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.core.management import call_command

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.store.clock import now as present
from wholeplace.web.database import FILE

if TYPE_CHECKING:
    from wholeplace.care.demo import Made

SETTINGS = "wholeplace.web.settings"
_DEMO_ADDRESS = "@demo.example"


@dataclass(frozen=True, slots=True)
class Serving:
    """How the application is served: where from, in which mode, and for whom."""

    workspace: Path
    is_demo: bool
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2

    def environment(self) -> Mapping[str, str]:
        """Return what the settings read."""
        return {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "WHOLEPLACE_MODE": "demo" if self.is_demo else "production",
            "WHOLEPLACE_WORKSPACE": str(self.workspace.resolve()),
        }


def prepare(serving: Serving, people: int) -> Made | None:
    """Bring the database up to date, and make the demonstration's team of so many ``people``.

    Nobody is made for real people's use, or where nobody is asked for.

    Raises ``Refused`` where the settings are not fit for production.
    """
    os.environ.update(serving.environment())
    django.setup()
    from wholeplace.care.access import wall  # noqa: PLC0415

    wall.open_to_commands()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    from wholeplace.web.secrets_at_rest import keep_anew  # noqa: PLC0415

    keep_anew()
    call_command("collectstatic", verbosity=0, interactive=False)
    if not (serving.is_demo and people):
        return None
    # Models can be imported only after the setup.
    from wholeplace.care.demo import make_demo_team  # noqa: PLC0415

    return make_demo_team(people, present())


def set_up_for_commands(workspace: Path) -> None:
    """Make the application ready for a command, whether there are records or not."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": SETTINGS, "WHOLEPLACE_MODE": "command",
        "WHOLEPLACE_WORKSPACE": str(workspace.resolve()),
    }  # fmt: skip
    django.setup()
    from wholeplace.care.access import wall  # noqa: PLC0415

    wall.open_to_commands()


def open_for_commands(workspace: Path) -> None:
    """Make the application ready for a command on records that are there already.

    Raises ``Refused`` where there are none, or they were made by another version.
    """
    where = Where(str(workspace))
    remedy = f"make them: wholeplace serve {workspace} --prepare-only; or set DATABASE_URL"
    if not os.environ.get("DATABASE_URL") and not (workspace / FILE).is_file():
        raise Refused([Problem(where, "there are no care records here", remedy)])
    set_up_for_commands(workspace)
    from django.db import DatabaseError, connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connection)
        is_behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        what = "the database does not answer"
        raise Refused([Problem(where, what, "start it, or mend DATABASE_URL")]) from error
    if is_behind:
        what = "the care records are not ready for this version"
        raise Refused([Problem(where, what, remedy)])


def refuse_open_accounts(workspace: Path) -> None:
    """Raise ``Refused`` where accounts have the password of the demonstration.

    Everybody knows it: real people must not stand where it opens the door.
    """
    from wholeplace.care.models import User  # noqa: PLC0415

    if User.objects.filter(email__endswith=_DEMO_ADDRESS, is_active=True).exists():
        what = "this is the database of a demonstration: everybody knows its passwords"
        remedy = "make another workspace, or another database, for real people"
        raise Refused([Problem(Where(str(workspace)), what, remedy)])


def serve(serving: Serving) -> None:
    """Answer requests until stopped; this process becomes the server's."""
    command = [
        *(sys.executable, "-m", "gunicorn", "wholeplace.web.wsgi:application"),
        *("--bind", f"{serving.host}:{serving.port}", "--workers", str(serving.workers)),
        *("--access-logfile", "-", "--access-logformat", "%(m)s %(s)s %(L)s"),
        *("--limit-request-line", "4094", "--timeout", "60"),
        # Its warnings repeat what was sent, where that is no request.
        *("--log-level", "error"),
    ]
    os.execve(command[0], command, {**os.environ, **serving.environment()})  # noqa: S606
