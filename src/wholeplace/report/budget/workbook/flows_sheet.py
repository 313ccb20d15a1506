"""The sheet of flows: who gives what to whom, and the three levels added up."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.budget.flows import Flow, Flowing
from wholeplace.report.budget.of_flows import who
from wholeplace.report.budget.shown import Shown
from wholeplace.report.budget.workbook.making import (
    Line,
    cell,
    checked,
    down,
    live_money,
    money_in,
    value_of,
)
from wholeplace.report.statement.cells import Sheet, Style, headings, text, top

NAME, FIRST = "Flows", 3
_HEADINGS = (
    "Level", "Why", "Giver", "Receiver", "From", "To", "Line", "Amount", "Source",
)  # fmt: skip
_LEVELS = ("Level", "", "", "", "Comes in", "Goes on", "Stays", "In the book", "Check")
_WIDTHS = (24, 14, 16, 16, 34, 34, 34, 20, 70)
WHY, GIVER, RECEIVER, AMOUNT = "B", "C", "D", "H"


def flows_sheet(shown: Shown, flowing: Flowing) -> Sheet:
    """Return every flow, and what comes in, goes on and stays at each level."""
    title = f"Flows of money, {flowing.year}" + (", in shadow" if flowing.is_shadow else "")
    note = f"Shaded amounts are inputs. Status: {flowing.status_source}"
    rows: list[Line] = [*top(title, note, _HEADINGS, (7,))]
    rows += [
        _flow(shown, flowing, level.number, one) for level in flowing.levels for one in level.flows
    ]
    last = len(rows) - 1
    rows += [(), headings(_LEVELS, (4, 5, 6, 7)), *_levels(flowing, last)]
    return Sheet(NAME, _WIDTHS, tuple(rows), FIRST)


def column(name: str, flowing: Flowing, *, here: bool = False) -> str:
    """Return a column of all flows, as other sheets name it."""
    last = FIRST + sum(len(level.flows) for level in flowing.levels) - 1
    return f"{'' if here else NAME + '!'}{down(name, FIRST, last)}"


def _flow(shown: Shown, flowing: Flowing, level: int, one: Flow) -> Line:
    return (
        text(str(level), Style.FACT),
        text(one.kind.value, Style.FACT),
        text(one.giver, Style.CODE),
        text(one.receiver, Style.CODE),
        text(who(shown, flowing, one.giver)),
        text(who(shown, flowing, one.receiver)),
        text(shown.name(one.line) if one.line else ""),
        money_in(value_of(one.figure), shown.currency),
        text("; ".join(filter(None, (one.figure.source, one.figure.note)))),
    )


def _levels(flowing: Flowing, last: int) -> Iterator[Line]:
    why, amounts = (column(name, flowing, here=True) for name in (WHY, AMOUNT))
    for i, level in enumerate(flowing.levels):
        row = last + 3 + i
        into, out = (f'SUMIF({why},"{kind}",{amounts})' for kind in _KINDS[i])
        # What is left of the first level is what the second has.
        comes = f"G{row}" if i == 1 else into
        values = [value_of(figure) for figure in (level.into, level.out, level.left)]
        yield (
            text(level.name, Style.FACT),
            *[None] * 3,
            live_money(values[0], comes, flowing.currency),
            live_money(values[1], out, flowing.currency),
            live_money(values[2], f"ROUND(E{row + 1}-F{row + 1},2)", flowing.currency),
            *checked(values[2], cell("G", row), cell("H", row), flowing.currency),
        )


_KINDS = (("paid in", "top-slice"), ("", "allocation"), ("allocation", "choice"))
