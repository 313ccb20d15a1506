"""Counts of 1 to 7 are not shown, nor what would give them away."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.report.example import SEGMENTS, example, headlines
from wholeplace.kernel import Figure, Headline
from wholeplace.report import ReportData, hidden_rows, is_small, page, summary_lines, withhold
from wholeplace.report.data import number_of
from wholeplace.report.segment_chart import segment_chart
from wholeplace.report.words import pounds, years

# counts by row, in order a, b, c ... | rows hidden | is the total hidden?
POLICY = """
0  12 40      |       | no
8  12 40      |       | no
7  12 40      | a b   | no
1  12 40      | a b   | no
3  12 0       | a b   | no
3  9  9  40   | a b   | no
3  4  12 40   | a b c | no
3  5  12 40   | a b   | no
1  1  40      | a b c | no
7  7  12 40   | a b c | no
7  7          | a b   | yes
5  0  0       | a     | yes
2  2          | a b   | yes
0  0          |       | no
"""


def _cases() -> list[tuple[list[int], frozenset[str], bool]]:
    lines = [line.split("|") for line in POLICY.strip().splitlines()]
    return [
        ([int(n) for n in counts.split()], frozenset(hidden.split()), total.strip() == "yes")
        for counts, hidden, total in lines
    ]


@pytest.mark.parametrize(("counts", "hidden", "total"), _cases())
def test_the_policy_by_examples(counts: list[int], hidden: frozenset[str], *, total: bool) -> None:
    found = hidden_rows(dict(zip("abcdef", counts, strict=False)))
    assert (found.rows, found.total) == (hidden, total)


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (7, True), (8, False)])
def test_one_to_seven_are_small(count: int, *, small: bool) -> None:
    assert is_small(count) is small


def test_a_row_hidden_for_another_reason_is_not_left_alone() -> None:
    assert hidden_rows({"a": 50, "b": 12, "c": 40}, frozenset("a")).rows == {"a", "b"}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30)))
def test_no_small_count_is_shown_and_none_can_be_found_by_subtraction(
    counts: dict[str, int],
) -> None:
    hidden = hidden_rows(counts)
    assert not [row for row, n in counts.items() if is_small(n) and row not in hidden.rows]
    assert hidden.total or not is_small(sum(counts.values()))
    if hidden.rows and not hidden.total:
        sums = sum(counts[row] for row in hidden.rows)
        assert len(hidden.rows) > 1
        assert 7 < sums != 7 * len(hidden.rows)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30)))
def test_nothing_is_hidden_without_a_small_count(counts: dict[str, int]) -> None:
    if not any(is_small(n) for n in counts.values()):
        assert hidden_rows(counts).rows == frozenset()


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
    price = f"budget.price_per_head.{segment}"
    return [
        years(number_of(_figure("population.person_years", segment))),
        pounds(number_of(_figure("actual.in_scope", segment)), "GBP"),
        next(figure.shown for figure in _budget(example()) if figure.id == price),
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
    prices = {figure.id: figure.value for figure in _budget(shown)}
    assert prices["budget.price_per_head.care_home"] == "*"
    (movement,) = (f for f in _budget(shown) if f.id == "budget.movement_between_segments")
    assert movement.inputs == "*"


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
