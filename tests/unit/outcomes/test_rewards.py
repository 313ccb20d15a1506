"""Rewards: each kind of curve, points and their price, and the whole to the penny."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from wholeplace.kernel import Figure, Money, Unit
from wholeplace.outcomes.rewards import (
    AllOrNothing,
    Curve,
    DatedCurve,
    Points,
    Practice,
    Result,
    achieved_figure,
    between,
    points_figure,
    pots,
    reliability,
    reliability_of_share,
    reward_figure,
    rewarded,
    share_of,
    shrunk,
)
from wholeplace.outcomes.targets import Counts, People, Promise, marks

PROMISE = {"floor_chance": "95%", "full_chance": "2.5%", "zero_chance": "99.9%", "source": "y"}
FEWER = marks(Counts(100), "lower", Promise.model_validate(PROMISE))
MORE = marks(People(200, 0.8), "higher", Promise.model_validate(PROMISE))


def curve(**terms: Any) -> Curve:
    made: Curve = TypeAdapter(Curve).validate_python(terms)
    return made


def earned(terms: Curve, value: str, **rest: Any) -> Fraction | None:
    found = share_of(terms, Result(Fraction(value), **({"better": "higher"} | rest)), "m").value
    assert isinstance(found, Fraction)
    return found


CALIBRATED = {"kind": "calibrated", "promise": PROMISE, "at_floor": "90%"}


# Calibrated: full at 80, floor at 117, nothing at 132 (of 100 expected events)


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ("0", "1"), ("80", "1"), ("81", "9/10"), ("100", "9/10"), ("117", "9/10"),
        ("118", "84/100"), ("127", "3/10"), ("131", "6/100"), ("132", "0"), ("500", "0"),
    ],
)  # fmt: skip
def test_fewer_events_earn_more(value: str, share: str) -> None:
    assert earned(curve(**CALIBRATED), value, better="lower", marks=FEWER) == Fraction(share)


@pytest.mark.parametrize(
    ("value", "share"),
    [("80", "1"), ("81", "9855/10000"), ("90", "945/1000"), ("100", "9/10"), ("117", "9/10")],
)
def test_a_slide_rises_from_what_is_expected_and_never_to_all(value: str, share: str) -> None:
    sliding = curve(**CALIBRATED, slides_to="99%")
    assert earned(sliding, value, better="lower", marks=FEWER) == Fraction(share)


@pytest.mark.parametrize(
    ("value", "share"),
    [("172", "1"), ("171", "9/10"), ("151", "9/10"), ("150", "8/10"), ("142", "0")],
)
def test_more_people_earn_more(value: str, share: str) -> None:
    assert (MORE.floor, MORE.zero) == (Fraction(151), Fraction(142))
    assert earned(curve(**CALIBRATED), value, marks=MORE) == Fraction(share)


def test_without_a_full_mark_the_floor_is_the_most() -> None:
    none = marks(Counts(2.0), "lower", Promise.model_validate(PROMISE))
    assert earned(curve(**CALIBRATED), "0", better="lower", marks=none) == Fraction(9, 10)


@pytest.mark.parametrize(
    ("result", "note"),
    [
        (Result(None, "lower", FEWER, why="the survey was not done"), "the survey was not done"),
        (Result(None, "lower", FEWER), "the result is not known"),
        (Result(Fraction(3), "lower"), "there is no target yet"),
    ],
    ids=["why", "unknown", "no target"],
)
def test_what_is_not_known_earns_neither_all_nor_nothing(result: Result, note: str) -> None:
    found = share_of(curve(**CALIBRATED), result, "falls")
    assert (found.value, found.note) == (None, note)


# The other kinds


@pytest.mark.parametrize(
    ("value", "share"), [("0.3", "0"), ("0.4", "0"), ("0.65", "1/2"), ("0.9", "1"), ("0.95", "1")]
)
def test_a_sliding_scale(value: str, share: str) -> None:
    assert earned(curve(kind="sliding", lower="40%", upper="90%"), value) == Fraction(share)


def test_a_sliding_scale_where_lower_is_better() -> None:
    scale = curve(kind="sliding", lower="30%", upper="10%")
    assert [earned(scale, value, better="lower") for value in ("0.35", "0.15", "0.05")] == [
        0, Fraction(3, 4), 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "baseline", "points"),
    [
        # 9 x (0.70 - 0.60) / 0.30 + 0.5 = 3.5 points, and no improvement is asked for.
        ("0.70", None, 4),
        ("0.60", None, 1),
        ("0.59", None, 0),
        ("0.90", None, 10),
        # Just short of the benchmark is never ten.
        ("0.8999", "0.2", 9),
        # 10 x (0.70 - 0.40) / 0.50 - 0.5 = 5.5, more than the four for achievement.
        ("0.70", "0.40", 6),
        # Short of the threshold, but better than before: 10 x 0.2 / 0.7 - 0.5 = 2.36.
        ("0.40", "0.20", 2),
        # Worse than before.
        ("0.50", "0.55", 0),
        # At the benchmark before, and no longer.
        ("0.61", "0.95", 1),
    ],
)
def test_achievement_or_improvement(value: str, baseline: str | None, points: int) -> None:
    """42 CFR 412.165 (a)."""
    scale = curve(
        kind="achievement_or_improvement", threshold="60%", benchmark="90%", in_points="true"
    )
    own = None if baseline is None else Fraction(baseline)
    assert earned(scale, value, baseline=own) == Fraction(points, 10)


def test_achievement_or_improvement_without_points() -> None:
    scale = curve(
        kind="achievement_or_improvement", threshold="60%", benchmark="90%", in_points="false"
    )
    assert earned(scale, "0.7", baseline=Fraction("0.4")) == Fraction(3, 5)
    assert earned(scale, "0.7", baseline=Fraction("0.65")) == Fraction(1, 3)


def test_all_or_nothing_and_tiers() -> None:
    whole = curve(kind="all_or_nothing", at="75%")
    assert [earned(whole, value) for value in ("0.7499", "0.75")] == [0, 1]
    tiers = curve(
        kind="tiers", tiers=[{"at": "60%", "earns": "50%"}, {"at": "80%", "earns": "100%"}]
    )
    values = ("0.59", "0.6", "0.79", "0.8")
    assert [earned(tiers, value) for value in values] == [0, Fraction(1, 2), Fraction(1, 2), 1]
    fewer = curve(kind="tiers", tiers=[{"at": 20, "earns": "50%"}, {"at": 10, "earns": "100%"}])
    found = [earned(fewer, value, better="lower") for value in ("21", "20", "10")]
    assert found == [0, Fraction(1, 2), 1]


def test_a_share_says_how_it_came_about() -> None:
    found = share_of(
        curve(**CALIBRATED), Result(Fraction(118), "lower", FEWER), "falls", "clause 4"
    )
    assert found.inputs == "result 118; full 80, floor 117, zero 132"
    assert (found.id, found.source) == ("reward.falls.share", "clause 4")


@pytest.mark.parametrize(
    ("terms", "what"),
    [
        (CALIBRATED | {"at_floor": "100%"}, "the floor earns everything"),
        (CALIBRATED | {"slides_to": "100%"}, "between the floor and all"),
        (CALIBRATED | {"slides_to": "80%"}, "between the floor and all"),
        ({"kind": "sliding", "lower": "40%", "upper": "40%"}, "both thresholds are the same"),
        ({"kind": "tiers", "tiers": []}, "at least 1 item"),
        ({"kind": "all_or_nothing", "at": "much"}, "not a number"),
        (
            {"kind": "tiers", "tiers": [{"at": 1, "earns": "60%"}, {"at": 2, "earns": "50%"}]},
            "a harder tier earns no more",
        ),
        (
            {
                "kind": "tiers",
                "tiers": [
                    {"at": 1, "earns": "1%"}, {"at": 3, "earns": "2%"}, {"at": 2, "earns": "3%"},
                ],
            },
            "does not come after",
        ),
        ({"kind": "curved"}, "does not match any of the expected tags"),
    ],
    ids=["floor", "slide all", "slide low", "sliding", "tiers", "word", "earns", "order", "kind"],
)  # fmt: skip
def test_curves_that_are_none(terms: dict[str, Any], what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        curve(**terms)


def test_a_curve_is_dated_and_cited() -> None:
    found = DatedCurve.model_validate(
        {
            "curve": "reviews",
            "title": "Reviews",
            "is": [
                {
                    "from": "2019-04-01",
                    "value": {"kind": "all_or_nothing", "at": "50%"},
                    "source": "a",
                },
                {
                    "from": "2020-04-01",
                    "value": {"kind": "all_or_nothing", "at": "60%"},
                    "source": "b",
                },
            ],
        }
    )
    held = found.is_.on(date(2020, 3, 31))
    assert held is not None
    assert isinstance(held.value, AllOrNothing)
    assert (held.value.at, held.source) == (Fraction(1, 2), "a")


# Points and their price


def points(price: str, number: str, **means: str) -> Points:
    def dated(value: str) -> list[dict[str, str]]:
        return [{"from": "2010-04-01", "value": value, "source": "an example"}]

    timelines = {name: dated(value) for name, value in means.items()}
    return Points.model_validate(
        {"points": number, "price": dated(price), "price_to_the_penny": "true", "source": "y"}
        | timelines
    )


ALL = Figure("reward.x.share", Fraction(1), Unit.FRACTION)


@pytest.mark.parametrize(
    ("prevalence", "number", "worth"), [("0.3%", "26", "3541.46"), ("0.7%", "20", "6356.60")]
)
def test_published_examples_of_prevalence(prevalence: str, number: str, worth: str) -> None:
    """Dementia Partnerships: GBP 227.02 a point, national prevalence 0.5%."""
    terms = points("GBP 227.02", number, mean_prevalence="0.5%")
    own = Practice(prevalence=Fraction(prevalence.rstrip("%")) / 100)
    assert points_figure(terms, ALL, own, date(2019, 4, 1)).value == Fraction(worth)


def test_a_published_example_of_an_average_practice() -> None:
    """Pulse Intelligence: GBP 201.16 a point, 74 points, an average list."""
    terms = points("GBP 201.16", "74", mean_list="8,000")
    own = Practice(list_size=Fraction(8000))
    assert points_figure(terms, ALL, own, date(2019, 4, 1)).value == Fraction("14885.84")


def test_a_share_of_points_and_what_is_not_known() -> None:
    terms, day = points("GBP 100", "10", mean_list="8,000"), date(2019, 4, 1)
    half = Figure("s", Fraction(1, 2), Unit.FRACTION)
    found = points_figure(terms, half, Practice(list_size=Fraction(4000)), day)
    assert (found.value, found.inputs) == (
        250,
        "5 points x 50 (£100.00 x 4,000 / 8,000, to the penny)",
    )
    assert points_figure(terms, half, Practice(), day).note == "the list size is not known"
    missing = Figure("s", None, Unit.FRACTION, note="the survey was not done")
    found = points_figure(terms, missing, Practice(list_size=Fraction(1)), day)
    assert (found.value, found.note) == (None, "the survey was not done")
    with pytest.raises(ValueError, match="no price of a point is given for 2001"):
        points_figure(terms, half, Practice(list_size=Fraction(1)), date(2001, 4, 1))


# The whole


def shares(**values: str | None) -> dict[str, Figure]:
    return {
        name: Figure(name, None if value is None else Fraction(value), Unit.FRACTION)
        for name, value in values.items()
    }


WEIGHTS = {"falls": Fraction(1, 3), "plans": Fraction(1, 3), "safe": Fraction(1, 3)}


def test_pots_add_up_to_what_is_at_stake() -> None:
    found = pots(Money(100_000), WEIGHTS)
    assert [pot.pence for pot in found.values()] == [33_334, 33_333, 33_333]


def test_the_whole_is_the_sum_of_what_each_earned() -> None:
    found = rewarded(Money(100_000), WEIGHTS, shares(falls="1", plans="9/10", safe="0"))
    assert [str(one.amount) for one in found.earned] == ["£333.34", "£300.00", "£0.00"]
    figure = reward_figure(found)
    assert (figure.shown, figure.inputs) == ("£633.34", "£333.34 + £300.00 + £0.00")
    assert achieved_figure(found).value == Fraction(63_334, 100_000)


def test_what_is_missing_makes_the_whole_missing_and_not_less() -> None:
    found = rewarded(Money(100_000), WEIGHTS, shares(falls="1", plans=None))
    assert found.amount is None
    assert found.known == Money(33_334)
    figure = reward_figure(found)
    assert figure.note == "not known: plans, safe; known so far £333.34"
    assert achieved_figure(found).value is None


def test_a_weight_of_nought_earns_nought_even_where_nothing_is_known() -> None:
    weights = {"falls": Fraction(1), "plans": Fraction(0)}
    found = rewarded(Money(100), weights, shares(falls="1"))
    assert found.amount == Money(100)


@pytest.mark.parametrize(
    ("weights", "values", "what"),
    [
        ({"falls": Fraction(9, 10)}, {"falls": "1"}, "make 90%, not 100%"),
        ({"falls": Fraction(1)}, {"falls": "11/10"}, "'falls' earns 110%"),
        ({"a": Fraction(3, 2), "b": Fraction(-1, 2)}, {}, "negative"),
    ],
    ids=["90%", "110%", "negative"],
)
def test_weights_and_shares_that_are_none(
    weights: dict[str, Fraction], values: dict[str, str], what: str
) -> None:
    with pytest.raises(ValueError, match=what):
        rewarded(Money(100), weights, shares(**values))


def test_parties_share_to_the_penny() -> None:
    found = between(Money(100), {"trust": Fraction(1, 3), "gp": Fraction(2, 3)})
    assert found == {"trust": Money(33), "gp": Money(67)}


# Reliability


def test_reliability_and_shrinkage() -> None:
    assert reliability(Fraction(4), Fraction(36), 9) == Fraction(1, 2)
    assert shrunk(Fraction(30), Fraction(20), Fraction(1, 2)) == 25
    # Beta(8, 2): between 16 / (11 x 100); within 0.8 x 0.2.
    assert reliability_of_share(Fraction(4, 5), Fraction(8), Fraction(2), 11) == Fraction(1, 2)
    with pytest.raises(ValueError, match="somebody"):
        reliability(Fraction(1), Fraction(1), 0)
    with pytest.raises(ValueError, match="from 0 to 1"):
        shrunk(Fraction(1), Fraction(2), Fraction(2))
