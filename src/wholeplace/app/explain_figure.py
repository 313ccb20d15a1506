"""Find a figure of a year and its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wholeplace.app.find_statement import find_statement
from wholeplace.app.years import year_of_results
from wholeplace.kernel import Figure, FinancialYear, Headline, Problem, Refused, Where, nearest
from wholeplace.settle import Statement, find_figure, statement_from_dict
from wholeplace.settle.statement import each_once, named, roots
from wholeplace.store.results import STATEMENT, read_figures, read_json
from wholeplace.store.workspace import Workspace


def read_statement(workspace: Workspace, year: FinancialYear) -> Statement:
    """Return the statement of a year that has been run."""
    return statement_from_dict(read_json(workspace.results(year), STATEMENT))


def _figures(
    workspace: Workspace, year: FinancialYear, headlines: Sequence[Headline]
) -> dict[str, Figure]:
    statement = read_statement(workspace, year)
    within = {figure.id: figure for row in headlines for figure in row.figure.walk()}
    settled = {figure.id: figure for figure in each_once(roots(statement))}
    return within | settled | {row.name: row.figure for row in headlines}


def explain_figure(
    workspace: Workspace,
    year: FinancialYear | None,
    name: str,
    headlines: Sequence[Headline] | None = None,
) -> Figure:
    """Return a figure by its id, with ``:level`` for a part, or by the bare name of a line.

    ``headlines`` are the figures of the year where they are not to be read as they were stored:
    with small numbers withheld, say. Raises ``Refused`` naming the nearest one where there is none.
    """
    year = year or year_of_results(workspace)
    given = read_figures(workspace.results(year)) if headlines is None else headlines
    known = _figures(workspace, year, given)
    found = named(known, name, ("lines", "payments", "parameters"))
    if found is not None:
        return found if headlines is None else _as_given(found, _wholes(headlines))
    where = Where(str(workspace.results(year)))
    raise Refused([Problem(where, f"there is no figure '{name}'", nearest(name, known))])


def _wholes(headlines: Sequence[Headline]) -> dict[str, Figure]:
    whole = (row.figure for row in headlines if not row.breakdown)
    return {figure.id: figure for top in whole for figure in top.walk()}


def _as_given(figure: Figure, given: Mapping[str, Figure]) -> Figure:
    # The reasons of a line of the statement go down to figures that may be withheld.
    if figure.id in given:
        return given[figure.id]
    return replace(figure, children=tuple(_as_given(child, given) for child in figure.children))


def figure_names(
    workspace: Workspace, year: FinancialYear | None, headlines: Sequence[Headline] | None = None
) -> dict[str, str]:
    """Return every figure that can be explained, with its value as shown."""
    year = year or year_of_results(workspace)
    if headlines is None:
        headlines = read_figures(workspace.results(year))
    statement = read_statement(workspace, year)
    return {row.name: row.figure.shown for row in headlines} | _shown(statement)


def _shown(statement: Statement) -> dict[str, str]:
    return {figure.id: figure.shown for figure in (*statement.lines, *statement.net)}


def explain_statement(file: Path, name: str) -> Figure:
    """Return a figure of the statement in a file, by its id or the bare name of a line.

    Raises ``Refused`` where the file holds no statement, or the statement no such figure.
    """
    return find_figure(find_statement(file, None)[0], name)


def statement_names(file: Path) -> dict[str, str]:
    """Return the lines and net positions of the statement in a file, with their values as shown."""
    return _shown(find_statement(file, None)[0])
