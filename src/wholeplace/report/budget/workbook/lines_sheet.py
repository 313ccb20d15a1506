"""The sheet of lines: amounts and parts are put in; what is shared, and all totals, are live."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wholeplace.budget.base import BaseLine, InScope, Reconciled
from wholeplace.kernel import Figure
from wholeplace.report.budget.amounts import SAID
from wholeplace.report.budget.shown import Shown
from wholeplace.report.budget.workbook.making import (
    SHARE,
    Line,
    cell,
    checked,
    down,
    live_money,
    money_in,
    number_in,
    sum_or_missing,
    to_the_penny,
    total,
    value_of,
)
from wholeplace.report.statement.cells import Sheet, Style, headings, text, top

NAME, FIRST = "Lines", 3
SHARED = "H"
_HEADINGS = (
    "Line", "Commissioner", "Arrangement", "Workstream", "Scope", "Amount", "Part shared",
    "Shared", "In the book", "Check", "How the part came about", "Source", "Source of the scope",
)  # fmt: skip
_WIDTHS = (40, 30, 12, 20, 16, 20, 14, 20, 20, 10, 40, 60, 60)


def lines_sheet(shown: Shown) -> Sheet:
    """Return every line, the totals by scope, and the ledgers."""
    base = shown.book.base
    title = f"{base.budget.title}: lines of {base.year}, with the scope of {shown.book.year}"
    note = f"Shaded cells are inputs. Source: {base.budget.source}"
    rows: list[Line] = [*top(title, note, _HEADINGS, (5, 6, 7, 8))]
    rows += [_line(shown, one, FIRST + i) for i, one in enumerate(base.lines)]
    last = FIRST + len(base.lines) - 1
    rows += [(), *_totals(shown, last)]
    rows += [(), _ledger_head(), *_ledgers(shown, last, len(rows) + 2)]
    return Sheet(NAME, _WIDTHS, tuple(rows), FIRST)


def part_of(shown: Shown, one: BaseLine) -> Fraction | None:
    """Return the part of a line that is shared, exact; none where no rule says."""
    if one.scope is not InScope.PARTLY:
        return Fraction(one.scope is InScope.IN)
    day = shown.book.year.start
    split = one.line.split.on(day) if one.line.split else None
    if split is not None:
        costs = dict(zip(split.value.of, one.shared.children[1:], strict=False))
        known = {name: value_of(figure) for name, figure in costs.items()}
        whole = sum((value or Fraction(0) for value in known.values()), Fraction(0))
        if value_of(one.shared) is None or not whole:
            return None
        return sum((known[name] or Fraction(0) for name in split.value.shared), Fraction(0)) / whole
    entry = one.line.part.on(day) if one.line.part else None
    return entry.value if entry else None


def _line(shown: Shown, one: BaseLine, row: int) -> Line:
    budget, line, currency = shown.book.base.budget, one.line, shown.currency
    payer = budget.commissioners[line.commissioner]
    workstream = (line.workstream and budget.workstreams[line.workstream].name) or ""
    amount, part = value_of(one.amount), part_of(shown, one)
    exact = None if amount is None or part is None else amount * part
    rounded = to_the_penny(f"F{row + 1}*G{row + 1}", exact)
    known = f"IF(AND(ISNUMBER(F{row + 1}),ISNUMBER(G{row + 1})),{rounded},NA())"
    formula = f"IF(AND(ISNUMBER(G{row + 1}),G{row + 1}=0),0,{known})"
    entry = line.scope.on(shown.book.year.start) if line.scope else None
    return (
        text(line.name),
        text(payer.name),
        text(payer.arrangement),
        text(workstream),
        text(SAID[one.scope], Style.FACT),
        money_in(amount, currency),
        number_in(part, SHARE),
        live_money(value_of(one.shared), formula, currency),
        *checked(value_of(one.shared), cell("H", row), cell("I", row), currency),
        text(one.shared.note or one.shared.formula),
        text(one.amount.source or one.amount.note or one.amount.formula),
        text(entry.source if entry else "the place document, scope of the service"),
    )


def _totals(shown: Shown, last: int) -> Iterator[Line]:
    base, currency = shown.book.base, shown.currency
    amounts, shared, scopes = (down(column, FIRST, last) for column in "FHE")
    row = last + 2
    for words, scope in (("All lines", None), *((SAID[one], one) for one in InScope)):
        figure = base.total(scope.value if scope else "all", of=scope)
        needed = f'({scopes}="{words}")' if scope else f"(ROW({amounts})>0)"
        added = f'SUMIF({scopes},"{words}",{amounts})' if scope else f"SUM({amounts})"
        formula = sum_or_missing(amounts, needed, added)
        yield (
            text(words[0].upper() + words[1:], Style.FACT),
            *[None] * 4,
            total(value_of(figure), formula, currency),
            None,
            *_shared_total(base.shared(), shared, row, currency, is_all=scope is None),
        )
        row += 1


def _shared_total(figure: Figure, shared: str, row: int, currency: str, *, is_all: bool) -> Line:
    if not is_all:
        return ()
    # A line whose part is not known makes the sum #N/A by itself.
    live = total(value_of(figure), f"SUM({shared})", currency)
    return (live, *checked(value_of(figure), cell("H", row), cell("I", row), currency))


def total_row(shown: Shown) -> int:
    """Return the row in which all lines are added up, counted from 0."""
    return FIRST + len(shown.book.base.lines) + 1


def _ledger_head() -> Line:
    words = ("Commissioner", "", "", "", "", "Its lines", "Ledger", "Not explained")
    return headings(words, (5, 6, 7))


def _ledgers(shown: Shown, last: int, first: int) -> Iterator[Line]:
    amounts, payers = down("F", FIRST, last), down("B", FIRST, last)
    for i, one in enumerate(shown.book.ledgers):
        yield _ledger(shown, one, first + i, amounts, payers)


def _ledger(shown: Shown, one: Reconciled, row: int, amounts: str, payers: str) -> Line:
    name, currency = shown.book.base.budget.commissioners[one.commissioner].name, shown.currency
    here = f"$A{row + 1}"
    added = f"SUMPRODUCT(({payers}={here})*1,{amounts})"
    lines = sum_or_missing(amounts, f"({payers}={here})", added)
    gap = f"IF(ISNUMBER(G{row + 1}),G{row + 1}-F{row + 1},NA())"
    return (
        text(name),
        *[None] * 4,
        live_money(value_of(one.lines), lines, currency),
        money_in(value_of(one.ledger), currency),
        live_money(value_of(one.unexplained), gap, currency),
        *checked(value_of(one.unexplained), cell("H", row), cell("I", row), currency),
        None,
        text(one.ledger.source or one.ledger.note),
    )
