"""Find two statements that a user named, and what differs between them."""

from __future__ import annotations

from pathlib import Path

from wholeplace.app.find_statement import read_statement_file, statement_file
from wholeplace.kernel import FinancialYear, Problem, Refused, Where
from wholeplace.settle import Difference, Statement, content_hash, diff
from wholeplace.store.statements import earlier_statements


def diff_statements(one: Path, other: Path | None, year: FinancialYear | None) -> Difference:
    """Return what differs from one statement to the other.

    Each is a statement's file, a folder of results, or a workspace: its latest year, or ``year``.
    Without the other, one is held against the statement that it restates. Raises ``Refused`` where
    there is no such statement, or it restates none.
    """
    found = statement_file(one, year)
    new = read_statement_file(found)
    if other is None:
        return diff(_restated(found, new), new)
    return diff(new, read_statement_file(statement_file(other, year)))


def _restated(path: Path, statement: Statement) -> Statement:
    if statement.restates is None:
        what = "this statement restates none, so there is nothing to hold it against"
        raise Refused([Problem(Where(str(path)), what, "name a second statement")])
    for earlier in reversed(earlier_statements(path.parent)):
        found = read_statement_file(earlier)
        if content_hash(found) == statement.restates.statement:
            return found
    what = f"the statement that it restates ({statement.restates.statement[:12]}...) is not there"
    raise Refused([Problem(Where(str(path.parent)), what, "name a second statement")])
