"""Practices beside one another: cost over what is expected, and limits of what chance explains.

Spiegelhalter, D. J. (2005) Funnel plots for comparing institutional performance. Statistics in
Medicine 24, 1185-1202. The target is 1; under it a practice's ratio varies by the root of the
variance of its people's costs over what is expected. Where practices vary more than that, limits
are widened by the root of phi, the mean of their squared z-scores, winsorised.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from wholeplace.kernel import Problem, Where, plain, refuse_if

WINSORISED = Fraction(1, 10)
"""The part of z-scores at each end that is brought to the next one, as he proposes."""

SOURCE = "Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202"
_Z_95, _Z_998 = 1.959963984540054, 3.090232306167813
_FEWEST = 2
_WHERE = Where("practices")

Position = Literal["far below", "below", "within", "above", "far above"]


@dataclass(frozen=True, slots=True)
class PracticeCost:
    """What the people of a practice cost and were expected to (pounds), and their person-years.

    ``variance`` (pounds squared) is that of their cost about what is expected: that of each person,
    summed over people.
    """

    practice: str
    person_years: Fraction
    observed: Fraction
    expected: Fraction
    variance: Fraction


@dataclass(frozen=True, slots=True)
class Standing:
    """A practice in the funnel.

    ``ratio`` is observed over expected cost; ``precision`` is 1 over the variance of the ratio
    where it is 1, by which the limits are drawn; ``z`` how many standard errors it is from 1,
    before anything is widened. Limits are pairs, not below nought.
    """

    cost: PracticeCost
    ratio: Fraction
    precision: float
    z: float
    limits_95: tuple[float, float]
    limits_998: tuple[float, float]

    @property
    def position(self) -> Position:
        """Where it stands: beyond the 99.8% limits is far above or below."""
        ratio = float(self.ratio)
        low, high = self.limits_95
        lowest, highest = self.limits_998
        if low <= ratio <= high:
            return "within"
        if ratio > high:
            return "far above" if ratio > highest else "above"
        return "far below" if ratio < lowest else "below"


@dataclass(frozen=True, slots=True)
class Funnel:
    """Practices in the order given, and ``phi``, by the root of which limits are widened.

    ``found_phi`` is what the z-scores came to: where it is below 1, nothing is made narrower.
    """

    practices: tuple[Standing, ...]
    found_phi: float

    @property
    def phi(self) -> float:
        """What limits are widened by the root of."""
        return max(1.0, self.found_phi)

    def limits(self, precision: float) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the 95% and 99.8% limits at a precision: what the lines of the funnel show."""
        return _limits(precision, self.phi, _Z_95), _limits(precision, self.phi, _Z_998)


def funnel(practices: Sequence[PracticeCost], winsorised: Fraction = WINSORISED) -> Funnel:
    """Return practices with their limits.

    ``winsorised`` is the part of z-scores at each end that is brought to the next one, below a
    half. Raises ``Refused`` for fewer than two practices, and where nothing is expected of one or
    its people do not vary.
    """
    if not 0 <= winsorised < Fraction(1, 2):
        raise ValueError("less than half of the scores at each end can be winsorised")
    refuse_if(_problems(practices))
    scores = [_z(one) for one in practices]
    phi = dispersion(scores, winsorised)
    wide = max(1.0, phi)
    return Funnel(
        tuple(_standing(one, z, wide) for one, z in zip(practices, scores, strict=True)), phi
    )


def dispersion(scores: Sequence[float], winsorised: Fraction) -> float:
    """Return phi: the mean of squared z-scores, the most extreme at each end brought in."""
    ranked = sorted(scores)
    cut = int(len(ranked) * winsorised)
    low, high = ranked[cut], ranked[len(ranked) - 1 - cut]
    return math.fsum(min(max(z, low), high) ** 2 for z in ranked) / len(ranked)


def _problems(practices: Sequence[PracticeCost]) -> Iterator[Problem]:
    if len(practices) < _FEWEST:
        yield Problem(_WHERE, "there are not two practices to compare", "ask for more of them")
    for one in practices:
        if one.expected <= 0 or one.variance <= 0:
            what = (
                f"{plain(one.expected, 2)} is expected of practice '{one.practice}', with a"
                f" variance of {plain(one.variance, 2)}: both must be above nought"
            )
            yield Problem(_WHERE, what, "leave it out, or take more of its people together")


def _precision(one: PracticeCost) -> float:
    return float(one.expected**2 / one.variance)


def _z(one: PracticeCost) -> float:
    return float(one.observed / one.expected - 1) * math.sqrt(_precision(one))


def _standing(one: PracticeCost, z: float, phi: float) -> Standing:
    precision = _precision(one)
    limits = (_limits(precision, phi, times) for times in (_Z_95, _Z_998))
    return Standing(one, one.observed / one.expected, precision, z, *limits)


def _limits(precision: float, phi: float, times: float) -> tuple[float, float]:
    half = times * math.sqrt(phi / precision)
    return max(0.0, 1 - half), 1 + half
