"""Laws of control charts, whatever the series is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.outcomes.control import (
    Signal,
    assurance,
    kinds,
    run_chart,
    variation_kind,
    xmr,
)

SERIES = st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=40)
OPPOSITE = {
    "improvement": "concern",
    "concern": "improvement",
    "common cause": "common cause",
    "": "",
}
TREND = (Signal.RISING.value, Signal.FALLING.value)


@given(SERIES, st.integers(-100_000, 100_000), st.integers(1, 1000))
def test_adding_and_multiplying_changes_no_signal(
    values: list[float], more: int, times: int
) -> None:
    one, other = xmr(values), xmr(np.array(values) * times + more)
    assert other.signal.tolist() == one.signal.tolist()
    for name in ("mean", "lower", "upper"):
        assert getattr(other, name) == pytest.approx(getattr(one, name) * times + more, abs=1e-6)
    assert run_chart(np.array(values) * times + more).signal == run_chart(values).signal


@given(SERIES)
def test_a_mirrored_series_swaps_improvement_and_concern(values: list[float]) -> None:
    there, back = xmr(values), xmr(-np.array(values))
    swapped = [OPPOSITE[word] for word in kinds(there, "higher")]
    assert kinds(back, "higher").tolist() == swapped
    assert kinds(there, "lower").tolist() == swapped
    assert variation_kind(back, "lower") == str(variation_kind(there, "higher")).replace(
        "high", "x"
    ).replace("low", "high").replace("x", "low")


@given(SERIES)
def test_the_other_way_round_a_rise_is_a_fall_and_the_rest_is_as_it_was(
    values: list[float],
) -> None:
    there, back = xmr(values), xmr(values[::-1])
    assert back.upper[0] == pytest.approx(there.upper[0])
    for one, other in zip(there.signal, back.signal[::-1], strict=True):
        # A point at a turn belongs to what comes after it, either way round.
        assert one == other or (one in TREND and other in TREND)
    if Signal.FALLING not in there.signal:
        assert Signal.RISING not in back.signal


@given(SERIES, st.lists(st.booleans(), min_size=60, max_size=60))
def test_missing_months_are_as_if_they_were_not_there(
    values: list[float], gaps: list[bool]
) -> None:
    left = iter(values)
    with_gaps = [float("nan") if gap else next(left, float("nan")) for gap in gaps] + list(left)
    one, other = xmr(values), xmr(with_gaps)
    known = ~np.isnan(with_gaps)
    assert other.signal[known].tolist() == one.signal.tolist()
    assert other.upper[0] == one.upper[0]
    assert set(other.signal[~known]) <= {""}
    assert run_chart(with_gaps).longest == pytest.approx(run_chart(values).longest, nan_ok=True)


@given(SERIES)
def test_a_signal_is_told_only_where_it_holds(values: list[float]) -> None:
    chart = xmr(values)
    y = np.array(values)
    room = 1e-9 * max(1.0, float(np.abs(y).max()))
    for i, word in enumerate(chart.signal):
        above = y[i] - chart.mean[i]
        if word == Signal.ABOVE_LIMIT:
            assert y[i] > chart.upper[i]
        elif word == Signal.BELOW_LIMIT:
            assert y[i] < chart.lower[i]
        else:
            assert chart.lower[i] - room <= y[i] <= chart.upper[i] + room
        if word in {Signal.NEAR_UPPER, Signal.ABOVE_MEAN}:
            assert above > 0
        if word in {Signal.NEAR_LOWER, Signal.BELOW_MEAN}:
            assert above < 0


@given(SERIES, SERIES)
def test_parts_are_charts_of_their_own(first: list[float], then: list[float]) -> None:
    both = xmr([*first, *then], parts=[0] * len(first) + [1] * len(then))
    for name in ("signal", "mean", "upper", "short", "why"):
        apart = [*getattr(xmr(first), name).tolist(), *getattr(xmr(then), name).tolist()]
        assert getattr(both, name).tolist() == apart


@given(SERIES, st.integers(-60, 60))
def test_what_passes_one_way_fails_the_other(values: list[float], target: int) -> None:
    chart = xmr(values)
    up, down = (str(assurance(chart, target, way)) for way in ("higher", "lower"))
    assert {up, down} in ({"passes", "fails"}, {"hit or miss"})
    if up == "passes":
        assert target < chart.lower[0]


@given(st.lists(st.lists(st.integers(-9, 9).map(float), min_size=9, max_size=9), min_size=1))
def test_many_series_are_what_each_is(rows: list[list[float]]) -> None:
    many, runs = xmr(rows), run_chart(rows)
    for i, row in enumerate(rows):
        assert many.signal[i].tolist() == xmr(row).signal.tolist()
        assert bool(runs.signal[i]) == bool(run_chart(row).signal)
        assert variation_kind(many, "lower")[i] == variation_kind(xmr(row), "lower")


@given(SERIES)
def test_a_run_chart_the_other_way_round_is_the_same(values: list[float]) -> None:
    there = run_chart(values)
    for other in (run_chart(values[::-1]), run_chart(-np.array(values))):
        assert other.longest == pytest.approx(there.longest, nan_ok=True)
        assert other.crossings == pytest.approx(there.crossings, nan_ok=True)
    if not there.why:
        assert there.longest <= there.useful
        assert there.crossings <= there.useful - 1


def test_chance_alone_gives_few_signals_outside_the_limits() -> None:
    # Of a normal process about 3 in 1,000 lie beyond three standard deviations; limits that are
    # themselves drawn from 36 points give a few more.
    chart = xmr(np.random.default_rng(1).normal(size=(2_000, 36)))
    outside = np.isin(chart.signal, [Signal.ABOVE_LIMIT.value, Signal.BELOW_LIMIT.value])
    assert 0.002 < outside.mean() < 0.01
