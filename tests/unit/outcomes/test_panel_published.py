"""Values that others publish: what a file may hold, and what it may not."""

from __future__ import annotations

import pytest

from tests.unit.outcomes.panel_place import measure
from wholeplace.kernel import Refused
from wholeplace.outcomes.panel import placed, read_published

SAFE = measure('measure: feel_safe\nkind: published\nindicators: ["ascof_4A"]\nper: 100')
QOL = measure('measure: quality\nkind: published\nindicators: ["93014"]\nper: 1')
MEASURES = [SAFE, QOL, measure("measure: ed\ncounts: {setting: [ED]}")]
HEAD = "measure,area,period,numerator,denominator,value,lower,upper\n"
EXPORT = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,"
    "Category Type,Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,"
    "Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,Value note,Recent Trend,"
    "Compared to England value or percentiles,Compared to percentiles,Time period Sortable,"
    "New data,Compared to goal,Time period range\n"
)


def _row(**cells: str) -> str:
    names = EXPORT.strip().split(",")
    given = {name.replace("_", " "): value for name, value in cells.items()}
    return ",".join(given.get(name, "") for name in names) + "\n"


def test_a_value_is_read_as_published_or_worked_out_of_its_parts() -> None:
    rows = "feel_safe,E09,2019/20,140,200,,,\nquality,E09,2019/20,,,0.74,0.72,0.76\n"
    one, other = read_published(HEAD + rows, "survey.csv", MEASURES)
    assert (one.value, one.numerator) == (70, 140)
    # Wilson's limits of 140 in 200, worked by hand.
    assert one.lower == pytest.approx(63.320932)
    assert one.upper == pytest.approx(75.925255)
    assert (other.value, other.lower, other.upper, other.denominator) == (0.74, 0.72, 0.76, None)


def test_an_export_of_27_columns_is_read_and_other_indicators_left_out() -> None:
    export = EXPORT + "".join(
        [
            _row(Indicator_ID="93014", Area_Code="E09", Time_period="2019/20", Value="0.5"),
            _row(
                Indicator_ID="93014",
                Area_Code="E09",
                Time_period="2019/20",
                Value="0.6",
                Sex="Male",
            ),
            _row(Indicator_ID="1", Area_Code="E09", Time_period="2019/20", Value="x"),
        ]
    )
    assert len(EXPORT.split(",")) == 27
    found = read_published("\ufeff" + export, "fingertips.csv", MEASURES)
    assert [(one.measure, one.value, one.group) for one in found] == [
        ("quality", 0.5, ""),
        ("quality", 0.6, "Male"),
    ]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("feel_saf,E09,2019/20,1,2,,,", "there is no published measure 'feel_saf'"),
        ("ed,E09,2019/20,1,2,,,", "there is no published measure 'ed'"),
        ("feel_safe,E09,2019/20,3,2,,,", "the numerator is above the denominator"),
        ("feel_safe,E09,2019/20,1,0,,,", "there is nothing to divide by"),
        ("feel_safe,E09,2019/20,-1,2,,,", "the numerator is below nought"),
        ("feel_safe,E09,2019/20,one,2,,,", "'one' is no number"),
        ("feel_safe,E09,2019/20,,,nan,,", "'nan' is no number"),
        ("feel_safe,E09,2019/20,,,50,60,70", "the value is not between its limits"),
        ("feel_safe,,2019/20,,,50,,", "area is empty"),
        ("feel_safe,E09,2019/20,,,50,,\nfeel_safe,E09,2019/20,,,51,,", "has 2019/20 twice"),
        ("feel_safe,E09,2019/20,,,50,,\nfeel_safe,E09,2019-20,,,51,,", "has 2019/20 twice"),
        ("feel_safe,E09,2019,,,50,,", "'2019' is neither a financial year nor a month"),
        ("feel_safe,E09,2017 - 19,,,50,,", "'2017 - 19' is neither"),
        ("feel_safe,E09,2019/20,,,170,,", "170 is no percentage"),
        ("feel_safe,E09,2019/20,1_0,20,,,", "'1_0' is no number"),
        ("feel_safe,E09,2019/20,1,400,2,000,,,", "it has more cells than there are columns"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_line(row: str, what: str) -> None:
    with pytest.raises(Refused) as refused:
        read_published(HEAD + row + "\n", "survey.csv", MEASURES)
    (problem,) = refused.value.problems
    assert what in problem.what
    assert problem.where.line == row.count("\n") + 2


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="there is no column 'value'"):
        read_published(HEAD.replace("value,", ""), "survey.csv", MEASURES)


def test_values_stand_with_the_place_its_practices_and_the_sexes() -> None:
    rows = [f"feel_safe,{area},{period},,,{value},,\n" for area, period, value in (
        ("E09", "2019-20", 70), ("E09", "2019-04", 68), ("P1", "2019/20", 60),
        ("E92", "2019/20", 75),
    )]  # fmt: skip
    own = read_published(HEAD + "".join(rows), "survey.csv", MEASURES)
    cells = {"Indicator_ID": "93014", "Area_Code": "E09", "Time_period": "2019/20"}
    groups = [_row(**cells, Sex=sex, Value=value) for sex, value in (("Male", "0.6"), ("", "0.5"))]
    export = read_published(EXPORT + "".join(groups), "export.csv", MEASURES)
    found = placed([("E09", own), ("E09", export)], {"practice": ["P1", "P2"]})
    told = {key: row.value for key, row in found.values.items()}
    assert told == {
        ("feel_safe", "2019/20", "place", "all"): 70,
        ("feel_safe", "2019-04", "place", "all"): 68,
        ("feel_safe", "2019/20", "practice", "P1"): 60,
        ("quality", "2019/20", "sex", "1"): 0.6,
        ("quality", "2019/20", "place", "all"): 0.5,
    }
    assert found.left_out == ("E92",)


def test_two_files_that_tell_of_the_same_are_refused() -> None:
    rows = HEAD + "feel_safe,E09,2019/20,,,70,,\n"
    files = [("E09", read_published(rows, name, MEASURES)) for name in ("a.csv", "b.csv")]
    with pytest.raises(Refused, match=r"b.csv: 'feel_safe' of E09 in 2019/20 is in a.csv too"):
        placed(files, {})
