"""``wholeplace care export``, ``feed`` and ``csds``: what leaves the care records as files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from wholeplace.cli.care_ready import open_records, workspace_argument
from wholeplace.cli.output import json_option, refusing, say_json

_NAMED = "people are named in these files: keep them as safe as the records, and remove them after"
_output = click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write; only an earlier one of these is replaced.",
)


@click.command()
@workspace_argument
@_output
@click.option(
    "--reason",
    type=click.Choice(["care", "request", "law"]),
    help="Why named records leave: for care, at a person's request, or by law.",
)
@click.option("--pseudonyms", is_flag=True, help="For analysis: other ids, and no identity.")
@json_option
@refusing
def export(
    workspace: Path, output: Path, reason: str | None, pseudonyms: bool, as_json: bool
) -> None:
    """Write all records of a WORKSPACE as FHIR R4, a resource on a line."""
    if (reason is None) != pseudonyms:
        raise click.UsageError("say --reason, or --pseudonyms for analysis; not both")
    system = open_records(workspace)
    from wholeplace.care.exports.bulk import write_named, write_pseudonymous

    if reason is not None:
        rows = write_named(system, output, reason)
        _say(rows, output, as_json=as_json, warning=_NAMED)
        return
    from wholeplace.care.exports.gate import left_out
    from wholeplace.privacy import of_nhs_number
    from wholeplace.store.pseudonyms import open_pseudonyms
    from wholeplace.store.workspace import open_workspace

    found = open_pseudonyms(open_workspace(workspace))
    rows = write_pseudonymous(
        system,
        output,
        found.of,
        lambda number: of_nhs_number(found.keys, number),
        left_out(workspace, system.today),
    )
    _say(rows, output, as_json=as_json, warning="rows about single people: they are not anonymous")


@click.command()
@workspace_argument
@_output
@json_option
@refusing
def feed(workspace: Path, output: Path, as_json: bool) -> None:
    """Write what teams did, as ``wholeplace load --from care-module`` reads it."""
    system = open_records(workspace)
    from wholeplace.care.exports.feed import write_feed

    _say(write_feed(system, output), output, as_json=as_json, warning=_NAMED)


@click.command()
@workspace_argument
@_output
@click.option(
    "--month", required=True, type=click.DateTime(["%Y-%m"]), help="Which: 2019-05, for example."
)
@json_option
@refusing
def csds(workspace: Path, output: Path, month: datetime, as_json: bool) -> None:
    """Write the contacts of a month in the shape of the Community Services Data Set."""
    system = open_records(workspace)
    from wholeplace.care.exports.csds import write_csds
    from wholeplace.kernel.period import Month

    rows = write_csds(system, output, Month(month.year, month.month))
    _say(rows, output, as_json=as_json, warning=_NAMED)


def _say(rows: dict[str, int], output: Path, *, as_json: bool, warning: str) -> None:
    if as_json:
        say_json({"output": str(output), "rows": rows})
        return
    for name, number in rows.items():
        click.echo(f"{number:>9,}  {name}")
    click.echo(f"written: {output}")
    click.echo(f"warning: {warning}", err=True)
