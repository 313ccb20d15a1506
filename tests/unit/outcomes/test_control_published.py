"""Forty published series: every point has the signal that the method's owners give it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from wholeplace.outcomes.control import Signal, Xmr, assurance, kinds, variation_kind, xmr

GOLDEN = Path(__file__).parents[2] / "golden" / "control-chart.csv"
OURS = {
    "Common Cause": Signal.COMMON,
    "Above UCL": Signal.ABOVE_LIMIT,
    "Below LCL": Signal.BELOW_LIMIT,
    "7 Point Trend (Increasing)": Signal.RISING,
    "7 Point Trend (Decreasing)": Signal.FALLING,
    "2 in 3 Above CL": Signal.NEAR_UPPER,
    "2 in 3 Below CL": Signal.NEAR_LOWER,
    "7 Points Above CL": Signal.ABOVE_MEAN,
    "7 Points Below CL": Signal.BELOW_MEAN,
}
KINDS = {
    "common_cause": "common cause",
    "special_cause_improvement": "improvement",
    "special_cause_concern": "concern",
}
TRUSTS, MONTHS = 40, 36


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_trust(
    rows: list[dict[str, str]], column: str, read: Callable[[str], object]
) -> NDArray[np.generic]:
    return np.array([read(row[column]) for row in rows]).reshape(TRUSTS, MONTHS)


@pytest.fixture(scope="module")
def chart(rows: list[dict[str, str]]) -> Xmr:
    return xmr(np.asarray(by_trust(rows, "value", float), dtype=np.float64))


def test_every_point_has_its_published_signal(rows: list[dict[str, str]], chart: Xmr) -> None:
    published = by_trust(rows, "signal", lambda word: OURS[word].value)
    assert (chart.signal == published).sum() == TRUSTS * MONTHS
    assert set(chart.signal.ravel().tolist()) == {signal.value for signal in OURS.values()}
    published = by_trust(rows, "kind", KINDS.__getitem__)
    assert (kinds(chart, "higher") == published).all()


@pytest.mark.parametrize("column", ["mean", "lower", "upper"])
def test_limits_are_the_published_ones(rows: list[dict[str, str]], chart: Xmr, column: str) -> None:
    assert getattr(chart, column) == pytest.approx(by_trust(rows, column, float), rel=1e-12)


def test_where_a_point_stands_is_as_published(rows: list[dict[str, str]], chart: Xmr) -> None:
    side = by_trust(rows, "side", float)
    outside, near = (
        by_trust(rows, name, lambda word: word == "TRUE") for name in ("outside", "near")
    )
    assert (np.sign(chart.values - chart.mean) == side).all()
    beyond = (chart.values > chart.upper) | (chart.values < chart.lower)
    assert (beyond == outside).all()
    close = abs(chart.values - chart.mean) > 2 / 3 * (chart.upper - chart.mean)
    assert ((close & ~beyond) == near).all()


def test_the_icons_of_forty_trusts(chart: Xmr) -> None:
    # The latest of each trust's published signals, and a target of 95% against its limits.
    assert Counter(variation_kind(chart, "higher").tolist()) == {
        "common cause": 25,
        "concern, low": 13,
        "improvement, high": 2,
    }
    assert Counter(assurance(chart, 95, "higher").tolist()) == {
        "fails": 22,
        "hit or miss": 16,
        "passes": 2,
    }
