"""Put the statement of a year right: settle it again, and say what is still to be paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wholeplace.app.explain_figure import read_statement
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.run_year import run_year
from wholeplace.app.settle_contract import read_agreement, settle_figures, write_statement
from wholeplace.app.years import year_of_results
from wholeplace.contract import Contract
from wholeplace.kernel import FinancialYear, Headline
from wholeplace.settle import Statement, restate
from wholeplace.store.results import read_figures
from wholeplace.store.statements import keep_statement
from wholeplace.store.workspace import CONTRACT, Workspace


def restate_year(
    workspace: Workspace,
    year: FinancialYear | None = None,
    *,
    reason: str = "",
    final: bool = False,
    recount: bool = False,
    as_at: date | None = None,
    progress: Progress = unseen,
) -> Statement:
    """Restate the stored statement of a year (default: the latest) and return the new one.

    It is settled again from the stored figures, or with ``recount`` from the records as they now
    are (or were ``as_at`` a day), with the contract as it now stands. The earlier statement is
    kept. A final statement is restated by a final one; ``final`` makes any restatement so. Raises
    ``Refused``, and changes nothing, where nothing has changed or a final statement cannot be made.
    """
    year = year or year_of_results(workspace)
    earlier = read_statement(workspace, year)

    def settling(contract: Contract, of: FinancialYear, figures: Sequence[Headline]) -> Statement:
        later = settle_figures(contract, of, figures, final=final or earlier.is_final)
        return restate(earlier, later, reason)

    if recount:
        run_year(workspace, year, as_at=as_at, progress=progress, settling=settling)
        return read_statement(workspace, year)
    folder = workspace.results(year)
    contract = read_agreement(workspace.document(CONTRACT))
    statement = settling(contract, year, read_figures(folder))
    keep_statement(folder)
    write_statement(workspace, year, statement)
    return statement
