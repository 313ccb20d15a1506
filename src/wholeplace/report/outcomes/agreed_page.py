"""What was agreed on outcomes: lines for a terminal, JSON for programs, a page, and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wholeplace.kernel.figure import to_dict, to_html
from wholeplace.outcomes.framework import DomainTree
from wholeplace.report.grid import Grid
from wholeplace.report.outcomes.agreed import Agreed, headlines, unmeasured
from wholeplace.report.outcomes.agreed_grids import paid_grid, sections_of, watched_grid, years_grid
from wholeplace.report.outcomes.board import NOBODY
from wholeplace.report.page import template
from wholeplace.report.table import Table, as_lines

_NOT_ON_A_TERMINAL = ("parties", "holds_for")
_ROOM = 48


def agreed_lines(agreed: Agreed) -> list[str]:
    """Return what was agreed as lines for a terminal."""
    told = [f"{agreed.title}: what was agreed, {agreed.year}", *headlines(agreed)]
    for one in agreed.tree:
        told += ["", *_domain(agreed, one)]
    tables = (_narrowed(paid_grid(agreed)), years_grid(agreed), _narrowed(watched_grid(agreed)))
    for grid in tables:
        if grid.rows:
            told += ["", *as_lines(_cut(grid.table()))]
    warnings = [f"warning: {warning}" for warning in agreed.warnings]
    return [*told, "", *warnings] if warnings else told


def _domain(agreed: Agreed, one: DomainTree) -> Iterator[str]:
    yield one.domain.title
    for spoken in one.statements:
        measures = [agreed.called(outcome.measure) for outcome in spoken.outcomes]
        yield f"  {spoken.statement.says}"
        yield from (f"    - {name}" for name in measures or [NOBODY])


def _narrowed(grid: Grid) -> Grid:
    cols = tuple(
        replace(col, on_page=col.on_page and col.name not in _NOT_ON_A_TERMINAL)
        for col in grid.cols
    )
    return replace(grid, cols=cols)


def _cut(table: Table) -> Table:
    rows = tuple(
        tuple(cell if len(cell) <= _ROOM else cell[: _ROOM - 3] + "..." for cell in row)
        for row in table.rows
    )
    return replace(table, rows=rows)


def agreed_to_dict(agreed: Agreed) -> dict[str, object]:
    """Return what was agreed for programs: rows as texts, amounts exact, figures with reasons."""
    now = agreed.now
    return {
        "title": agreed.title,
        "year": str(agreed.year),
        "counted": False,
        "headlines": headlines(agreed),
        "at_stake": to_dict(now.at_stake),
        "sections": {
            one.id: {
                "title": one.title,
                "says": list(one.says),
                "tables": _tables(one.grids),
                "figures": [to_dict(figure) for figure in one.trees],
            }
            for one in sections_of(agreed)
        },
        "unmeasured": [
            {"domain": domain, "statement": says} for domain, says in unmeasured(agreed)
        ],
        "warnings": list(agreed.warnings),
    }


def _tables(grids: Iterable[Grid]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for grid in grids:
        found.setdefault(grid.id, []).extend(grid.records())
    return found


def agreed_page(agreed: Agreed) -> str:
    """Return the page; the same documents give the same text, and nothing is fetched."""
    return template("agreed.html.j2").render(
        agreed=agreed,
        headlines=headlines(agreed),
        sections=[
            {
                "one": one,
                "tables": [(f"{one.id}-{i}", grid.table()) for i, grid in enumerate(one.grids, 1)],
                "trees": [to_html(figure) for figure in one.trees],
            }
            for one in sections_of(agreed)
        ],
    )


def agreed_files(agreed: Agreed) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield each table that has rows: the name of its file, and its rows as texts."""
    for one in sections_of(agreed):
        for name, rows in _tables(one.grids).items():
            yield f"{name}.csv", rows
