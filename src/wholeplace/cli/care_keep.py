"""``wholeplace care verify``, ``backup``, ``restore`` and ``downtime``: what keeps records safe."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wholeplace.cli.care_ready import open_records, set_up, workspace_argument
from wholeplace.cli.output import REFUSED, json_option, refusing, say_json


@click.command()
@workspace_argument
@json_option
@refusing
def verify(workspace: Path, as_json: bool) -> None:
    """Read the audit of a WORKSPACE from end to end, and say where its chain does not hold."""
    open_records(workspace)
    from wholeplace.care.actions.audit import verify as read_through

    rows, broken = read_through()
    if as_json:
        said = broken and {"number": broken.number, "what": broken.what}
        say_json({"rows": rows, "broken": said})
    elif broken is None:
        click.echo(f"{rows:,} rows of the audit follow one another without a gap or a change")
    else:
        click.echo(f"the audit does not hold: {broken.what}", err=True)
    if broken is not None:
        sys.exit(REFUSED)


@click.command()
@workspace_argument
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@refusing
def backup(workspace: Path, file: Path, as_json: bool) -> None:
    """Copy the care records of a WORKSPACE into FILE, while they are worked in.

    Beside FILE stands its manifest. The copy is taken only if the audit in it holds.
    """
    by = open_records(workspace)
    from wholeplace.web.backup import back_up

    made = back_up(by, file)
    if as_json:
        say_json(made.as_dict())
        return
    click.echo(f"{file}: the audit holds to row {made.rows:,}")
    click.echo(f"sha256 {made.sha256}")
    click.echo("keep it as safe as the records; it names everybody", err=True)


@click.command()
@workspace_argument
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace the records that are there now.")
@json_option
@refusing
def restore(workspace: Path, file: Path, replace: bool, as_json: bool) -> None:
    """Put the care records of a WORKSPACE back to a copy in FILE, all or nothing.

    The copy must be what its manifest says, and its audit must hold. Everybody signs in again.
    """
    by = set_up(workspace)
    from wholeplace.web.backup import restore as put_back

    done = put_back(by, file, replace=replace)
    if as_json:
        alive = list(done.alive_again)
        say_json({**done.manifest.as_dict(), "lost": done.lost, "alive_again": alive})
        return
    click.echo(f"as of {done.manifest.made_at}: the audit holds to row {done.manifest.rows:,}")
    if done.lost:
        click.echo(f"{done.lost:,} rows of the audit came after the copy, and are gone")
    for email in done.alive_again:
        click.echo(f"{email} had ended since and may sign in again: wholeplace care end", err=True)


@click.command()
@workspace_argument
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to, in the place of what was written last.",
)
@json_option
@refusing
def downtime(workspace: Path, output: Path, as_json: bool) -> None:
    """Write the caseloads and plans of a WORKSPACE out, to be read while the system is down.

    One page for each team, and SHA256SUMS by which a page is checked. Do it every night.
    """
    by = open_records(workspace)
    from wholeplace.care.ops import write_downtime

    made = write_downtime(by, output)
    if as_json:
        say_json({"teams": made.teams, "people": made.people, "sha256": made.sha256})
        return
    click.echo(f"{output}: {made.teams} teams, {made.people:,} people")
    click.echo(f"sha256 of SHA256SUMS: {made.sha256}")
    click.echo("keep it as safe as the records; it names everybody", err=True)
