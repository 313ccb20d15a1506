"""``wholeplace simulate``: what an agreement may come to."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import json_option, refusing, say_json
from wholeplace.cli.simulating import (
    draws_option,
    party_option,
    say_table,
    scenario_option,
    seed_option,
)


def _picture(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    if path is not None and path.suffix not in {".png", ".svg", ".html"}:
        message = f"'{path}' ends in none of .png, .svg and .html"
        raise click.BadParameter(message, ctx, param)
    return path


@click.command()
@click.argument("contract")
@scenario_option
@draws_option
@seed_option
@party_option
@click.option("--years", is_flag=True, help="Show every year, not only all together.")
@click.option(
    "--chart",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_picture,
    help="Where to draw the result: a file ending .png, .svg or .html.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write every number and its standard error, as CSV.",
)
@json_option
@refusing
def simulate(  # noqa: PLR0913, PLR0917 - one for each option
    contract: str,
    scenario: str,
    draws: int,
    seed: int,
    party: str | None,
    years: bool,
    chart: Path | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Draw the figures of a CONTRACT many times: what each party stands to gain or lose, and why.

    CONTRACT is a contract's file or folder, or the name of a shipped place or contract.
    """
    from wholeplace.app import simulate_contract as use_case
    from wholeplace.report import exposure_tables, not_counted, simulation_to_dict

    found = use_case.simulate_contract(contract, scenario, draws, seed)
    parties = use_case.chosen_parties([found.contract], party)
    if chart is not None:
        use_case.write_chart(found, parties, chart, by_year=years)
    if output is not None:
        use_case.write_rows(found, parties, output)
    if as_json:
        say_json(simulation_to_dict(found, parties) | {"seed": seed})
        return
    click.echo(found.contract.terms.title)
    number = len(found.draws.years)
    said = f"{draws:,} draws of {number} year{'s'[: number != 1]}, seed {seed}"
    click.echo(f"{found.scenario.scenario}: {said}")
    for sentence in not_counted(found):
        click.echo(sentence)
    for table in exposure_tables(found, parties, by_year=years):
        say_table(table)
    if found.unused:
        click.echo(f"\ndrawn, but not used by this agreement: {', '.join(found.unused)}")
    for path in (chart, output):
        if path is not None:
            click.echo(f"written: {path}")
