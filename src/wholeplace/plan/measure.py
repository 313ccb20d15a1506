"""What is said of many draws of one amount, each with its Monte Carlo standard error.

The error is that of having drawn only so often; it says nothing of whether the scenario is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import numpy.typing as npt

TAIL_PERCENT = 5
LOW, MIDDLE, HIGH = 5, 50, 95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number worked out from draws, and its standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Spread:
    """An amount in pounds over all draws.

    A loss is a net position below zero. ``value_at_risk`` is the loss that is not exceeded in 95
    of 100 draws, and ``expected_shortfall`` the mean loss of the worst 5 of 100; both are above
    zero where money is lost. ``worst`` is the lowest amount, and ``worst_draw`` its draw, from 1.
    """

    draws: int
    mean: Estimate
    sd: Estimate
    low: Estimate
    median: Estimate
    high: Estimate
    loss: Estimate
    value_at_risk: Estimate
    expected_shortfall: Estimate
    worst: float
    worst_draw: int


def spread_of(pence: npt.NDArray[np.int64], draw_of: npt.NDArray[np.intp] | None = None) -> Spread:
    """Return the spread of an amount, one entry a draw, in whole pence; at least one is needed.

    ``draw_of`` says which draw each entry is of, from 0, where some draws are left out.

    Quantiles are amounts that were drawn: the least with at least that share of draws at or below
    it. Value at risk is that of the loss, and expected shortfall ``VaR + E[loss - VaR, if above] /
    5%`` (Rockafellar and Uryasev), which is exact for few draws too.
    """
    ordered, worst = np.sort(pence), int(np.argmin(pence))
    return Spread(
        draws=len(ordered),
        mean=_pounds(mean_of(ordered)),
        sd=_pounds(sd_of(ordered)),
        low=_pounds(quantile_of(ordered, LOW)),
        median=_pounds(quantile_of(ordered, MIDDLE)),
        high=_pounds(quantile_of(ordered, HIGH)),
        loss=share_of(int(np.searchsorted(ordered, 0)), len(ordered)),
        value_at_risk=_pounds(quantile_of(-ordered[::-1], 100 - TAIL_PERCENT)),
        expected_shortfall=_pounds(shortfall_of(-ordered[::-1])),
        worst=float(ordered[0]) / 100,
        worst_draw=(worst if draw_of is None else int(draw_of[worst])) + 1,
    )


def _pounds(pence: Estimate) -> Estimate:
    return Estimate(pence.value / 100, pence.error / 100)


def mean_of(numbers: npt.NDArray[np.float64] | npt.NDArray[np.int64]) -> Estimate:
    """Return the mean."""
    if not len(numbers):
        return Estimate(0.0, 0.0)
    return Estimate(float(numbers.mean()), float(numbers.std()) / sqrt(len(numbers)))


def sd_of(numbers: npt.NDArray[np.int64]) -> Estimate:
    """Return the standard deviation; its error comes from the fourth moment."""
    variance = float(numbers.var())
    if not variance:
        return Estimate(0.0, 0.0)
    squares = (numbers - numbers.mean()) ** 2
    fourth = float((squares * squares).mean())
    error = sqrt(max(fourth - variance**2, 0.0) / len(numbers)) / (2 * sqrt(variance))
    return Estimate(float(numbers.std(ddof=1)), error)


def quantile_of(ordered: npt.NDArray[np.int64], percent: int) -> Estimate:
    """Return a quantile of numbers in order of size.

    Its error is half the distance between the numbers that stand one binomial standard deviation
    before and after it, which asks nothing of the shape of the distribution.
    """
    number, share = len(ordered), percent / 100
    # In whole numbers: 95% of 100 draws must be 95 of them on every machine.
    place = max(-(-number * percent // 100) - 1, 0)
    step = sqrt(number * share * (1 - share))
    before, after = max(place - ceil(step), 0), min(place + ceil(step), number - 1)
    width = float(ordered[after]) - float(ordered[before])
    return Estimate(float(ordered[place]), width / 2 * step / max(ceil(step), 1))


def shortfall_of(losses: npt.NDArray[np.int64]) -> Estimate:
    """Return the mean of the worst losses, given in order of size."""
    beyond = quantile_of(losses, 100 - TAIL_PERCENT).value
    excess = np.maximum(losses - beyond, 0.0)
    tail = TAIL_PERCENT / 100
    over = mean_of(excess)
    return Estimate(beyond + over.value / tail, over.error / tail)


def share_of(count: int, number: int) -> Estimate:
    """Return a share of draws; its error (Agresti and Coull) is never nought, even of none."""
    if not number:
        return Estimate(0.0, 0.0)
    near = (count + 2) / (number + 4)
    return Estimate(count / number, sqrt(near * (1 - near) / (number + 4)))
