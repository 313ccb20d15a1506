"""The measures of a year by group with their limits, standardised, and how unequal they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wholeplace.kernel import FinancialYear
from wholeplace.outcomes.panel.panel import SEXES, Panel, Tally
from wholeplace.outcomes.panel.people import AGE
from wholeplace.outcomes.statistics import (
    Estimates,
    Numbers,
    Scale,
    Slope,
    errors_of,
    estimates,
    means,
    proportions_where_fit,
    rates_where_fit,
    slope_index,
    standardised_where_fit,
)
from wholeplace.outcomes.strata import Strata, without_gaps

FEWEST_GROUPS = 3
_BY_SEX = "sex"
_OF_RATES = "only rates over person-time of events are standardised"
_OF_AGE = "groups of age are not standardised for age"
_FEW = "fewer than three groups have a value"


@dataclass(frozen=True, slots=True)
class YearRates:
    """A measure of a year by group: as it is, and standardised for age and sex.

    Standardised rates of groups are over the same strata; ``joined`` is how many of these were
    joined with a neighbour, since some group had nobody in them.
    """

    levels: tuple[str, ...]
    crude: Estimates
    standardised: Estimates
    joined: int


def year_rates(
    panel: Panel, measure: str, breakdown: str, year: FinancialYear, standard: Mapping[int, float]
) -> YearRates:
    """Return a measure of a year by group; ``standard`` is a population by the first age of a band.

    Rates have Poisson limits, proportions Wilson's, means those of t. Of a sum of values (days in
    bed) and of people who count once no limits are known, and they are missing. Limits of rates
    take events for independent: where they come again to the same people, they are too narrow.
    Raises ``Refused`` for an unknown name.
    """
    levels = panel.levels(breakdown)
    k, i = panel.number(measure), panel.number_of_year(year)
    tally = panel.tallies[breakdown]
    why = str(panel.year_why[k, i])
    crude = _told(_crude(panel, tally, k, i), why)
    level, joined = _standardised(panel, breakdown, k, i, standard)
    return YearRates(levels, crude, _told(level, why), joined)


def _told(found: Estimates, why: str) -> Estimates:
    if not why:
        return found
    return estimates(found.value, found.lower, found.upper, why)


def _crude(panel: Panel, tally: Tally, k: int, i: int) -> Estimates:
    measure = panel.measures[k]
    top, under = (side[k, :, i].astype(np.float64) for side in tally.by_year())
    per = measure.per
    if measure.kind == "proportion":
        return _times(proportions_where_fit(top, under), per)
    if measure.kind == "mean":
        return _times(_means(top, under, tally.squares[k, :, i].astype(np.float64)), per)
    found = rates_where_fit(top, under / panel.years[i].days, per)
    if measure.value or measure.each == "person":
        none = np.full_like(found.value, np.nan)
        return Estimates(found.value, none, none, found.why)
    return found


def _times(found: Estimates, per: int) -> Estimates:
    return Estimates(found.value * per, found.lower * per, found.upper * per, found.why)


def _means(total: Numbers, number: Numbers, squares: Numbers) -> Estimates:
    mean = total / np.maximum(number, 1)
    spread = np.maximum(squares - number * mean**2, 0) / np.maximum(number - 1, 1)
    return means(number, mean, np.sqrt(spread))


def _standardised(
    panel: Panel, breakdown: str, k: int, i: int, standard: Mapping[int, float]
) -> tuple[Estimates, int]:
    measure, tally = panel.measures[k], panel.tallies[breakdown]
    none = np.full(len(tally.levels), np.nan)
    if measure.kind != "rate" or measure.value or measure.each == "person":
        return estimates(none, none, none, _OF_RATES), 0
    if breakdown == AGE:
        return estimates(none, none, none, _OF_AGE), 0
    bands, split = _strata(panel, tally, k, i, standard, merge=breakdown == _BY_SEX)
    there = split.person_years.sum(axis=1) > 0
    if not bands or not there.any():
        return standardised_where_fit(
            np.zeros((len(none), 1)), np.zeros((len(none), 1)), np.ones(1)
        ), 0
    some = Strata(
        tuple(name for name, is_there in zip(tally.levels, there, strict=True) if is_there),
        split.sexes,
        split.events[there],
        split.person_years[there],
        split.weights,
    )
    whole = without_gaps(some)
    found = standardised_where_fit(whole.events, whole.person_years, whole.weights, measure.per)
    return _spread(found, there), whole.joined


def _spread(found: Estimates, there: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Estimates:
    """Return estimates of all groups, those who had nobody missing."""
    parts = []
    for one in (found.value, found.lower, found.upper):
        whole = np.full(len(there), np.nan)
        whole[there] = one
        parts.append(whole)
    why = np.full(len(there), "nothing to divide by", dtype="<U80")
    why[there] = found.why
    return Estimates(parts[0], parts[1], parts[2], why)


def _strata(
    panel: Panel, tally: Tally, k: int, i: int, standard: Mapping[int, float], *, merge: bool
) -> tuple[list[int], Strata]:
    """Return events and person-years in the bands of the standard; with ``merge`` of either sex."""
    bands = sorted(standard)
    of_age = np.searchsorted(np.array(bands), np.array(panel.ages), side="right") - 1
    take = np.zeros((len(panel.ages), len(bands)))
    take[np.arange(len(panel.ages)), np.maximum(of_age, 0)] = 1
    both = tally.by_stratum[:, k, :, i, : len(SEXES) - 1].astype(np.float64) @ take
    if merge:
        both = both.sum(axis=2, keepdims=True)
    sexes = [sex for sex in SEXES[: both.shape[2]] for _ in bands]
    weights = np.array([standard[one] for one in bands] * both.shape[2], dtype=np.float64)
    flat = both.reshape(2, len(tally.levels), -1)
    used = (flat[1].sum(axis=0) > 0) & (weights > 0)
    return bands, Strata(
        tally.levels,
        tuple(sex for sex, is_used in zip(sexes, used, strict=True) if is_used),
        flat[0][:, used],
        flat[1][:, used] / panel.years[i].days,
        weights[used],
    )


def slope_of(
    panel: Panel,
    measure: str,
    year: FinancialYear,
    standard: Mapping[int, float],
    chance: np.random.Generator,
) -> tuple[Slope | None, str]:
    """Return the slope over tenths of deprivation, the most deprived first, or why there is none.

    Of rates it is that of the standardised ones. Groups are weighted by their denominators.
    """
    found = year_rates(panel, measure, "deprivation", year, standard)
    k, i = panel.number(measure), panel.number_of_year(year)
    is_rate = panel.measures[k].kind == "rate" and not panel.measures[k].value
    values = found.standardised if is_rate and panel.measures[k].each == "event" else found.crude
    at = [n for n, level in enumerate(found.levels) if level.isdecimal()]
    if len(at) < FEWEST_GROUPS:
        return None, _FEW
    some = [n for n in at if values.why[n]]
    if some:
        return None, str(values.why[some[0]])
    if np.isnan(values.lower[at]).any() or np.isnan(values.upper[at]).any():
        return None, "some group has no limits"
    per = panel.measures[k].per
    scale = Scale.PROPORTION if panel.measures[k].kind == "proportion" else Scale.RATE
    size = per if scale is Scale.PROPORTION else 1
    parts = [one[at] / size for one in (values.value, values.lower, values.upper)]
    if scale is Scale.PROPORTION and not ((parts[0] > 0) & (parts[0] < 1)).all():
        return None, "some group has none or all"
    if not (parts[1] > 0).all():
        return None, "some group has a limit of nought"
    people = panel.tallies["deprivation"].by_year()[1, k, at, i].astype(np.float64)
    errors = errors_of(parts[1], parts[2], scale)
    return slope_index(parts[0], errors, people, chance, scale), ""
