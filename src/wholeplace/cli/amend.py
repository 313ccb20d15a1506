"""``wholeplace amend``: a draft of an agreement with other terms."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from wholeplace.cli.output import json_option, refusing, say_json


class Setting(click.ParamType[tuple[str, str]]):
    """Two sides of an equals sign."""

    name = "name=value"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Split at the first equals sign, or fail as wrong usage."""
        name, sign, other = str(value).partition("=")
        if not (name.strip() and sign and other.strip()):
            self.fail(f"'{value}' is not written like {self.name}", param, ctx)
        return name.strip(), other.strip()


class Day(click.ParamType[date]):
    """A day such as 2020-04-01."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the day, or fail as wrong usage."""
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day only
        except ValueError:
            self.fail(f"'{value}' is not a day like 2020-04-01", param, ctx)


@click.command()
@click.argument("contract")
@click.argument("parameters", nargs=-1, type=Setting(), metavar="[PARAMETER=VALUE]...")
@click.option("--from", "day", type=Day(), help="The day from which PARAMETER has VALUE.")
@click.option("--source", help="Who says so: a document and clause, or 'assumed: why'.")
@click.option(
    "--set",
    "values",
    multiple=True,
    type=Setting(),
    metavar="PATH=VALUE",
    help="Another value anywhere in the agreement, such as lines.saving.label=Saved.",
)
@click.option(
    "--rename",
    "names",
    multiple=True,
    type=Setting(),
    metavar="OLD=NEW",
    help="Another name for a figure, parameter or line, wherever it stands.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write the draft: a folder, or a file ending in .yaml. Without it, in place.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@json_option
@refusing
def amend(  # noqa: PLR0913 - one for each option
    *,
    contract: str,
    parameters: tuple[tuple[str, str], ...],
    day: date | None,
    source: str | None,
    values: tuple[tuple[str, str], ...],
    names: tuple[tuple[str, str], ...],
    output: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Change a CONTRACT (a folder, file or workspace), and nothing else of its text.

    VALUE is written as in the agreement: 40%, GBP 3m, or "{thh: 60%, gp: 40%}". The result is
    read first: what would not be a valid agreement is refused, and nothing is written.
    """
    if not (parameters or values or names):
        raise click.UsageError("say what to change: PARAMETER=VALUE, --set or --rename")
    if parameters and (day is None or not source):
        raise click.UsageError("say from which day and who says so: --from DATE --source TEXT")
    from wholeplace.app.amend_document import Changes
    from wholeplace.app.amend_document import amend as amend_document

    changes = Changes(dict(names), dict(parameters), day or date.min, source or "", dict(values))
    done = amend_document(contract, changes, output, dry_run=dry_run)
    if as_json:
        written = str(done.written) if done.written else None
        warnings = [warning.to_dict() for warning in done.warnings]
        say_json({"written": written, "difference": done.difference, "warnings": warnings})
        return
    for warning in done.warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(done.difference or "nothing differs: the agreement says so already")
    if done.written:
        click.echo(f"\nwritten: {done.written}")
