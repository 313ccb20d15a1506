"""Funnels and over-dispersion against known answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp, log, sqrt

import numpy as np
import pytest

from wholeplace.outcomes.statistics import (
    Missing,
    Position,
    Tails,
    count_limits,
    dispersed_funnel,
    dispersed_funnel_where_fit,
    dispersion,
    exact_limits,
    proportion_funnel,
    proportion_funnel_where_fit,
    proportions,
    rate_funnel,
    rate_funnel_where_fit,
    ratio_funnel,
)

NAN = float("nan")
# Eleven ratios: as many areas on either side of 1, an outlier at each end.
EXPECTED = [10.0, 20, 30, 40, 50, 60, 70, 80, 90, 100, 200]
OBSERVED = [30.0, 26, 27, 50, 45, 60, 77, 66, 99, 80, 100]


def test_limits_of_a_proportion_are_where_wilsons_interval_just_holds_the_centre() -> None:
    found = proportion_funnel([100, 40, 65], [500, 200, 300], centre=0.2)
    for i, n in enumerate((500, 200, 300)):
        assert proportions(found.lower[i] * n, n).upper == pytest.approx(0.2)
        assert proportions(found.upper[i] * n, n).lower == pytest.approx(0.2)
        assert proportions(found.lowest[i] * n, n, 0.998).upper == pytest.approx(0.2)
        assert proportions(found.highest[i] * n, n, 0.998).lower == pytest.approx(0.2)
    assert found.upper[0] == pytest.approx(0.2 + 1.959963984540054 * sqrt(0.16 / 500))


def test_without_a_centre_it_is_that_of_all_areas() -> None:
    # The four areas that the public-health statistics give as their example: 50,970 of 69,742.
    found = proportion_funnel([10232, 12321, 15123, 13213], [15232, 16123, 17932, 18475])
    assert found.centre == pytest.approx([50_889 / 67_762])
    assert found.position.tolist() == [
        Position.FAR_BELOW,
        Position.FAR_ABOVE,
        Position.FAR_ABOVE,
        Position.FAR_BELOW,
    ]


def test_a_proportion_on_a_limit_is_within() -> None:
    # Of a quarter of 1,200 the root is 15: the centre -+ 1.96 x 0.0125.
    stands = proportion_funnel([271, 270, 329, 330, 253, 347], [1200] * 6, centre=0.25).position
    assert stands.tolist() == ["within", "below", "within", "above", "far below", "far above"]


def test_limits_stay_between_nought_and_one() -> None:
    found = proportion_funnel([0, 5], [5, 5], centre=0.02)
    assert found.lowest.tolist() == [0, 0]
    assert proportion_funnel([0, 5], [5, 5], centre=0.98).highest.tolist() == [1, 1]


def test_limits_of_counts_are_where_the_exact_interval_just_holds_what_is_expected() -> None:
    expected = np.array([4.0, 10, 100, 5000])
    for confidence in (0.95, 0.998):
        lower, upper = count_limits(expected, confidence)
        some = lower > 0
        assert exact_limits(upper, confidence)[0] == pytest.approx(expected)
        assert exact_limits(lower[some], confidence)[1] == pytest.approx(expected[some])
    # Where 3.688 is the upper limit of no event at all, no fewer events can be a surprise.
    assert count_limits([3.6888, 3.6889], 0.95)[0] == pytest.approx([0, 0], abs=1e-4)
    assert count_limits(1.0, 0.95)[0] == 0


@pytest.mark.parametrize(
    ("observed", "stands"),
    # Of 100 expected: the limits of 80 hold it and those of 79 do not, and so on.
    [
        (65, "far below"),
        (81, "within"),
        (80, "below"),
        (120, "within"),
        (121, "above"),
        (134, "far above"),
    ],
)
def test_a_count_stands_by_its_own_limits(observed: int, stands: str) -> None:
    assert ratio_funnel([observed], [100.0]).position.tolist() == [stands]


def test_a_rate_funnel_is_the_ratio_funnel_of_what_is_expected() -> None:
    events, lived = [12, 30, 8], [1000.0, 2000.0, 1500.0]
    found = rate_funnel(events, lived, per=1000)
    assert found.centre == pytest.approx([50 / 4500 * 1000])
    ratio = ratio_funnel(events, np.array(lived) * 50 / 4500)
    for name in ("value", "lower", "upper", "lowest", "highest"):
        assert getattr(found, name) == pytest.approx(getattr(ratio, name) * 50 / 4.5)
    assert found.position.tolist() == ratio.position.tolist()
    assert rate_funnel(events, lived, 1000, centre=20).centre == pytest.approx([20])


def by_hand(z: list[float], expected: list[float]) -> tuple[float, float]:
    n, squares, total = len(z), sum(one**2 for one in z), sum(expected)
    over = total - sum(e**2 for e in expected) / total
    return squares / n, max(0.0, (squares - (n - 1)) / over)


def test_dispersion_by_hand_with_tails_left_out() -> None:
    z = [sqrt(e) * log(o / e) for o, e in zip(OBSERVED, EXPECTED, strict=True)]
    # A tenth of eleven is one at each end: the lowest and the highest score, which are on the
    # quantiles' far side; the quantiles are the scores next to them, and are left out as well.
    order = sorted(range(11), key=z.__getitem__)
    kept = sorted(order[2:-2])
    phi, between = by_hand([z[i] for i in kept], [EXPECTED[i] for i in kept])
    found = dispersion(OBSERVED, EXPECTED, Tails.TRIMMED)
    assert found.score == pytest.approx(z)
    assert (found.areas, found.phi, found.between) == pytest.approx((7, phi, between))


def test_dispersion_by_hand_with_tails_brought_in() -> None:
    z = [sqrt(e) * log(o / e) for o, e in zip(OBSERVED, EXPECTED, strict=True)]
    low, high = sorted(z)[1], sorted(z)[-2]
    phi, between = by_hand([min(max(one, low), high) for one in z], EXPECTED)
    found = dispersion(OBSERVED, EXPECTED)
    assert (found.areas, found.phi, found.between) == pytest.approx((11, phi, between))
    assert found.between > 0


def test_limits_are_widened_by_the_variance_between_areas() -> None:
    plot, found = dispersed_funnel(OBSERVED, EXPECTED, per=100)
    spread = sqrt(1 / 40 + float(found.between))
    assert plot.upper[3] == pytest.approx(100 * exp(1.959964 * spread))
    assert plot.lower[3] == pytest.approx(100 * exp(-1.959964 * spread))
    assert plot.highest[3] == pytest.approx(100 * exp(3.090232 * spread))
    # Of 100 expected 80 are fewer than chance gives, and no fewer than areas differ by.
    assert ratio_funnel(OBSERVED, EXPECTED).position[9] == Position.BELOW
    assert plot.position[9] == Position.WITHIN
    assert plot.position[[0, -1]].tolist() == [Position.FAR_ABOVE, Position.FAR_BELOW]


def test_where_areas_differ_no_more_than_by_chance_nothing_is_widened() -> None:
    plot, found = dispersed_funnel([11.0, 19, 30, 41], [10.0, 20, 30, 40])
    assert found.between == 0
    assert found.phi < 1
    assert plot.upper[0] == pytest.approx(exp(1.959964 / sqrt(10)))


def test_each_row_of_areas_is_by_itself() -> None:
    other = [9.0, 22, 28, 44, 47, 60, 68, 84, 95, 90, 210]
    both = dispersion([OBSERVED, other], EXPECTED)
    assert both.between.tolist() == [dispersion(row, EXPECTED).between for row in (OBSERVED, other)]


def test_an_area_without_events_is_left_out_and_two_are_needed() -> None:
    found = dispersion([[0, 12, 8], [0, 5, 0], [0, 0, 0]], [10.0, 10, 10], each_end=0)
    assert found.areas.tolist() == [2, 1, 0]
    assert found.why.tolist() == ["", Missing.ONE_VALUE, Missing.ONE_VALUE]
    assert np.isnan(found.phi).tolist() == [False, True, True]
    plot, _ = dispersed_funnel([0, 5, 0], [10.0, 10, 10])
    assert plot.position.tolist() == [Position.UNKNOWN] * 3
    assert np.isnan(plot.upper).all()


def test_an_area_whose_numbers_make_no_sense_moves_no_other() -> None:
    numerator, denominator = [100.0, 40, NAN, 65, 3, 9], [500.0, 200, 100, 300, 0, 5]
    found = proportion_funnel_where_fit(numerator, denominator)
    there = [0, 1, 3]
    alone = proportion_funnel([100, 40, 65], [500, 200, 300])
    assert found.centre == pytest.approx(alone.centre)
    for name in ("value", "lower", "upper", "lowest", "highest"):
        assert getattr(found, name)[there] == pytest.approx(getattr(alone, name))
        assert np.isnan(getattr(found, name)[[2, 4, 5]]).all()
    assert found.position[[2, 4, 5]].tolist() == [""] * 3
    # As a rate nine of five may be.
    rate = rate_funnel_where_fit(numerator, denominator, 100)
    alone = rate_funnel([100, 40, 65, 9], [500, 200, 300, 5], 100)
    assert rate.highest[[*there, 5]] == pytest.approx(alone.highest)
    assert rate.position.tolist() == ["within", "within", "", "within", "", "far above"]
    plot, _ = dispersed_funnel_where_fit([*OBSERVED, -1, 5], [*EXPECTED, 5, NAN], 100)
    whole, _ = dispersed_funnel(OBSERVED, EXPECTED, 100)
    assert plot.upper[:-2] == pytest.approx(whole.upper)
    assert plot.position.tolist() == [*whole.position.tolist(), "", ""]


def test_a_row_in_which_nothing_happened_has_no_funnel_and_the_others_have() -> None:
    events = np.array([[0, 0], [9, 12], [NAN, NAN]])
    found = rate_funnel_where_fit(events, [10, 20])
    assert np.isnan(found.centre[:, 0]).tolist() == [True, False, True]
    assert found.position.tolist() == [["", ""], ["within", "within"], ["", ""]]
    assert found.value[0].tolist() == [0, 0]
    assert np.isnan(found.upper).all(-1).tolist() == [True, False, True]


BAD: Mapping[str, Callable[[], object]] = {
    "above its denominator": lambda: proportion_funnel([11], [10]),
    "cannot be above 1": lambda: proportion_funnel([1], [10], 2),
    "cannot have -1 for": lambda: proportion_funnel([1], [10], -1),
    "above nought": lambda: rate_funnel([0, 0], [10, 10]),
    "cannot have nan": lambda: rate_funnel([1], [10], centre=NAN),
    "exposure above zero": lambda: rate_funnel([1], [0]),
    "expected number above zero": lambda: ratio_funnel([1], [0]),
    "events cannot be -1": lambda: dispersion([-1, 2], [1, 2]),
    "below a half": lambda: dispersion([1, 2], [1, 2], each_end=0.5),
    "of several areas": lambda: dispersion(1, 1),
}


@pytest.mark.parametrize("message", BAD)
def test_what_makes_no_sense_is_an_error(message: str) -> None:
    with pytest.raises(ValueError, match=message):
        BAD[message]()
