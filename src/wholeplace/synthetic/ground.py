"""The ground: real small areas and prices, and made-up organisations sized to the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.synthetic.columns import Floats, Ints

Rows = Sequence[Mapping[str, str]]

NEIGHBOURHOODS = 8
PEOPLE_PER_PRACTICE = 8_000  # as in 2025/26: 349,614 people registered with 44 practices
PEOPLE_PER_CARE_HOME = 6_000  # assumed
_FIRST_BAND = 3  # columns of the small areas before the age bands


@dataclass(frozen=True, slots=True)
class PriceList:
    """Resource groups with their share of activity and their unit cost in pence, one year's."""

    hrg: tuple[str, ...]
    share: Floats
    pence: Ints


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts about real places that a made-up one starts from.

    ``people`` counts residents by small area and age band (five years, the last open ended);
    ``women`` is the share of women by band. ``deflator`` is a price index by financial year.
    """

    lsoa: tuple[str, ...]
    imd_rank: Ints
    imd_decile: Ints
    people: Ints
    women: Floats
    prices: Mapping[str, PriceList]
    deflator: Mapping[int, float]

    def inflation(self, year: int, base: int) -> float:
        """Return how many times dearer a financial year is than the base; ends hold beyond."""
        known = sorted(self.deflator)
        first, last = known[0], known[-1]
        return (
            self.deflator[min(max(year, first), last)] / self.deflator[min(max(base, first), last)]
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """The facts, with as many practices and care homes as a place of this size has."""

    facts: Facts
    practices: int
    care_homes: int

    @property
    def areas(self) -> int:
        """How many small areas there are."""
        return len(self.facts.lsoa)

    @property
    def neighbourhood(self) -> Ints:
        """The neighbourhood, from 0, of each small area."""
        return np.arange(self.areas) * NEIGHBOURHOODS // self.areas

    @property
    def deprivation(self) -> Floats:
        """The relative risk of ill health of each area (assumed: 6 points of 100 by decile)."""
        return np.array(1.0 + 0.06 * (5.5 - self.facts.imd_decile), dtype=np.float64)

    @property
    def practice_codes(self) -> tuple[str, ...]:
        """The codes of the practices."""
        return tuple(f"ZP{number:03d}" for number in range(1, self.practices + 1))

    @property
    def care_home_codes(self) -> tuple[str, ...]:
        """The codes of the care homes."""
        return tuple(f"ZH{number:03d}" for number in range(1, self.care_homes + 1))


def ground_for(people: int, facts: Facts) -> Ground:
    """Return the ground of a place with so many registered people."""
    return Ground(
        facts,
        practices=max(NEIGHBOURHOODS, round(people / PEOPLE_PER_PRACTICE)),
        care_homes=max(2, round(people / PEOPLE_PER_CARE_HOME)),
    )


def facts_from(tables: Mapping[str, Rows]) -> Facts:
    """Return the facts from the shipped tables ``small_areas, ages, hrg_prices, deflator``.

    Each table is a list of rows by column name, as the CSV files of ``calibration`` hold them.
    """
    areas = tables["small_areas"]
    bands = list(areas[0])[_FIRST_BAND:]
    return Facts(
        lsoa=tuple(row["lsoa_code"] for row in areas),
        imd_rank=np.array([int(row["imd_rank"]) for row in areas]),
        imd_decile=np.array([int(row["imd_decile"]) for row in areas]),
        people=np.array([[int(row[band]) for band in bands] for row in areas]),
        women=np.array([float(row["local_share_women"]) for row in tables["ages"]]),
        prices=_prices(tables["hrg_prices"]),
        deflator={int(row["year"]): float(row["gdp_deflator"]) for row in tables["deflator"]},
    )


def _prices(rows: Rows) -> dict[str, PriceList]:
    """Return a price list for each group; unit costs are brought to the mean of the whole group."""
    lists = {}
    for group in dict.fromkeys(row["group"] for row in rows):
        own = [row for row in rows if row["group"] == group]
        activity = np.array([float(row["activity"]) for row in own])
        pounds = np.array([float(row["unit_cost"]) for row in own])
        lists[group] = PriceList(
            hrg=tuple(row["hrg"] for row in own),
            share=activity / activity.sum(),
            pence=np.rint(pounds * 100).astype(np.int64),
        )
    return lists
