"""``wholeplace care token``: keys by which other systems read as FHIR."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.care_ready import open_records, workspace_argument
from wholeplace.cli.output import json_option, refusing, say_json, table

if TYPE_CHECKING:
    from wholeplace.care.access import Actor
    from wholeplace.care.models import ApiToken


@click.command()
@workspace_argument
@click.option("--email", help="Make a key of this account: it sees what the account sees.")
@click.option("--name", help="What the key is for, with --email.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it ends, with --email."
)
@click.option("--end", type=int, help="End the key of this number now.")
@json_option
@refusing
def token(
    workspace: Path,
    email: str | None,
    name: str | None,
    until: datetime | None,
    end: int | None,
    as_json: bool,
) -> None:
    """List, make or end the keys by which other systems read the records of a WORKSPACE.

    A key is shown once, when it is made; only its hash is kept.
    """
    if (email is None) != (name is None) or (email is None) != (until is None):
        raise click.UsageError("--email, --name and --until belong together")
    if email and end is not None:
        raise click.UsageError("make a key or end one, not both")
    system = open_records(workspace)
    if email and name and until:
        _make(system, email, name, until, as_json=as_json)
    elif end is not None:
        _end(system, end, as_json=as_json)
    else:
        _list(as_json=as_json)


def _make(system: Actor, email: str, name: str, until: datetime, *, as_json: bool) -> None:
    from django.utils import timezone

    from wholeplace.care.access.tokens import account_named
    from wholeplace.care.actions.steps import NotPossible
    from wholeplace.care.actions.tokens import make_token

    account = account_named(email)
    if account is None:
        raise _refused("--email", "there is no account of this address", "see: care accounts")
    try:
        made, secret = make_token(
            by=system, user=account.pk, name=name[:100], ends_at=timezone.make_aware(until)
        )
    except NotPossible as error:
        raise _refused("--until", str(error).rstrip("."), "name a later day") from None
    if as_json:
        say_json({"number": made.pk, "key": secret, "ends": made.ends_at})
        return
    click.echo(f"key {made.pk} of {account.email}, until {until:%d/%m/%Y}; it is shown this once:")
    click.echo(secret)


def _end(system: Actor, number: int, *, as_json: bool) -> None:
    from wholeplace.care.access import Hidden
    from wholeplace.care.actions.steps import NotPossible
    from wholeplace.care.actions.tokens import end_token

    try:
        ended = end_token(by=system, id_=number)
    except (Hidden, NotPossible) as error:
        what = str(error).rstrip(".") or "there is no key of this number"
        raise _refused("--end", what, "list them: wholeplace care token WORKSPACE") from None
    if as_json:
        say_json({"number": ended.pk, "ends": ended.ends_at})
    else:
        click.echo(f"key {ended.pk} has ended")


def _list(*, as_json: bool) -> None:
    from wholeplace.care.access.tokens import all_keys

    keys = all_keys()
    if as_json:
        say_json([_told(key) for key in keys])
    elif not keys:
        click.echo("no keys have been made")
    else:
        heads = ["key", "account", "for", "until", "last used"]
        click.echo(table(heads, [[str(cell) for cell in _told(key).values()] for key in keys]))


def _told(key: ApiToken) -> dict[str, object]:
    return {
        "number": key.pk,
        "account": key.user.email,
        "name": key.name,
        "ends": f"{key.ends_at:%Y-%m-%d %H:%M}",
        "used": f"{key.used_at:%Y-%m-%d %H:%M}" if key.used_at else "never",
    }


def _refused(where: str, what: str, remedy: str) -> Exception:
    from wholeplace.kernel import Problem, Refused, Where

    return Refused([Problem(Where(where), what, remedy)])
