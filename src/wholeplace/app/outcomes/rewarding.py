"""Targets from the months before a year, what its results earn, and what all of it may come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from wholeplace.kernel import Figure, Money, Refused, Unit
from wholeplace.outcomes import Measure
from wholeplace.outcomes.framework import FrameworkYear, OutcomeYear, at_stake, shares_in
from wholeplace.outcomes.panel import Panel
from wholeplace.outcomes.rewards import (
    Calibrated,
    Outlook,
    Result,
    Reward,
    Stake,
    draw_rewards,
    outlook,
    pots,
    rewarded,
    together,
)
from wholeplace.outcomes.targets import (
    Ahead,
    Calibration,
    Reading,
    Seen,
    calibrate_counts,
    calibrate_people,
)
from wholeplace.store.clock import random_generator

SEED, DRAWS = 1, 20_000


@dataclass(frozen=True, slots=True)
class Rewarded:
    """The targets of a year by measure, what was earned, and the outlook if nothing changes."""

    calibrations: Mapping[str, Calibration]
    reward: Reward | None = None
    outlook: Outlook | None = None
    warnings: tuple[str, ...] = field(default_factory=tuple)


def reward_year(
    framework: FrameworkYear, panel: Panel, reading: Reading | None, budget: Figure | None
) -> Rewarded:
    """Return the targets that months before the year set, and what its results earn.

    ``budget`` is that of the year; without it nothing is at stake that could be told in money.
    """
    told: list[str] = []
    paid = [one for one in framework.outcomes if one.is_paid_by_result]
    found = dict(_calibrated(framework, paid, panel, reading, told)) if reading else {}
    if paid and reading is None:
        told.append("no target is set: nothing says how a history is to be read (reading)")
    if budget is None or not isinstance(budget.value, Fraction):
        told.append(_no_stake(budget))
        return Rewarded(found, warnings=tuple(told))
    stake, _ = at_stake(framework, Money(round(budget.value * 100), budget.currency))
    weights = framework.weights
    if not weights:
        return Rewarded(found, warnings=tuple(told))
    results = {one.outcome.measure: _result(one, panel, framework, found) for one in paid}
    shares = {
        name: _with_counts(share, name, panel, framework)
        for name, share in shares_in(framework, results).items()
    }
    reward = rewarded(stake, weights, shares)
    drawn = _outlook(paid, found, pots(stake, weights))
    return Rewarded(found, reward, drawn, tuple(told))


def _with_counts(share: Figure, measure: str, panel: Panel, framework: FrameworkYear) -> Figure:
    """Return a share with what was counted for it beneath, so that who reads can see how few."""
    if share.is_missing or all(one.measure != measure for one in panel.measures):
        return share  # nothing is known, or it was earned by work
    point, base = panel.year(measure, framework.year), f"reward.{measure}"
    counted = Figure(f"{base}.counted", Fraction(point.numerator), Unit.COUNT, "Counted")
    unit = Unit.YEARS if panel.measures[panel.number(measure)].kind == "rate" else Unit.COUNT
    of = Figure(f"{base}.of", point.denominator, unit, "Of person-years or people")
    return replace(share, children=(counted, of))


def _no_stake(budget: Figure | None) -> str:
    why = (
        "run the year for its budget" if budget is None else f"its budget is missing: {budget.note}"
    )
    return f"nothing is at stake that could be told: {why}"


def _calibrated(
    framework: FrameworkYear,
    paid: list[OutcomeYear],
    panel: Panel,
    reading: Reading | None,
    told: list[str],
) -> Iterator[tuple[str, Calibration]]:
    for one in paid:
        curve = one.curve.value if one.curve else None
        name = one.outcome.measure
        if not isinstance(curve, Calibrated) or reading is None or one.marks is not None:
            continue
        measure = panel.measures[panel.number(name)]
        if measure.kind not in {"rate", "proportion"} or measure.value or measure.each == "person":
            told.append(f"no target is set for {name}: only counts of events or people have one")
            continue
        try:
            yield name, _from_history(framework, measure, panel, reading, curve)
        except (Refused, ValueError) as wrong:
            told.append(f"no target is set for {name}: {str(wrong).splitlines()[0]}")


def _from_history(
    framework: FrameworkYear, measure: Measure, panel: Panel, reading: Reading, curve: Calibrated
) -> Calibration:
    series = panel.series(measure.measure)
    start, end = framework.year.start, framework.year.end
    seen = [
        Seen(month, point.numerator, float(point.denominator))
        for month, point in zip(panel.months, series, strict=True)
        if month.start < start and not point.why
    ]
    ahead = [
        Ahead(month, float(point.denominator))
        for month, point in zip(panel.months, series, strict=True)
        if start <= month.start < end
    ]
    calibrate = calibrate_people if measure.kind == "proportion" else calibrate_counts
    return calibrate(measure.measure, seen, ahead, reading, curve.promise, measure.better)


def _result(
    one: OutcomeYear,
    panel: Panel,
    framework: FrameworkYear,
    calibrations: Mapping[str, Calibration],
) -> Result:
    """Return what a measure came to: what was counted for a target, its value for agreed marks."""
    name = one.outcome.measure
    point = panel.year(name, framework.year)
    calibration = calibrations.get(name)
    if point.value is None:
        return Result(None, one.outcome.better, why=point.why)
    if calibration is None:
        return Result(point.value, one.outcome.better)
    return Result(Fraction(point.numerator), one.outcome.better, calibration.marks)


def _outlook(
    paid: list[OutcomeYear], found: Mapping[str, Calibration], parts: Mapping[str, Money]
) -> Outlook | None:
    stakes = [
        Stake(
            one.outcome.measure,
            parts[one.outcome.measure],
            found[one.outcome.measure].law,
            found[one.outcome.measure].marks,
            one.curve.value,
            one.outcome.parties,
        )
        for one in paid
        if one.curve is not None and one.outcome.measure in found
    ]
    if not stakes:
        return None
    names = [stake.measure for stake in stakes]
    how = together(
        names,
        [found[name].unexpected for name in names],
        [stake.marks.better == "lower" for stake in stakes],
    )
    drawn = draw_rewards(stakes, DRAWS, random_generator(SEED), how.correlation)
    return outlook(drawn, {stake.measure: stake.pot for stake in stakes}, how)
