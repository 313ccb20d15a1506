"""Borders: who lives with one and is registered with another, what it costs, and who pays."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.privacy import MARK
from wholeplace.report.budget.shown import Shown, ShownAcross, ShownBorders
from wholeplace.report.grid import As, Col, Grid, Row, text
from wholeplace.report.section import Section
from wholeplace.report.words import pence

_NAMED = {"others": "Others", "none": "Not known", "": "All"}


def borders_section(shown: Shown) -> Section | None:
    """Return people and cost by list and by area; none where the document has no borders."""
    borders = shown.borders
    if borders is None:
        return None
    paid = ", ".join(
        f"{_name(shown, who)} {pence(Fraction(value), shown.currency)}"
        for who, value in borders.by_payer
        if value is not None and not isinstance(value, str)
    )
    says = f"Of care on either side of borders each pays by its rule: {paid or 'none may be told'}."
    grids = (_matrix(shown, borders), _paid(shown, borders))
    notes = (f"{MARK} {shown.small.why}.",) if shown.small else ()
    return Section("borders", f"Across borders, {borders.year}", (says,), grids, notes=notes)


def _name(shown: Shown, who: str) -> str:
    payers = shown.book.base.budget.commissioners
    return _NAMED.get(who) or (payers[who].name if who in payers else shown.name(who))


def _matrix(shown: Shown, borders: ShownBorders) -> Grid:
    cols = (
        text("registered", "Registered with"),
        text("resident", "Resident in"),
        Col("people", "People", As.COUNT),
        Col("days", "Days", As.COUNT),
        Col("cost", "Cost"),
    )

    def row(one: ShownAcross) -> Row:
        names = (_name(shown, one.registered), _name(shown, one.resident))
        return (*names, one.people, one.days, one.cost)

    rows = tuple(map(row, borders.cells))
    note = "People are counted in each cell in which they were."
    caption = "Registered with and resident in"
    total = row(borders.total)
    return Grid("borders", caption, cols, rows, total, note, currency=shown.currency)


def _paid(shown: Shown, borders: ShownBorders) -> Grid:
    cols = (text("id", "Id", on_page=False), text("payer", "Who pays"), Col("paid", "Pays"))
    rows = tuple((who, _name(shown, who), value) for who, value in borders.by_payer)
    total = ("", "All", borders.total.cost)
    caption = "Who pays, by the rules of the budget"
    return Grid("border-payers", caption, cols, rows, total, currency=shown.currency)
