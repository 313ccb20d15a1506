"""``wholeplace settle``: a contract and its figures, to statements."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import json_option, refusing, say_json
from wholeplace.cli.years import year_option
from wholeplace.kernel import FinancialYear


@click.command()
@click.argument("contract")
@click.option(
    "--figures",
    type=click.Path(path_type=Path),
    help="A CSV with one contract and year on each row. Without it, CONTRACT is a workspace.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write one row of results for each row of the CSV.",
)
@year_option
@click.option(
    "--final", is_flag=True, help="Close the year of a workspace: from then on it is restated."
)
@json_option
@refusing
def settle(
    contract: str,
    figures: Path | None,
    output: Path | None,
    year: FinancialYear | None,
    final: bool,
    as_json: bool,
) -> None:
    """Settle a CONTRACT: a contract's folder or shipped name with --figures, or a workspace.

    A workspace is settled again from its stored figures with its contract as it now stands;
    nothing is counted again.
    """
    if figures is not None and final:
        raise click.UsageError("--final is for a workspace, not for --figures")
    if figures is not None:
        _settle_table(contract, figures, output, as_json)
        return
    if output is not None:
        raise click.UsageError("--output goes with --figures")
    from wholeplace.app.settle_contract import settle_workspace
    from wholeplace.cli.statements import statement_text
    from wholeplace.settle import statement_to_dict
    from wholeplace.store.workspace import open_workspace

    statement = settle_workspace(open_workspace(Path(contract)), year, final=final)
    if as_json:
        say_json(statement_to_dict(statement))
    else:
        click.echo(statement_text(statement))


def _settle_table(contract: str, figures: Path, output: Path | None, as_json: bool) -> None:
    from wholeplace.app.settle_contract import find_agreement, settle_table
    from wholeplace.settle import odd_values, row_cells

    agreement = find_agreement(contract)
    rows = settle_table(agreement, figures, output)
    if as_json:
        say_json([row_cells(row) for row in rows])
        return
    incomplete = [row for row in rows if not row.is_complete]
    click.echo(
        f"{agreement.terms.title}: settled {len(rows) - len(incomplete):,} of {len(rows):,} rows"
    )
    for row in incomplete[:20]:
        why = "; ".join(problem.what for problem in row.problems)
        click.echo(f"  not settled: line {row.row} ({', '.join(row.identity.values())}): {why}")
    for sentence in odd_values(rows):
        click.echo(f"  look again: {sentence}")
    if output is not None:
        click.echo(f"written: {output}")
