"""Financial years from 1 April to 31 March, and their months."""

from __future__ import annotations

import re
from datetime import date

import pytest

from wholeplace.kernel import FinancialYear, Month, financial_year_of, read_financial_year


@pytest.mark.parametrize(("day", "year"), [
    (date(2019, 3, 31),  "2018/19"),
    (date(2019, 4, 1),   "2019/20"),
    (date(2019, 12, 31), "2019/20"),
    (date(2020, 1, 1),   "2019/20"),
    (date(2020, 2, 29),  "2019/20"),
    (date(2020, 3, 31),  "2019/20"),
    (date(2020, 4, 1),   "2020/21"),
    (date(2000, 3, 31),  "1999/00"),
])  # fmt: skip
def test_a_day_falls_in_the_year_that_began_in_april(day: date, year: str) -> None:
    assert str(financial_year_of(day)) == year


@pytest.mark.parametrize(("year", "days"), [
    (2018, 365),
    (2019, 366),  # holds 29 February 2020
    (2020, 365),
    (1899, 365),  # 1900 was no leap year
    (1999, 366),  # 2000 was
])  # fmt: skip
def test_a_year_has_a_day_more_where_it_holds_a_29_february(year: int, days: int) -> None:
    assert FinancialYear(year).days == days


def test_a_year_is_named_by_both_calendar_years() -> None:
    year = FinancialYear(2019)
    assert (str(year), year.slug) == ("2019/20", "2019-20")
    assert (year.start, year.end) == (date(2019, 4, 1), date(2020, 4, 1))
    assert str(FinancialYear(2008)) == "2008/09"
    assert year.plus(2) == FinancialYear(2021)
    assert year.plus(-1) < year < year.plus(1)


def test_the_months_of_a_year_run_from_april_to_march() -> None:
    months = FinancialYear(2019).months()
    assert " ".join(map(str, months)) == (
        "2019-04 2019-05 2019-06 2019-07 2019-08 2019-09"
        " 2019-10 2019-11 2019-12 2020-01 2020-02 2020-03"
    )
    assert [month.financial_number for month in months] == list(range(1, 13))


@pytest.mark.parametrize(("month", "start", "end", "after"), [
    (Month(2019, 4),  date(2019, 4, 1),  date(2019, 5, 1), "2019-05"),
    (Month(2019, 11), date(2019, 11, 1), date(2019, 12, 1), "2019-12"),
    (Month(2019, 12), date(2019, 12, 1), date(2020, 1, 1), "2020-01"),
    (Month(2020, 2),  date(2020, 2, 1),  date(2020, 3, 1), "2020-03"),
])  # fmt: skip
def test_a_month_ends_where_the_next_begins(
    month: Month, start: date, end: date, after: str
) -> None:
    assert (month.start, month.end, str(month.next())) == (start, end, after)


@pytest.mark.parametrize("number", [0, 13, -1])
def test_there_are_twelve_months(number: int) -> None:
    with pytest.raises(ValueError, match=r"month must be in 1\.\.12"):
        Month(2019, number)


@pytest.mark.parametrize(
    "written", ["2019/20", "2019-20", "2019/2020", "2019", " 2019 / 20 ", "2019-2020"]
)
def test_a_year_is_read_as_people_write_it(written: str) -> None:
    assert read_financial_year(written) == FinancialYear(2019)


def test_a_year_is_read_over_the_turn_of_a_century() -> None:
    assert read_financial_year("1999/00") == FinancialYear(1999)
    assert read_financial_year("1999/2000") == FinancialYear(1999)


@pytest.mark.parametrize("written", ["", "19/20", "2019/2", "2019/20/21", "FY2019", "0000", "9999"])
def test_what_is_not_a_year_is_refused(written: str) -> None:
    why = f"'{written}' is not a financial year; write it like 2019/20"
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        read_financial_year(written)


@pytest.mark.parametrize("written", ["2019/21", "2019/19", "2019/2021", "2019/1920"])
def test_a_year_is_followed_by_the_next(written: str) -> None:
    why = f"'{written}' is not a financial year: 2019 is followed by 2020"
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        read_financial_year(written)
