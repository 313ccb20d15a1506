"""The sheet of open books: income, cost and margin, and how each and all stand to their plans."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.budget.flows import BookLine, Flowing, Result
from wholeplace.report.budget.of_flows import who
from wholeplace.report.budget.shown import Shown
from wholeplace.report.budget.workbook import stakes_sheet as stakes
from wholeplace.report.budget.workbook.making import (
    Line,
    cell,
    checked,
    down,
    live_money,
    money_in,
    sum_or_missing,
    total,
    value_of,
)
from wholeplace.report.statement.cells import Sheet, Style, headings, text, top

NAME, FIRST = "Books", 3
_HEADINGS = ("Provider", "Id", "Line", "Income", "Cost", "Margin", "In the book", "Check", "Source")
_RESULTS = (
    "Provider", "Id", "Moved", "Surplus or deficit", "Control total", "Better by", "In the book",
    "Check", "Source",
)  # fmt: skip
_WIDTHS = (36, 14, 40, 20, 20, 20, 20, 10, 60)


def books_sheet(shown: Shown, flowing: Flowing) -> Sheet:
    """Return the books of every provider, and the control totals."""
    note = "Shaded cells are inputs; an empty cost was neither declared nor counted."
    rows: list[Line] = [*top(f"Open books, {flowing.year}", note, _HEADINGS, (3, 4, 5, 6))]
    rows += [_book(shown, flowing, one, FIRST + i) for i, one in enumerate(flowing.books)]
    last = len(rows) - 1
    rows += [(), headings(_RESULTS, (2, 3, 4, 5, 6)), *_results(flowing, last)]
    return Sheet(NAME, _WIDTHS, tuple(rows), FIRST)


def _book(shown: Shown, flowing: Flowing, one: BookLine, row: int) -> Line:
    at, currency, margin = row + 1, flowing.currency, value_of(one.margin)
    formula = f"IF(AND(ISNUMBER(D{at}),ISNUMBER(E{at})),D{at}-E{at},NA())"
    return (
        text(who(shown, flowing, one.provider)),
        text(one.provider, Style.CODE),
        text(one.name),
        money_in(value_of(one.income), currency),
        money_in(value_of(one.cost), currency),
        live_money(margin, formula, currency),
        *checked(margin, cell("F", row), cell("G", row), currency),
        text(one.cost.source or one.cost.note),
    )


def _results(flowing: Flowing, last: int) -> Iterator[Line]:
    first = last + 3
    ids, incomes, costs = (down(name, FIRST, last) for name in "BDE")
    for i, one in enumerate(flowing.results):
        at = first + i + 1
        mine = f"({ids}=$B{at})"
        added = f"SUMPRODUCT({mine}*1,{incomes})-SUMPRODUCT({mine}*1,{costs})+C{at}"
        known = sum_or_missing(costs, mine, sum_or_missing(incomes, mine, f"ROUND({added},2)"))
        formula = f"IF(SUMPRODUCT({mine}*1)=0,NA(),{known})"
        yield _result(flowing, one, first + i, formula, _moved(flowing, one))
    row = first + len(flowing.results)
    yield _result(flowing, flowing.system, row, f"SUM({down('D', first, row - 1)})", None)


def _moved(flowing: Flowing, one: Result) -> Line | None:
    """Return what was taken from other providers less what was given, while flows are live."""
    place = next((i for i, s in enumerate(flowing.stakes) if s.id == one.id), None)
    if place is None:
        return None
    stake, row = flowing.stakes[place], stakes.FIRST + place + 1
    net = value_of(stake.taken), value_of(stake.given)
    if net[0] is None or net[1] is None:
        return None
    moved = net[0] - net[1]
    name, status = stakes.NAME, f"{stakes.NAME}!{stakes.STATUS}"
    formula = f'IF({status}="shadow",0,{name}!E{row}-{name}!G{row})'
    return (live_money(moved * (not flowing.is_shadow), formula, flowing.currency),)


def _result(flowing: Flowing, one: Result, row: int, formula: str, moved: Line | None) -> Line:
    currency, at = flowing.currency, row + 1
    actual = total if moved is None else live_money
    checks = checked(value_of(one.actual), cell("D", row), cell("G", row), currency)
    against = f"IF(ISNUMBER(E{at}),D{at}-E{at},NA())"
    planned = one.plan is not None
    return (
        text(one.name),
        text(one.id, Style.CODE),
        *(moved or (None,)),
        actual(value_of(one.actual), formula, currency),
        money_in(value_of(one.plan), currency) if planned else None,
        live_money(value_of(one.against), against, currency) if planned else None,
        *checks,
        text((one.plan.source if one.plan else "") or one.actual.note),
    )
