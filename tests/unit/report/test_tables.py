"""The tables by their rows, as they are printed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.unit.report.example import example
from wholeplace.kernel import Headline
from wholeplace.report.origins import loads_table, manifest_table
from wholeplace.report.settlement import net_table, payments_table
from wholeplace.report.table import Table
from wholeplace.report.tables import bridge_table, outcome_table, people_table, service_table

BRIDGE = """
Spend in scope, 2018/19   |              | £18,220,161.00
Population growth         | +£120,768.03 | £18,340,929.03
Movement between segments | +£216,205.71 | £18,557,134.74
Inflation                 | +£489,908.35 | £19,047,043.09
Productivity              | −£209,517.48 | £18,837,525.61
Budget, 2019/20           |              | £18,837,525.61
Spend in scope, 2019/20   | −£214,727.61 | £18,622,798.00
"""  # noqa: RUF001 - the minus sign that is printed

SERVICES = """
Emergency admissions            | yes | £7,402,118  | £7,301,944  | −£100,174 | Board paper: urgent care
Emergency department            | yes | £1,655,020  | £1,702,337  | +£47,317  | Board paper: urgent care
Planned admissions and day cases| yes | £4,320,911  | £4,588,410  | +£267,499 | Board paper
Outpatients                     | yes | £2,911,450  | £3,061,207  | +£149,757 | Board paper: planned care
Community health services       | yes | £1,930,662  | £1,968,900  | +£38,238  | assumed: its teams
Maternity admissions            | no  | £812,400    | £798,113    | −£14,287  | assumed: not named
Adult social care               | no  | £3,105,700  | £3,204,118  | +£98,418  | Board paper: aligned
In scope                        |     | £18,220,161 | £18,622,798 | +£402,637 |
"""  # noqa: RUF001, E501 - the minus sign that is printed, and rows that are wide

NET = """
Northbrook Clinical Commissioning Group   | −£107,363.80
Northbrook Hospitals NHS Foundation Trust | +£53,681.90
Vale Community Health NHS Trust           | +£26,840.95
Northbrook GP Confederation               | +£26,840.95
Sum of all parties                        | £0.00
"""  # noqa: RUF001 - the minus sign that is printed

LOADS = """
patients.csv   | person   | 16,240  | 16,240  | 0   |
encounters.csv | activity | 318,544 | 318,220 | 324 | no date: 324
costs.csv      | cost     | 301,876 | 301,876 | 0   |
All files      |          | 636,660 | 636,336 | 324 |
"""


def cells(text: str) -> list[tuple[str, ...]]:
    """Read rows drawn with bars between their cells."""
    return [tuple(cell.strip() for cell in row.split("|")) for row in text.strip().splitlines()]


def rows(table: Table) -> list[tuple[str, ...]]:
    """Return the rows of a table with its total last."""
    return [*table.rows, *([table.total] if table.total else [])]


def test_the_bridge_adds_up_to_the_penny() -> None:
    assert rows(bridge_table(example())) == cells(BRIDGE)


def test_services_in_scope_come_first_and_are_what_the_total_is_of() -> None:
    data = example()
    mixed = sorted(data.headlines, key=lambda row: row.level == "emergency")
    assert rows(service_table(data)) == cells(SERVICES)
    first = rows(service_table(replace(data, headlines=mixed)))
    assert [row[1] for row in first] == ["yes"] * 5 + ["no"] * 2 + [""]


def test_a_segment_has_its_people_its_spend_and_what_it_costs_for_each() -> None:
    table = people_table(example())
    assert table.rows[0] == (
        "Living in a care home", "148", "114.5", "0.8%", "£1,227,877", "6.6%", "£10,725",
    )  # fmt: skip
    assert table.total == (
        "All segments", "15,593", "14,765.0", "100.0%", "£18,622,798", "100.0%", "£1,261",
    )  # fmt: skip


def test_a_rate_stands_beside_what_it_was_worked_out_from() -> None:
    table = outcome_table(example(), "admissions")
    assert table.rows[0][1:] == ("118", "114.5", "1,030.7", "853.1 to 1,234.3")
    assert table.total[1:] == ("1,600", "14,765.0", "108.4", "103.1 to 113.8")


def test_what_is_recorded_for_nobody_is_a_dash_and_what_is_missing_says_so() -> None:
    data = example()
    kept = [
        row
        for row in data.headlines
        if (row.figure.id, row.level) != ("actual.in_scope", "care_home")
    ]
    gone = [
        Headline(replace(row.figure, value=None), row.breakdown, row.level)
        if row.figure.id == "population.person_years" else row
        for row in kept
    ]  # fmt: skip
    found = people_table(replace(data, headlines=gone)).rows[0]
    assert found[1:] == ("148", "missing", "missing", "\N{EN DASH}", "\N{EN DASH}", "\N{EN DASH}")


def test_net_positions_add_up_to_nothing() -> None:
    data = example()
    statement = data.statement or pytest.fail("no statement")
    assert rows(net_table(data, statement)) == cells(NET)


def test_a_payment_says_how_it_was_worked_out() -> None:
    data = example()
    statement = data.statement or pytest.fail("no statement")
    assert payments_table(data, statement).rows[1] == (
        "Northbrook Clinical Commissioning Group",
        "Vale Community Health NHS Trust",
        "£26,840.95",
        "shared * backing[community] = £107,363.805 * 25%",
        "the shares add up to the penny (largest remainder)",
    )


def test_rows_in_are_rows_stored_and_rows_set_aside() -> None:
    assert rows(loads_table(example())) == cells(LOADS)


def test_a_manifest_is_laid_out_by_its_paths() -> None:
    manifest = {
        "seed": 7,
        "files": [{"name": "a", "sha256": "0f"}],
        "note": None,
        "warnings": ["x"],
    }
    assert manifest_table(replace(example(), manifest=manifest)).rows == (
        ("seed", "7"),
        ("files 1 / name", "a"),
        ("files 1 / sha256", "0f"),
        ("note", ""),
    )


def test_a_total_of_people_is_not_given_where_a_segment_is_withheld() -> None:
    data = example()
    hidden = [
        Headline(replace(row.figure, value="*"), row.breakdown, row.level)
        if (row.figure.id, row.level) == ("population.people_in_year", "care_home") else row
        for row in data.headlines
    ]  # fmt: skip
    table = people_table(replace(data, headlines=hidden))
    assert (table.rows[0][1], table.total[1]) == ("*", "*")
    assert "a count of 1 to 7" in table.note
    assert people_table(data).note == ""


def test_the_share_of_a_segment_is_of_the_whole() -> None:
    shares = [Fraction(row[5].removesuffix("%")) for row in people_table(example()).rows]
    assert abs(sum(shares, Fraction(0)) - 100) < 1
