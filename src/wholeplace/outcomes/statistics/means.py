"""Means with their limits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.outcomes.statistics.estimates import (
    CONFIDENCE,
    Estimates,
    Missing,
    Numbers,
    counts,
    estimates,
    reasons,
)

FEWEST_VALUES = 2


def means(
    number: ArrayLike, mean: ArrayLike, deviation: ArrayLike, confidence: float = CONFIDENCE
) -> Estimates:
    """Return means with their t limits, from what a database says of each group's values.

    ``number`` is how many values there are, ``deviation`` their standard deviation (that of a
    sample: over n - 1). mean -+ t sqrt(deviation^2 / n), t with n - 1 degrees of freedom. Any
    shapes that go together. Source: Student 1908, as in the English public-health statistics.
    Missing where a group has no value, or only one; its mean and deviation are then not looked at.
    Raises ``ValueError`` for a number or deviation below nought, or a mean that is missing.
    """
    # It takes most of a second to import, and a load of records needs no interval.
    from scipy.special import stdtrit  # noqa: PLC0415 - see above

    if not 0 < confidence < 1:
        raise ValueError(f"a confidence of {confidence} is not between 0 and 1")
    n, middle, spread = np.broadcast_arrays(
        counts(number, "values"),
        np.asarray(mean, dtype=np.float64),
        np.asarray(deviation, dtype=np.float64),
    )
    enough = n >= FEWEST_VALUES
    spread = counts(np.where(enough, spread, 0.0), "standard deviations")
    if not np.isfinite(middle[enough]).all():
        raise ValueError("a mean is missing")
    over = np.where(enough, n, FEWEST_VALUES)
    half = stdtrit(over - 1, (1 + confidence) / 2) * spread / np.sqrt(over)
    why = reasons(n.shape, (Missing.NO_VALUE, n <= 0), (Missing.ONE_VALUE, ~enough))
    return estimates(middle, middle - half, middle + half, why)


def means_of(values: ArrayLike, confidence: float = CONFIDENCE) -> Estimates:
    """Return the mean of each row of values with its t limits (see ``means``).

    The last axis is that of the values; those that are missing (NaN) are left out.
    """
    found = np.asarray(values, dtype=np.float64)
    known = ~np.isnan(found)
    n = known.sum(-1)
    middle = np.where(known, found, 0.0).sum(-1) / np.maximum(n, 1)
    away: Numbers = np.where(known, found - middle[..., None], 0.0)
    deviation = np.sqrt((away**2).sum(-1) / np.maximum(n - 1, 1))
    return means(n, middle, deviation, confidence)
