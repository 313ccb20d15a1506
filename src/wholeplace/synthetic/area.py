"""The ground: small areas with their deprivation, and the organisations that serve them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import Floats, Ints, days, keys, pick, same, table

NEIGHBOURHOODS = 8
PEOPLE_PER_PRACTICE = 8_000  # assumed
PEOPLE_PER_CARE_HOME = 6_000  # assumed
PEOPLE_PER_LSOA = 1_900  # Hillingdon, mid-2020: 309,014 people (ONS) in 161 LSOAs of 2011

# LSOAs of Hillingdon in national deciles 1 to 10, Indices of Deprivation 2019 (MHCLG, OGL v3).
_LSOAS_BY_DECILE = np.array([0, 7, 26, 24, 24, 15, 12, 18, 25, 10])
_LSOAS_OF_ENGLAND = 32_844
_OPENED = np.datetime64("2013-04-01").astype(int)  # the first day of the reformed NHS


@dataclass(frozen=True, slots=True)
class Area:
    """The small areas of a place: the decile (1 = most deprived) and national rank of each LSOA."""

    decile: Ints
    rank: Ints
    practices: int
    care_homes: int

    @property
    def neighbourhood(self) -> Ints:
        """The neighbourhood, from 0, of each LSOA."""
        return np.arange(len(self.decile)) * NEIGHBOURHOODS // len(self.decile)

    @property
    def deprivation(self) -> Floats:
        """The relative risk of ill health of each LSOA (assumed: 6 points of 100 by decile)."""
        return np.array(1.0 + 0.06 * (5.5 - self.decile), dtype=np.float64)


def draw_area(people: int, rng: np.random.Generator) -> Area:
    """Return small areas for a place of so many people; like deciles lie near each other."""
    size = max(NEIGHBOURHOODS, round(people / PEOPLE_PER_LSOA))
    decile = 1 + rng.choice(10, size, p=_LSOAS_BY_DECILE / _LSOAS_BY_DECILE.sum())
    decile = decile[np.argsort(decile + rng.normal(0, 2, size), kind="stable")]
    rank = (decile - rng.random(size)) * _LSOAS_OF_ENGLAND / 10
    return Area(
        decile=decile,
        rank=np.ceil(rank).astype(np.int64),
        practices=max(NEIGHBOURHOODS, round(people / PEOPLE_PER_PRACTICE)),
        care_homes=max(2, round(people / PEOPLE_PER_CARE_HOME)),
    )


def geography(area: Area) -> pa.Table:
    """Return the canonical table ``geography``: one row per LSOA of 2011, deprivation of 2019."""
    number = np.arange(len(area.decile))
    return table(
        "geography",
        lsoa_code=keys("ZL", number + 1, 4),
        lsoa_year=same(2011, len(number)),
        la_code=same("ZLA", len(number)),
        ward_code=keys("ZW", area.neighbourhood + 1, 1),
        imd_year=same(2019, len(number)),
        imd_rank=pa.array(area.rank),
        imd_decile=pa.array(area.decile),
    )


def organisation(area: Area) -> pa.Table:
    """Return the canonical table ``organisation``; a practice's parent is its neighbourhood."""
    code, name, kind, parent = zip(*_organisations(area), strict=True)
    everywhere = np.arange(len(code))
    return table(
        "organisation",
        code=pick(code, everywhere),
        name=pick(name, everywhere),
        type=pick(kind, everywhere),
        parent_code=pick(parent, everywhere),
        valid_from=days(np.full(len(code), _OPENED)),
    )


def _organisations(area: Area) -> Iterator[tuple[str, str, str, str | None]]:
    yield "ZCCG", "Synthetic Clinical Commissioning Group", "commissioner", None
    yield "ZLA", "Synthetic Borough Council", "council", None
    yield "ZACUTE", "Synthetic Hospitals NHS Trust", "acute", None
    yield "ZOUT", "Out-of-area Hospitals NHS Trust", "acute", None
    yield "ZCOMM", "Synthetic Community and Mental Health NHS Trust", "community", None
    yield "ZVOL", "Synthetic Voluntary Alliance", "voluntary", None
    yield "ZCARE", "Synthetic Home Care", "home_care", None
    for number in range(1, NEIGHBOURHOODS + 1):
        yield f"ZN{number}", f"Neighbourhood {number}", "neighbourhood", None
    for number in range(1, area.practices + 1):
        parent = f"ZN{(number - 1) % NEIGHBOURHOODS + 1}"
        yield f"ZP{number:03d}", f"Practice {number}", "practice", parent
    for number in range(1, area.care_homes + 1):
        yield f"ZH{number:03d}", f"Care Home {number}", "care_home", None
