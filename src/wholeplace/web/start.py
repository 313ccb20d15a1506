"""Make the application ready to serve: tables, pictures and style sheets, the demonstration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.core.management import call_command

from wholeplace.store.clock import now as present

if TYPE_CHECKING:
    from wholeplace.care.demo import Made

SETTINGS = "wholeplace.web.settings"


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
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not (serving.is_demo and people):
        return None
    # Models can be imported only after the setup.
    from wholeplace.care.demo import make_demo_team  # noqa: PLC0415

    return make_demo_team(people, present())


def serve(serving: Serving) -> None:
    """Answer requests until stopped; this process becomes the server's."""
    command = [
        *("gunicorn", "wholeplace.web.wsgi:application"),
        *("--bind", f"{serving.host}:{serving.port}", "--workers", str(serving.workers)),
        *("--access-logfile", "-", "--access-logformat", "%(m)s %(s)s %(L)s"),
        *("--limit-request-line", "4094", "--timeout", "60"),
    ]
    os.execvpe(command[0], command, {**os.environ, **serving.environment()})  # noqa: S606
