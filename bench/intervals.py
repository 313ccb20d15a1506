"""Intervals of a million rows at once, beside SciPy asked row by row.

Each row of ours is held against the limit of a second, and against what SciPy would take for as
many rows, from a sample of them. Where SciPy has the interval the answers must agree.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

import numpy as np
from scipy.stats import binomtest, chi2

from wholeplace.outcomes.control import run_chart, xmr
from wholeplace.outcomes.statistics import (
    directly_standardised,
    exact_limits,
    poisson_limits,
    proportions,
    quantiles,
    rates,
    ratio_funnel,
    repeated_standardised,
)
from wholeplace.outcomes.statistics.intervals import FEWEST_FOR_BYAR

ROWS, SAMPLE, TIMES = 1_000_000, 2_000, 5
BANDS, MONTHS = 20, 60
LIMIT = 1.0
NOISE = 1e-9

Measured = tuple[str, float, str, float, str]


def seconds(work: Callable[[], object], times: int = TIMES) -> float:
    """Return the median time that some work takes."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return median(took)


def intervals(rows: int = ROWS, sample: int = SAMPLE) -> Iterator[Measured]:
    """Yield what was measured, in what, against what. Raises where SciPy gives other limits."""
    chance = np.random.default_rng(1)
    people = chance.integers(1, 5_000, rows).astype(np.float64)
    events = np.floor(people * chance.random(rows) * 0.2)
    few = chance.integers(0, 10, rows).astype(np.float64)
    yield from _beside_scipy(events, people, few, sample)
    yield from _standardised(chance, rows)
    yield from _of_areas(events, people, rows)
    yield from _of_series(chance, rows)


def _beside_scipy(
    events: np.ndarray, people: np.ndarray, few: np.ndarray, sample: int
) -> Iterator[Measured]:
    ours = {
        "Wilson limits": lambda: proportions(events, people),
        "exact and Byar limits": lambda: rates(events, people),
        "exact limits of small counts": lambda: rates(few, people),
        "exact limits, however many": lambda: exact_limits(events),
    }
    for name, work in ours.items():
        yield f"{name} of {len(events):,} rows", seconds(work), "the limit", LIMIT, "s"
    pairs = [(int(x), int(n)) for x, n in zip(events[:sample], people[:sample], strict=True)]
    _agree(pairs)
    scale = len(events) / sample
    theirs = {
        "Wilson limits": lambda: [binomtest(x, n).proportion_ci(method="wilson") for x, n in pairs],
        "exact and Byar limits": lambda: [_exact(x) for x, _ in pairs],
    }
    for name, work in theirs.items():
        mine, other = seconds(ours[name]), seconds(work, 1) * scale
        yield f"{name} of {len(events):,} rows", mine, "SciPy row by row", other, "s"


def _exact(x: int) -> tuple[float, float]:
    lower = float(chi2.ppf(0.025, 2 * x)) / 2 if x else 0.0
    return lower, float(chi2.ppf(0.975, 2 * x + 2)) / 2


def _agree(pairs: list[tuple[int, int]]) -> None:
    x, n = (np.array(column) for column in zip(*pairs, strict=True))
    wilson = [binomtest(a, b).proportion_ci(method="wilson") for a, b in pairs]
    found = proportions(x, n)
    apart = max(abs(found.lower - [w.low for w in wilson]).max(), 0.0)
    apart = max(apart, abs(found.upper - [w.high for w in wilson]).max())
    exact = np.array([_exact(a) for a, _ in pairs]).T
    small = x < FEWEST_FOR_BYAR
    limits = poisson_limits(x)
    for mine, theirs in zip(limits, exact, strict=True):
        apart = max(apart, abs(mine - theirs)[small].max())
    if apart > NOISE:
        raise SystemExit(f"SciPy gives other limits: they differ by {apart}")


def _standardised(chance: np.random.Generator, rows: int) -> Iterator[Measured]:
    shape = (rows // BANDS, BANDS)
    lived = chance.integers(50, 5_000, shape).astype(np.float64)
    events = chance.poisson(lived * 0.02).astype(np.float64)
    weights = chance.integers(1, 100, BANDS)
    took = seconds(lambda: directly_standardised(events, lived, weights))
    yield f"directly standardised rates of {rows:,} strata", took, "the limit", LIMIT, "s"
    wide = np.repeat(events, 4, axis=0), np.repeat(lived, 4, axis=0)
    took = seconds(lambda: directly_standardised(*wide, weights)) / 4 * BANDS
    yield f"of {rows:,} areas of {BANDS} strata, from a fifth", took, "the limit", LIMIT, "s"
    again = np.stack([events, events // 3, events // 9], axis=-1)
    took = seconds(lambda: repeated_standardised(again, [1, 2, 3], lived, weights))
    yield f"of events that come again, {rows:,} strata", took, "the limit", LIMIT, "s"


def _of_areas(events: np.ndarray, people: np.ndarray, rows: int) -> Iterator[Measured]:
    expected = people * 0.1
    tall = events.reshape(-1, 100)
    took = seconds(lambda: quantiles(tall), 3)
    yield f"deciles of {rows:,} areas", took, "the limit", LIMIT, "s"
    part = slice(0, rows // 10)
    took = seconds(lambda: ratio_funnel(events[part], expected[part]), 3)
    yield f"a funnel of {rows // 10:,} ratios", took, "the limit", LIMIT, "s"


def _of_series(chance: np.random.Generator, rows: int) -> Iterator[Measured]:
    series = chance.normal(size=(rows // MONTHS, MONTHS))
    for name, chart in (("XmR", xmr), ("run", run_chart)):
        took = seconds(partial(chart, series), 3)
        what = f"{name} charts of {len(series):,} series of {MONTHS} months"
        yield what, took, "the limit", LIMIT, "s"


def main() -> None:
    """Measure, and print a line for each ratio."""
    for what, one, against, other, unit in intervals():
        print(f"{one / other:9.2f} x   {what}: {one:.3f} {unit}; {against}: {other:.3f} {unit}")


if __name__ == "__main__":
    main()
