"""Find the statement that a user named: its file, a folder of results, or a workspace."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from wholeplace.app.years import year_of_results
from wholeplace.kernel import FinancialYear, Problem, Refused, Where
from wholeplace.settle import Statement, content_hash, statement_from_dict
from wholeplace.store.files import read_text
from wholeplace.store.results import STATEMENT
from wholeplace.store.workspace import PLACE, Workspace


def statement_file(given: Path, year: FinancialYear | None) -> Path:
    """Return the file of a statement; of a workspace that of its latest year, or of ``year``."""
    if (given / PLACE).is_file():
        workspace = Workspace(given)
        return workspace.results(year or year_of_results(workspace)) / STATEMENT
    return given / STATEMENT if given.is_dir() else given


def find_statement(given: Path, year: FinancialYear | None) -> tuple[Statement, Path]:
    """Return the statement a user named, and its file.

    Raises ``Refused`` where there is none, or it was changed after it was made.
    """
    path = statement_file(given, year)
    return read_statement_file(path), path


def read_statement_file(path: Path) -> Statement:
    """Return the statement in a JSON file.

    Raises ``Refused`` where it holds none, or one that was changed after it was made.
    """
    try:
        data = json.loads(read_text(path))
        fields = data if isinstance(data, Mapping) else {}
        statement = statement_from_dict(fields)
    except (ValueError, KeyError, TypeError, IndexError):
        remedy = "name a statement.json, a folder of results, or a workspace"
        raise Refused([Problem(Where(str(path)), "this is not a statement", remedy)]) from None
    if fields.get("content_hash") not in {None, content_hash(statement)}:
        what = "this statement was changed after it was made: its content has another hash"
        raise Refused([Problem(Where(str(path)), what, "export the statement again")])
    return statement
