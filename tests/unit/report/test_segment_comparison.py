"""Rule sets beside one another: nothing small is shown, and what is not known is empty."""

from __future__ import annotations

from datetime import date

from wholeplace.population import Segment, SegmentRules
from wholeplace.population.variance import SegmentCosts
from wholeplace.population.variance_limits import Estimate
from wholeplace.privacy.small_numbers import SmallNumbers
from wholeplace.record.conditions import Condition
from wholeplace.report.segment_comparison import (
    ComparedRules,
    Comparison,
    comparison_notes,
    comparison_page,
    comparison_rows,
    comparison_table,
)

SOURCE = "assumed: for tests"
ON, STARTS = date(2020, 4, 1), date(2019, 4, 1)


def compared(
    name: str, people: dict[str, int], explained: float | None, less: float | None, asked: str
) -> ComparedRules:
    """Return a rule set of which only the first segment asks for anything."""
    conditions = [{asked: Condition(at_least=1)}, *({} for _ in list(people)[1:])]
    rules = SegmentRules.model_construct(
        segments=name,
        version="2",
        about="some words",
        look_back_years=1,
        scores=(),
        rules=tuple(
            Segment(id=one, name=one, when=when, source=SOURCE)
            for one, when in zip(people, conditions, strict=True)
        ),
    )
    rows = tuple(SegmentCosts(one, n, 0, 0, 0) for one, n in people.items())
    return ComparedRules(rules, rows, _estimate(explained), _estimate(less))


def _estimate(share: float | None) -> Estimate | None:
    return None if share is None else Estimate(share, share - 0.01, share - 0.05, share + 0.05)


def comparison(*rules: ComparedRules, ends: date = ON) -> Comparison:
    small = SmallNumbers(hide_to=7, source=SOURCE)
    return Comparison(ON, STARTS, ends, "GBP", rules, small)


BEST = compared("grave", {"ill": 200, "odd": 20, "well": 780}, 0.25, None, "emergency_admissions")
OTHER = compared("ages", {"old": 996, "young": 4, "none": 0}, 0.125, 0.1, "age")


def test_a_row_has_what_is_explained_and_the_largest_and_smallest_segment() -> None:
    first, second = comparison_rows(comparison(BEST, OTHER))
    assert (first["explained"], first["explained_lower"]) == ("0.250000", "0.200000")
    assert (first["less_than_the_first"], second["less_than_the_first"]) == ("", "0.100000")
    assert (first["largest"], first["share_in_largest"]) == ("well", "0.780000")
    assert (first["smallest"], first["people_in_smallest"]) == ("odd", "20")
    assert (second["segments"], second["with_people"]) == ("3", "2")


def test_neither_a_small_segment_nor_what_would_tell_it_is_shown() -> None:
    data = comparison(OTHER)
    (row,) = comparison_rows(data)
    # 996 of 1,000 would tell the 4.
    assert (row["share_in_largest"], row["people_in_smallest"]) == ("*", "*")
    assert any("not shown" in note for note in comparison_notes(data))
    assert "996" not in comparison_page(data)


def test_the_table_says_points_and_percent_and_the_page_what_the_rule_sets_are() -> None:
    data = comparison(BEST, OTHER)
    table = comparison_table(data)
    assert table.rows[0][3:7] == ("25.0%", "20.0% to 30.0%", "24.0%", "")
    assert table.rows[1][6] == "10.0 (5.0 to 15.0)"
    assert "<strong>ages</strong>, version 2: some words" in comparison_page(data)


def test_rules_that_look_at_the_months_of_the_costs_are_named() -> None:
    before = " ".join(comparison_notes(comparison(BEST, OTHER)))
    assert "admissions that grave asks for" in before
    after = comparison(BEST, OTHER, ends=date(2021, 4, 1))
    assert "--costs after" not in " ".join(comparison_notes(after))


def test_where_all_cost_the_same_nothing_is_explained() -> None:
    data = comparison(compared("flat", {"a": 10, "b": 10}, None, None, "age"))
    assert comparison_rows(data)[0]["explained"] == ""
    assert comparison_table(data).rows[0][3:7] == ("", "", "", "")
    # One rule set by itself is less than none.
    assert not any("Less than the first" in note for note in comparison_notes(data))
