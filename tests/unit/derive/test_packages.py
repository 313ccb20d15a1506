"""What a care package costs in each financial year."""

from __future__ import annotations

from datetime import date

import ibis
import pytest

from tests.tables import drawn, running, same, table
from wholeplace.derive.package_rates import PackageRates
from wholeplace.derive.packages import package_costs, without_cost
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file

TEXT = read_text(shipped_file("codelists", "package-costs.yaml"))
NO_COST = table("cost_id package_id\nother -")
RATES = read_document(TEXT, "package-costs.yaml", PackageRates).value
UNTIL = date(2022, 4, 1)
NAMES = "package_id person_id start_date end_date unit_cost cost_frequency units_per_week\n"


def costs(rows: str, until: date = UNTIL) -> str:
    shown = package_costs(table(NAMES + rows), NO_COST, RATES, until)
    return drawn(shown.select("package_id", "price_year", "amount"))


def test_a_package_over_three_years_costs_something_in_each() -> None:
    # £700 a week is £100 a day: 31 days of March, then 366 and 31.
    rows = "home ann 2019-03-01 2020-05-02 700.00 Weekly -"
    answer = """
    package_id  price_year  amount
    home        2018        3100.00
    home        2019        36600.00
    home        2020        3100.00
    """
    assert costs(rows) == same(answer)


@pytest.mark.parametrize(
    ("frequency", "units", "weekly"),
    [
        ("Hourly", "10.5", "210.00"),  # for each unit of the week
        ("Per session", "3", "60.00"),
        ("daily", "7", "140.00"),
        ("Weekly", "-", "20.00"),
        ("_weekly_", "-", "20.00"),
        ("Weekly", "9", "20.00"),  # the frequency is trusted, units left over or not
        ("FORTNIGHTLY", "-", "10.00"),
        ("4-weekly", "-", "5.00"),
        ("Monthly", "-", "4.62"),  # 20 x 12 / 52 = 4.615...
        ("Quarterly", "-", "1.54"),  # 20 x 4 / 52 = 1.538...
        ("Annually", "-", "0.38"),  # 20 / 52 = 0.384...
    ],
)
def test_the_frequency_says_for_how_long_a_price_is(
    frequency: str, units: str, weekly: str
) -> None:
    week = table(NAMES + f"p ann 2021-06-07 2021-06-14 20.00 {frequency.replace(' ', '_')} {units}")
    week = week.mutate(cost_frequency=week.cost_frequency.replace("_", " "))
    with running() as opened:
        assert [
            str(row["amount"]) for row in opened.rows(package_costs(week, NO_COST, RATES, UNTIL))
        ] == [weekly]


def test_a_price_paid_once_counts_in_the_year_of_the_first_day() -> None:
    rows = "ramp ann 2020-03-31 2021-06-01 450.00 One-off 4"
    assert costs(rows) == same("package_id price_year amount\nramp 2019 450.00")


def test_a_price_paid_once_on_the_day_asked_is_yet_to_be_paid() -> None:
    rows = "ramp ann 2022-04-01 - 450.00 One-off -\nlift ann 2022-03-31 - 50.00 One-off -"
    assert costs(rows) == same("package_id price_year amount\nlift 2021 50.00")


def test_a_package_that_ends_later_is_counted_until_the_day_asked() -> None:
    rows = "later ann 2022-03-18 2022-06-01 70.00 weekly -\nat ann 2022-04-01 - 70.00 weekly -"
    assert costs(rows) == same("package_id price_year amount\nlater 2021 140.00")


def test_a_document_may_write_its_words_in_capitals() -> None:
    rates = read_document(TEXT.replace("[week,", "[WEEK,"), "rates.yaml", PackageRates).value
    assert "WEEK" in str(rates)
    week = table(NAMES + "p ann 2021-06-07 2021-06-14 20.00 weekly -")
    assert drawn(package_costs(week, NO_COST, rates, UNTIL).select("amount")) == "amount\n20.00"


def test_how_dear_a_package_may_be() -> None:
    # A million pounds for one unit, and a thousand million a week.
    rows = """million ann 2021-04-01 2021-04-08 1000000.00 weekly -
    more ann 2021-04-01 2021-04-08 1000000.01 weekly -
    many ann 2021-04-01 2021-04-08 100000.00 hourly 10000
    too_many ann 2021-04-01 2021-04-08 100000.01 hourly 10000"""
    assert costs(rows) == same("""
        package_id  price_year  amount
        million     2021        1000000.00
        many        2021        1000000000.00
    """)
    why = drawn(without_cost(table(NAMES + rows), RATES).select("package_id", "why"))
    said = "a cost that is too high to be one"
    assert why.splitlines()[1:] == [f"more {said}", f"too_many {said}"]


def test_an_open_package_is_counted_until_the_day_asked() -> None:
    rows = "open ann 2022-03-18 - 70.00 weekly -"
    assert costs(rows) == same("package_id price_year amount\nopen 2021 140.00")
    assert costs(rows, date(2022, 3, 18)) == "package_id price_year amount"


def test_halves_of_a_penny_go_up() -> None:
    # 0.07 a week for half a week less than a day: 0.07 x 1/7 = 0.01; 0.035 a week x 7 days = 0.04.
    rows = "a ann 2021-06-07 2021-06-14 0.07 fortnightly -\nb ann 2021-06-07 2021-06-08 0.07 week -"
    assert costs(rows) == same("package_id price_year amount\na 2021 0.04\nb 2021 0.01")


def test_what_cannot_be_known_is_said_and_costs_nothing() -> None:
    rows = table(
        NAMES
        + """none ann 2021-04-01 - - weekly -
        words ann 2021-04-01 - 5.00 sometimes -
        silent ann 2021-04-01 - 5.00 - -
        units ann 2021-04-01 - 5.00 hourly -
        absurd ann 2021-04-01 - 100000000.00 hourly 10000
        right ann 2021-04-01 2021-04-08 5.00 weekly -"""
    )
    why = without_cost(rows, RATES)
    with running() as opened:
        told = {row["package_id"]: row["why"] for row in opened.rows(why)}
    assert told == {
        "none": "no unit cost",
        "words": "a frequency that is not known",
        "silent": "no frequency of cost",
        "units": "no units a week",
        "absurd": "a cost that is too high to be one",
    }
    assert drawn(package_costs(rows, NO_COST, RATES, UNTIL).select("package_id", "amount")) == same(
        "package_id amount\nright 5.00"
    )


def test_a_large_sum_is_exact_to_the_penny() -> None:
    # 99,999.99 x 1,000 units a week = 99,999,990.00 a week, over 364 days: 52 weeks.
    rows = "p ann 2021-04-01 2022-03-31 99999.99 hourly 1000"
    assert costs(rows) == same("package_id price_year amount\np 2021 5199999480.00")


def test_cost_rows_are_canonical() -> None:
    from wholeplace.record import table_named

    made = package_costs(
        table(NAMES + "p ann 2021-04-01 2021-04-08 7.00 week -"), NO_COST, RATES, UNTIL
    )
    assert made.columns == table_named("cost").column_names
    with running() as opened:
        row = opened.rows(made)[0]
    assert (row["cost_id"], row["basis"], row["currency"]) == ("p:package:2021", "package", "GBP")
    assert (row["person_id"], row["activity_id"]) == ("ann", None)


def test_a_word_that_could_be_read_two_ways_is_refused() -> None:
    text = TEXT.replace("[week, per week]", "[w, week]").replace("[one-off, one off]", "[whole]")
    with pytest.raises(Refused, match="'w' also begins another frequency"):
        read_document(text, "package-costs.yaml", PackageRates)


def test_a_package_that_a_feed_has_costed_is_left_to_it() -> None:
    rows = table(NAMES + "p ann 2021-04-01 2021-04-08 7.00 week -\nq bob 2021-04-01 - 7.00 week -")
    cost = table("cost_id package_id\nc q")
    assert drawn(package_costs(rows, cost, RATES, UNTIL).select("package_id")) == "package_id\np"


def test_recorded_and_derived_costs_stand_side_by_side() -> None:
    from wholeplace.app.cost_documents import cost_documents
    from wholeplace.derive import with_derived_costs
    from wholeplace.record import TYPES, table_named

    packages = table(NAMES + "p ann 2023-04-03 2023-04-10 70.00 weekly -")
    recorded = table("cost_id activity_id basis amount currency\nc a tariff 500.00 GBP")
    missing = {
        column.name: ibis.null(TYPES[column.kind])
        for column in table_named("cost").columns
        if column.name not in recorded.columns
    }
    activity = table(
        """
        activity_id  person_id  setting  specialty  start_ts    end_ts  quantity  attendance_status
        a            ann        COMM     12         2023-05-01  -       1         5
        b            ann        COMM     12         2023-05-02  -       1         5
        """
    ).mutate(contact_medium=ibis.literal("01"), duration_minutes=ibis.null("int64"))
    made = with_derived_costs(
        recorded.mutate(**missing, batch_id=ibis.literal("b1")),
        activity,
        packages,
        cost_documents().lists,
        date(2024, 4, 1),
    )
    assert drawn(made.select("cost_id", "basis", "amount")) == same(
        """
        cost_id         basis     amount
        c               tariff    500.00
        p:package:2023  package   70.00
        b:unit_ref      unit_ref  59.65
        """
    )
