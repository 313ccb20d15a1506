"""``wholeplace restate``: put a statement right, and say what is still to be paid."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from wholeplace.cli.moments import as_at_option
from wholeplace.cli.output import json_option, progress, refusing, say_json
from wholeplace.cli.years import year_option
from wholeplace.kernel import FinancialYear


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@year_option
@click.option("--reason", default="", help="Why it is restated; it is kept with the statement.")
@click.option("--final", is_flag=True, help="Make the restatement final.")
@click.option(
    "--recount",
    is_flag=True,
    help="Count the records again first; without it, the stored figures are settled again.",
)
@as_at_option
@json_option
@refusing
def restate(
    workspace: Path,
    year: FinancialYear | None,
    reason: str,
    final: bool,
    recount: bool,
    as_at: date | None,
    as_json: bool,
) -> None:
    """Restate a year of a WORKSPACE with figures and agreement as they now stand.

    The earlier statement is kept beside the new one, which names it and shows what is still to be
    paid: the payments as restated less all that was due before.
    """
    from wholeplace.app.restate_year import restate_year
    from wholeplace.cli.statements import statement_text
    from wholeplace.settle import statement_to_dict
    from wholeplace.store.workspace import open_workspace

    if as_at and not recount:
        raise click.UsageError("--as-at says which records are counted: add --recount")
    space = open_workspace(workspace)
    with progress(quiet=as_json or not recount) as show:
        statement = restate_year(
            space,
            year,
            reason=reason,
            final=final,
            recount=recount,
            as_at=as_at,
            progress=show,
        )
    if as_json:
        say_json(statement_to_dict(statement))
    else:
        click.echo(statement_text(statement))
