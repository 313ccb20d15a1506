"""What may be shown of inequality: no small number, nor what would tell one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from wholeplace.kernel import FinancialYear
from wholeplace.outcomes.lives import Life
from wholeplace.outcomes.undiagnosed import gaps
from wholeplace.outcomes.unequal import Estimate, GroupRate, Rates, line_of
from wholeplace.population.prevalence import ExpectedPrevalence, Found
from wholeplace.privacy.small_numbers import SmallNumbers
from wholeplace.report.inequality import (
    Inequality,
    Measured,
    Ranked,
    gap_rows,
    headlines,
    inequality_page,
    inequality_to_dict,
    life_rows,
    rate_rows,
    slope_chart,
    slope_row,
)
from wholeplace.report.inequality.hide import hidden_groups

SMALL = SmallNumbers(hide_to=7, source="assumed: for tests")
EXPECTED = ExpectedPrevalence.model_validate(
    {
        "prevalence": "expected",
        "version": "1",
        "about": "",
        "score": "s",
        "conditions": {
            "cold": {
                "covers": "colds",
                "year": 2015,
                "bands": [{"from_age": 0, "men": "10%", "women": "10%"}],
                "source": "assumed: for tests",
            }
        },
    }
)


def rate(group: str, events: int, years: float = 1000.0) -> GroupRate:
    value = events / years * 1000
    one = Estimate(value, value * 0.8, value * 1.2)
    return GroupRate(group, events, years, one, one)


def measured(events: dict[str, int], near: dict[str, int] | None = None) -> Measured:
    """Return a measure by fifth (each its second tenth) and by neighbourhood."""
    rows = tuple(rate(group, n) for group, n in events.items() if group != "0")
    whole = rate("", sum(events.values()), 1000.0 * len(events))
    parts = near or {"N": sum(events.values()) - 20, "S": 20}
    by_near = Rates(tuple(rate(g, n, 500 * len(events)) for g, n in parts.items()), whole, 0, 0)
    return Measured(
        "deaths",
        "Deaths per 1,000 people",
        1000,
        Rates(rows, whole, 0, 0),
        rate("0", events["0"]) if "0" in events else None,
        by_near,
        line_of(rows, np.random.default_rng(1)),
        "",
        {("0" if g == "0" else str(2 * int(g))): (n, 1000.0) for g, n in events.items()},
    )


def data(*measures: Measured) -> Inequality:
    lives = (
        Life("", "all", 0, 300, 60_049.0, Estimate(84.44, 83.2, 85.6)),
        Life("", "1", 0, 5, 30_000.0, Estimate(82.0, 80.0, 84.0)),
        Life("", "2", 0, 150, 4000.0, Estimate(None, None, None, "5,000 person-years or fewer")),
    )
    found = {
        "N": Found(900, 50, Fraction(90)),
        "S": Found(100, 3, Fraction(10)),
        "T": Found(50, 20, Fraction(5)),
    }
    return Inequality(
        "A place",
        FinancialYear(2019),
        Ranked.FIFTHS,
        18,
        measures,
        (FinancialYear(2018), FinancialYear(2019)),
        {"place": lives},
        date(2020, 3, 31),
        EXPECTED,
        {"cold": "Common cold"},
        {"cold": tuple(gaps(found))},
        {"N": "North"},
        SMALL,
        ("a month is missing",),
    )


PLENTY = {"1": 50, "2": 40, "3": 30, "4": 20, "5": 10}


def test_the_slope_is_said_and_drawn() -> None:
    found = data(measured(PLENTY))
    row = slope_row(found, found.measured[0])
    assert (row["slope_index"], row["relative_index"], row["why"]) == ("-50.00", "0.091", "")
    assert "50.0 more at the most deprived end than at the least" in headlines(found)[0]
    chart = slope_chart(found, found.measured[0])
    assert "1: 50.0 (40.0 to 60.0)" in chart.note
    assert chart.wide.startswith("<svg")
    assert chart.narrow != chart.wide


def test_nothing_small_is_shown_and_no_slope_that_tells_it() -> None:
    found = data(measured(PLENTY | {"5": 12, "0": 3}))
    shown = {row["group"]: row["events"] for row in rate_rows(found, found.measured[0])}
    # The 3 of unknown deprivation would be told by the total, so the smallest fifth is hidden too.
    fifths = {"1": "50", "2": "40", "3": "30", "4": "20", "5": "*", "0": "*"}
    assert shown == fifths | {"N": "135", "S": "20", "": "155"}
    row = slope_row(found, found.measured[0])
    assert (row["slope_index"], row["relative_index"]) == ("", "")
    assert row["why"] == "a group of it is not shown, and the slope would tell it"
    chart = slope_chart(found, found.measured[0])
    assert "5:" not in chart.note
    page = inequality_page(found)
    assert "-50" not in page
    assert "155" in page


def test_a_hidden_total_is_not_told_by_the_other_table() -> None:
    # Three of which none is above 7, and 21 in all: each is 7. Two neighbourhoods would tell 21.
    found = data(measured({"1": 7, "2": 7, "3": 7}, {"N": 10, "S": 11}))
    rows = list(rate_rows(found, found.measured[0]))
    assert {row["group"] for row in rows if row["events"] == "*"} == {"1", "2", "3", "N", ""}
    assert all(row["rate"] == "*" for row in rows if row["events"] == "*")


@pytest.mark.parametrize(
    ("tenths", "hidden_tenths", "hidden_fifths"),
    [
        ({"1": 20, "2": 20, "3": 20, "4": 20}, "", ""),
        # The fifth tells the two together, so one cannot be shown without the other.
        ({"1": 3, "2": 20, "3": 20, "4": 20}, "1 2", ""),
        ({"1": 3, "2": 0, "3": 20, "4": 20}, "1 2 3 4", "1 2"),
        # Fourteen in two tenths of which each is 7 at most are 7 and 7.
        ({"1": 7, "2": 7, "3": 20, "4": 20}, "1 2 3 4", "1 2"),
        ({"0": 4, "2": 20, "4": 30}, "0 2", "0 1"),
    ],
)
def test_tenths_and_fifths_tell_no_more_together(
    tenths: dict[str, int], hidden_tenths: str, hidden_fifths: str
) -> None:
    assert hidden_groups(tenths, Ranked.TENTHS, SMALL).rows == set(hidden_tenths.split())
    assert hidden_groups(tenths, Ranked.FIFTHS, SMALL).rows == set(hidden_fifths.split())


def test_life_expectancy_without_a_number_of_deaths() -> None:
    persons, men, women = life_rows(data())
    assert (persons["life_expectancy"], persons["person_years"]) == ("84.4", "60000")
    assert (men["life_expectancy"], men["why"]) == ("", "not shown: a small number")
    assert women["why"] == "5,000 person-years or fewer"
    assert "deaths" not in persons


def test_a_small_recorded_number_hides_its_gap_and_another() -> None:
    rows = {row["neighbourhood"]: row for row in gap_rows(data())}
    shown = {name: row["recorded"] for name, row in rows.items()}
    assert shown == {"North": "50", "S": "*", "T": "*", "All": "73"}
    assert rows["S"]["gap"] == rows["T"]["found"] == rows["T"]["gap_upper"] == "*"
    assert rows["S"]["expected"] == "10.0"


def test_what_is_not_known_says_why() -> None:
    nothing = Measured("m", "Measure", 1000, missing="no row was loaded")
    found = replace(data(nothing), lives={"place": ()}, years=())
    assert headlines(found) == [
        "Measure: nothing can be said, for no row was loaded.",
        "Life expectancy: not known, for no death is recorded in 2019/20.",
    ]
    assert list(rate_rows(found, nothing)) == []
    assert "no row was loaded" in inequality_page(found)
    assert inequality_to_dict(found)["life_expectancy"] == []


def test_the_page_fetches_nothing_and_escapes_what_it_is_told() -> None:
    found = replace(data(measured(PLENTY)), names={"N": "<b>North</b>"})
    page = inequality_page(found)
    assert "&lt;b&gt;North&lt;/b&gt;" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "a month is missing" in page
