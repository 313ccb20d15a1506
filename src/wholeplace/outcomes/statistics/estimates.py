"""What a statistic comes to for many areas at once, and the checks that all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95

Numbers = NDArray[np.float64]


class Missing(StrEnum):
    """Why a statistic is missing."""

    NOT_MISSING = ""
    FEW_EVENTS = "fewer than 10 events"
    SMALL_POPULATION = "5,000 person-years or fewer"
    EMPTY_BAND = "nobody in a band of age"
    MORE_DEATHS = "more deaths than person-years in a band of age"
    NOBODY_LIVES = "so many deaths in a band of age that nobody would live through it"
    NO_OLD_DEATHS = "nobody died in the oldest band of age"
    NO_COUNT = "its count is missing"
    NEGATIVE_COUNT = "its count is negative"
    NO_DENOMINATOR = "nothing to divide by"
    ABOVE_DENOMINATOR = "its numerator is above its denominator"
    NO_VALUE = "it has no value"
    ONE_VALUE = "fewer than two values"
    FEWER_THAN_GROUPS = "fewer values than groups to put them in"
    NO_EVENTS = "no events, which have no logarithm"


@dataclass(frozen=True, slots=True)
class Estimates:
    """A value with its limits for each area; all three are NaN where ``why`` says why.

    A single limit can be NaN beside a value, where the method has none.
    """

    value: Numbers
    lower: Numbers
    upper: Numbers
    why: NDArray[np.str_]


def estimates(
    value: Numbers, lower: Numbers, upper: Numbers, why: ArrayLike = Missing.NOT_MISSING
) -> Estimates:
    """Return estimates whose numbers are missing wherever there is a reason."""
    told = np.broadcast_to(np.asarray(why, dtype=np.str_), np.shape(value))
    known = told == Missing.NOT_MISSING.value
    return Estimates(
        np.where(known, value, np.nan),
        np.where(known, lower, np.nan),
        np.where(known, upper, np.nan),
        told,
    )


def reasons(shape: tuple[int, ...], *found: tuple[Missing, ArrayLike]) -> NDArray[np.str_]:
    """Return the first reason that holds in each place; ``found`` pairs each with where it does."""
    # A text for each of a million places takes seconds: number the reasons first.
    number = np.zeros(shape, dtype=np.int8)
    for i, (_, where) in reversed(list(enumerate(found, 1))):
        number = np.where(where, np.int8(i), number)
    if not number.any():
        return np.broadcast_to(np.asarray(Missing.NOT_MISSING.value), number.shape)
    words = np.array([Missing.NOT_MISSING.value, *(reason.value for reason, _ in found)])
    return np.asarray(words[number])


def counts(values: ArrayLike, what: str = "events") -> Numbers:
    """Return counts as numbers; raises ``ValueError`` for a negative or missing one."""
    numbers = np.asarray(values, dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise ValueError(f"a count of {what} is missing")
    if (numbers < 0).any():
        raise ValueError(f"a count of {what} cannot be {numbers.min():g}")
    return numbers


def exposures(values: ArrayLike, what: str = "exposure") -> Numbers:
    """Return denominators as numbers; raises ``ValueError`` unless all are above nought."""
    numbers = np.asarray(values, dtype=np.float64)
    if not np.isfinite(numbers).all() or (numbers <= 0).any():
        raise ValueError(f"a rate needs an {what} above zero")
    return numbers


def quantile_of_normal(confidence: float) -> float:
    """Return the standard normal quantile of two-sided limits; 1.96 for 95%."""
    # It takes most of a second to import, and a load of records needs no interval.
    from scipy.stats import norm  # noqa: PLC0415 - see above

    if not 0 < confidence < 1:
        raise ValueError(f"a confidence of {confidence} is not between 0 and 1")
    return float(norm.ppf((1 + confidence) / 2))
