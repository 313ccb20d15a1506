"""The sheet of stakes: what everybody has by the budget and by results, from the sheet of flows."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.budget.flows import Flowing, Stake
from wholeplace.report.budget.workbook import flows_sheet as flows
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
from wholeplace.report.statement.cells import Cell, Sheet, Style, text, top

NAME, FIRST, STATUS = "Stakes", 4, "$B$3"
_HEADINGS = (
    "Who", "Id", "Allocated", "Top-slices held", "Taken from others", "Paid for care elsewhere",
    "Given to others", "By the budget", "By results", "More by the budget", "Paid", "In the book",
    "Check", "Why something is missing",
)  # fmt: skip
_WIDTHS = (36, 14, 18, 18, 18, 18, 18, 20, 20, 20, 20, 20, 10, 60)


def stakes_sheet(flowing: Flowing) -> Sheet:
    """Return what everybody has; providers are paid by results in shadow, and else by the budget.

    The status stands in a cell: change it, and all are paid by the other.
    """
    first, note, heads = top(
        f"What everybody has, {flowing.year}",
        "In shadow all are paid by results, live by the budget. Shaded cells are inputs.",
        _HEADINGS,
        tuple(range(2, 12)),
    )
    word = "shadow" if flowing.is_shadow else "live"
    status = (text("Status"), Cell(word, Style.INPUT, choices=("shadow", "live")))
    rows: list[Line] = [first, note, status, heads]
    rows += [_stake(flowing, one, FIRST + i) for i, one in enumerate(flowing.stakes)]
    rows += [(), *_total(flowing, len(rows) - 1)]
    return Sheet(NAME, _WIDTHS, tuple(rows), FIRST)


def _stake(flowing: Flowing, one: Stake, row: int) -> Line:
    at, currency = row + 1, flowing.currency
    parts = (one.allocated, one.held, one.taken, one.elsewhere, one.given)
    received = f"C{at}+D{at}+E{at}-F{at}-G{at}"
    if not one.is_partner:
        received = _sum(flowing, "choice", flows.RECEIVER, at)
    difference = f"IF(ISNUMBER(I{at}),H{at}-I{at},NA())"
    by_results = f"IF(ISNUMBER(I{at}),I{at},NA())"
    notes = dict.fromkeys(filter(None, (one.by_results.note, one.difference.note)))
    return (
        text(one.name),
        text(one.id, Style.CODE),
        *(
            live_money(value_of(figure), formula, currency) if one.is_partner else None
            for figure, formula in zip(parts, _parts(flowing, at), strict=True)
        ),
        live_money(value_of(one.received), received, currency),
        money_in(value_of(one.by_results), currency),
        live_money(value_of(one.difference), difference, currency),
        live_money(value_of(one.paid), f'IF({STATUS}="shadow",{by_results},H{at})', currency),
        *checked(value_of(one.paid), cell("K", row), cell("L", row), currency),
        text("; ".join(notes)),
    )


def _parts(flowing: Flowing, at: int) -> Iterator[str]:
    for kind, end in (
        ("allocation", flows.RECEIVER),
        ("top-slice", flows.RECEIVER),
        ("transfer", flows.RECEIVER),
        ("choice", flows.GIVER),
        ("transfer", flows.GIVER),
    ):
        yield _sum(flowing, kind, end, at)


def _sum(flowing: Flowing, kind: str, end: str, at: int) -> str:
    why, ends, amounts = (flows.column(name, flowing) for name in (flows.WHY, end, flows.AMOUNT))
    # Ids are compared as texts: a spreadsheet would take some codes of providers for numbers.
    return f'SUMPRODUCT(({why}="{kind}")*({ends}=$B{at}),{amounts})'


def _total(flowing: Flowing, last: int) -> Iterator[Line]:
    row, currency = last + 2, flowing.currency
    resource = f"{flows.NAME}!$E${_levels_row(flowing) + 1}"
    results = down("I", FIRST, last)
    values = [
        value_of(figure)
        for figure in (flowing.resource, flowing.by_results, flowing.difference, flowing.paid)
    ]
    by_results = sum_or_missing(results, f"(ROW({results})>0)", f"SUM({results})")
    yield (
        text("All", Style.FACT),
        *[None] * 6,
        total(values[0], resource, currency),
        total(values[1], by_results, currency),
        total(values[2], f"H{row + 1}-I{row + 1}", currency),
        total(values[3], f"SUM({down('K', FIRST, last)})", currency),
        *checked(values[3], cell("K", row), cell("L", row), currency),
    )


def _levels_row(flowing: Flowing) -> int:
    return flows.FIRST + sum(len(level.flows) for level in flowing.levels) + 2
