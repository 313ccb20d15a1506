"""All measures together, drawn many times: what the whole reward comes to, and for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from wholeplace.kernel import Money
from wholeplace.outcomes.rewards.curves import Curve
from wholeplace.outcomes.rewards.reward import between
from wholeplace.outcomes.rewards.share import Result, earned_at
from wholeplace.outcomes.rewards.spread import spread_of
from wholeplace.outcomes.targets import Law, Marks

Pence = NDArray[np.int64]

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Stake:
    """A measure with its pot, how its result varies in truth, and how that is rewarded.

    ``parties`` are who earns it, by shares that make 1; without any, it is not told apart.
    """

    measure: str
    pot: Money
    law: Law
    marks: Marks
    curve: Curve
    parties: Mapping[str, Fraction] = field(default_factory=dict)

    def improved(self, share: float) -> Stake:
        """Return the stake if the truth were better by a share of what is expected."""
        sign = -1 if self.marks.better == "lower" else 1
        truth = self.law.expected + sign * share * abs(self.law.expected)
        return replace(self, law=self.law.at(min(truth, self.law.most)))


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What was drawn, in pence, an entry a draw: by measure, by party, and the whole."""

    at_stake: Money
    by_measure: Mapping[str, Pence]
    by_party: Mapping[str, Pence]

    @property
    def whole(self) -> Pence:
        """The whole reward: the sum of the measures."""
        found: Pence = np.sum(list(self.by_measure.values()), axis=0, dtype=np.int64)
        return found


def draw_rewards(
    stakes: Sequence[Stake],
    number: int,
    chance: np.random.Generator,
    correlation: ArrayLike | None = None,
) -> Drawn:
    """Draw all measures so many times, correlated as given (a Gaussian copula), and reward each.

    ``correlation`` has a row and a column for each measure and is of good results: what is
    above nought goes well together. Without it, measures are independent. Raises
    ``ValueError`` for no stakes, or a matrix that no measures can have.
    """
    _check(stakes, number)
    size = len(stakes)
    factor = np.eye(size) if correlation is None else _factor(correlation, size)
    scores = chance.standard_normal((number, size)) @ factor.T
    values = [_at(stake, scores[:, i]) for i, stake in enumerate(stakes)]
    return _rewarded(stakes, values)


def _check(stakes: Sequence[Stake], number: int) -> None:
    if not stakes or number < 1:
        raise ValueError("draw at least once, and of one measure or more")
    currencies = {stake.pot.currency for stake in stakes}
    if len(currencies) > 1:
        raise ValueError(f"the pots are in {', '.join(sorted(currencies))}")


def _at(stake: Stake, scores: NDArray[np.float64]) -> tuple[list[Fraction], NDArray[np.int64]]:
    """Return the values a result can have, and the place among them of each score."""
    spread = spread_of(stake.law)
    good = -scores if stake.marks.better == "lower" else scores
    places = np.searchsorted(spread.below, special.ndtr(good), side="left")
    return list(spread.values), np.minimum(places, len(spread.values) - 1).astype(np.int64)


def _rewarded(
    stakes: Sequence[Stake], values: Sequence[tuple[list[Fraction], NDArray[np.int64]]]
) -> Drawn:
    by_measure: dict[str, Pence] = {}
    by_party: dict[str, Pence] = {}
    for stake, (possible, places) in zip(stakes, values, strict=True):
        # Of all that can come, only what was drawn is rewarded.
        drawn, at = np.unique(places, return_inverse=True)
        amounts = [_amount(stake, possible[place]) for place in drawn]
        by_measure[stake.measure] = _pence(amounts)[at]
        # A penny is shared as it would be paid: each possible amount by itself.
        shared = [between(amount, stake.parties) for amount in amounts] if stake.parties else []
        for party in stake.parties:
            theirs = _pence([one[party] for one in shared])[at]
            by_party[party] = by_party.get(party, np.zeros(len(places), np.int64)) + theirs
    whole = sum((stake.pot for stake in stakes[1:]), stakes[0].pot)
    return Drawn(whole, by_measure, by_party)


def _amount(stake: Stake, value: Fraction) -> Money:
    result = Result(value, stake.marks.better, stake.marks, stake.marks.expected)
    return stake.pot.times(earned_at(stake.curve, value, result))


def _pence(amounts: Sequence[Money]) -> Pence:
    return np.array([amount.pence for amount in amounts], dtype=np.int64)


def _factor(correlation: ArrayLike, size: int) -> NDArray[np.float64]:
    """Return a matrix that makes independent scores so correlated; also where some are the same."""
    matrix = np.asarray(correlation, np.float64)
    if matrix.shape != (size, size) or not np.isfinite(matrix).all():
        raise ValueError(f"{size} measures need {size} rows and columns of correlation")
    if not np.allclose(matrix, matrix.T) or not np.allclose(np.diag(matrix), 1):
        raise ValueError("correlations are the same both ways, and 1 with oneself")
    values, vectors = np.linalg.eigh(matrix)
    if values.min() < -_TOLERANCE:
        raise ValueError("no measures can be so correlated all at once: lower some of them")
    factor: NDArray[np.float64] = vectors * np.sqrt(np.maximum(values, 0))
    return factor
