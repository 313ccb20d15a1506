"""``wholeplace settle``: a contract and its figures, to statements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.output import json_option, refusing, say_json, table
from wholeplace.cli.years import year_option
from wholeplace.kernel import FinancialYear

if TYPE_CHECKING:
    from wholeplace.settle import Statement


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
@json_option
@refusing
def settle(
    contract: str,
    figures: Path | None,
    output: Path | None,
    year: FinancialYear | None,
    as_json: bool,
) -> None:
    """Settle a CONTRACT: a contract's folder or shipped name with --figures, or a workspace.

    A workspace is settled again from its stored figures with its contract as it now stands;
    nothing is counted again.
    """
    if figures is not None:
        _settle_table(contract, figures, output, as_json)
        return
    if output is not None:
        raise click.UsageError("--output goes with --figures")
    from wholeplace.app.settle_contract import settle_workspace
    from wholeplace.settle import statement_to_dict
    from wholeplace.store.workspace import open_workspace

    statement = settle_workspace(open_workspace(Path(contract)), year)
    if as_json:
        say_json(statement_to_dict(statement))
    else:
        click.echo(_statement_text(statement))


def _settle_table(contract: str, figures: Path, output: Path | None, as_json: bool) -> None:
    from wholeplace.app.settle_contract import find_agreement, settle_table
    from wholeplace.settle import row_cells

    agreement = find_agreement(contract)
    rows = settle_table(agreement, figures, output)
    if as_json:
        say_json([row_cells(row) for row in rows])
        return
    incomplete = [row for row in rows if not row.statement.is_complete]
    click.echo(
        f"{agreement.terms.title}: settled {len(rows) - len(incomplete):,} of {len(rows):,} rows"
    )
    for row in incomplete[:20]:
        why = "; ".join(problem.what for problem in row.statement.problems)
        click.echo(f"  not settled: line {row.row} ({', '.join(row.identity.values())}): {why}")
    if output is not None:
        click.echo(f"written: {output}")


def _statement_text(statement: Statement) -> str:
    lines = [[line.label or line.id, line.shown] for line in statement.lines]
    text = [f"{statement.title}, {statement.year}: {statement.status.value}", ""]
    text.append(table(["line", "value"], lines))
    if statement.payments:
        paid = [[f"{p.payer} pays {p.payee}", str(p.amount)] for p in statement.payments]
        text += ["", table(["payment", "amount"], paid)]
    text += [f"not settled: {problem.what}" for problem in statement.problems]
    return "\n".join(text)
