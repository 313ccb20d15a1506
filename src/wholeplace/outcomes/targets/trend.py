"""A trend through months: a Poisson or binomial regression with what varies beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Numbers = NDArray[np.float64]

_MONTHS_IN_YEAR = 12
_STEPS = 60
_CLOSE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A regression: ``covariance`` is that of dispersion 1; ``dispersion`` is Pearson X2 / degrees.

    ``residuals`` are Pearson's. ``echo`` is the correlation of each month's with that of the month
    before.
    """

    coefficients: Numbers
    covariance: Numbers
    dispersion: float
    degrees: int
    fitted: Numbers
    residuals: Numbers
    of_people: bool

    @property
    def echo(self) -> float:
        """Return how alike neighbouring months are."""
        return _echo(self.residuals)

    def error(self, column: int) -> float:
        """Return the standard error of a coefficient, with the dispersion."""
        return float(np.sqrt(self.covariance[column, column] * self.dispersion))

    def chance_of(self, column: int) -> float:
        """Return the two-sided chance of a coefficient as far from nought (Student's t)."""
        t = abs(float(self.coefficients[column])) / self.error(column)
        return float(2 * special.stdtr(self.degrees, -t))

    def ahead(self, design: ArrayLike, of: ArrayLike) -> tuple[float, float]:
        """Return what months ahead come to together, and the variance with which it is known.

        The variance is with the dispersion. Delta method: with g the gradient of the sum, it is
        g' V g.
        """
        columns, size = np.asarray(design, np.float64), np.asarray(of, np.float64)
        mean, weight = _mean(columns @ self.coefficients, size, of_people=self.of_people)
        slope = weight @ columns
        return float(mean.sum()), float(slope @ self.covariance @ slope) * self.dispersion


def design_of(times: ArrayLike, *, trend: bool, harmonics: int) -> Numbers:
    """Return a row for each month: 1, the trend (years), and pairs of yearly waves.

    ``times`` count months, 0 is any month; months ahead go on from it.
    """
    t = np.asarray(times, np.float64)
    columns = [np.ones_like(t)] + ([t / _MONTHS_IN_YEAR] if trend else [])
    for k in range(1, harmonics + 1):
        turn = 2 * np.pi * k * t / _MONTHS_IN_YEAR
        columns += [np.sin(turn), np.cos(turn)]
    return np.stack(columns, axis=1)


def fit(design: ArrayLike, number: ArrayLike, of: ArrayLike, *, of_people: bool = False) -> Fitted:
    """Fit number / of: Poisson with a log link, or binomial with a logit (``of_people``).

    Dispersion is Pearson's X2 over the degrees of freedom (McCullagh and Nelder 1989, 4.5). Raises
    ``ValueError`` where there are no more months than coefficients, or they cannot be told apart.
    """
    columns, y, size = (np.asarray(one, np.float64) for one in (design, number, of))
    degrees = len(y) - columns.shape[1]
    if degrees < 1:
        raise ValueError(f"{len(y)} months are too few for {columns.shape[1]} coefficients")
    beta = _solved(columns, y, size, of_people=of_people)
    mean, weight = _mean(columns @ beta, size, of_people=of_people)
    residual = (y - mean) / np.sqrt(weight)
    return Fitted(
        beta,
        cast(Numbers, np.linalg.inv((columns.T * weight) @ columns)),
        float((residual**2).sum() / degrees),
        degrees,
        mean,
        residual,
        of_people,
    )


def _solved(columns: Numbers, y: Numbers, size: Numbers, *, of_people: bool) -> Numbers:
    """Return the coefficients by Newton's method; both links are the natural ones."""
    if np.linalg.matrix_rank(columns) < columns.shape[1]:
        raise ValueError("the months do not tell the coefficients apart")
    whole = min(max(float(y.sum() / size.sum()), _CLOSE), 1 - _CLOSE if of_people else np.inf)
    beta = np.zeros(columns.shape[1])
    beta[0] = np.log(whole / (1 - whole)) if of_people else np.log(whole)
    for _ in range(_STEPS):
        mean, weight = _mean(columns @ beta, size, of_people=of_people)
        move = np.linalg.solve((columns.T * weight) @ columns, columns.T @ (y - mean))
        # A step is held short, so that a wild start does not run away.
        beta = beta + move / max(1.0, float(np.abs(move).max()))
        if float(np.abs(move).max()) < _CLOSE:
            break
    return beta


def _mean(eta: Numbers, size: Numbers, *, of_people: bool) -> tuple[Numbers, Numbers]:
    """Return the mean of each month and its variance of dispersion 1 (also its slope)."""
    if of_people:
        share = special.expit(eta)
        return size * share, np.maximum(size * share * (1 - share), _CLOSE)
    mean = size * np.exp(eta)
    return mean, np.maximum(mean, _CLOSE)


def _echo(residual: Numbers) -> float:
    centred = residual - residual.mean()
    whole = float((centred**2).sum())
    return float((centred[1:] * centred[:-1]).sum()) / whole if whole > 0 else 0.0
