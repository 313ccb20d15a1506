"""Resource groups and prices of hospital care."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wholeplace.synthetic.calendar import Calendar
from wholeplace.synthetic.columns import Floats, Ints
from wholeplace.synthetic.ground import Facts, PriceList

PRICE_YEAR = 2023
"""The financial year whose unit costs the price lists hold: National Cost Collection 2023/24."""

MARKET_FORCES = (1.10, 1.05)
"""The market forces factor of the local hospital and of the one out of area (assumed)."""

# What brings the mean of the groups that are drawn here to the mean of all groups of the kind:
# the lists hold the commonest groups, and chapters are drawn by diagnosis.
LEVELS: Mapping[str, float] = {
    "nel_long": 1.03, "nel_short": 1.35, "elective": 0.945, "day_case": 1.26, "op_procedure": 1.12,
    "emergency_care": 1.0,
}  # fmt: skip

# The chapter of resource groups for the first letter of a diagnosis (assumed).
_CHAPTERS = {
    "A": "W", "B": "W", "C": "F", "D": "S", "E": "K", "F": "W", "G": "A", "H": "B", "I": "E",
    "J": "D", "K": "F", "L": "J", "M": "H", "N": "L", "O": "N", "R": "E", "S": "H", "T": "W",
}  # fmt: skip


def chapters(codes: tuple[str, ...]) -> Ints:
    """Return the chapter of resource groups (as a character's number) for each diagnosis."""
    return np.array([ord(_CHAPTERS.get(code[:1], "W")) for code in codes], dtype=np.int64)


def draw_groups(prices: PriceList, chapter: Ints, rng: np.random.Generator) -> Ints:
    """Return a position in the list for each row: within its chapter, or anywhere without one.

    ``chapter`` is -1 where any group will do.
    """
    lots = rng.random(len(chapter))
    of = np.array([ord(hrg[0]) for hrg in prices.hrg])
    group = np.empty(len(chapter), dtype=np.int64)
    for one in np.unique(chapter):
        rows = chapter == one
        inside = np.flatnonzero(of == one)
        if not len(inside):
            inside = np.arange(len(of))
        spent = np.cumsum(prices.share[inside])
        found = np.searchsorted(spent, lots[rows] * spent[-1], "right")
        group[rows] = inside[np.minimum(found, len(inside) - 1)]
    return group


def price(kind: str, group: Ints, day: Ints, away: Ints, facts: Facts, calendar: Calendar) -> Ints:
    """Return pence: the unit cost, at the prices of the day's year, with market forces."""
    at_level = facts.prices[kind].pence[group] * LEVELS[kind] * inflation(day, facts, calendar)
    pence: Floats = at_level * np.array(MARKET_FORCES)[away]
    return np.rint(pence).astype(np.int64)


def inflation(day: Ints, facts: Facts, calendar: Calendar) -> Floats:
    """Return how many times dearer each day is than ``PRICE_YEAR``, by its financial year."""
    first = calendar.starts[:-1].astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    by_year = np.array([facts.inflation(int(year), PRICE_YEAR) for year in first])
    dearer: Floats = by_year[calendar.year_of(day)]
    return dearer
