"""``wholeplace budget``: what money there is, what of it is shared, and how that follows years."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from wholeplace.cli.moments import as_at_option
from wholeplace.cli.output import json_option, progress, refusing, say_json
from wholeplace.cli.years import YearType
from wholeplace.kernel import FinancialYear


@click.command()
@click.argument("place", metavar="PLACE")
@click.option(
    "--year",
    type=YearType(),
    help="The financial year, like 2019/20; without it, the first of the agreement, or of a"
    " document without records the base year.",
)
@as_at_option
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Count the year so far until the day before, with all that has come since.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for the book: a page, a workbook, tables as CSV, charts as SVG and PNG.",
)
@json_option
@refusing
def budget(
    place: str,
    year: FinancialYear | None,
    as_at: date | None,
    until: datetime | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Show the budget of PLACE: a folder with budget.yaml, or a shipped place or contract."""
    from wholeplace.app.budget.book import budget_book
    from wholeplace.app.budget.counting import Asked
    from wholeplace.app.budget.write_book import write_book
    from wholeplace.report.budget import budget_lines, budget_to_dict

    with progress(quiet=as_json) as show:
        asked = Asked(year, until.date() if until else None, as_at)
        book = budget_book(place, asked, progress=show)
        written = write_book(book, output) if output is not None else []
    if as_json:
        say_json(budget_to_dict(book))
        return
    click.echo("\n".join(budget_lines(book)))
    for path in written:
        click.echo(f"written: {path}")
