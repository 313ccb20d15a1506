"""Find two statements that a user named, and what differs between them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from wholeplace.app.years import year_of_results
from wholeplace.kernel import FinancialYear, Problem, Refused, Where
from wholeplace.settle import Difference, Statement, content_hash, diff, statement_from_dict
from wholeplace.store.files import read_text
from wholeplace.store.results import STATEMENT
from wholeplace.store.statements import earlier_statements
from wholeplace.store.workspace import PLACE, Workspace


def diff_statements(one: Path, other: Path | None, year: FinancialYear | None) -> Difference:
    """Return what differs from one statement to the other.

    Each is a statement's file, a folder of results, or a workspace: its latest year, or ``year``.
    Without the other, one is held against the statement that it restates. Raises ``Refused`` where
    there is no such statement, or it restates none.
    """
    found = _find(one, year)
    new = read_statement_file(found)
    if other is None:
        return diff(_restated(found, new), new)
    return diff(new, read_statement_file(_find(other, year)))


def _find(given: Path, year: FinancialYear | None) -> Path:
    if (given / PLACE).is_file():
        workspace = Workspace(given)
        return workspace.results(year or year_of_results(workspace)) / STATEMENT
    return given / STATEMENT if (given / STATEMENT).is_file() else given


def read_statement_file(path: Path) -> Statement:
    """Return the statement in a JSON file; raises ``Refused`` where it holds none."""
    try:
        data = json.loads(read_text(path))
        return statement_from_dict(data if isinstance(data, Mapping) else {})
    except (ValueError, KeyError, TypeError, IndexError):
        remedy = "name a statement.json, a folder of results, or a workspace"
        raise Refused([Problem(Where(str(path)), "this is not a statement", remedy)]) from None


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
