"""Life expectancy by an abridged life table."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.outcomes.statistics.estimates import (
    CONFIDENCE,
    Estimates,
    Missing,
    Numbers,
    counts,
    estimates,
    quantile_of_normal,
    reasons,
)

AGES = (0, 1, *range(5, 91, 5))
"""Where the bands of age of an abridged life table begin; the last has no end."""

FEWEST_PERSON_YEARS = 5_000
"""Life expectancy of no more person-years than this is not worked out (Toson and Baker 2003)."""

_FIRST_YEAR, _LATER = 0.1, 0.5  # the part of a band lived by those who die in it


def life_expectancy(
    deaths: ArrayLike,
    person_years: ArrayLike,
    ages: ArrayLike = AGES,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return the years that people of each age of ``ages`` can expect, with their limits.

    The last axis is that of the bands of age, in deaths, person-years and the answer; those before
    are areas. Chiang's second method: of M = deaths / person-years in a band of n years the
    probability of dying is q = nM / (1 + (1 - a) nM), a being 0.1 in the first year of life and
    0.5 after it; the last band is lived for 1 / M. The variance sums those of q, q^2 (1 - q) /
    deaths, and of the last band's 1 / M, which is 1 / (deaths M^2). Sources: Chiang 1968; Newell
    1994; Silcocks and others 2001 for the last band; Eayres and Williams 2004.

    Missing, with the reason, where an area has no more than 5,000 person-years, nobody in a band,
    more deaths than person-years in one (or so many that nobody would live through it), or no
    death in the last. Raises ``ValueError`` for a
    negative count, or for ages that do not rise.
    """
    dead, lived = counts(deaths, "deaths"), counts(person_years, "person-years")
    starts = counts(ages, "years of age")
    if dead.shape != lived.shape or dead.shape[-1] != len(starts):
        raise ValueError("there must be one number of deaths and person-years for each band of age")
    if len(starts) <= 1 or (np.diff(starts) <= 0).any():
        raise ValueError("the ages at which bands begin do not rise")
    why = _why(dead, lived, starts)
    fit = (why == Missing.NOT_MISSING.value)[..., None]
    # What is missing is worked out on bands in which somebody lived and died, and not shown.
    expected, error = _table(np.where(fit, dead, 1.0), np.where(fit, lived, 100.0), starts)
    z = quantile_of_normal(confidence)
    everywhere = np.broadcast_to(why[..., None], dead.shape)
    return estimates(expected, expected - z * error, expected + z * error, everywhere)


def _why(dead: Numbers, lived: Numbers, starts: Numbers) -> NDArray[np.str_]:
    rate = dead / np.where(lived > 0, lived, 1.0)
    part, years = _parts(starts)
    return reasons(
        dead.shape[:-1],
        (Missing.SMALL_POPULATION, lived.sum(-1) <= FEWEST_PERSON_YEARS),
        (Missing.EMPTY_BAND, (lived <= 0).any(-1)),
        (Missing.MORE_DEATHS, (dead > lived).any(-1)),
        # The method then has a probability of dying of 1 or more, and fewer than nobody left.
        (Missing.NOBODY_LIVES, (part * years * rate[..., :-1] >= 1).any(-1)),
        (Missing.NO_OLD_DEATHS, dead[..., -1] <= 0),
    )


def _parts(starts: Numbers) -> tuple[Numbers, Numbers]:
    """Return of each band but the last the part lived by those who die in it, and its years."""
    return np.where(starts[:-1] == 0, _FIRST_YEAR, _LATER), np.diff(starts)


def _table(dead: Numbers, lived: Numbers, starts: Numbers) -> tuple[Numbers, Numbers]:
    """Return life expectancy and its standard error at the start of each band."""
    rate, (part, years) = dead / lived, _parts(starts)
    dying = years * rate[..., :-1] / (1 + (1 - part) * years * rate[..., :-1])
    left = np.cumprod(1 - dying, axis=-1)
    alive = np.concatenate([np.ones_like(left[..., :1]), left], axis=-1)
    spent = years * (alive[..., 1:] + part * (alive[..., :-1] - alive[..., 1:]))
    spent = np.concatenate([spent, alive[..., -1:] / rate[..., -1:]], axis=-1)
    expected = _from_the_end(spent) / alive
    # A band in which nobody died adds no variance.
    some = np.where(dead[..., :-1] > 0, dead[..., :-1], 1.0)
    weight = alive[..., :-1] * ((1 - part) * years + expected[..., 1:])
    of_dying = weight**2 * dying**2 * (1 - dying) / some
    of_last = alive[..., -1:] ** 2 / (dead[..., -1:] * rate[..., -1:] ** 2)
    variance = _from_the_end(np.concatenate([of_dying, of_last], axis=-1))
    return expected, np.sqrt(variance) / alive


def _from_the_end(numbers: Numbers) -> Numbers:
    """Return at each place the sum of all from there on."""
    return np.flip(np.cumsum(np.flip(numbers, -1), axis=-1), -1)
