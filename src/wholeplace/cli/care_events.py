"""``wholeplace care events``: what happened to people elsewhere, taken in."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from wholeplace.cli.care_ready import open_records, workspace_argument
from wholeplace.cli.output import REFUSED, json_option, progress, refusing, say_json


@click.command()
@workspace_argument
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", required=True, help="Who sends it: a short name, always the same.")
@json_option
@refusing
def events(workspace: Path, file: Path, source: str, as_json: bool) -> None:
    """Take in a FILE of ED attendances, stays, ambulances and GP contacts, and raise alerts.

    FILE is .csv, .ndjson or .json (FHIR R4 Encounters). Rows that can be kept are kept; the others
    are told, and the exit code is 1. The same file again changes nothing.
    """
    system = open_records(workspace)
    from wholeplace.care.taking_in import lines_told, take_in_file
    from wholeplace.care.terms import read_terms

    name = source_name(source)
    with progress(quiet=as_json) as show:
        taken = take_in_file(
            system, file, name, read_terms(workspace), lambda rows: show(f"{rows:,} rows")
        )
    if as_json:
        say_json(asdict(taken))
    else:
        click.echo("\n".join(lines_told(taken)))
        for line, what in taken.told:
            click.echo(f"{file}:{line} {what}", err=True)
    if taken.unfit:
        if not as_json:
            click.echo(f"\n{taken.unfit:,} rows were not kept; the others were", err=True)
        sys.exit(REFUSED)


def source_name(text: str) -> str:
    """Return the name of a source; raises ``Refused`` where it cannot be one."""
    from wholeplace.care.events import LONGEST_SOURCE
    from wholeplace.kernel import Problem, Refused, Where

    name = text.strip()
    if not name or len(name) > LONGEST_SOURCE or not name.isprintable():
        what = f"'--source' is a name of 1 to {LONGEST_SOURCE} characters"
        raise Refused([Problem(Where("--source"), what, "write for example: --source ed-alerts")])
    return name
