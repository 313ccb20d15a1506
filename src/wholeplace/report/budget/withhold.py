"""The gate of a budget book: everything behind it has the small numbers taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from wholeplace.budget.pmpm import DIMENSIONS, CutRow, Funnel, cut, total_figure
from wholeplace.budget.price import Group, Price, PriceList, price_figures
from wholeplace.budget.price import total_figure as price_total
from wholeplace.kernel import Figure
from wholeplace.privacy import MARK
from wholeplace.report.budget.data import BudgetBook, Members, PricedHeads
from wholeplace.report.budget.few import Few, to_three
from wholeplace.report.budget.hide_borders import shown_borders
from wholeplace.report.budget.hide_members import ALL, SEGMENT, Cell, hidden_cells
from wholeplace.report.budget.hide_prices import (
    HiddenPrices,
    hidden_prices,
    people_of_segments,
)
from wholeplace.report.budget.shown import (
    Fit,
    MemberRow,
    PricedKey,
    Shown,
    ShownMembers,
    ShownPrices,
    counted,
    cube_months,
)
from wholeplace.report.grid import Value

_NONE = HiddenPrices(frozenset(), frozenset(), frozenset())


def withhold(book: BudgetBook) -> Shown:
    """Return the book as it may be seen: page, files, charts and commands are made from this.

    Where few people or events are behind a number it is a mark, and so is what would give it away.
    Amounts of lines, flows, parts and the outturn stay exact: they are of the whole, and partners
    must be able to recompute them; the counts in their reasons are marked. Where nobody was counted
    nothing is withheld.
    """
    cells, prices = _hidden(book)
    segments = {cell[1] for cell in cells if cell[0] == SEGMENT}
    few = Few(book.small, segments)
    bare = replace(book, prices=None, members=None, borders=None)
    return Shown(
        few.out_of(bare),
        _prices(book, book.prices, prices, segments, few) if book.prices else None,
        _members(book.members, cells, few) if book.members else None,
        shown_borders(book.borders, book.small) if book.borders else None,
        few,
    )


def _hidden(book: BudgetBook) -> tuple[frozenset[Cell], HiddenPrices]:
    """Return what to hide of both.

    Prices and cuts are of the same people, so they are asked in turn until neither hides more.
    """
    if book.small is None:
        return frozenset(), _NONE
    people, never = people_of_segments(book.prices), frozenset[str]()
    while True:
        cells = hidden_cells(book.members, people, book.small, never)
        segments = frozenset(cell[1] for cell in cells if cell[0] == SEGMENT)
        prices = hidden_prices(book.prices, segments, book.small) if book.prices else _NONE
        more = segments | prices.open
        # Days of segments, and what they come to at their prices, are both told in all.
        more = to_three(people, more) if more and book.prices else more
        if more <= segments:
            return cells, prices
        never |= more


def _prices(
    book: BudgetBook, priced: PricedHeads, hidden: HiddenPrices, segments: set[str], few: Few
) -> ShownPrices:
    prices = priced.prices
    there = [price for price in prices.prices if price.key in hidden.people]
    return ShownPrices(
        prices.terms.method,
        prices.year,
        prices.total,
        prices.days,
        prices.average,
        tuple(_price(price, hidden, few) for price in prices.prices),
        len(there),
        sum(price.days for price in there),
        sum((p.exact * p.days / prices.year.days for p in there), Fraction(0)),
        priced.explained,
        tuple(_fit(one, prices, is_hidden=one.name in segments) for one in priced.by_segment),
        tuple(_tenth(book, one, prices, hidden) for one in priced.by_tenth),
        few.out_of(priced.now),
        few.out_of(_price_trees(prices, hidden)),
        prices.terms.sources.get("method", ""),
    )


def _price(price: Price, hidden: HiddenPrices, few: Few) -> PricedKey:
    is_hidden, is_bare = price.key in hidden.people, price.key in hidden.prices
    belief = price.belief

    def told(value: Value) -> Value:
        return MARK if is_hidden else value

    return PricedKey(
        price.key,
        MARK if is_bare else price.rounded,
        None if is_bare else price.exact,
        None if is_bare else price.weight,
        told(counted(few.small, price.people)),
        None if is_hidden else price.days,
        told(Fraction(price.cut, 100)),
        told(belief.own if belief else None),
        told(belief.credibility if belief else None),
        told(price.share.exact),
        "" if is_hidden else price.note,
    )


def _price_trees(prices: PriceList, hidden: HiddenPrices) -> tuple[Figure, ...]:
    """Return what all come to, with the first price that may be told as an example beneath."""
    pairs = zip(prices.prices, price_figures(prices), strict=True)
    shown = [figure for price, figure in pairs if price.key not in hidden.people and price.people]
    return (price_total(prices, tuple(shown[:1])),) if shown else ()


def _fit(group: Group, prices: PriceList, *, is_hidden: bool) -> Fit:
    if is_hidden:
        return Fit(group.name, *[MARK] * 6)
    years = Fraction(group.days, prices.year.days)
    limits = (group.ratio, group.lower, group.upper)
    return Fit(group.name, years, group.expected, group.actual, *limits)


def _tenth(book: BudgetBook, group: Group, prices: PriceList, hidden: HiddenPrices) -> Fit:
    found = _fit(group, prices, is_hidden=False)
    if not hidden.people:
        return found
    if book.small is not None and group.days // prices.year.days <= book.small.hide_to:
        return Fit(group.name, *[MARK] * 6)
    # What each tenth comes to at known prices would be one sum more of the days that are hidden.
    return replace(
        found, expected=_three_digits(group.expected), actual=_three_digits(group.actual)
    )


def _three_digits(pounds: Fraction) -> Fraction:
    whole = round(pounds)
    size = 10 ** max(0, len(str(abs(whole))) - 3)
    return Fraction(round(Fraction(whole, size)) * size)


def _members(members: Members, hidden: frozenset[Cell], few: Few) -> ShownMembers:
    cube, before = members.cube, members.before
    practices = members.practices
    kept = _practices(practices, hidden) if practices else None
    (now,), then = cut(cube), cut(before)[0] if before else None
    total = MemberRow("All", now, then)
    cells = {
        (row.key[0], row.key[1]): None if row.key in hidden else row
        for row in cut(cube, ("practice", "service"))
    }
    return ShownMembers(
        {by: tuple(_rows(members, by, hidden)) for by in DIMENSIONS},
        MemberRow("All", None, None) if ALL in hidden else total,
        cells,
        dict(cube.neighbourhood_of),
        kept,
        len(practices.practices) - len(kept.practices) if practices and kept else 0,
        cube.currency,
        *cube_months(cube),
        None if ALL in hidden else few.out_of(total_figure(cube)),
    )


def _rows(members: Members, by: str, hidden: frozenset[Cell]) -> list[MemberRow]:
    asked = next(one for one in DIMENSIONS if one == by)
    now = {row.key[0]: row for row in cut(members.cube, (asked,))}
    before: Mapping[str, CutRow] = {}
    # The months of one year are not those of another.
    if members.before is not None and by != "month":
        before = {row.key[0]: row for row in cut(members.before, (asked,))}
    return [
        MemberRow(name, None, None)
        if (by, name) in hidden
        else MemberRow(name, now.get(name) or _nobody(before[name]), _then(now, before, name))
        for name in sorted({*now, *before})
    ]


def _then(now: Mapping[str, CutRow], before: Mapping[str, CutRow], name: str) -> CutRow | None:
    return before.get(name) or _nobody(now[name]) if before else None


def _nobody(row: CutRow) -> CutRow:
    return CutRow(row.by, row.key, 0, 0, Fraction(0))


def _practices(funnel: Funnel, hidden: frozenset[Cell]) -> Funnel:
    seen = (one for one in funnel.practices if ("practice", one.cost.practice) not in hidden)
    return replace(funnel, practices=tuple(seen))
