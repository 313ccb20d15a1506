"""Control charts by hand: limits, each rule at its border, parts, gaps, icons and bad input."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from wholeplace.outcomes.control import (
    Assurance,
    Better,
    Lacks,
    Signal,
    VariationKind,
    Xmr,
    assurance,
    kinds,
    variation_kind,
    xmr,
)

NAN = float("nan")
# Up and down about 10 with ranges of 2: the mean range is 2, the limits 10 -+ 5.32.
CALM = [9.0, 11.0] * 8
UP = Signal.ABOVE_MEAN


def told(values: list[float], **options: object) -> list[str]:
    chart: Xmr = xmr(values, **options)  # type: ignore[arg-type]  # the options of each case
    return [str(word) for word in chart.signal]


def test_the_limits_by_hand() -> None:
    chart = xmr([10, 14, 12, 16, 8])
    # Ranges 4, 2, 4 and 8: mean 4.5; 2.66 x 4.5 = 11.97. The mean is 12.
    assert (chart.mean[0], chart.lower[0], chart.upper[0]) == pytest.approx((12, 0.03, 23.97))


def test_a_wild_range_widens_no_limits_unless_it_is_asked_to() -> None:
    values = [*CALM, 40.0, *CALM]
    ranges = [2.0] * 30 + [29.0, 31.0]
    wide = 2.66 * sum(ranges) / 32
    mean = sum(values) / 33
    assert xmr(values).upper[0] - mean == pytest.approx(2.66 * 2)
    assert xmr(values, screened=False).upper[0] - mean == pytest.approx(wide)


@pytest.mark.parametrize(("last", "left_out"), [(3.266, False), (3.268, True)])
def test_a_range_is_wild_from_3_267_mean_ranges_on(last: float, *, left_out: bool) -> None:
    # Of n ranges of 1 and one of w the mean is (n + w) / (n + 1): solved for w of that many means.
    n = 40
    wild = last * n / (n + 1 - last)
    values = [*([0.0, 1.0] * 20), 0.0, wild]
    chart = xmr(values)
    mean_range = 1.0 if left_out else (n + wild) / (n + 1)
    assert chart.upper[0] - chart.mean[0] == pytest.approx(2.66 * mean_range)


def around(points: list[float]) -> list[str]:
    """Return the signals of points after a fixed baseline whose limits are 10 -+ 5.32."""
    return told([*CALM, *points], baseline=16)[16:]


def test_a_point_on_a_limit_is_within_it() -> None:
    assert around([10 + 5.32]) == ["common cause"]
    assert around([15.33]) == ["above the upper limit"]
    assert around([10 - 5.32, 4.67]) == ["common cause", "below the lower limit"]


def test_seven_on_one_side_of_the_mean() -> None:
    assert around([11, 12, 11, 12, 11, 12, 9]) == ["7 above the mean"] * 6 + ["common cause"]
    # The last of the baseline is above, too: it makes seven. Six are too few:
    assert around([9, 11, 12, 11, 12, 11, 12, 9]) == ["common cause"] * 8
    # A point on the mean is on no side.
    assert UP not in around([9, 11, 12, 11, 10, 12, 11, 12, 9])
    assert around([9, 8, 9, 8, 9, 8, 9])[-1] == Signal.BELOW_MEAN


def test_a_trend_of_seven_goes_before_one_side_of_the_mean() -> None:
    rising = [9, 9.5, 10.1, 10.4, 10.7, 11, 11.3]
    assert around(rising) == ["7 rising"] * 7
    assert around(rising[:-1]) == ["common cause"] * 6
    # Twice the same value is no rise.
    assert "7 rising" not in around([9, 9.5, 10.1, 10.1, 10.7, 11, 11.3])
    assert around([12, *reversed(rising)])[1:] == ["7 falling"] * 7


def test_at_a_turn_the_point_belongs_to_what_comes_after() -> None:
    up = [7.0, 7.5, 8.5, 9.5, 10.5, 11.5]
    signals = around([*up, 12.5, *reversed(up)])
    assert signals == ["7 rising"] * 6 + ["7 falling"] * 7
    signals = around([*reversed(up), 6.5, *up])[1:]
    assert signals == ["7 falling"] * 5 + ["7 rising"] * 7


def test_two_of_three_near_a_limit() -> None:
    # Near is beyond two thirds of the way: 10 + 3.5467.
    assert around([9, 14, 11, 14, 9])[1:4] == [
        "2 of 3 near the upper limit",
        "common cause",
        "2 of 3 near the upper limit",
    ]
    assert around([9, 14, 9, 14, 9]) == ["common cause"] * 5  # the third on the other side
    assert around([9, 13.5, 11, 14, 9]) == ["common cause"] * 5  # not near enough
    assert around([11, 6, 6, 11])[1:3] == ["common cause"] * 2  # nor are two alone
    assert around([11, 6, 6, 9, 11])[1:3] == ["2 of 3 near the lower limit"] * 2
    # A point outside is not near: it is beyond.
    assert around([9, 16, 11, 14, 9])[3] == "common cause"


def test_the_order_in_which_signals_are_told() -> None:
    # All are on one side; some are near, some rise, one is outside.
    signals = around([11, 11.5, 12, 12.5, 13, 14, 14.5, 16, 14, 14.2, 11])
    assert signals == [
        *["7 rising"] * 7,
        "above the upper limit",
        *["2 of 3 near the upper limit"] * 2,
        "7 above the mean",
    ]


def test_a_new_part_has_limits_of_its_own_and_no_rule_looks_across() -> None:
    values = [*CALM, *(value + 20 for value in CALM)]
    one, two = xmr(values), xmr(values, parts=[0] * 16 + [1] * 16)
    assert Signal.COMMON not in set(one.signal)
    assert set(two.signal) == {Signal.COMMON}
    assert (two.mean[0], two.mean[-1]) == pytest.approx((10, 30))
    across = xmr([*CALM, 11, 11, 11, 11, 9, 11], parts=[0] * 16 + [0, 0, 0, 1, 1, 1])
    assert UP not in across.signal


def test_a_baseline_is_that_of_each_part() -> None:
    values = [*CALM, *(v + 5 for v in CALM), *(v + 20 for v in CALM), *(v + 25 for v in CALM)]
    chart = xmr(values, parts=[0] * 32 + [1] * 32, baseline=12)
    assert (chart.mean[0], chart.mean[-1]) == pytest.approx((10, 30))
    assert not chart.short.any()


def test_missing_points_are_left_out_and_say_so() -> None:
    whole = xmr(CALM)
    gaps = [NAN, *CALM[:5], NAN, NAN, *CALM[5:], NAN]
    chart = xmr(gaps)
    known = ~np.isnan(gaps)
    assert chart.upper[0] == whole.upper[0]
    assert list(chart.signal[known]) == list(whole.signal)
    assert set(chart.signal[~known]) == {Signal.NONE}
    assert list(chart.why[~known]) == [Lacks.NO_VALUE] * 4
    assert chart.latest == len(gaps) - 2


def test_a_run_goes_on_over_a_gap() -> None:
    assert around([11, 12, 11, NAN, 12, 11, 12, 9])[:3] == ["7 above the mean"] * 3


@pytest.mark.parametrize("values", [[5.0], [5.0, NAN, NAN], [NAN, NAN]])
def test_fewer_than_two_points_have_no_limits(values: list[float]) -> None:
    chart = xmr(values)
    assert np.isnan(chart.upper).all()
    assert set(chart.signal) == {""}
    assert set(chart.why) <= {Lacks.NO_RANGE, Lacks.NO_VALUE}
    assert variation_kind(chart, "higher") == VariationKind.UNKNOWN
    assert assurance(chart, 4, "higher") == Assurance.UNKNOWN


@pytest.mark.parametrize("value", [0.1, 1 / 3, 0.0, 1e9 + 0.1])
def test_a_series_that_never_moves_has_no_signal(value: float) -> None:
    chart = xmr([value] * 23)
    assert chart.upper[0] == chart.lower[0] == chart.mean[0] == value
    assert set(chart.signal) == {Signal.COMMON}


def test_few_points_are_warned_of() -> None:
    assert xmr(CALM[:12]).short.all()
    assert not xmr(CALM[:13]).short.any()
    assert list(xmr(CALM, parts=[0] * 13 + [1] * 3).short) == [False] * 13 + [True] * 3


def test_many_series_are_what_each_is() -> None:
    rows = [CALM, [*CALM[:8], NAN, *range(7)], [NAN] * 15 + [1.0]]
    many = xmr(rows)
    for i, row in enumerate(rows):
        one = xmr(row)
        for name in ("mean", "lower", "upper", "signal", "why", "short"):
            assert np.array_equal(
                np.asarray(getattr(many, name)[i], dtype=str),
                np.asarray(getattr(one, name), dtype=str),
            )


@pytest.mark.parametrize(
    ("better", "points", "kind", "icon"),
    [
        ("higher", [16.0], "improvement", VariationKind.IMPROVEMENT_HIGH),
        ("higher", [4.0], "concern", VariationKind.CONCERN_LOW),
        ("lower", [16.0], "concern", VariationKind.CONCERN_HIGH),
        ("lower", [4.0], "improvement", VariationKind.IMPROVEMENT_LOW),
        ("neither", [16.0], "change", VariationKind.CHANGE_HIGH),
        ("neither", [4.0], "change", VariationKind.CHANGE_LOW),
        ("higher", [16.0, 9.0], "common cause", VariationKind.COMMON),
        ("higher", [16.0, NAN], "", VariationKind.IMPROVEMENT_HIGH),
        ("lower", [11.1, 11.2, 11.3, 11.4, 11.5, 11.6], "concern", VariationKind.CONCERN_HIGH),
    ],
)
def test_the_icon_is_that_of_the_latest_point(
    better: Better, points: list[float], kind: str, icon: VariationKind
) -> None:
    chart = xmr([*CALM, *points], baseline=16)
    assert kinds(chart, better)[-1] == kind
    assert variation_kind(chart, better) == icon


@pytest.mark.parametrize(
    ("target", "better", "expected"),
    [
        (15.33, "higher", Assurance.FAILS),
        (15.33, "lower", Assurance.PASSES),
        (4.67, "higher", Assurance.PASSES),
        (4.67, "lower", Assurance.FAILS),
        (15, "higher", Assurance.HIT_OR_MISS),
        (5, "lower", Assurance.HIT_OR_MISS),
        (NAN, "lower", Assurance.UNKNOWN),
        (15, "neither", Assurance.UNKNOWN),
    ],
)
def test_whether_a_target_will_be_met(target: float, better: Better, expected: Assurance) -> None:
    assert assurance(xmr([CALM, CALM]), target, better).tolist() == [expected] * 2


def test_assurance_is_of_the_latest_limits() -> None:
    chart = xmr([*CALM, *(v + 20 for v in CALM)], parts=[0] * 16 + [1] * 16)
    assert assurance(chart, 20, "higher") == Assurance.PASSES


BAD: Mapping[str, Callable[[], object]] = {
    "is infinite": lambda: xmr([1, float("inf")]),
    "no points": lambda: xmr([]),
    "no series$": lambda: xmr(3.0),
    "there are no series": lambda: xmr(np.zeros((0, 5))),
    "12 points or more, not 11": lambda: xmr(CALM, baseline=11),
    "begins again": lambda: xmr([1, 2, 3], parts=[0, 1, 0]),
}


@pytest.mark.parametrize("message", BAD)
def test_what_makes_no_sense_is_an_error(message: str) -> None:
    with pytest.raises(ValueError, match=message):
        BAD[message]()
