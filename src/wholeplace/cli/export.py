"""``wholeplace export``: a statement as a file that can be sent."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import json_option, refusing, say_json
from wholeplace.cli.years import year_option
from wholeplace.kernel import FinancialYear


@click.command()
@click.argument("statement")
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file to write; its ending says what it is: .xlsx, .pdf, .html or .json.",
)
@year_option
@click.option(
    "--figures",
    type=click.Path(path_type=Path),
    help="A CSV with figures of many years: STATEMENT is then an agreement, and a row is settled.",
)
@click.option(
    "--row",
    multiple=True,
    metavar="LINE|COLUMN=VALUE",
    help="Which row of the CSV: its line, or the value of a column. May be given again.",
)
@click.option(
    "--contract",
    help="The agreement of a statement, for .xlsx; without it, the one that stands above the file.",
)
@json_option
@refusing
def export(
    statement: str,
    to: Path,
    year: FinancialYear | None,
    figures: Path | None,
    row: tuple[str, ...],
    contract: str | None,
    as_json: bool,
) -> None:
    """Write a STATEMENT as a workbook with live formulas, a PDF, a page or JSON.

    STATEMENT is a workspace, a folder of results, or a statement.json; with --figures, it is a
    contract's folder or shipped name.
    """
    if row and figures is None:
        raise click.UsageError("--row goes with --figures")
    if figures is not None and (contract is not None or year is not None):
        raise click.UsageError("--contract and --year are for a statement, not for --figures")
    from wholeplace.app.export_statement import export_statement
    from wholeplace.report.statement import headline
    from wholeplace.settle import content_hash

    made = export_statement(statement, to, year=year, figures=figures, row=row, contract=contract)
    if as_json:
        say_json({"written": str(to), "content_hash": content_hash(made)})
        return
    click.echo("\n".join(headline(made)))
    click.echo(f"written: {to}")
