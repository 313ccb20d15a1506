"""The sheet of prices: weight x average, and people at their prices, which make the base budget."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.kernel import round_to
from wholeplace.privacy import MARK
from wholeplace.report.budget.of_prices import SEXES, ages_of
from wholeplace.report.budget.shown import PricedKey, Shown, ShownPrices
from wholeplace.report.budget.workbook import lines_sheet
from wholeplace.report.budget.workbook.making import (
    PENNY,
    SHARE,
    Line,
    cell,
    checked,
    down,
    live,
    live_money,
    money_in,
    number_in,
    to_the_penny,
    total,
    value_of,
)
from wholeplace.report.grid import Value
from wholeplace.report.statement.cells import Cell, Sheet, Style, headings, text, top

NAME, FIRST = "Prices", 3
_HEADINGS = (
    "Segment", "Ages", "Sex", "Score from", "Weight", "Price of a person-year", "Person-years",
    "Come to", "In the book", "Check", "People", "Cost, cut at the stop-loss",
    "Own cost over everybody's", "Credibility", "Note",
)  # fmt: skip
_WIDTHS = (44, 16, 12, 12, 14, 22, 16, 20, 20, 10, 12, 22, 16, 14, 40)
_WEIGHT = "0.000000"
_TIME = "#,##0.0000"


def prices_sheet(shown: Shown, prices: ShownPrices) -> Sheet:
    """Return each price, and that all person-years at their prices come to the base budget.

    Kinds of people that are not shown stand together in one row: what they come to is put in.
    """
    ages = sorted({row.key.from_age for row in prices.rows if row.key.from_age is not None})
    others = bool(prices.others)
    last = FIRST + len(prices.rows) - 1 + others
    note = f"Base budget for one person-year x weight. Source of the method: {prices.source}"
    title = f"Prices per head, from the people of {prices.year}"
    rows: list[Line] = [*top(title, note, _HEADINGS, tuple(range(3, 14)))]
    average = f"$F${last + 4}"
    rows += [
        _price(shown, prices, row, ages, FIRST + i, average) for i, row in enumerate(prices.rows)
    ]
    rows += [_others(shown, prices)] if others else []
    rows += [(), *_ends(shown, prices, last)]
    return Sheet(NAME, _WIDTHS, tuple(rows), FIRST)


def _price(
    shown: Shown, prices: ShownPrices, one: PricedKey, ages: list[int], row: int, average: str
) -> Line:
    at, currency, key = row + 1, shown.currency, one.key
    years = None if one.days is None else Fraction(one.days, prices.year.days)
    comes = None if years is None or one.exact is None else one.exact * years
    rounded = to_the_penny(f"E{at}*{average}", one.exact)
    is_known = one.weight is not None and one.exact is not None
    return (
        text(shown.name(str(key.segment)) if key.score is None else "Everybody with a score"),
        text(ages_of(key.from_age, ages), Style.FACT),
        text(SEXES.get(key.sex or "", key.sex or ""), Style.FACT),
        _told(key.score, "0.00"),
        number_in(one.weight, _WEIGHT) if is_known else text(MARK, Style.STATED),
        live_money(round_to(one.exact, PENNY), rounded, currency)
        if one.exact is not None
        else text(MARK, Style.STATED),
        text(MARK, Style.STATED) if years is None else number_in(years, _TIME),
        text(MARK, Style.STATED)
        if comes is None
        else live_money(comes, f"E{at}*{average}*G{at}", currency),
        *(
            [None, None]
            if comes is None
            else checked(comes, cell("H", row), cell("I", row), currency)
        ),
        _told(one.people, "#,##0"),
        _told(one.cost, ""),
        _told(one.own, "0.000"),
        _told(one.credibility, SHARE),
        text(one.note),
    )


def _told(value: Value, pattern: str) -> Cell | None:
    if value is None:
        return None
    if isinstance(value, str):
        return text(value, Style.STATED)
    return Cell(float(value), Style.STATED, pattern=pattern or "#,##0.00")


def _others(shown: Shown, prices: ShownPrices) -> Line:
    """Return the row of all kinds of people that are not shown."""
    years = Fraction(prices.their_days, prices.year.days)
    words = f"All marked {MARK} together ({prices.others} kinds of people)"
    start = (text(words), *[None] * 5, number_in(years, _TIME))
    return (*start, money_in(prices.their_share, shown.currency))


def _ends(shown: Shown, prices: ShownPrices, last: int) -> tuple[Line, ...]:
    currency, row = shown.currency, last + 2
    years = Fraction(prices.days, prices.year.days)
    base = prices.total.exact
    linked = f"{lines_sheet.NAME}!$H${lines_sheet.total_row(shown) + 1}"
    is_linked = value_of(shown.book.base.shared()) == base
    added = f"ROUND(SUM({down('H', FIRST, last)}),2)"
    return (
        headings(("", "", "", "", "", "Average", "Person-years", "Come to"), (5, 6, 7)),
        (
            text("Everybody", Style.FACT),
            *[None] * 4,
            live_money(prices.average, f"F{row + 3}/G{row + 2}", currency),
            live(years, f"SUM({down('G', FIRST, last)})", _TIME),
            total(base, added, currency),
            *checked(base, cell("H", row + 1), cell("I", row + 1), currency),
        ),
        (
            text("Base budget", Style.FACT),
            *[None] * 4,
            live_money(base, linked, currency) if is_linked else money_in(base, currency),
        ),
    )
