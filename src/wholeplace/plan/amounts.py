"""From normal scores to the amounts of a distribution.

Every figure is drawn as a standard normal score and then put at the same point of its own
distribution (its quantile). So scores can be correlated whatever the distributions are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil, floor, log, sqrt
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt
from scipy import special

from wholeplace.contract.scalar import Scalar
from wholeplace.plan.scenario import (
    Bootstrap,
    Distribution,
    FigureDrawn,
    LogNormal,
    NegativeBinomial,
    Normal,
    Poisson,
    Triangular,
    Uniform,
)

Floats: TypeAlias = npt.NDArray[np.float64]
# One entry a draw and year: numbers, truths or words.
Drawn: TypeAlias = npt.NDArray[np.generic]

SCORE_95 = float(special.ndtri(0.95))
LARGEST_TABLE = 1 << 16
_TAIL = 1e-17


def of_year(values: tuple[Scalar, ...], year: int) -> float:
    """Return the number for a year: its own, or the one that holds for all."""
    return float(values[year if len(values) > 1 else 0].value)


def drawn_at(figure: FigureDrawn, scores: Floats, year: int) -> Drawn:
    """Return what a figure comes to in a year for normal scores (one a draw), before rounding.

    Words of a choice stand in the order written, ``no`` before ``yes``.
    """
    if figure.fixed:
        return _fixed(figure, scores, year)
    if figure.choice:
        limits = np.cumsum([float(share) for share in figure.choice.values()])
        place = np.searchsorted(limits[:-1], special.ndtr(scores), side="right")
        words = np.array(list(figure.choice), dtype=np.str_)
        return cast(Drawn, words[place])
    if figure.chance is not None:
        truths: npt.NDArray[np.bool_] = special.ndtr(scores) >= 1 - float(figure.chance)
        return truths
    return within(figure, _numbers(figure, scores, year))


def _fixed(figure: FigureDrawn, scores: Floats, year: int) -> Drawn:
    value = figure.fixed[year if len(figure.fixed) > 1 else 0]
    if isinstance(value, str):
        return np.full(scores.shape, value)
    if isinstance(value.value, bool):
        return np.full(scores.shape, value.value)
    return within(figure, np.full(scores.shape, float(value.value) * grown(figure, year)))


def grown(figure: FigureDrawn, year: int) -> float:
    """Return how many times the first year's amount a year's is."""
    return float((1 + figure.grows) ** year) if figure.grows is not None else 1.0


def within(figure: FigureDrawn, numbers: Floats) -> Floats:
    """Hold numbers within the least and the most that a figure can be."""
    if figure.at_least is not None:
        numbers = np.maximum(numbers, float(figure.at_least.value))
    if figure.at_most is not None:
        numbers = np.minimum(numbers, float(figure.at_most.value))
    return numbers


def _numbers(figure: FigureDrawn, scores: Floats, year: int) -> Floats:
    distribution, growth = figure.distribution, grown(figure, year)
    if isinstance(distribution, Poisson | NegativeBinomial):
        each = of_year(distribution.each, year) if distribution.each else 1.0
        return _events(distribution, scores, year, growth) * each
    if distribution is None:
        msg = f"a figure drawn by {figure.way} is not a number"
        raise TypeError(msg)
    return QUANTILES[type(distribution)](distribution, scores, year) * growth


def _normal(given: Normal, scores: Floats, year: int) -> Floats:
    amounts: Floats = of_year(given.mean, year) + of_year(given.sd, year) * scores
    return amounts


def _lognormal(given: LogNormal, scores: Floats, year: int) -> Floats:
    if given.median:
        centre = log(of_year(given.median, year))
        sigma = (log(of_year(given.p95, year)) - centre) / SCORE_95
    else:
        mean, sd = of_year(given.mean, year), of_year(given.sd, year)
        sigma = sqrt(log(1 + (sd / mean) ** 2))
        centre = log(mean) - sigma**2 / 2
    amounts: Floats = np.exp(centre + sigma * scores)
    return amounts


def _uniform(given: Uniform, scores: Floats, year: int) -> Floats:
    least, most = of_year(given.least, year), of_year(given.most, year)
    amounts: Floats = least + (most - least) * special.ndtr(scores)
    return amounts


def _triangular(given: Triangular, scores: Floats, year: int) -> Floats:
    least, likely, most = (of_year(v, year) for v in (given.least, given.likely, given.most))
    share, width = special.ndtr(scores), most - least
    if width == 0:
        return np.full(scores.shape, least)
    rising = least + np.sqrt(share * width * (likely - least))
    falling = most - np.sqrt((1 - share) * width * (most - likely))
    return cast(Floats, np.where(share * width < likely - least, rising, falling))


def _bootstrap(given: Bootstrap, scores: Floats, year: int) -> Floats:
    del year
    # In order of size, so that a high score is a high amount.
    return seen_at(np.sort([float(scalar.value) for scalar in given.history]), scores)


def seen_at(seen: Floats, scores: Floats) -> Floats:
    """Return one of what was seen, all equally likely, for each score."""
    place = np.minimum((special.ndtr(scores) * len(seen)).astype(np.int64), len(seen) - 1)
    return cast(Floats, seen[place])


QUANTILES: Mapping[type[Distribution], Callable[..., Floats]] = {
    Normal: _normal,
    LogNormal: _lognormal,
    Uniform: _uniform,
    Triangular: _triangular,
    Bootstrap: _bootstrap,
}


def _events(given: Poisson | NegativeBinomial, scores: Floats, year: int, growth: float) -> Floats:
    mean = of_year(given.mean, year) * growth
    if mean == 0:
        return np.zeros(scores.shape)
    dispersion = of_year(given.dispersion, year) if isinstance(given, NegativeBinomial) else 0.0
    return event_counts(mean, dispersion, scores)


def event_counts(mean: float, dispersion: float, scores: Floats) -> Floats:
    """Return numbers of events with variance ``mean + mean² dispersion``, one for each score.

    They are read from a table of the distribution; a table of every number would be long where
    they are large, and one of at most 65,536 steps, with straight lines between, then does as well.
    """
    low, high = _range_of_counts(mean, dispersion)
    counts = _steps(low, high)
    if dispersion:
        # Negative binomial: the chance of at most k events, as an incomplete beta function.
        size = 1 / dispersion
        chances = special.betainc(size, counts + 1, size / (size + mean))
    else:
        chances = special.pdtr(counts, mean)
    shares = special.ndtr(scores)
    if high - low >= LARGEST_TABLE:
        between: Floats = np.ceil(np.interp(shares, chances, counts))
        return between
    place = np.minimum(np.searchsorted(chances, shares), len(counts) - 1)
    return cast(Floats, counts[place])


def _steps(low: int, high: int) -> Floats:
    if high - low < LARGEST_TABLE:
        return np.arange(low, high + 1, dtype=np.float64)
    # Half of the steps even, and half ever wider: much may lie near the low end of a wide range.
    half = LARGEST_TABLE // 2
    even, wider = np.linspace(low, high, half), low - 1 + np.geomspace(1, high - low + 1, half)
    return np.unique(np.rint(np.concatenate([even, wider])))


def _range_of_counts(mean: float, dispersion: float) -> tuple[int, int]:
    low_rate = high_rate = mean
    if dispersion:
        size = 1 / dispersion
        low_rate = float(special.gammaincinv(size, _TAIL)) * mean / size
        high_rate = float(special.gammainccinv(size, _TAIL)) * mean / size
    spread = 10 * sqrt(high_rate) + 40
    return max(0, floor(low_rate - 10 * sqrt(low_rate) - 40)), ceil(high_rate + spread)
