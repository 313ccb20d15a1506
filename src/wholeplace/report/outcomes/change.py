"""From one year to the next: how much better or worse, and whether chance alone would do it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np

from wholeplace.outcomes.statistics import Scale, errors_of
from wholeplace.report.outcomes.data import Card, Value
from wholeplace.report.outcomes.numbers import fixed, places_for

_BEYOND = 1.959964
_SCALES = {"rate": Scale.RATE, "proportion": Scale.PROPORTION}


@dataclass(frozen=True, slots=True)
class Changed:
    """By how much a value differs from the one before it; ``beyond`` is missing if not known."""

    by: float
    share: float | None
    is_better: bool
    beyond: bool | None

    @property
    def chance(self) -> str:
        """Whether chance alone would do it, in words."""
        if self.beyond is None:
            return "not known whether beyond chance"
        return "beyond chance" if self.beyond else "within chance"

    @property
    def says(self) -> str:
        """The change in words: ``better by 3.2 (4.1%), beyond chance``."""
        if not self.by:
            return "no change"
        word = "better" if self.is_better else "worse"
        part = "" if self.share is None else f" ({fixed(abs(self.share) * 100, 1)}%)"
        return f"{word} by {fixed(abs(self.by), places_for(self.by))}{part}, {self.chance}"


def changed(card: Card) -> Changed | None:
    """Return the change of a measure from the year before; none where one of them is not told.

    Beyond chance: the difference is more than 1.96 standard errors of it, each of them from the 95%
    limits, on the scale on which these are even (logarithm of a rate, log odds of a proportion).
    """
    if card.before is None or card.year.value is None or card.before.value is None:
        return None
    now, then = card.year.value, card.before.value
    by = now - then
    is_better = (by < 0) is (card.measure.better == "lower")
    return Changed(by, by / abs(then) if then else None, is_better, _beyond(card, card.before))


def _beyond(card: Card, before: Value) -> bool | None:
    scale, per = _SCALES.get(card.measure.kind, Scale.PLAIN), 1
    if scale is Scale.PROPORTION:
        per = card.measure.per
    found = [_at(one, scale, per) for one in (card.year, before)]
    numbers = [number for pair in found for number in pair]
    if not all(map(isfinite, numbers)):
        return None
    (now, error), (then, other) = found
    return abs(now - then) > _BEYOND * sqrt(error**2 + other**2)


def _at(value: Value, scale: Scale, per: int) -> tuple[float, float]:
    """Return a value and its standard error on a scale; not finite where there is none."""
    if value.value is None or value.lower is None or value.upper is None:
        return np.nan, np.nan
    middle, lower, upper = (np.float64(n / per) for n in (value.value, value.lower, value.upper))
    # A value at an end of its scale has no place on it: then nothing is compared.
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale is Scale.RATE:
            middle = np.log(middle)
        elif scale is Scale.PROPORTION:
            middle = np.log(middle / (1 - middle))
        error = errors_of(lower, upper, scale)
    return float(middle), float(error)
