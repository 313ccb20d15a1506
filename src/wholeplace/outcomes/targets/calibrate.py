"""Targets from a history: how a year would vary if nothing changed, and the marks that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite

from wholeplace.kernel import Month, refuse_if
from wholeplace.outcomes.targets.counts import Counts
from wholeplace.outcomes.targets.history import Seen, problems_of
from wholeplace.outcomes.targets.law import Law
from wholeplace.outcomes.targets.model import Ahead, Model, model_of, steps_of
from wholeplace.outcomes.targets.people import People
from wholeplace.outcomes.targets.terms import EXACT, KNOWN, Better, Promise, Reading
from wholeplace.outcomes.targets.thresholds import Marks, marks


@dataclass(frozen=True, slots=True)
class Calibration:
    """The marks of a measure with all that led to them.

    ``trend`` is the yearly change that was followed, as a share (of odds for people who), or
    nothing where the level was. ``steps`` say in words what was done, in order. ``unexpected`` is
    how far each month of the history lay from what was expected of it (Pearson's residuals).
    """

    measure: str
    law: Law
    marks: Marks
    promise: Promise
    trend: float | None
    steps: tuple[str, ...]
    source: str = ""
    unexpected: Mapping[Month, float] = field(default_factory=dict)


def calibrate_counts(
    measure: str,
    history: Sequence[Seen],
    ahead: Sequence[Ahead],
    reading: Reading,
    promise: Promise,
    better: Better,
) -> Calibration:
    """Return the marks of a count of events in the months ahead.

    ``of`` of history and months ahead is person-time in the same unit, or what is expected at
    fixed rates by age and sex (``standard_exposure``): so growth moves the target. Raises
    ``Refused`` for a history that cannot be read.
    """
    refuse_if(problems_of(history, measure))
    model = model_of(history, ahead, reading, of_people=False)
    return _calibrated(measure, _counts(model, reading), model, reading, promise, better)


def calibrate_people(
    measure: str,
    history: Sequence[Seen],
    ahead: Sequence[Ahead],
    reading: Reading,
    promise: Promise,
    better: Better,
) -> Calibration:
    """Return the marks of how many people do or have something, of those in the months ahead.

    Raises ``Refused`` for a history that cannot be read.
    """
    refuse_if(problems_of(history, measure, people=True))
    model = model_of(history, ahead, reading, of_people=True)
    law = _people(model, round(sum(one.of for one in ahead)), reading)
    return _calibrated(measure, law, model, reading, promise, better)


def _calibrated(
    measure: str, law: Law, model: Model, reading: Reading, promise: Promise, better: Better
) -> Calibration:
    found, steps = marks(law, better, promise), steps_of(model, reading)
    return Calibration(
        measure, law, found, promise, model.trend, steps, reading.source, model.unexpected
    )


def _counts(model: Model, reading: Reading) -> Counts:
    if reading.baseline == KNOWN:
        return Counts(model.expected, model.dispersion, degrees=model.degrees)
    law = Counts(model.expected, model.dispersion, model.variance, model.degrees)
    is_exact = reading.baseline == EXACT
    return replace(law, nudge=model.variance / model.expected) if is_exact else law


def _people(model: Model, people: int, reading: Reading) -> People:
    share = model.expected / people
    law = People(people, share, model.dispersion, degrees=model.degrees)
    if reading.baseline == KNOWN or model.variance <= 0:
        return law
    # As many people as would make the level known as well as the months do.
    seen = model.dispersion * share * (1 - share) * people**2 / model.variance
    law = replace(law, baseline=seen)
    is_exact = reading.baseline == EXACT and isfinite(seen)
    return replace(law, nudge=model.dispersion) if is_exact else law
