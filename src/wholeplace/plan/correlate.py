"""Correlation matrices: which are possible, the nearest value that is, and how to draw by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

TOLERANCE = 1e-9
_STEPS = 100


def matrix_of(size: int, pairs: Sequence[tuple[int, int, float]]) -> Matrix:
    """Return a symmetric matrix with ones on the diagonal and a value at each pair of places."""
    matrix = np.eye(size)
    for i, j, value in pairs:
        matrix[i, j] = matrix[j, i] = value
    return matrix


def innovations(matrix: Matrix, persistence: Sequence[float]) -> Matrix:
    """Return the covariance of what is new each year, so that every year has the same ``matrix``.

    A score that keeps the share ``a`` of last year's (``z = a z' + e``) has, between two figures,
    new parts of covariance ``r (1 - a b)``.
    """
    kept = np.asarray(persistence, float)
    new: Matrix = matrix * (1 - np.outer(kept, kept))
    return new


def margin(matrix: Matrix, persistence: Sequence[float]) -> float:
    """Return how far from impossible a matrix is: below zero no numbers can be so correlated.

    It is the least eigenvalue of the matrix and of its innovations: both must be positive
    semi-definite.
    """
    both = (matrix, innovations(matrix, persistence))
    return min(float(np.linalg.eigvalsh(each)[0]) for each in both)


def is_possible(matrix: Matrix, persistence: Sequence[float]) -> bool:
    """Return whether figures can be so correlated in every year."""
    return margin(matrix, persistence) >= -TOLERANCE


def nearest_possible(
    matrix: Matrix, place: tuple[int, int], persistence: Sequence[float]
) -> float | None:
    """Return the nearest value at one place that makes the matrix possible, to two decimals.

    ``None`` where no value at that place alone does. The margin is concave in one entry, so the
    values that do are an interval.
    """

    def at(value: float) -> float:
        return margin(matrix_with(matrix, place, value), persistence)

    best = _highest(at)
    if at(best) < -TOLERANCE:
        return None
    inside, outside = best, float(matrix[place])
    for _ in range(_STEPS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if at(middle) >= 0 else (inside, middle)
    rounded = (floor if outside > inside else ceil)(inside * 100) / 100
    return rounded if at(rounded) >= -TOLERANCE else inside


def matrix_with(matrix: Matrix, place: tuple[int, int], value: float) -> Matrix:
    """Return a matrix with another value at a place, and at its mirror image."""
    changed = matrix.copy()
    changed[place] = changed[place[::-1]] = value
    return changed


def _highest(at: Callable[[float], float]) -> float:
    low, high = -1.0, 1.0
    for _ in range(_STEPS):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        low, high = (left, high) if at(left) < at(right) else (low, right)
    return (low + high) / 2


def shrunk_until_possible(matrix: Matrix, persistence: Sequence[float]) -> float:
    """Return the largest share of every correlation that is possible, in hundredths."""
    eye = np.eye(len(matrix))
    shares = (share / 100 for share in range(100, 0, -1))
    return next((s for s in shares if is_possible(eye + (matrix - eye) * s, persistence)), 0.0)


def lower_factor(matrix: Matrix) -> Matrix:
    """Return the lower triangle ``L`` with ``L L' = matrix``, also where it is only semi-definite.

    Row by row (Cholesky), so that a figure added at the end leaves the rows of the others alone.
    """
    factor = np.zeros_like(matrix)
    for j in range(len(matrix)):
        rest = matrix[j:, j] - factor[j:, :j] @ factor[j, :j]
        if rest[0] > TOLERANCE:
            factor[j:, j] = rest / np.sqrt(rest[0])
    return factor
