"""The chain ladder: what all of a month's cost will be, and how sure that is.

Mack, T. (1993) Distribution-free calculation of the standard error of chain ladder reserve
estimates. ASTIN Bulletin 23(2), 213-225. Factors are weighted by volume.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from operator import mul

from wholeplace.budget.late.triangle import Triangle
from wholeplace.kernel import round_to

_PENNY = Fraction(1, 100)
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class LateMonth:
    """One origin (pounds): what is known, what it will be, what is late (whole pence), its s.e."""

    origin: str
    known: Fraction
    ultimate: Fraction
    late: Fraction
    standard_error: float


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Late cost of all origins (pounds), with 95% limits, and the factors it was foreseen by.

    ``factors[k]`` is what is known after k + 1 delays for what was known after k.
    """

    months: tuple[LateMonth, ...]
    factors: tuple[Fraction, ...]
    tail: Fraction
    standard_error: float
    left_out: int = 0

    @property
    def late(self) -> Fraction:
        """What has not come yet: the sum of all origins, to the penny."""
        return sum((month.late for month in self.months), Fraction(0))

    @property
    def limits(self) -> tuple[float, float]:
        """The 95% limits of what has not come yet.

        Late cost is taken as lognormal, as Mack proposes, so that they are not below nought; where
        less than nothing is late, as normal.
        """
        late, error = float(self.late), self.standard_error
        if late <= 0:
            return late - _Z * error, late + _Z * error
        spread = math.sqrt(math.log1p((error / late) ** 2))
        middle = math.log(late) - spread**2 / 2
        return math.exp(middle - _Z * spread), math.exp(middle + _Z * spread)


def foresee(run_off: Triangle, tail: Fraction = Fraction(1)) -> Foreseen:
    """Return what each origin will come to in the end, and what of it is late.

    ``tail`` multiplies what is foreseen after the last delay. It is declared, not estimated, so it
    adds nothing to the standard error but its own size. Exact but for standard errors.
    """
    if tail <= 0:
        raise ValueError("a tail must be above nought")
    factors, volumes = _factors(run_off)
    paths = [_path(row, factors) for row in run_off.known]
    noise = _noise(run_off, factors)
    errors, whole = _errors(run_off, paths, noise, volumes)
    months = tuple(
        _month(origin, row[-1], path[-1] * tail, error * float(tail))
        for origin, row, path, error in zip(
            run_off.origins, run_off.known, paths, errors, strict=True
        )
    )
    return Foreseen(months, factors, tail, whole * float(tail), run_off.left_out)


def _month(origin: str, known: Fraction, ultimate: Fraction, error: float) -> LateMonth:
    return LateMonth(origin, known, ultimate, round_to(ultimate - known, _PENNY), error)


def _factors(run_off: Triangle) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Return each delay's factor, and the volume it was estimated from."""
    pairs = [_pairs(run_off, k) for k in range(run_off.delays)]
    volumes = tuple(sum((before for before, _ in column), Fraction(0)) for column in pairs)
    after = (sum((then for _, then in column), Fraction(0)) for column in pairs)
    return tuple(then / volume for then, volume in zip(after, volumes, strict=True)), volumes


def _pairs(run_off: Triangle, k: int) -> list[tuple[Fraction, Fraction]]:
    return [(row[k], row[k + 1]) for row in run_off.known if len(row) > k + 1]


def _path(row: tuple[Fraction, ...], factors: tuple[Fraction, ...]) -> list[Fraction]:
    """Return what an origin is known to be after each delay, then what it is foreseen to be."""
    return [*row[:-1], *accumulate(factors[len(row) - 1 :], mul, initial=row[-1])]


def _noise(run_off: Triangle, factors: tuple[Fraction, ...]) -> list[float]:
    """Return (sigma / factor)^2 of each delay, sigma^2 the variance of single factors by volume.

    One origin alone shows no variance: the last delay's is extrapolated as Mack does.
    """
    variances: list[float] = []
    for k, factor in enumerate(factors):
        pairs = _pairs(run_off, k)
        if len(pairs) > 1:
            squares = (float(then - before * factor) ** 2 / float(before) for before, then in pairs)
            variances.append(math.fsum(squares) / (len(pairs) - 1))
        else:
            variances.append(_extrapolated(variances))
    return [v / float(f) ** 2 for v, f in zip(variances, factors, strict=True)]


def _extrapolated(variances: list[float]) -> float:
    last, *before = variances[::-1]
    if not before:
        return last
    decay = last**2 / before[0] if before[0] else 0.0
    return min(decay, last, before[0])


def _errors(
    run_off: Triangle,
    paths: list[list[Fraction]],
    noise: list[float],
    volumes: tuple[Fraction, ...],
) -> tuple[list[float], float]:
    """Return the standard error of each origin and of all (Mack 1993, theorem 3, corollary)."""
    ends = [float(path[-1]) for path in paths]
    squares, whole = [], 0.0
    for i, (row, path) in enumerate(zip(run_off.known, paths, strict=True)):
        ahead = range(len(row) - 1, len(noise))
        own = math.fsum(noise[k] * (1 / float(path[k]) + 1 / float(volumes[k])) for k in ahead)
        shared = math.fsum(2 * noise[k] / float(volumes[k]) for k in ahead)
        squares.append(ends[i] ** 2 * own)
        whole += squares[-1] + ends[i] * math.fsum(ends[i + 1 :]) * shared
    return [math.sqrt(square) for square in squares], math.sqrt(whole)
