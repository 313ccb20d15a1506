"""Targets of a mean: yearly means, or the mean of a sample of people."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from wholeplace.outcomes.targets.calibrate import Calibration
from wholeplace.outcomes.targets.mean import Means
from wholeplace.outcomes.targets.model import SIGNIFICANT
from wholeplace.outcomes.targets.terms import (
    FOLLOWED,
    IF_SIGNIFICANT,
    KNOWN,
    Better,
    Promise,
    Reading,
)
from wholeplace.outcomes.targets.thresholds import marks

_FEWEST_MEANS = 3


def calibrate_means(
    measure: str,
    years: Sequence[float],
    reading: Reading,
    promise: Promise,
    better: Better,
    years_ahead: int = 1,
) -> Calibration:
    """Return the marks of a yearly mean: Student's t about the level or the trend of the years.

    Error: s sqrt(1 + 1/n + (t - mean t)^2 / sum of squares), the last with a trend only. Raises
    ``ValueError`` for fewer than three years, or years that are all alike.
    """
    y = np.asarray(years, np.float64)
    if len(y) < _FEWEST_MEANS or not np.isfinite(y).all():
        raise ValueError(f"a target of a mean needs {_FEWEST_MEANS} years or more, all of them")
    slope, error = _line(y)
    chance = _chance_of_slope(slope, error, len(y) - 2)
    followed = reading.trend == FOLLOWED or (
        reading.trend == IF_SIGNIFICANT and chance < SIGNIFICANT
    )
    law = _means_law(y, slope, years_ahead, followed=followed, known=reading.baseline == KNOWN)
    steps = (
        f"{len(y)} years, {'their trend followed' if followed else 'their level taken'}",
        f"standard error {law.error:.6g} with {law.degrees} degrees of freedom",
    )
    found = marks(law, better, promise)
    trend = slope if followed else None
    return Calibration(measure, law, found, promise, trend, steps, reading.source)


def _line(y: NDArray[np.float64]) -> tuple[float, float]:
    t = np.arange(len(y)) - (len(y) - 1) / 2
    slope = float((t * y).sum() / (t**2).sum())
    rest = y - y.mean() - slope * t
    degrees = max(len(y) - 2, 1)
    return slope, float(np.sqrt((rest**2).sum() / degrees / (t**2).sum()))


def _chance_of_slope(slope: float, error: float, degrees: int) -> float:
    if error == 0:
        return 0.0 if slope else 1.0
    return float(2 * special.stdtr(degrees, -abs(slope) / error))


def _means_law(
    y: NDArray[np.float64],
    slope: float,
    years_ahead: int,
    *,
    followed: bool,
    known: bool,
) -> Means:
    n = len(y)
    t = np.arange(n) - (n - 1) / 2
    then = (n - 1) / 2 + years_ahead
    fitted = y.mean() + (slope * t if followed else 0.0)
    degrees = n - (2 if followed else 1)
    spread = sqrt(float(((y - fitted) ** 2).sum()) / degrees)
    far = then**2 / float((t**2).sum()) if followed else 0.0
    error = spread * (1.0 if known else sqrt(1 + 1 / n + far))
    expected = float(y.mean()) + (slope * then if followed else 0.0)
    return Means(expected, error, degrees)
