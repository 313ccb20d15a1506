"""How good a list of probabilities is: order, calibration, and what its top catches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata
from sklearn.metrics import average_precision_score

from wholeplace.population.risk.models import fit_line, log_odds
from wholeplace.population.risk.sample import Flags, Floats

_SURE = 1.96
_BINS = 10
_LEAST_SHARE = 1e-4


@dataclass(frozen=True, slots=True)
class Area:
    """The area under the ROC curve with its 95% limits: how often the right one stands higher."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether probabilities come true: slope 1, intercept 0 and observed / expected 1 are best."""

    slope: float
    intercept: float
    observed: int
    expected: float


@dataclass(frozen=True, slots=True)
class Bin:
    """A tenth of people by probability: what was foretold, and to how many it happened."""

    people: int
    foretold: float
    observed: int


@dataclass(frozen=True, slots=True)
class Top:
    """The people with the highest probabilities: how many are right, and what they make of all."""

    people: int
    right: int
    with_any: int
    events: int
    all_events: int
    rate: float

    @property
    def ppv(self) -> float:
        """The share of the list to whom it happens."""
        return self.right / self.people

    @property
    def sensitivity(self) -> float:
        """The share of those to whom it happens who are on the list."""
        return self.right / self.with_any

    @property
    def lift(self) -> float:
        """How many times as many as on a list drawn by lot."""
        return self.ppv / self.rate

    @property
    def of_events(self) -> float:
        """The share of all events, not people, that befall the list."""
        return self.events / self.all_events


def area(had_any: Flags, score: Floats) -> Area | None:
    """Return the area under the ROC curve; nothing where all had it or none.

    Ties count a half. The limits are of DeLong's variance (DeLong and others, Biometrics
    1988;44:837-45), by ranks as Sun and Xu found it (IEEE Signal Processing Letters
    2014;21:1389-93).
    """
    n, m = int((~had_any).sum()), int(had_any.sum())
    if not n or not m:
        return None
    ranks = rankdata(score)
    above = (ranks[had_any] - rankdata(score[had_any])) / n
    below = 1 - (ranks[~had_any] - rankdata(score[~had_any])) / m
    value = float(above.mean())
    variance = sum(float(part.var(ddof=1)) / len(part) for part in (above, below) if len(part) > 1)
    half = _SURE * variance**0.5
    return Area(value, max(0.0, value - half), min(1.0, value + half))


def precision_area(had_any: Flags, score: Floats) -> float:
    """Return the average precision: the share of right ones, over all lengths of the list."""
    return float(average_precision_score(had_any, score))


def brier(had_any: Flags, p: Floats) -> float:
    """Return the mean squared error of probabilities (Brier 1950)."""
    return float(np.mean((p - had_any) ** 2))


def calibration(had_any: Flags, p: Floats) -> Calibration:
    """Return slope and intercept; the intercept is the one with slope 1 (Cox 1958)."""
    x = log_odds(p)
    _, slope = fit_line(x, had_any)
    intercept, _ = fit_line(x, had_any, slope=1.0)
    return Calibration(slope, intercept, int(had_any.sum()), float(p.sum()))


def curve(had_any: Flags, p: Floats) -> tuple[Bin, ...]:
    """Return the calibration curve by tenths of people, the lowest first."""
    parts = np.array_split(np.argsort(p, kind="stable"), _BINS)
    return tuple(
        Bin(len(part), float(p[part].mean()), int(had_any[part].sum()))
        for part in parts
        if len(part)
    )


def top(events: NDArray[np.int64], score: Floats, people: int) -> Top:
    """Return what the highest so many catch; of equals, those who come first in the rows."""
    chosen = np.argsort(-score, kind="stable")[:people]
    had_any = events > 0
    return Top(
        people=len(chosen),
        right=int(had_any[chosen].sum()),
        with_any=int(had_any.sum()),
        events=int(events[chosen].sum()),
        all_events=int(events.sum()),
        rate=float(had_any.mean()),
    )


def stability(before: Floats, now: Floats) -> float:
    """Return the population stability index between two years: 0 where nothing moved.

    Bins are tenths of the year before, fewer where many are alike; unknown is one of its own.
    """
    tenths = np.arange(1, _BINS) / _BINS
    limits = np.unique(np.nanquantile(before, tenths)) if _any(before) else np.array([])
    first, second = (_shares(values, limits) for values in (before, now))
    return float(np.sum((second - first) * np.log(second / first)))


def _any(values: Floats) -> bool:
    return bool((~np.isnan(values)).any())


def _shares(values: Floats, limits: Floats) -> Floats:
    # Up to a limit and above it: where most have none, those with none are a bin of their own.
    places = np.where(np.isnan(values), len(limits) + 1, np.searchsorted(limits, values))
    counts = np.bincount(places, minlength=len(limits) + 2)
    return np.asarray(np.maximum(counts / len(values), _LEAST_SHARE), dtype=np.float64)
