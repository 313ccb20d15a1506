"""How events vary: Poisson, or negative binomial where they vary more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from wholeplace.outcomes.targets.law import Numbers, check_positive, times_of


@dataclass(frozen=True, slots=True)
class Counts:
    """Events: Poisson, or negative binomial where they vary more.

    ``dispersion`` is variance over mean of the events themselves. ``uncertainty`` is the variance
    with which ``expected`` is known (nought: exactly). ``degrees`` are those that the dispersion
    was measured with: it is then spread as they say (scaled inverse chi-square). ``nudge`` is how
    many events more the upper tail expects (see above).

    Source: with O events in the baseline and m times as much person-time ahead, dispersion 1 and
    uncertainty m^2 O, the lower tail is that of the Gamma-Poisson predictive NB(O, 1 / (1 + m)).
    """

    expected: float
    dispersion: float = 1.0
    uncertainty: float = 0.0
    degrees: int | None = None
    nudge: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what no count can have."""
        check_positive("expected", self.expected)
        if self.dispersion < 1 or self.uncertainty < 0:
            raise ValueError("counts vary at least as Poisson does, and no variance is negative")

    @property
    def most(self) -> float:
        """There is no most."""
        return np.inf

    @property
    def is_whole(self) -> bool:
        """Events are whole."""
        return True

    @property
    def spread(self) -> float:
        """Variance over mean, what is not known of the baseline included."""
        return self.dispersion + self.uncertainty / self.expected

    def below(self, value: ArrayLike) -> Numbers:
        """Return the chance of so many events or fewer."""
        return _mixed(self, value, _count_below, self.expected)

    def above(self, value: ArrayLike) -> Numbers:
        """Return the chance of more events than that."""
        return _mixed(self, value, _count_above, self.expected + self.nudge)

    def at(self, expected: float) -> Counts:
        """Return the law if so many were expected; the baseline is known as well as before."""
        times = expected / self.expected
        return replace(
            self, expected=expected, uncertainty=self.uncertainty * times**2, nudge=self.nudge
        )


def _mixed(
    law: Counts,
    value: ArrayLike,
    tail: Callable[[Numbers, float, Numbers], Numbers],
    expected: float,
) -> Numbers:
    k = np.floor(np.asarray(value, dtype=np.float64))
    spread = np.maximum(law.spread * times_of(law.degrees), 1.0)
    return cast(Numbers, np.mean(tail(k[..., np.newaxis], expected, spread), axis=-1))


def _count_below(k: Numbers, expected: float, spread: Numbers) -> Numbers:
    k1 = np.maximum(k + 1, 1.0)
    more = np.where(spread > 1, spread, 2.0)
    wide = special.betainc(expected / (more - 1), k1, 1 / more)
    found = np.where(spread > 1, wide, special.gammaincc(k1, expected))
    return np.where(k < 0, 0.0, found)


def _count_above(k: Numbers, expected: float, spread: Numbers) -> Numbers:
    k1 = np.maximum(k + 1, 1.0)
    more = np.where(spread > 1, spread, 2.0)
    wide = special.betainc(k1, expected / (more - 1), 1 - 1 / more)
    found = np.where(spread > 1, wide, special.gammainc(k1, expected))
    return np.where(k < 0, 1.0, found)
