"""The lines of a budget: whose they are, what is shared, what ledgers say, what was spent."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wholeplace.budget.base import BaseLine, InScope
from wholeplace.report.budget.amounts import SAID, in_brief, in_pence
from wholeplace.report.budget.shown import Shown
from wholeplace.report.grid import Col, Grid, Row, amount, money, text
from wholeplace.report.section import Section

_ROWS = (
    text("id", "Id", on_page=False),
    text("line", "Line"),
    text("commissioner", "Commissioner"),
    text("arrangement", "Arrangement", on_page=False),
    text("workstream", "Workstream"),
    text("provider", "Provider", on_page=False),
    Col("amount", "Amount"),
    text("scope", "Scope"),
    Col("shared", "Shared"),
    text("source", "Source", on_page=False),
    text("scope_source", "Source of the scope", on_page=False),
)


def lines_section(shown: Shown) -> Section:
    """Return the lines, the ledgers and, where it was counted, what was spent in the year."""
    base, book = shown.book.base, shown.book
    grids = [lines_grid(shown), ledgers_grid(shown), *_spent(shown)]
    trees = (book.budget, *(one.unexplained for one in book.ledgers))
    title = f"The lines of {base.year}, with the scope of {book.year}"
    return Section("lines", title, tuple(sentences(shown)), tuple(grids), trees=trees)


def sentences(shown: Shown) -> Iterator[str]:
    """Yield what there is in all, what of it is in scope, and what is shared."""
    base = shown.book.base
    totals = {scope: base.total(scope.value, of=scope) for scope in InScope}
    counts = {scope: sum(one.scope is scope for one in base.lines) for scope in InScope}
    parts = [
        f"{in_brief(totals[scope])} {SAID[scope]} ({number} line{'s'[: number != 1]})"
        for scope, number in counts.items()
        if number
    ]
    yield f"{'; '.join(parts)}; {in_brief(base.total('all'))} in all."
    shared = base.shared()
    if shared.is_missing:
        yield f"The shared budget is missing: {shared.note}."
    else:
        yield f"The shared budget is {in_pence(shared)}."


def lines_grid(shown: Shown) -> Grid:
    """Return each line: whose it is, what it comes to, its scope, and what of it is shared."""
    base = shown.book.base
    total = ("", "All lines", "", "", "", "", amount(base.total("all")), "")
    return Grid(
        "lines",
        f"Lines, {base.year}, with the scope of {shown.book.year}",
        _ROWS,
        tuple(_line(shown, one) for one in base.lines),
        (*total, amount(base.shared()), "", ""),
        currency=base.currency,
    )


def _line(shown: Shown, one: BaseLine) -> Row:
    budget, line = shown.book.base.budget, one.line
    payer = budget.commissioners[line.commissioner]
    workstream = (line.workstream and budget.workstreams[line.workstream].name) or ""
    whose = (line.id, line.name, payer.name, payer.arrangement, workstream, line.provider)
    source = one.amount.source or one.amount.formula
    scope = one.shared.source if one.scope is not InScope.IN else _scope_source(shown, one)
    return (*whose, amount(one.amount), SAID[one.scope], amount(one.shared), source, scope)


def _scope_source(shown: Shown, one: BaseLine) -> str:
    entry = one.line.scope.on(shown.book.year.start) if one.line.scope else None
    return entry.source if entry else "the place document, scope of the service"


def ledgers_grid(shown: Shown) -> Grid:
    """Return for each commissioner its lines, its ledger, and what they do not explain."""
    base = shown.book.base
    heads = (("lines", "Lines"), ("ledger", "Ledger"), ("unexplained", "Not explained"))
    cols = (text("commissioner", "Commissioner"), *money(*heads))
    source = text("source", "Source", on_page=False)
    rows = tuple(
        (
            base.budget.commissioners[one.commissioner].name,
            *map(amount, (one.lines, one.ledger, one.unexplained)),
            one.ledger.source or one.ledger.note,
        )
        for one in shown.book.ledgers
    )
    caption = f"Lines and ledgers, {base.year}"
    return Grid("ledgers", caption, (*cols, source), rows, currency=base.currency)


def _spent(shown: Shown) -> Iterator[Grid]:
    """Yield what lines in scope came to in the year, beside their budget, where it was counted."""
    book = shown.book
    if book.actual is None or book.adjusted is None or book.year == book.base.year:
        return
    pence = book.adjusted.pence(book.year)
    actual = {one.line.id: one.shared for one in book.actual.lines}
    rows = [
        (shown.name(id_), Fraction(own, 100), amount(actual.get(id_)), _more(actual.get(id_), own))
        for id_, own in pence.items()
    ]
    whole = sum(pence.values())
    total = book.actual.shared()
    heads = (("budget", "Budget"), ("spent", "Spent"), ("difference", "Spent above budget"))
    yield Grid(
        "spent",
        f"Budget and spend of the lines that are shared, {book.year}",
        (text("line", "Line"), *money(*heads)),
        tuple(rows),
        ("All lines", Fraction(whole, 100), amount(total), _more(total, whole)),
        currency=book.currency,
    )


def _more(figure: object, pence: int) -> Fraction | str:
    value = getattr(figure, "value", None)
    return value - Fraction(pence, 100) if isinstance(value, Fraction) else "missing"
