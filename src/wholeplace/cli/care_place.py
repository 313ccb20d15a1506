"""``wholeplace care organisation``, ``place``, ``people`` and ``release``: what is taken in."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.care_ready import open_records, workspace_argument
from wholeplace.cli.output import json_option, progress, refusing, say_json

_KINDS = ("practice", "acute", "community", "council", "voluntary", "commissioner")


@click.command()
@workspace_argument
@click.argument("code")
@click.option("--name", required=True, help="What it is called.")
@click.option("--kind", type=click.Choice(_KINDS), required=True, help="What it is.")
@json_option
@refusing
def organisation(workspace: Path, code: str, name: str, kind: str, as_json: bool) -> None:
    """Bring the organisation with a CODE into the records of a WORKSPACE, or rename it.

    For those that are in no records: a charity, a federation of practices.
    """
    by = open_records(workspace)
    from wholeplace.care.actions.place import bring_organisations
    from wholeplace.care.brought import organisation_of

    bring_organisations(by=by, organisations=[organisation_of(code, name, kind)])
    _say({"code": code.strip().upper()}, f"{code}: here", as_json=as_json)


@click.command()
@workspace_argument
@click.option("--teams-of", required=True, help="The code of the organisation that has the teams.")
@json_option
@refusing
def place(workspace: Path, teams_of: str, as_json: bool) -> None:
    """Bring the organisations and teams of a WORKSPACE into its care records.

    Organisations and practices are those of the records that were loaded; teams, and which
    practices each serves, are those of caseload.yaml. None is taken away.
    """
    by = open_records(workspace)
    from wholeplace.app.population.working import working_place
    from wholeplace.care.actions.place import Working, bring_teams
    from wholeplace.care.brought import organisation_of
    from wholeplace.store.workspace import open_workspace

    found = working_place(open_workspace(workspace))
    organisations = [organisation_of(*one) for one in found.organisations]
    teams = [Working(*one[:2], teams_of, one[2]) for one in found.teams]
    there, made = bring_teams(by=by, organisations=organisations, teams=teams)
    _say(
        {"organisations": there, "teams": made},
        f"{there} organisations and {made} teams are here",
        as_json=as_json,
    )


@click.command()
@workspace_argument
@click.option("--controller", required=True, help="The code of who answers for the record.")
@json_option
@refusing
def people(workspace: Path, controller: str, as_json: bool) -> None:
    """Bring who is registered, by the identity folder of a WORKSPACE, into its care records.

    Each is then seen by their own practice, and by nobody else. Run it again after every load.
    """
    by = open_records(workspace)
    from wholeplace.app.people.registered import registered_people
    from wholeplace.care.actions.place import Registered, bring_people
    from wholeplace.store.workspace import open_workspace
    from wholeplace.web.start import refuse_open_accounts

    refuse_open_accounts(workspace)
    with progress(quiet=as_json) as show:
        rows = registered_people(open_workspace(workspace), by.today, progress=show)
        registered = [Registered.of(row) for row in rows]
        show(f"{len(registered):,} people")
        brought = bring_people(by=by, registered=registered, controller=controller)
    told = (
        f"{brought.new:,} new, {brought.changed:,} changed, {brought.the_same:,} as they were,"
        f" {brought.left:,} on no list any more"
    )
    _say(brought.as_dict(), told, as_json=as_json)


@click.command()
@workspace_argument
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@refusing
def release(workspace: Path, file: Path, as_json: bool) -> None:
    """Take the candidates of a release (FILE, or its folder) into the records of a WORKSPACE.

    Practices see theirs by pseudonym. The same release a second time changes nothing.
    """
    by = open_records(workspace)
    from wholeplace.care.actions.caseload import take_in_release
    from wholeplace.care.brought import read_release
    from wholeplace.care.identify import without_person
    from wholeplace.store.identity import read_keys
    from wholeplace.store.workspace import open_workspace

    keys = read_keys(open_workspace(workspace))
    content, sha256 = read_release(file)
    made = take_in_release(by=by, release=content, sha256=sha256)
    number, unknown = made.candidates.count(), without_person(made, keys)
    told = f"{number:,} candidates of {made.day}"
    if unknown:
        told += f"; {unknown:,} of them are nobody whom care people has brought in"
    _say({"candidates": number, "day": made.day, "nobody_here": unknown}, told, as_json=as_json)


def _say(value: object, text: str, *, as_json: bool) -> None:
    if as_json:
        say_json(value)
    else:
        click.echo(text)
