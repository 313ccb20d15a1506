"""Small numbers leave a scorecard in no way: page, files, charts, JSON and terminal alike."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.report.outcomes_example import (
    ADMISSIONS,
    MONTHS,
    PLANS,
    SMALL,
    YEAR,
    admissions,
    calibration,
    card,
    falls,
    framework,
    measure,
    scorecard,
    value,
)
from wholeplace.kernel import Figure, FinancialYear, Money, Unit
from wholeplace.outcomes.control import Signal
from wholeplace.outcomes.framework import Caution
from wholeplace.outcomes.rewards import Reward, rewarded
from wholeplace.privacy import MARK
from wholeplace.report.outcomes import (
    Card,
    Level,
    Scorecard,
    Value,
    scorecard_folder,
    scorecard_lines,
    scorecard_to_dict,
    withhold,
)
from wholeplace.report.outcomes.hide import hidden_parts, is_marked


def everything(one: Scorecard) -> str:
    """Return all that leaves the house of a scorecard, as one text."""
    return "\n".join(
        [
            scorecard_folder(one).page,
            json.dumps(scorecard_to_dict(one), ensure_ascii=False),
            *scorecard_lines(one),
            *(json.dumps(rows) for _, rows in scorecard_folder(one).tables.items()),
            *(
                chart.wide + chart.narrow + chart.says + chart.note
                for _, chart in scorecard_folder(one).charts.items()
            ),
        ]
    )


def of(*cards: Card) -> Scorecard:
    """Return the scorecard of cards alone."""
    return scorecard(cards=cards, tree=(), framework=None, reward=None, outlook=None)


def gated(one: Card) -> Card:
    return withhold(of(one)).cards[0]


def hidden_levels(one: Card, breakdown: str) -> list[str]:
    return [
        level.level
        for level in gated(one).levels
        if level.breakdown == breakdown and is_marked(level.crude)
    ]


def hidden_months(one: Card) -> list[str]:
    found = gated(one)
    pairs = zip(found.months, found.monthly, strict=True)
    return [str(month) for month, value in pairs if is_marked(value)]


def steady(**levels: dict[str, tuple[float, float]]) -> Card:
    """Return a card of forty events a month, which are 480 a year."""
    return card(measure("steady", "Steady"), [40] * 36, 1_000.0, levels)


def test_nothing_that_leaves_depends_on_what_is_hidden() -> None:
    swapped = {"P1": (5.0, 20_000.0), "P3": (9.0, 48_000.0)}
    other = falls(6, 3)
    levels = tuple(
        replace(one, crude=value(other.measure, *swapped[one.level]))
        if one.level in swapped
        else one
        for one in other.levels
    )
    changed = replace(other, levels=levels)
    assert changed != falls(5, 4)
    assert everything(of(changed)) == everything(of(falls(5, 4)))


def test_a_small_part_is_hidden_with_the_least_of_the_others() -> None:
    one = steady(practice={"P1": (3, 900), "P2": (300, 8_000), "P3": (177, 3_100)})
    assert hidden_levels(one, "practice") == ["P1", "P3"]
    assert not is_marked(gated(one).year)


def test_nought_is_told_as_nought() -> None:
    one = steady(practice={"P1": (0, 900), "P2": (300, 8_000), "P3": (180, 3_100)})
    assert hidden_levels(one, "practice") == []


def test_those_in_no_part_are_protected_like_a_part() -> None:
    # Of 480 events three are in no practice: the total less the parts would tell them.
    one = steady(practice={"P1": (200, 6_000), "P2": (277, 6_000)})
    assert hidden_levels(one, "practice") == ["P1"]


def test_few_people_hide_a_part_whatever_happened_to_them() -> None:
    one = steady(sex={"1": (20, 6.5), "2": (230, 5_000), "3": (230, 6_993.5)})
    assert hidden_levels(one, "sex") == ["1", "2"]


def test_the_few_in_whom_it_was_not_so_are_hidden_too() -> None:
    plans = measure("plans", "Plans", "proportion", per=100, better="higher")
    levels = {"sex": {"1": (98.0, 100.0), "2": (300.0, 400.0), "3": (322.0, 460.0)}}
    one = card(plans, [60] * 36, 80.0, levels)
    assert hidden_levels(one, "sex") == ["1", "2"]


def test_of_a_mean_only_the_people_count() -> None:
    mean = measure("stay", "Mean", "mean", value="bed_days", per=1, better="higher")
    one = card(mean, [4] * 36, 40.0, {"sex": {"1": (3.0, 200.0), "2": (45.0, 280.0)}})
    assert hidden_levels(one, "sex") == []


def test_where_all_is_too_few_no_breakdown_adds_up_to_it() -> None:
    levels = {
        "sex": {"1": (3.0, 500.0), "2": (2.0, 500.0)},
        "age": {"0": (0.0, 400.0), "65": (5.0, 600.0)},
    }
    one = card(measure("rare", "Rare"), [0] * 35 + [5], 83.0, levels)
    found = gated(one)
    assert is_marked(found.year)
    assert not is_marked(found.before)
    assert hidden_levels(one, "sex") == ["1", "2"]
    assert hidden_levels(one, "age") == ["65"]
    assert hidden_months(one) == ["2020-03"]


def test_a_total_that_one_breakdown_hides_is_in_no_other() -> None:
    # Nine, of which five: the four others are hidden too, and then the whole can be told. Were
    # eight of nine in one part, it would tell the one that is left.
    levels = {
        "sex": {"1": (5.0, 500.0), "2": (475.0, 11_500.0)},
        "age": {"0": (200.0, 6_000.0), "65": (280.0, 6_000.0)},
    }
    one = card(measure("x", "X"), [40] * 36, 1_000.0, levels)
    assert hidden_levels(one, "sex") == ["1", "2"]
    assert hidden_levels(one, "age") == []
    alone = card(
        measure("x", "X"), [1] * 36, 1_000.0, {"sex": {"1": (5.0, 500.0), "2": (7.0, 11_500.0)}}
    )
    assert hidden_levels(alone, "sex") == ["1", "2"]


def test_months_of_every_year_are_looked_at() -> None:
    numbers = [3, *[40] * 11, *[40] * 24]
    one = card(measure("x", "X"), numbers, 1_000.0, {})
    assert hidden_months(one) == ["2017-04"]
    # What was made of its year is not told, so that nothing gives it away.
    assert "2017/18" not in json.dumps(scorecard_folder(of(one)).tables["years.csv"])


def test_a_month_of_a_year_that_is_told_takes_another_with_it() -> None:
    one = card(measure("x", "X"), [*[40] * 24, 3, 30, *[40] * 10], 1_000.0, {})
    assert hidden_months(one) == ["2019-04", "2019-05"]


def test_a_month_before_a_target_takes_another_with_it() -> None:
    # The level of a history is the sum of its months.
    one = card(measure("x", "X"), [3, 30, *[40] * 34], 1_000.0, {})
    assert hidden_months(replace(one, calibration=calibration("x", 400.0))) == [
        "2017-04",
        "2017-05",
    ]


def test_a_hidden_month_is_no_point_and_its_part_has_no_limits() -> None:
    one = card(measure("x", "X"), [*[40] * 24, 3, 30, *[40] * 9, 41], 1_000.0, {})
    chart = gated(one).chart
    assert chart is not None
    assert np.isnan(chart.values[24:26]).all()
    assert np.isnan(chart.mean[24:]).all()
    assert not np.isnan(chart.mean[:24]).any()
    assert (chart.signal[24:] == "").all()
    assert (chart.signal[:24] == Signal.COMMON).all()
    assert gated(one).variation_kind == ""


def test_a_chart_of_another_part_keeps_its_icon() -> None:
    one = card(measure("x", "X"), [3, 30, *[40] * 34], 1_000.0, {})
    assert gated(one).variation_kind == one.variation_kind != ""


def test_the_slope_goes_with_a_tenth() -> None:
    tenths = {"1": (3.0, 4_000.0), "2": (277.0, 4_000.0), "3": (200.0, 4_000.0)}
    one = replace(steady(deprivation=tenths), slope=Value(None, None, 1.5, 1.0, 2.0))
    assert is_marked(gated(one).slope)
    assert "1.5" not in " ".join(
        chart.says for _, chart in scorecard_folder(of(one)).charts.items()
    )


def few_with_reward() -> Scorecard:
    """Return a scorecard in which the result that decides a reward is of few."""
    rare = card(ADMISSIONS, [1] * 24 + [0] * 9 + [2, 2, 2], 6_666.0, {})
    weights = {"admissions": Fraction(3, 5), "plans": Fraction(2, 5)}
    shares = {
        name: Figure(f"reward.{name}.share", Fraction(37, 100), Unit.FRACTION, inputs="result 6")
        for name in weights
    }
    reward: Reward = rewarded(Money(100_000_00), weights, shares)
    first, second = reward.earned
    found = calibration("admissions", 12.0)
    plans = next(one for one in scorecard().cards if one.measure is PLANS)
    says = "6.0 diagnoses are written down for each"
    cautions = (Caution("coding", "admissions", {"after": 6.0}, says),)
    few = replace(
        rare, earned=first, calibration=found, cautions=cautions, outcome=admissions().outcome
    )
    return scorecard(cards=(few, replace(plans, earned=second)), reward=reward)


def test_what_a_result_of_few_earned_is_not_told_nor_can_it_be_worked_out() -> None:
    shown = withhold(few_with_reward())
    few, plans = shown.cards
    assert few.earned is not None
    assert (few.earned.share.value, few.earned.amount) == (MARK, None)
    assert few.calibration is None
    assert plans.earned is not None
    assert plans.earned.amount == Money(14_800_00)
    text = everything(few_with_reward())
    assert "22,200" not in text
    assert "37,000.00" not in text
    assert "result 6" not in text.replace("result 6", "", 0) or "result 6" in str(plans.earned)
    assert "6.0 diagnoses" not in text
    assert scorecard_folder(few_with_reward()).tables["rewards.csv"][-1]["amount"] == MARK


def test_of_the_outlook_no_single_measure_is_told_where_one_is_of_few() -> None:
    shown = withhold(few_with_reward())
    assert shown.outlook is not None
    assert shown.outlook.measures == {}
    kept = withhold(scorecard()).outlook
    assert kept is not None
    assert set(kept.measures) == {"admissions"}


def test_the_reward_for_work_is_told_whatever_the_result() -> None:
    one = few_with_reward()
    (paid, *_) = one.cards
    assert paid.outcome is not None
    work = replace(paid, outcome=replace(paid.outcome, phase="baseline"))
    earned = withhold(replace(one, cards=(work, one.cards[1]))).cards[0].earned
    assert earned is not None
    assert earned.amount == Money(22_200_00)


def test_a_caution_that_tells_a_share_of_few_loses_its_words() -> None:
    says = "0.05% of the eligible are left out"
    caution = Caution("exclusions", "x", {"before": 0.0, "after": 0.0005, "chance": 0.01}, says)
    told = replace(caution, numbers={"before": 0.1, "after": 0.2})
    one = replace(steady(), cautions=(caution, told))
    first, second = gated(one).cautions
    assert (first.check, first.numbers) == ("exclusions", {})
    assert says not in first.says
    assert second is told


def test_going_through_twice_changes_nothing() -> None:
    for one in (scorecard(), few_with_reward()):
        assert everything(withhold(one)) == everything(one)


COUNTS = st.lists(st.integers(0, 30), min_size=2, max_size=6)


@given(COUNTS, COUNTS, st.integers(0, 9))
def test_no_total_tells_a_hidden_part(first: list[int], second: list[int], in_none: int) -> None:
    whole = max(sum(first), sum(second)) + in_none
    levels = tuple(
        Level(breakdown, str(i), Value(Fraction(n), None, float(n)))
        for breakdown, counts in (("sex", first), ("age", second))
        for i, n in enumerate(counts)
    )
    year = Value(Fraction(whole), None, float(whole))
    one = gated(replace(steady(), months=(), monthly=(), chart=None, year=year, levels=levels))
    for breakdown, counts in (("sex", first), ("age", second)):
        marks = [is_marked(level.crude) for level in one.levels if level.breakdown == breakdown]
        hidden = [n for n, gone in zip(counts, marks, strict=True) if gone]
        assert not any(SMALL.is_small(n) for n, gone in zip(counts, marks, strict=True) if not gone)
        if is_marked(one.year):
            assert hidden or not sum(counts)
        else:
            # What a reader of the total has left: those hidden, and those few who are in no part.
            others = whole - sum(counts)
            unknown = [*hidden, *([others] if SMALL.is_small(others) else [])]
            assert not SMALL.is_small(sum(unknown))
            assert len(unknown) != 1


def test_marks_stand_where_numbers_were() -> None:
    rows = scorecard_folder(scorecard()).tables["levels.csv"]
    (row,) = (row for row in rows if (row["measure"], row["level"]) == ("falls", "P1"))
    counted = ("numerator", "denominator", "value", "lower", "upper", "told", "standardised")
    assert {row[name] for name in counted} == {MARK}


def test_counts_that_are_shown_are_rounded_where_the_policy_says_so() -> None:
    by_five = SMALL.model_copy(update={"round_to": 5})
    rows = dict(
        scorecard_folder(
            replace(of(steady(sex={"1": (242, 6_000), "2": (238, 6_000)})), small=by_five)
        ).tables.items()
    )
    assert [row["numerator"] for row in rows["levels.csv"]] == ["240", "240"]


def test_where_nothing_is_small_nothing_is_hidden() -> None:
    found = hidden_parts(steady(sex={"1": (240, 6_000), "2": (240, 6_000)}), YEAR, SMALL)
    assert (found.rows, found.totals) == (frozenset(), frozenset())


@pytest.mark.parametrize("months", [(), MONTHS])
def test_what_is_missing_for_another_reason_stays_missing(months: tuple[Any, ...]) -> None:
    none = Value(None, None, None, missing="no survey was loaded")
    one = Card(
        measure("x", "X"),
        "local quality",
        months,
        tuple(none for _ in months),
        None,
        "",
        "",
        none,
        None,
        (),
    )
    assert gated(one) == one


def test_the_example_is_what_the_tests_say_it_is() -> None:
    assert [one.measure for one in framework().outcomes] == ["admissions", "plans", "waits"]


def test_earlier_years_of_few_are_hidden_as_the_year_is() -> None:
    few, many = Value(Fraction(3), Fraction(60), 5.0), Value(Fraction(30), Fraction(60), 50.0)
    one = replace(steady(), earlier={FinancialYear(2014): few, FinancialYear(2015): many})
    found = gated(one).earlier
    assert is_marked(found[FinancialYear(2014)])
    assert found[FinancialYear(2015)] == many
