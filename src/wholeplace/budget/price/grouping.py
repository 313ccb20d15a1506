"""A limited range of prices: cells that cost alike have one, so that they differ least within."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Point:
    """A value and its weight (above nought)."""

    value: Fraction
    weight: int


@dataclass(frozen=True, slots=True)
class _Parts:
    """Sums of the first points, from which the gain of any run of them follows."""

    weights: tuple[int, ...]
    sums: tuple[Fraction, ...]

    def gain(self, first: int, end: int) -> Fraction:
        # The squares within a run are those of all, which no grouping changes, less this.
        total = self.sums[end] - self.sums[first]
        return total * total / (self.weights[end] - self.weights[first])


def grouped(points: Sequence[Point], groups: int) -> tuple[tuple[Point, ...], ...]:
    """Return the points in at most so many groups with the least squares within, lowest first.

    One-dimensional grouping by a dynamic programme (Fisher 1958, J Am Stat Assoc 53:789-98; in
    maps, Jenks): exact, with no start to choose and no chance. Points of one value stay together.
    Of two groupings as good as each other, the one whose first groups are smaller is taken.

    Raises ``ValueError`` where there is no point or no group.
    """
    runs = _runs(points)
    if not runs or groups < 1:
        raise ValueError("there is nothing to group, or no group to put it in")
    breaks = _breaks(_sums(runs), len(runs), min(groups, len(runs)))
    return tuple(
        tuple(point for run in runs[first:end] for point in run) for first, end in pairwise(breaks)
    )


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    found: dict[Fraction, list[Point]] = {}
    for point in sorted(points, key=lambda point: point.value):
        found.setdefault(point.value, []).append(point)
    return list(found.values())


def _sums(runs: Sequence[Sequence[Point]]) -> _Parts:
    weights, sums = [0], [Fraction(0)]
    for run in runs:
        weight = sum(point.weight for point in run)
        weights.append(weights[-1] + weight)
        sums.append(sums[-1] + run[0].value * weight)
    return _Parts(tuple(weights), tuple(sums))


def _breaks(parts: _Parts, runs: int, groups: int) -> list[int]:
    """Return where groups begin and the last ends: 0, ..., ``runs``."""
    best: list[Fraction | None] = [None, *(parts.gain(0, end) for end in range(1, runs + 1))]
    chosen: list[list[int]] = []
    for group in range(2, groups + 1):
        best, begins = _one_more(parts, best, group, runs)
        chosen.append(begins)
    found = [runs]
    for begins in reversed(chosen):
        found.append(begins[found[-1]])
    return [0, *reversed(found)]


def _one_more(
    parts: _Parts, best: Sequence[Fraction | None], group: int, runs: int
) -> tuple[list[Fraction | None], list[int]]:
    """Return the gains with one group more, and where that last group begins.

    Where the best last group of one end begins, that of a later end begins no earlier (Wu 1991,
    J Algorithms 12:663-73): the middle is worked out first, and halves what the others must try.
    """
    gains: list[Fraction | None] = [None] * (runs + 1)
    begins = [0] * (runs + 1)
    waiting = [(group, runs, group - 1, runs - 1)]
    while waiting:
        low, high, least, most = waiting.pop()
        if low > high:
            continue
        end = (low + high) // 2
        for begin in range(least, min(most, end - 1) + 1):
            gain = (best[begin] or Fraction(0)) + parts.gain(begin, end)
            reached = gains[end]
            if reached is None or gain > reached:
                gains[end], begins[end] = gain, begin
        waiting += [(low, end - 1, least, begins[end]), (end + 1, high, begins[end], most)]
    return gains, begins
