"""What ``simulate`` and ``compare`` share: their options, and tables as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wholeplace.cli.output import table

if TYPE_CHECKING:
    from wholeplace.report.table import Table

# Of fewer, the worst 5 of 100 are too few to have a spread of their own.
LEAST_DRAWS = 100

scenario_option = click.option(
    "--scenario",
    required=True,
    help="How the figures may turn out: a scenario file, or a place that has one.",
)
draws_option = click.option(
    "--draws",
    default=10_000,
    show_default=True,
    type=click.IntRange(LEAST_DRAWS, 1_000_000),
    help="How often every year is drawn.",
)
seed_option = click.option(
    "--seed",
    default=1,
    show_default=True,
    type=click.IntRange(0),
    help="The same seed draws the same figures.",
)
party_option = click.option("--party", help="Tell of this party alone.")


def say_table(shown: Table) -> None:
    """Write a table with its caption above and its note beneath."""
    headings = [column.heading for column in shown.columns]
    click.echo(f"\n{shown.caption}")
    click.echo(table(headings, [list(row) for row in shown.rows]))
    if shown.note:
        click.echo(shown.note)
