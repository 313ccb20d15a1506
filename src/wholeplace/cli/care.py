"""``wholeplace care``: who runs the care records makes accounts, takes in, and keeps them safe."""

from __future__ import annotations

import click

from wholeplace.cli.care_accounts import account, accounts, end, reset, unlock
from wholeplace.cli.care_events import events
from wholeplace.cli.care_export import csds, export, feed
from wholeplace.cli.care_keep import backup, downtime, restore, verify
from wholeplace.cli.care_place import organisation, people, place, release
from wholeplace.cli.care_token import token

COMMANDS = (
    organisation, place, people, release, account, accounts, unlock, reset, end, verify, backup,
    restore, downtime, events, token, export, feed, csds,
)  # fmt: skip


@click.group()
def care() -> None:
    """Run the care records of a workspace: accounts, what is taken in, backups, the audit.

    The environment is that of the server: DATABASE_URL where it has one. What writes, or takes
    records out, leaves a row in the audit, as done by the system.
    """


for command in COMMANDS:
    care.add_command(command)
