"""How few people make half, as a board reads it, and what a few people may not be told by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.report.example import example
from wholeplace.kernel import Headline, Unit
from wholeplace.population.concentration import concentration
from wholeplace.population.concentration_figure import concentration_figure
from wholeplace.privacy import MARK
from wholeplace.report import CurvePoint, ReportData, withhold
from wholeplace.report.concentration import concentration_sentence, concentration_tables
from wholeplace.report.concentration_chart import concentration_chart

ID = "population.half_of_emergency_admissions"
# Who has how many admissions: 100 people with 4, 800 with 1, of 15,012.
NORTH, SOUTH = [4] * 60 + [1] * 500, [4] * 40 + [1] * 300


def _headline(values: list[int], people: int, level: str = "") -> Headline:
    one = concentration(np.array(values, dtype=np.int64), people) if values else None
    figure = concentration_figure(one, ID, "Adults", "emergency admissions", Unit.COUNT)
    return Headline(figure, "neighbourhood" if level else "", level)


def _place(**others: list[int]) -> ReportData:
    parts = {"north": NORTH, "south": SOUTH} | others
    whole = _headline([value for part in parts.values() for value in part], 15_012)
    levels = [_headline(values, 5_004, level) for level, values in parts.items()]
    data = example()
    headlines = [*data.headlines, whole, *levels]
    return replace(data, headlines=headlines, who="adults")


def test_the_sentence_of_the_board_has_people_interval_and_share() -> None:
    # 1,200 admissions: 100 people with 4 make 400, so 200 more with one each make half.
    (sentence,) = concentration_sentence(_place())
    assert sentence.startswith("300 adults drive 50% of all non-elective activity (emergency")
    assert "95% interval" in sentence
    assert sentence.endswith("2.00% of 15,012.")


def test_nobody_admitted_is_told_by_no_sentence_and_a_missing_row() -> None:
    data = replace(_place(), headlines=[*example().headlines, _headline([], 15_012)])
    assert list(concentration_sentence(data)) == []
    assert concentration_tables(data)[0].rows[0][3] == "missing"


def test_each_neighbourhood_has_a_row_and_the_place_a_last_one() -> None:
    (table,) = concentration_tables(withhold(_place()))
    assert [row[:4] for row in table.rows] == [
        ("North", "5,004", "740", "190"),
        ("South", "5,004", "460", "110"),
    ]
    assert table.total[:4] == ("The whole place", "15,012", "1,200", "300")


def test_a_neighbourhood_with_few_people_admitted_hides_another_too() -> None:
    # Those admitted add up to the whole: one hidden row could be found from the others.
    (table,) = concentration_tables(withhold(_place(east=[1] * 5)))
    hidden = {row[0] for row in table.rows if MARK in row}
    assert hidden == {"East", "South"}
    assert MARK not in table.total


def test_few_people_who_make_half_are_not_told_though_many_have_some() -> None:
    (table,) = concentration_tables(withhold(_place(east=[900] * 3 + [1] * 40)))
    assert "East" in {row[0] for row in table.rows if MARK in row}


def test_a_whole_of_few_people_is_neither_told_nor_drawn() -> None:
    data = replace(
        _place(),
        headlines=[*example().headlines, _headline([1, 2, 3], 15_012)],
        curves=[CurvePoint("emergency_admissions", "", 0.01, 1.0)],
    )
    shown = withhold(data)
    assert list(concentration_sentence(shown)) == []
    assert not concentration_chart(shown).wide


def test_the_curve_is_drawn_and_said() -> None:
    points = [CurvePoint("emergency_admissions", "", i / 100, min(1.0, i / 5)) for i in (1, 5, 100)]
    people = Headline(replace(example().headlines[0].figure, id="population.people_in_year"))
    data = replace(_place(), curves=points, headlines=[*_place().headlines, people])
    drawn = concentration_chart(withhold(data))
    assert drawn.says == "The 1% of adults with most make 20% of all non-elective admissions."
    assert "<svg" in drawn.wide
    assert "Spend" not in drawn.wide
