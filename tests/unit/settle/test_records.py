"""A table settled row by row, or refused with every cell that is wrong."""

from __future__ import annotations

import pytest

from wholeplace.contract import read_contract
from wholeplace.kernel import Refused
from wholeplace.settle import Records, odd_values, output_columns, row_cells, settle_records

COLUMNS = ("Place", "Year", "Budget", "Spend", "Met")


def records(table: str, columns: tuple[str, ...] = COLUMNS) -> Records:
    rows = [
        dict(zip(columns, (cell.strip() for cell in row.split("|")), strict=True))
        for row in table.strip().splitlines()
    ]
    return Records("t.csv", columns, tuple(enumerate(rows, 2)))


def settle_table(agreement: str, table: Records) -> list[list[str]]:
    contract = read_contract(agreement, "c.yaml")
    settled = [row_cells(row) for row in settle_records(contract, table)]
    return [[cells[column] for column in output_columns(contract)] for cells in settled]


def refusal(agreement: str, table: Records) -> list[str]:
    with pytest.raises(Refused) as refused:
        settle_table(agreement, table)
    return [str(problem).replace("\n    try", "; try") for problem in refused.value.problems]


def test_columns_are_what_identifies_a_row_then_lines_then_how_it_went(agreement: str) -> None:
    assert output_columns(read_contract(agreement)) == (
        *("Place", "Year", "saving", "rate", "reward", "status", "standing", "problems"),
    )


def test_every_row_is_settled_in_its_own_year(agreement: str) -> None:
    table = """
        East | 2019/20 | 100    | 90      | yes
        West | 2020    | £1,000 | 999.995 | no
        West | 2021/22 | 3      | 4       | 1
    """
    assert settle_table(agreement, records(table)) == [
        ["East", "2019/20", "10.00", "0.1", "1.00", "complete", "provisional", ""],
        ["West", "2020", "0.005", "0.000005", "0.00", "complete", "provisional", ""],
        ["West", "2021/22", "-1.00", "-0.333333", "-0.10", "complete", "provisional", ""],
    ]


def test_an_empty_cell_is_missing_and_never_zero(agreement: str) -> None:
    table = "East | 2019/20 | 100 | | yes\nWest | 2019/20 | 0 | 5 | no"
    assert settle_table(agreement, records(table)) == [
        ["East", "2019/20", "", "", "", "incomplete", "provisional", "figure 'spend' is missing"],
        [
            *("West", "2019/20", "-5.00", "", "0.00", "incomplete", "provisional"),
            "line 'rate' has no value: it divides by zero",
        ],
    ]


def test_a_figure_names_its_file_row_and_column(agreement: str) -> None:
    contract = read_contract(agreement)
    (row,) = settle_records(contract, records("East | 2019/20 | 100 | 90 | yes"))
    (budget, _) = row.statement.lines[0].children
    assert budget.source == "t.csv, row 2, column Budget"
    assert (row.row, row.identity) == (2, {"Place": "East", "Year": "2019/20"})


def test_every_cell_that_cannot_be_read_is_told_at_once(agreement: str) -> None:
    table = """
        East | 2019/20 | ten | 90   | yes
        West | twenty  | 100 | $5   | perhaps
        West | 2021/22 | 100 | ten  | no
        Mid  | 2021/22 | ten | 5    | no
        Mid  | 2018/19 | 5   | 5    | no
    """
    told = refusal(agreement, records(table))
    assert told[0] == (
        "t.csv:2 Budget: 'ten' is not an amount of money (2 rows); try: correct the cell; "
        "it is money"
    )
    assert [text.partition("; ")[0] for text in told[1:]] == [
        "t.csv:3 Spend: '$5' is not in GBP (1 row)",
        "t.csv:3 Met: 'perhaps' is neither yes nor no (1 row)",
        "t.csv:3 Year: 'twenty' is not a financial year",
        "t.csv:4 Spend: 'ten' is not an amount of money (1 row)",
        "c.yaml:11:3 parameters.backing: 'backing' has no value on 2018-04-01",
        "c.yaml:12:3 parameters.bonus: 'bonus' has no value on 2018-04-01",
    ]


def test_a_missing_column_is_told_with_the_nearest(agreement: str) -> None:
    table = records("East | 2019 | 1", ("Plaice", "Year", "Budgt"))
    assert [text.partition("; ")[0] for text in refusal(agreement, table)] == [
        "t.csv:1: there is no column 'Place'",
        "t.csv:1: there is no column 'Budget'",
        "t.csv:1: there is no column 'Spend'",
        "t.csv:1: there is no column 'Met'",
    ]
    assert "did you mean 'Budgt'?" in refusal(agreement, table)[1]


def test_a_row_may_not_be_there_twice(agreement: str) -> None:
    table = "East | 2019 | 1 | 1 | no\nEast | 2019 | 2 | 1 | no"
    said = (
        "t.csv:3 Place, Year: the row of East, 2019 repeats row 2 (1 row); try: keep one of the two"
    )
    assert refusal(agreement, records(table)) == [said]


def test_a_calendar_year_is_written_as_one_number(agreement: str) -> None:
    text = agreement.replace("parties:", "year: 01-01\nparties:", 1)
    said = refusal(text, records("East | 2019/20 | 1 | 1 | no"))[0]
    assert "'2019/20' is not a calendar year; write it like 2019" in said


@pytest.mark.parametrize("year", ["", "2019/20", "0001", "last"])
def test_what_is_no_calendar_year_is_not_told_to_be_a_financial_one(
    agreement: str, year: str
) -> None:
    text = agreement.replace("parties:", "year: 01-01\nparties:", 1)
    said = refusal(text, records(f"East | {year} | 1 | 1 | no"))[0]
    assert f"'{year}' is not a calendar year; write it like 2019" in said


def test_an_agreement_without_records_settles_no_table(agreement: str) -> None:
    text = agreement.replace("records: {identify: [Place, Year], year: Year}\n", "")
    assert "it settles no table" in refusal(text, records("East | 2019 | 1 | 1 | no"))[0]


def test_an_empty_table_settles_to_nothing(agreement: str) -> None:
    assert settle_table(agreement, records("")) == []


SHARED = """\
title: A pool shared by points
parties: {icb: {role: commissioner}, trust: {role: provider}, gp: {role: provider}}
figures:
  pool: {unit: money, column: Pool}
  trust_points: {unit: count, column: Trust}
  gp_points: {unit: count, column: GP, default: 1}
lines:
  paid: pool * 1
payments: [{from: icb, to: {trust: trust_points, gp: gp_points}, amount: paid}]
records: {identify: [Year], year: Year}
"""


def test_a_row_is_as_complete_as_its_statement() -> None:
    # An amount that nobody has points for cannot be shared, though every line has a value.
    table = records("2019 | 10 | 0 | 0\n2020 | 10 | 3 | 1", ("Year", "Pool", "Trust", "GP"))
    rows = settle_records(read_contract(SHARED), table)
    assert [row.is_complete for row in rows] == [False, True]
    for row in rows:
        assert row.problems == row.statement.problems


def test_the_column_of_a_figure_with_a_default_may_be_absent() -> None:
    table = records("2019 | 10 | 3", ("Year", "Pool", "Trust"))
    (row,) = settle_records(read_contract(SHARED), table)
    assert [str(payment.amount) for payment in row.statement.payments] == ["£7.50", "£2.50"]


def test_a_percentage_without_its_sign_is_pointed_out() -> None:
    agreement = SHARED.replace("trust_points: {unit: count", "trust_points: {unit: fraction")
    agreement = agreement.replace("gp_points: {unit: count", "gp_points: {unit: fraction")
    table = records(
        "2019 | 10 | 93.15 | 1\n2020 | 10 | 89.41% | 100%", ("Year", "Pool", "Trust", "GP")
    )
    assert odd_values(settle_records(read_contract(agreement), table)) == (
        "'trust_points' is above 100% in 1 row; if it is a percentage, write it with its sign",
    )
