"""Make the care records ready for a command: what the commands of ``wholeplace care`` begin with.

A command imports models only after ``open_records``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from wholeplace.care.access import Actor

workspace_argument = click.argument("workspace", type=click.Path(path_type=Path, file_okay=False))


def open_records(workspace: Path) -> Actor:
    """Open the care records of a workspace for a command; returns the system, who acts.

    Raises ``Refused`` where there are none yet, or they are of an older version.
    """
    from wholeplace.web.start import open_for_commands

    open_for_commands(workspace)
    from wholeplace.care.access.actor import system_actor

    return system_actor()


def set_up(workspace: Path) -> Actor:
    """Do the same where there need be no records yet."""
    from wholeplace.web.start import set_up_for_commands

    set_up_for_commands(workspace)
    from wholeplace.care.access.actor import system_actor

    return system_actor()
