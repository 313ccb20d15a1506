"""Life expectancy of groups, from what is counted of their deaths and person-time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.outcomes.statistics import AGES, life_expectancy
from wholeplace.outcomes.strata import SEXES, Cell
from wholeplace.outcomes.unequal import Estimate

PERSONS = "all"

WIDEST = 20
"""Years between the limits of a life expectancy beyond which it is not told: the practice of the
English public-health statistics."""


@dataclass(frozen=True, slots=True)
class Life:
    """The years that people of a group and sex (``PERSONS``: everybody) can expect at ``age``."""

    group: str
    sex: str
    age: int
    deaths: int
    person_years: float
    expected: Estimate


def lives(
    cells: Iterable[Cell], groups: Sequence[str], age: int, days_in_year: float
) -> list[Life]:
    """Return life expectancy at ``age`` of each group: of everybody, then of men and women.

    Cells are those of the bands of ``AGES``; ``age`` is one of these, and younger people are left
    out.
    """
    ages = [one for one in AGES if one >= age]
    keys = [(group, sex) for group in groups for sex in (PERSONS, *SEXES)]
    at = {key: i for i, key in enumerate(keys)}
    deaths, days = (np.zeros((len(keys), len(ages))) for _ in range(2))
    for cell in cells:
        for sex in {PERSONS, cell.sex}:
            if (cell.group, sex) in at and cell.from_age >= age:
                place = at[cell.group, sex], ages.index(cell.from_age)
                deaths[place] += cell.events
                days[place] += cell.days
    years = days / days_in_year
    found = life_expectancy(deaths, years, ages)
    return [
        Life(
            group,
            sex,
            age,
            int(deaths[i].sum()),
            float(years[i].sum()),
            _first(found.value[i, 0], found.lower[i, 0], found.upper[i, 0], str(found.why[i, 0])),
        )
        for i, (group, sex) in enumerate(keys)
    ]


def _first(value: float, lower: float, upper: float, why: str) -> Estimate:
    if not why and upper - lower > WIDEST:
        why = f"limits more than {WIDEST} years apart"
    if why:
        return Estimate(None, None, None, why)
    return Estimate(float(value), float(lower), float(upper))
