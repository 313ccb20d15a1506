"""``wholeplace budget``: what money there is, what of it is shared, and how that follows years."""

from __future__ import annotations

import click

from wholeplace.cli.output import json_option, refusing, say_json
from wholeplace.cli.years import YearType
from wholeplace.kernel import FinancialYear


@click.command()
@click.argument("place", metavar="PLACE")
@click.option(
    "--year",
    type=YearType(),
    help="The financial year, like 2019/20; without it, the base year of the budget.",
)
@json_option
@refusing
def budget(place: str, year: FinancialYear | None, as_json: bool) -> None:
    """Show the budget of PLACE: a folder with budget.yaml, or a shipped place or contract."""
    from wholeplace.app.budget.book import budget_book
    from wholeplace.report.budget import budget_lines, budget_to_dict

    book = budget_book(place, year)
    if as_json:
        say_json(budget_to_dict(book))
        return
    click.echo("\n".join(budget_lines(book)))
