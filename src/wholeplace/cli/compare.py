"""``wholeplace compare``: two drafts of an agreement on the same draws."""

from __future__ import annotations

import click

from wholeplace.cli.output import json_option, refusing, say_json
from wholeplace.cli.simulating import (
    draws_option,
    party_option,
    say_table,
    scenario_option,
    seed_option,
)


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@scenario_option
@draws_option
@seed_option
@party_option
@click.option(
    "--by", help="Tell states by this figure or line; without it, by the one that tells most."
)
@json_option
@refusing
def compare(  # noqa: PLR0913, PLR0917 - one for each option
    first: str,
    second: str,
    scenario: str,
    draws: int,
    seed: int,
    party: str | None,
    by: str | None,
    as_json: bool,
) -> None:
    """Compare drafts A and B on the same draws: who gains, who pays, and in which states.

    Each is a contract's file or folder, or the name of a shipped place or contract.
    """
    from wholeplace.app import simulate_contract as use_case
    from wholeplace.report import comparison_tables, comparison_to_dict, not_compared

    found = use_case.compare_contracts(first, second, scenario, draws, seed, by)
    parties = use_case.chosen_parties([found.first, found.second], party)
    if as_json:
        say_json(comparison_to_dict(found, parties) | {"seed": seed})
        return
    click.echo(f"A: {found.first.terms.title} ({first})")
    click.echo(f"B: {found.second.terms.title} ({second})")
    number = len(found.scenario.years)
    said = f"{draws:,} draws of {number} year{'s'[: number != 1]}, seed {seed}"
    click.echo(f"{found.scenario.scenario}: {said}")
    for sentence in not_compared(found):
        click.echo(sentence)
    for table in comparison_tables(found, parties):
        say_table(table)
