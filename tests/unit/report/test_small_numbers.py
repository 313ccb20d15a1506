"""A report shows no count of 1 to 7, nor what would give one away."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.unit.report.example import SEGMENTS, SMALL, example, headlines
from wholeplace.kernel import Figure, Headline, Unit
from wholeplace.report import ReportData, page, summary_lines, withhold
from wholeplace.report.data import number_of
from wholeplace.report.segment_chart import segment_chart
from wholeplace.report.words import pounds, years


def _with(changes: dict[tuple[str, str], Figure]) -> ReportData:
    rows = [
        Headline(changes.get((row.figure.id, row.level), row.figure), row.breakdown, row.level)
        for row in headlines()
    ]
    return replace(example(), headlines=rows)


def _figure(id_: str, segment: str) -> Figure:
    found = example().figure(id_, "segment", segment)
    return found or pytest.fail(f"no {id_} of {segment}")


@pytest.fixture
def few_people() -> ReportData:
    """Five people in the care homes; several conditions is the next smallest segment."""
    few = replace(_figure("population.people_in_year", "care_home"), value=Fraction(5))
    return _with({("population.people_in_year", "care_home"): few})


def test_a_segment_of_few_people_and_the_next_smallest_are_withheld(few_people: ReportData) -> None:
    shown = withhold(few_people)
    hidden = {
        row.level
        for row in shown.headlines
        if row.breakdown == "segment" and row.figure.value == "*"
    }
    assert hidden == {"care_home", "several"}
    assert shown.number("population.people_in_year", "segment", "older_condition") == 1_322
    assert shown.number("population.people") == 15_012


def _secrets(segment: str) -> list[str]:
    """Return a segment's person-years, spend and price as the page would show them."""
    return [
        years(number_of(_figure("population.person_years", segment))),
        pounds(number_of(_figure("actual.in_scope", segment)), "GBP"),
        _figure("base.price_per_head", segment).shown,
    ]


def _budget(data: ReportData) -> list[Figure]:
    budget = data.figure("budget.in_scope") or pytest.fail("no budget")
    return list(budget.walk())


def test_nothing_of_a_withheld_segment_is_on_the_page(few_people: ReportData) -> None:
    before, after = page(example()), page(few_people)
    secrets = [*_secrets("care_home"), *_secrets("several")]
    assert [secret for secret in secrets if secret not in before] == []
    assert [secret for secret in secrets if secret in after] == []
    assert '<td class="number">*</td>' in after


def test_a_withheld_segment_is_not_drawn(few_people: ReportData) -> None:
    drawn = segment_chart(withhold(few_people))
    assert SEGMENTS["care_home"][0] not in drawn.wide + drawn.narrow + drawn.says
    assert SEGMENTS["older_condition"][0] in drawn.wide


def test_a_small_count_of_events_takes_its_rate_with_it_but_not_the_people() -> None:
    rate = _figure("outcome.admissions", "care_home")
    few = replace(rate.children[0], value=Fraction(3))
    data = _with({("outcome.admissions", "care_home"): replace(rate, children=(few,))})
    shown = withhold(data)
    levels = [s for s in SEGMENTS if shown.number("outcome.admissions", "segment", s) is None]
    assert levels == ["care_home", "older_healthy"]
    assert shown.number("population.people_in_year", "segment", "care_home") == 148


def test_few_people_in_the_base_year_are_not_told_by_their_price() -> None:
    base = replace(_figure("base.in_scope", "care_home"), value=Fraction(15, 2) * 10_930)
    shown = withhold(_with({("base.in_scope", "care_home"): base}))
    assert shown.number("base.in_scope", "segment", "care_home") is None
    assert shown.number("base.price_per_head", "segment", "care_home") is None
    of_care_homes = [f for f in _budget(shown) if f.id.endswith("person_years.2019-20.care_home")]
    assert [(figure.value, figure.inputs) for figure in of_care_homes] == [("*", "")]


def test_a_small_population_is_not_shown_at_all() -> None:
    people = {
        ("population.people_in_year", s): replace(
            _figure("population.people_in_year", s), value=Fraction(n)
        )
        for s, n in zip(SEGMENTS, (3, 2, 1, 0, 0, 0), strict=True)
    }
    data = _with(people)
    whole = withhold(data).figure("population.people")
    assert whole is not None
    assert whole.value == "*"
    assert not any("people on the first day" in line for line in summary_lines(data))


def test_a_rate_that_is_missing_says_why_however_few_people_there_are() -> None:
    id_ = "outcome.admissions"
    changes = {
        ("population.people_in_year", s): replace(
            _figure("population.people_in_year", s), value=Fraction(1)
        )
        for s in SEGMENTS
    }
    whole = example().figure(id_)
    assert whole is not None
    data = _with(changes | {(id_, ""): replace(whole, value=None, note="not sent", children=())})
    shown = withhold(data).figure(id_)
    assert shown is not None
    assert shown.note == "not sent"
    assert any("missing, because not sent" in line for line in summary_lines(data))


def test_counts_are_rounded_where_the_policy_says_so() -> None:
    rounding = SMALL.model_copy(update={"round_to": 5})
    shown = withhold(replace(example(), small_numbers=rounding))
    assert shown.number("population.people") == 15_010
    assert shown.number("population.people_in_year", "segment", "care_home") == 150
    rate = shown.figure("outcome.admissions", "segment", "care_home")
    assert rate is not None
    assert [child.value for child in rate.children if child.id.endswith("events")] == [120]
    assert ">148<" not in page(replace(example(), small_numbers=rounding))


def test_a_report_without_a_policy_is_not_made() -> None:
    with pytest.raises(ValueError, match="needs a policy on small numbers"):
        page(replace(example(), small_numbers=None))


def test_a_reason_does_not_tell_how_few_costs_there_were() -> None:
    spend = Figure("actual.x", Fraction(400), Unit.MONEY, "Spend", inputs="4 cost rows")
    more = replace(spend, id="actual.y", inputs="1,204 cost rows")
    data = replace(example(), headlines=[Headline(replace(spend, children=(spend, more)))])
    (row,) = withhold(data).headlines
    told = [figure.inputs for figure in row.figure.walk()]
    assert told == ["* cost rows", "* cost rows", "1,204 cost rows"]


def test_small_counts_of_the_run_are_marked_in_the_manifest() -> None:
    told = {"links": {"keys": 12_345, "people_with_two_births": 3}, "versions": {"x": "3"}}
    shown = withhold(replace(example(), manifest=told)).manifest
    assert shown == {
        "links": {"keys": "12,345", "people_with_two_births": "*"},
        "versions": {"x": "3"},
    }


def _reward(counted: int, of: int) -> ReportData:
    behind = (
        Figure("reward.falls.counted", Fraction(counted), Unit.COUNT),
        Figure("reward.falls.of", Fraction(of), Unit.COUNT),
    )
    share = Figure(
        "reward.falls.share", Fraction(9, 10), Unit.FRACTION, inputs="full 3", children=behind
    )
    falls = Figure("reward.falls", Fraction(90), Unit.MONEY, children=(share,))
    waits = Figure("reward.waits", Fraction(50), Unit.MONEY)
    stake = Figure("reward.at_stake", Fraction(200), Unit.MONEY)
    known = Figure("reward.known", Fraction(140), Unit.MONEY)
    rows = [Headline(figure) for figure in (falls, waits, stake, known)]
    return replace(example(), headlines=[*headlines(), *rows])


@pytest.mark.parametrize(("counted", "of"), [(5, 400), (395, 400), (5, 7)])
def test_what_few_earned_is_not_told_nor_what_gives_it_away(counted: int, of: int) -> None:
    shown = withhold(_reward(counted, of))
    values = {
        row.figure.id: row.figure.value
        for row in shown.headlines
        if row.figure.id.startswith("reward")
    }
    stake = Fraction(200)
    assert values == {
        "reward.falls": "*", "reward.waits": "*", "reward.at_stake": stake, "reward.known": "*",
    }  # fmt: skip
    assert not [line for line in summary_lines(_reward(counted, of)) if "Outcomes earned" in line]


def test_what_many_earned_is_told_without_the_counts_of_its_marks() -> None:
    (falls,) = [
        row.figure
        for row in withhold(_reward(90, 400)).headlines
        if row.figure.id == "reward.falls"
    ]
    assert falls.value == 90
    assert falls.children[0].inputs == ""
    told = [line for line in summary_lines(_reward(90, 400)) if "Outcomes earned" in line]
    assert told == ["Outcomes earned £140 of the £200 at stake."]
