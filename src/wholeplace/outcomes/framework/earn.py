"""What each outcome of a year earns: by its result where it is paid, else by the work done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from wholeplace.kernel import Figure, Unit
from wholeplace.outcomes.framework.document import PAID_FOR
from wholeplace.outcomes.framework.year import FrameworkYear, OutcomeYear
from wholeplace.outcomes.rewards import Result, share_of

WORK = {
    "sampling": "a method of sampling and capturing the data was delivered",
    "baseline": "a baseline was delivered",
}


def shares_in(found: FrameworkYear, results: Mapping[str, Result]) -> dict[str, Figure]:
    """Return the share of its reward that each outcome of a year earns, by measure.

    ``results`` are of outcomes that are paid by them: one without marks of its own takes those that
    were agreed. The others are paid for the work of their phase. What nobody told is missing.
    """
    return {
        one.outcome.measure: _share(one, results)
        for one in found.outcomes
        if one.outcome.class_ == PAID_FOR and one.phase
    }


def _share(one: OutcomeYear, results: Mapping[str, Result]) -> Figure:
    measure = one.outcome.measure
    if not one.is_paid_by_result:
        return _of_work(one)
    if one.curve is None:
        return _missing(measure, "its curve does not hold yet")
    result = results.get(measure, Result(None, one.outcome.better))
    if result.marks is None and one.marks is not None:
        result = replace(result, marks=one.marks.as_marks(one.outcome.better))
    return share_of(one.curve.value, result, measure, one.curve.source)


def _of_work(one: OutcomeYear) -> Figure:
    measure, work = one.outcome.measure, WORK[one.phase]
    if one.work is None:
        return _missing(measure, f"nobody said whether {work}")
    return replace(
        _missing(measure, ""),
        value=Fraction(int(one.work.delivered)),
        formula=f"all where {work}, else nothing",
        inputs="it was" if one.work.delivered else "it was not",
        source=one.work.source,
    )


def _missing(measure: str, why: str) -> Figure:
    return Figure(f"reward.{measure}.share", None, Unit.FRACTION, "Share of the reward", note=why)
