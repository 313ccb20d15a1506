"""Which year a command means when none is named."""

from __future__ import annotations

from wholeplace.kernel import FinancialYear, Problem, Refused, Where, read_financial_year
from wholeplace.store.workspace import Workspace


def year_of_results(workspace: Workspace) -> FinancialYear:
    """Return the latest year that has results; raises ``Refused`` where none has."""
    years = workspace.years_with_results()
    if not years:
        remedy = f"make results first: wholeplace run {workspace.root}"
        where = Where(str(workspace.root / "results"))
        raise Refused([Problem(where, "nothing has been run yet", remedy)])
    return read_financial_year(years[-1])
