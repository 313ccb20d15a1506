"""``wholeplace optout``: the national data opt-out."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import json_option, refusing, say_json


@click.group()
def optout() -> None:
    """Ask who has opted out of uses beyond their own care, and take the answer."""


@optout.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write: one NHS number to a line, as the national service takes it.",
)
@json_option
@refusing
def export(workspace: Path, output: Path, as_json: bool) -> None:
    """Write the NHS numbers of a WORKSPACE that the service is to be asked about."""
    from wholeplace.app.people.opt_out import export_list
    from wholeplace.store.workspace import open_workspace

    number = export_list(open_workspace(workspace), output)
    if as_json:
        say_json({"file": str(output), "nhs_numbers": number})
        return
    click.echo(f"{number:,} NHS numbers in {output} (only you may read it)")
    click.echo(f"next: send it, then: wholeplace optout import {workspace} ANSWER")


@optout.command("import")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@refusing
def import_(workspace: Path, file: Path, as_json: bool) -> None:
    """Take the FILE of those who may be used, in the place of the last one of a WORKSPACE."""
    from wholeplace.app.people.opt_out import import_answer, standing
    from wholeplace.store.workspace import open_workspace

    space = open_workspace(workspace)
    check = import_answer(space, file)
    if as_json:
        say_json(standing(space).as_dict())
        return
    share = check.opted_out / check.asked
    click.echo(f"{check.usable:,} of {check.asked:,} may be used; {share:.1%} opted out")
    click.echo(f"this counts until {standing(space).expires_on}, that day not included")


@optout.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@json_option
@refusing
def status(workspace: Path, as_json: bool) -> None:
    """Say how a WORKSPACE stands with the opt-out."""
    from wholeplace.app.people.opt_out import standing
    from wholeplace.store.workspace import open_workspace

    found = standing(open_workspace(workspace))
    if as_json:
        say_json(found.as_dict())
    elif not found.to_ask_about:
        click.echo("no NHS number of a real person is loaded: there is nothing to check")
    elif found.check is None:
        click.echo(f"{found.to_ask_about:,} NHS numbers, and nobody has checked who opted out")
    else:
        counts = "counts until" if found.is_valid else "ran out on"
        click.echo(f"the answer of {found.check.checked_on} {counts} {found.expires_on}")
