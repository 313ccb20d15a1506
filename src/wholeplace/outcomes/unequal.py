"""How unequal a rate is between ranked groups: each group's rate, and the slope through them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.outcomes.statistics import (
    Estimates,
    Missing,
    Scale,
    Slope,
    directly_standardised,
    errors_of,
    estimates,
    rates,
    slope_index,
)
from wholeplace.outcomes.strata import SEXES, Cell, Strata, strata, without_gaps

FEWEST_GROUPS = 3
"""Through two groups a line always goes: it says nothing of a slope. assumed: three are enough."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95% limits; all are missing where ``why`` says why."""

    value: float | None
    lower: float | None
    upper: float | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class GroupRate:
    """The rate of one group: as it is, and standardised for age and sex."""

    group: str
    events: int
    person_years: float
    crude: Estimate
    standardised: Estimate


@dataclass(frozen=True, slots=True)
class Line:
    """The slope through ranked groups, the most deprived first; each with 95% limits.

    ``index`` is the slope index of inequality: the rate at the least deprived end less that at the
    most deprived end, which is ``start``. ``relative`` is the one over the other.
    """

    index: Estimate
    relative: Estimate
    start: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of groups in order, and of all; ``joined`` as ``Strata`` has it.

    ``not_standardised`` is how many events were of people whose sex is not said: they are in the
    crude rates alone.
    """

    rows: tuple[GroupRate, ...]
    whole: GroupRate
    joined: int
    not_standardised: int


def rates_of(
    cells: Iterable[Cell],
    groups: Sequence[str],
    people: Mapping[int, float],
    per: int,
    days_in_year: float,
) -> Rates:
    """Return the rates of groups, ``per`` so many person-years; all groups are in ``whole``.

    ``people`` is the standard population by the first age of a band. Raises ``ValueError`` where
    nobody is in any group.
    """
    found = list(cells)
    if not sum(cell.days for cell in found):
        raise ValueError("nobody is in the population")
    has_days = {cell.group for cell in found if cell.days}
    split = without_gaps(strata(found, [g for g in groups if g in has_days], people, days_in_year))
    everybody = [Cell("", c.sex, c.from_age, c.events, c.days) for c in found]
    of_all = strata(everybody, [""], people, days_in_year)
    by_group = _rows(found, split, per, days_in_year)
    whole = _rows(everybody, of_all, per, days_in_year)[0]
    lost = sum(cell.events for cell in found if cell.sex not in SEXES)
    return Rates(tuple(by_group), whole, split.joined, lost)


def _rows(cells: Sequence[Cell], split: Strata, per: int, days_in_year: float) -> list[GroupRate]:
    events = [sum(c.events for c in cells if c.group == g) for g in split.groups]
    years = [sum(c.days for c in cells if c.group == g) / days_in_year for g in split.groups]
    crude, level = rates(events, years, per), _standardised(split, per)
    return [
        GroupRate(group, events[i], years[i], _estimate(crude, i), _estimate(level, i))
        for i, group in enumerate(split.groups)
    ]


def _standardised(split: Strata, per: int) -> Estimates:
    lacks = np.asarray((split.person_years <= 0).any(axis=1) | (not split.weights.size))
    # A group without anybody in a stratum is worked out as if it had, and not shown.
    years = np.where(split.person_years > 0, split.person_years, 1.0)
    weights = split.weights
    if not weights.size:
        years, weights = np.ones((len(lacks), 1)), np.ones(1)
    events = split.events if split.weights.size else np.zeros((len(lacks), 1))
    found = directly_standardised(events, years, weights, per)
    why = np.where(lacks, Missing.EMPTY_BAND.value, found.why)
    return estimates(found.value, found.lower, found.upper, why)


def _estimate(found: Estimates, i: int) -> Estimate:
    why = str(found.why[i])
    return Estimate(_number(found.value[i]), _number(found.lower[i]), _number(found.upper[i]), why)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def why_no_line(rows: Sequence[GroupRate]) -> str:
    """Return why no slope can be drawn through groups, or nothing where one can."""
    if len(rows) < FEWEST_GROUPS:
        have = {0: "in no known group", 1: "all in one group"}.get(
            len(rows), f"in {len(rows)} groups"
        )
        return f"people are {have}; a slope needs {FEWEST_GROUPS} groups or more"
    lacking = [row for row in rows if row.standardised.value is None]
    if lacking:
        # Which group it is stays untold: it may be one that is not shown.
        return f"some group has no standardised rate: {lacking[0].standardised.why}"
    return ""


def line_of(rows: Sequence[GroupRate], chance: np.random.Generator) -> Line:
    """Return the slope through standardised rates; raises ``ValueError`` (see ``why_no_line``)."""
    if why := why_no_line(rows):
        raise ValueError(why)
    level = [row.standardised for row in rows]
    values, lower, upper = (
        np.array([getattr(one, name) for one in level], dtype=np.float64)
        for name in ("value", "lower", "upper")
    )
    errors = errors_of(lower, upper, Scale.RATE)
    people = [row.person_years for row in rows]
    return _line(slope_index(values, errors, people, chance, Scale.RATE))


def _line(found: Slope) -> Line:
    return Line(
        Estimate(float(found.index), float(found.index_lower), float(found.index_upper)),
        Estimate(float(found.relative), float(found.relative_lower), float(found.relative_upper)),
        float(found.start),
    )
