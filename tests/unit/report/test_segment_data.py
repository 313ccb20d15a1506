"""What may be shown of segments and movement, in tables and in the chart."""

from __future__ import annotations

from datetime import date

from wholeplace.population import Segment, SegmentRules
from wholeplace.population.movement import DIED, JOINED, Movement
from wholeplace.population.variance import SegmentCosts
from wholeplace.population.variance_limits import Estimate
from wholeplace.privacy.small_numbers import SmallNumbers
from wholeplace.record.conditions import Condition
from wholeplace.report.movement_chart import movement_chart
from wholeplace.report.segment_data import Segmented, movement_rows, segment_rows, shown_people

SOURCE = "assumed: for tests"
EXPLAINED = Estimate(0.33, 0.32, 0.25, 0.39)
ON, STARTS = date(2020, 4, 1), date(2019, 4, 1)
RULES = SegmentRules(
    segments="three",
    version="1",
    about="",
    look_back_years=1,
    rules=tuple(
        Segment(id=name.lower(), name=name, when=when, source=SOURCE)
        for name, when in (
            ("Grave", {"age": Condition(at_least=90)}),
            ("Ill", {"age": Condition(at_least=65)}),
            ("Well", {}),
        )
    ),
)


def segmented(people: dict[str, int], moves: dict[tuple[str, str], int] | None) -> Segmented:
    rows = tuple(SegmentCosts(name, n, 183 * n, 10_000 * n, 0) for name, n in people.items())
    movement = None if moves is None else Movement(STARTS, ON, moves)
    small = SmallNumbers(hide_to=7, source=SOURCE)
    return Segmented(RULES, ON, STARTS, ON, "GBP", rows, EXPLAINED, movement, small)


def test_spend_is_told_by_head_and_by_person_year() -> None:
    (row, *_) = segment_rows(segmented({"grave": 10, "ill": 0, "well": 30}, None))
    assert row == {
        "segment": "grave",
        "name": "Grave",
        "people": "10",
        "person_years": "5.0",
        "spend_per_head": "100.00",
        "spend_per_person_year": "200.00",
    }


def test_a_small_segment_is_hidden_with_its_spend_and_with_the_next_smallest() -> None:
    data = segmented({"grave": 3, "ill": 20, "well": 30}, None)
    assert shown_people(data) == {"grave": "*", "ill": "*", "well": "30", "": "53"}
    assert [row["spend_per_head"] for row in segment_rows(data)] == ["*", "*", "100.00"]


MOVES = {
    ("grave", "grave"): 30,
    ("grave", "ill"): 15,
    ("grave", DIED): 4,
    ("ill", "grave"): 12,
    ("ill", "ill"): 40,
    ("ill", DIED): 9,
    ("well", "well"): 50,
    ("well", "ill"): 11,
    ("well", DIED): 14,
    (JOINED, "well"): 12,
}


def test_a_small_move_is_hidden_and_what_would_tell_it_in_its_row_and_its_column() -> None:
    data = segmented({"grave": 42, "ill": 66, "well": 62}, MOVES)
    shown = {(row["was"], row["became"]): row["people"] for row in movement_rows(data)}
    hidden = {pair for pair, people in shown.items() if people == "*"}
    # By row: 4 and the 15 beside it. By column: 9 beside the 4, 11 beside the 15; and so on.
    assert {("grave", DIED), ("grave", "ill"), ("ill", DIED), ("well", "ill")} <= hidden
    assert shown["well", "well"] == "50"
    assert shown[JOINED, "well"] == "12"


def test_the_chart_draws_no_band_that_may_not_be_shown() -> None:
    drawn = movement_chart(segmented({"grave": 42, "ill": 66, "well": 62}, MOVES))
    shown = [row for row in movement_rows(segmented({}, MOVES)) if row["people"] != "*"]
    bands = drawn.wide.count('fill="#b9cbdd"') + drawn.wide.count('fill="#c3cad2"')
    bands += drawn.wide.count('fill="#a8560f"') + drawn.wide.count('fill="#2b5a86"')
    assert bands == len(shown)
    assert "Joined since to Well: 12" in drawn.says


def test_where_no_move_may_be_shown_the_chart_says_so() -> None:
    drawn = movement_chart(segmented({"well": 9}, {("well", "well"): 5, ("well", "ill"): 4}))
    assert drawn.says == "From 2019-04-01 to 2020-04-01. No move to another segment can be shown."


def test_without_a_second_day_there_is_no_chart_but_a_sentence() -> None:
    drawn = movement_chart(segmented({"grave": 30}, None))
    assert (drawn.wide, "Only one day" in drawn.says) == ("", True)
