"""How people who vary: binomial, or beta-binomial where they vary more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from wholeplace.outcomes.targets.law import Numbers, check_positive, times_of

_FAR = 16.0


@dataclass(frozen=True, slots=True)
class People:
    """People who, of so many: binomial, or beta-binomial where they vary more.

    ``share`` is expected of ``people``; ``baseline`` is of how many people it was seen (infinite:
    known exactly). ``dispersion``, ``degrees`` as for ``Counts``; ``nudge`` is in people.

    Source: with dispersion 1, both tails are those of the hypergeometric (Fisher's exact test).
    """

    people: int
    share: float
    dispersion: float = 1.0
    baseline: float = np.inf
    degrees: int | None = None
    nudge: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what no share of people can be."""
        check_positive("people", self.people)
        if not 0 <= self.share <= 1:
            raise ValueError(f"a share of people lies from 0 to 1, not {self.share:g}")
        if self.dispersion < 1 or self.baseline <= 0:
            raise ValueError("people vary at least as the binomial does, and a baseline has people")

    @property
    def expected(self) -> float:
        """How many people are expected."""
        return self.people * self.share

    @property
    def most(self) -> float:
        """Everybody."""
        return float(self.people)

    @property
    def is_whole(self) -> bool:
        """People are whole."""
        return True

    @property
    def spread(self) -> float:
        """Variance over that of the binomial, what is not known of the baseline included."""
        if np.isinf(self.baseline):
            return self.dispersion
        return self.dispersion * (self.people + self.baseline + 1) / (self.baseline + 2)

    def below(self, value: ArrayLike) -> Numbers:
        """Return the chance of so many people or fewer."""
        # With no event more, a sampled share is seen among one person more.
        seen = 1.0 if not self.nudge else self.baseline / (self.baseline + self.dispersion)
        return self._below(value, self.share * seen)

    def above(self, value: ArrayLike) -> Numbers:
        """Return the chance of more people than that."""
        of = self.baseline + self.dispersion
        share = self.share if not self.nudge else (self.share * self.baseline + self.nudge) / of
        return 1 - self._below(value, share)

    def at(self, expected: float) -> People:
        """Return the law if so many people were expected."""
        return replace(self, share=expected / self.people)

    def _below(self, value: ArrayLike, share: float) -> Numbers:
        table = _people_below(self.people, share, self.spread, self.degrees)
        k = np.floor(np.asarray(value, dtype=np.float64))
        inside = np.clip(k, 0, self.people).astype(np.int64)
        return np.where(k < 0, 0.0, table[inside])


@lru_cache(maxsize=64)
def _people_below(people: int, share: float, spread: float, degrees: int | None) -> Numbers:
    """Return the chance of 0, 1, ... people or fewer, for each number of people."""
    k = np.arange(people + 1)
    if not 0 < share < 1:
        return np.where(k >= people * share, 1.0, 0.0)
    spreads = np.maximum(spread * times_of(degrees), 1.0)
    each = [_one_below(k, share, float(one)) for one in spreads]
    return cast(Numbers, np.mean(each, axis=0))


def _one_below(k: NDArray[np.int64], share: float, spread: float) -> Numbers:
    people = int(k[-1])
    if spread <= 1 or people == 1:
        return cast(Numbers, special.bdtr(k.astype(np.float64), people, share))
    # A beta-binomial varies at most as if all people were one.
    held = min(spread, (people + 1) / 2)
    size = (people - held) / (held - 1)
    a, b = size * share, size * (1 - share)
    width = _FAR * np.sqrt(held * people * share * (1 - share)) + _FAR
    near = np.abs(k - people * share) <= width
    chance = np.zeros(people + 1)
    at = k[near].astype(np.float64)
    choose = -special.betaln(at + 1, people - at + 1) - np.log(people + 1)
    chance[near] = np.exp(choose + special.betaln(at + a, people - at + b) - special.betaln(a, b))
    return cast(Numbers, np.minimum(np.cumsum(chance), 1.0))
