"""Which kinds of people are withheld from a price list, and which segments with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from wholeplace.budget.price import Key, Price
from wholeplace.privacy import SmallNumbers
from wholeplace.report.budget.data import PricedHeads
from wholeplace.report.budget.few import FEWEST, to_three

EVERYBODY = "None"


@dataclass(frozen=True, slots=True)
class HiddenPrices:
    """The kinds of people of whom nothing but their price is told, and those without even that.

    ``open`` names segments that must not be told either: what is hidden in them could be found.
    """

    people: frozenset[Key]
    prices: frozenset[Key]
    open: frozenset[str]


def people_of_segments(priced: PricedHeads | None) -> dict[str, int]:
    """Return how many people of the base year each segment has; none where prices ask for none."""
    found: dict[str, int] = {}
    for cell in priced.cells if priced else ():
        name = segment_of(cell.key)
        found[name] = found.get(name, 0) + cell.people
    return {name: n for name, n in found.items() if name != EVERYBODY}


def segment_of(key: Key) -> str:
    """Return the segment of a key, or that it is of everybody."""
    return str(key.segment)


def hidden_prices(
    priced: PricedHeads, segments: Collection[str], small: SmallNumbers
) -> HiddenPrices:
    """Return what to hide of a price list; ``segments`` are told nowhere.

    Of a segment the days are told, and what they come to at the prices: so three kinds of people
    are hidden in it, or none, or all of it is.
    """
    people: set[Key] = set()
    without: set[Key] = set()
    open_: set[str] = set()
    for name, prices in _groups(priced).items():
        hidden, is_open = _of_group(prices, small, everything=name in segments)
        people |= hidden
        # An own cost that is believed whole is the price.
        without |= {p.key for p in prices if p.key in hidden and (is_open or _is_own(p))}
        if is_open and name not in segments and name != EVERYBODY:
            open_.add(name)
    return HiddenPrices(frozenset(people), frozenset(without), frozenset(open_))


def _groups(priced: PricedHeads) -> dict[str, list[Price]]:
    found: dict[str, list[Price]] = {}
    for price in priced.prices.prices:
        found.setdefault(segment_of(price.key), []).append(price)
    return found


def _of_group(
    prices: Collection[Price], small: SmallNumbers, *, everything: bool
) -> tuple[set[Key], bool]:
    counts = {str(price.key): price.people for price in prices}
    also = frozenset(name for name, n in counts.items() if n) if everything else frozenset()
    hidden = small.hidden_rows(counts, also)
    rows = to_three(counts, hidden.rows)
    there = sum(bool(counts[name]) for name in rows)
    is_open = bool(there) and (hidden.total or there < FEWEST) and not everything
    return {price.key for price in prices if str(price.key) in rows}, is_open


def _is_own(price: Price) -> bool:
    return price.belief is not None and price.belief.credibility == 1
