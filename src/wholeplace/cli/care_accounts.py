"""``wholeplace care account``, ``accounts``, ``unlock``, ``reset`` and ``end``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from wholeplace.cli.care_ready import open_records, workspace_argument
from wholeplace.cli.output import json_option, refusing, say_json, table

_DAY = click.DateTime(["%Y-%m-%d"])
_email = click.option("--email", required=True, help="The address they sign in with.")


@click.command()
@workspace_argument
@_email
@click.option("--name", help="What they are called; needed for an account that is new.")
@click.option("--role", help="What they do: matron, coordinator, gp ...")
@click.option("--organisation", help="The code of the organisation they do it for.")
@click.option("--team", default="", help="The team, by its short name, if the post is of one.")
@click.option("--from", "starts", type=_DAY, help="The first day of the post; today if not said.")
@click.option("--to", "ends", type=_DAY, help="The first day on which it is held no longer.")
@click.option("--hours", type=click.FloatRange(0, 168), default=0.0, help="Hours a week.")
@click.option("--no-password", is_flag=True, help="Only their organisation's provider signs in.")
@json_option
@refusing
def account(  # noqa: PLR0913, PLR0917 - one for each option
    workspace: Path,
    email: str,
    name: str | None,
    role: str | None,
    organisation: str | None,
    team: str,
    starts: datetime | None,
    ends: datetime | None,
    hours: float,
    no_password: bool,
    as_json: bool,
) -> None:
    """Make an account in the records of a WORKSPACE, give one a post, or both.

    A new account gets a password for once: whoever uses it sets their own before all else.
    """
    if bool(role) != bool(organisation):
        raise click.UsageError("--role and --organisation go together")
    if not (name or role):
        raise click.UsageError("say a --name for a new account, a --role for a post, or both")
    by = open_records(workspace)
    from django.db import transaction

    from wholeplace.care.actions import accounts as actions

    until = None if no_password else _until()
    password = ""
    with transaction.atomic():
        if name:
            password = actions.make_account(by=by, email=email, name=name, once_until=until)
        if role and organisation:
            begins = starts.date() if starts else by.today
            post = actions.NewPost(
                role, organisation, team, begins, ends.date() if ends else None, hours
            )
            actions.give_post(by=by, email=email, post=post)
    _say_password(email, password, as_json=as_json)


def _until() -> datetime:
    from datetime import timedelta

    from wholeplace.store.clock import now
    from wholeplace.web.once import DAYS

    return now() + timedelta(days=DAYS)


def _say_password(email: str, password: str, *, as_json: bool) -> None:
    if as_json:
        say_json({"email": email, "password": password or None})
    elif password:
        click.echo(f"{email}: {password}")
        click.echo("for once, and for 7 days; give it to nobody else, by no e-mail", err=True)
    else:
        click.echo(f"{email}: done")


@click.command()
@workspace_argument
@json_option
@refusing
def accounts(workspace: Path, as_json: bool) -> None:
    """List the accounts of a WORKSPACE, with the posts that each holds today."""
    by = open_records(workspace)
    from wholeplace.web.account_list import account_list

    rows = account_list(by.today)
    if as_json:
        say_json([row.as_dict() for row in rows])
        return
    told = [[row.email, row.name, row.state, "; ".join(row.posts)] for row in rows]
    click.echo(table(["account", "name", "is", "posts today"], told))


@click.command()
@workspace_argument
@_email
@json_option
@refusing
def unlock(workspace: Path, email: str, as_json: bool) -> None:
    """Let an account of a WORKSPACE be tried again, which wrong passwords or codes locked."""
    by = open_records(workspace)
    from wholeplace.care.actions.accounts import unlock_account
    from wholeplace.web.lockout import unlock as open_again

    was_locked = open_again(unlock_account(by=by, email=email))
    if as_json:
        say_json({"email": email, "was_locked": was_locked})
    else:
        click.echo(f"{email}: {'unlocked' if was_locked else 'was not locked'}")


@click.command()
@workspace_argument
@_email
@json_option
@refusing
def reset(workspace: Path, email: str, as_json: bool) -> None:
    """Give an account of a WORKSPACE a new password for once, and no second factor.

    See first that it is they who ask: whoever has this password is them.
    """
    by = open_records(workspace)
    from wholeplace.care.actions.accounts import reset_account

    password = reset_account(by=by, email=email, once_until=_until())
    _say_password(email, password, as_json=as_json)


@click.command()
@workspace_argument
@_email
@json_option
@refusing
def end(workspace: Path, email: str, as_json: bool) -> None:
    """End an account of a WORKSPACE at once: posts, sessions, second factor and keys."""
    by = open_records(workspace)
    from wholeplace.care.actions.accounts import end_account

    left = end_account(by=by, email=email)
    if as_json:
        say_json({"email": email, "still_lead_of": left})
        return
    click.echo(f"{email}: ended")
    if left:
        click.echo(f"{left} people still have them as their lead: a team lead hands them over")
