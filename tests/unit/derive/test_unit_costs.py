"""What activity without a cost is held to have cost."""

from __future__ import annotations

from datetime import date

import ibis
import pytest
from ibis import ir

from tests.tables import drawn, running, same, table
from wholeplace.derive.unit_cost_list import UnitCosts
from wholeplace.derive.unit_costs import unit_costs
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.record import table_named
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file

LIST = """
unit_costs: example
version: "1"
about: Two prices
currency: GBP
index:
  - {year: 2018/19, value: 80}
  - {year: 2019/20, value: 100}
  - {year: 2020/21, value: 110}
index_source: "assumed: round figures"
costs:
  - {id: missed, when: {attendance_status: ["3"]}, source: "assumed: not given"}
  - id: nurse
    when: {setting: [COMM], specialty: ["12"]}
    prices:
      - {year: 2020/21, amount: £65, source: "assumed: example"}
      - {year: 2019/20, amount: £60, source: "assumed: example"}
  - id: bed
    when: {setting: [MHIP]}
    per: day
    prices: [{year: 2019/20, amount: £500, source: "assumed: example"}]
  - id: doctor
    when: {setting: [GP]}
    per: minute
    minutes: 10
    prices: [{year: 2019/20, amount: £3.73, source: "assumed: example"}]
"""
LISTED = read_document(LIST, "unit-costs.yaml", UnitCosts).value
UNTIL = date(2020, 4, 1)
NAMES = (
    "activity_id person_id setting specialty start_ts end_ts quantity duration_minutes"
    " attendance_status\n"
)
NO_COST = table("cost_id activity_id\nother -")


def activity(rows: str) -> ir.Table:
    drawing = table(NAMES + rows)
    return drawing.mutate(duration_minutes=drawing.duration_minutes.cast("int64"))


def costs(rows: str, cost: ir.Table = NO_COST) -> str:
    shown = unit_costs(activity(rows), cost, LISTED, UNTIL)
    return drawn(shown.select("activity_id", "price_year", "amount"))


def test_a_contact_costs_what_one_cost_in_its_year() -> None:
    rows = """before ann COMM 12 2019-03-31 - 1 - 5
    in ann COMM 12 2019-04-01 - 1 - 5
    two ann COMM 12 2019-05-01 - 2 - 5
    later ann COMM 12 2020-05-01 - 1 - 5"""
    answer = """
    activity_id  price_year  amount
    before       2018        48.00
    in           2019        60.00
    two          2019        120.00
    later        2020        65.00
    """
    assert costs(rows) == same(answer)


def test_a_year_without_an_index_has_no_cost() -> None:
    assert costs("old ann COMM 12 2012-05-01 - 1 - 5") == "activity_id price_year amount"


def test_minutes_are_those_recorded_or_else_the_usual() -> None:
    rows = """long ann GP - 2019-05-01T09:00:00 - 1 25 5
    unsaid ann GP - 2019-05-01T10:00:00 - 1 - 5
    earlier ann GP - 2018-05-01T10:00:00 - 1 7 5"""
    # 25 x 3.73; 10 x 3.73; 7 x 2.984, which is rounded to the penny once
    answer = """
    activity_id  price_year  amount
    long         2019        93.25
    unsaid       2019        37.30
    earlier      2018        20.89
    """
    assert costs(rows) == same(answer)


def test_days_in_bed_are_nights_at_least_one_and_open_stays_count_so_far() -> None:
    rows = """three ann MHIP - 2019-05-01T22:00:00 2019-05-04T08:00:00 1 - -
    none ann MHIP - 2019-05-01T08:00:00 2019-05-01T20:00:00 1 - -
    open ann MHIP - 2020-03-30T08:00:00 - 1 - -
    past ann MHIP - 2020-03-29T08:00:00 2020-04-09T08:00:00 1 - -"""
    answer = """
    activity_id  price_year  amount
    three        2019        1500.00
    none         2019        500.00
    open         2019        1000.00
    past         2019        1500.00
    """
    assert costs(rows) == same(answer)


def test_what_has_a_cost_or_was_missed_or_is_on_no_list_gets_none() -> None:
    rows = """paid ann COMM 12 2019-05-01 - 1 - 5
    missed ann COMM 12 2019-05-01 - 1 - 3
    other ann OP 12 2019-05-01 - 1 - 5
    right ann COMM 12 2019-05-01 - 1 - 5"""
    cost = table("cost_id activity_id\nc paid\nd -")
    assert costs(rows, cost) == same("activity_id price_year amount\nright 2019 60.00")


def test_cost_rows_are_canonical() -> None:
    made = unit_costs(activity("a ann COMM 12 2019-05-01 - 1 - 5"), NO_COST, LISTED, UNTIL)
    assert made.columns == table_named("cost").column_names
    with running() as opened:
        row = opened.rows(made)[0]
    assert (row["cost_id"], row["basis"]) == ("a:unit_ref", "unit_ref")
    assert (row["person_id"], row["currency"]) == ("ann", "GBP")


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("value: 80", "value: 0", "index must be above nought"),
        ("{year: 2018/19, value: 80}", "{year: 2021/22, value: 80}", "index must be above nought"),
        ("amount: £65", "amount: USD 65", "is not in GBP"),
        ("year: 2020/21, amount: £65", "year: 2025/26, amount: £65", "the index has no 2025/26"),
        ("id: doctor", "id: nurse", "'nurse' stands twice"),
        ("per: day", "per: day\n    minutes: 5", "not paid by the minute"),
        (', source: "assumed: not given"', "", "nothing says why"),
        ("setting: [MHIP]", "seting: [MHIP]", "unknown column of activity 'seting'"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(written: str, instead: str, said: str) -> None:
    assert written in LIST
    with pytest.raises(Refused, match=said):
        read_document(LIST.replace(written, instead), "unit-costs.yaml", UnitCosts)


def test_the_shipped_list_costs_a_visit_of_a_district_nurse_as_published() -> None:
    text = read_text(shipped_file("codelists", "unit-costs.yaml"))
    shipped = read_document(text, "unit-costs.yaml", UnitCosts).value
    rows = activity("a ann COMM 12 2023-05-01 - 1 - 5").mutate(contact_medium=ibis.literal("01"))
    made = unit_costs(rows, NO_COST, shipped, date(2024, 4, 1))
    assert drawn(made.select("activity_id", "amount")) == same("activity_id amount\na 59.65")
