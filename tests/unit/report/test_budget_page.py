"""The budget book as a page, as tables, as charts and for programs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.report.budget_example import book
from wholeplace.report.budget import (
    BudgetBook,
    budget_folder,
    budget_lines,
    budget_to_dict,
)
from wholeplace.report.grid import As, Col, Grid
from wholeplace.report.words import MINUS

NOTHING: dict[str, Any] = {
    "adjusted": None,
    "prices": None,
    "members": None,
    "flowing": None,
    "borders": None,
    "parts": (),
    "pooled": (),
    "outturn": None,
    "gap": None,
}


def headings(one: BudgetBook) -> list[str]:
    return re.findall(r'<h2 id="(\w+)">', budget_folder(one).page)


def table(one: BudgetBook, name: str) -> Sequence[Mapping[str, str]]:
    return budget_folder(one).tables[f"{name}.csv"]


def test_each_thing_the_book_has_is_a_section() -> None:
    assert headings(book()) == [
        "lines", "bridge", "parts", "pooled", "prices", "members", "practices", "flows", "borders",
        "outturn", "gap",
    ]  # fmt: skip


@pytest.mark.parametrize(("what", "gone"), [*((name, name) for name in NOTHING)])
def test_what_it_lacks_has_none(what: str, gone: str) -> None:
    missing = {"adjusted": "bridge", "flowing": "flows"}.get(gone, gone)
    assert missing not in headings(book(**{what: NOTHING[what]}))
    assert "lines" in headings(book(**NOTHING))


def test_the_page_fetches_nothing_and_escapes_what_a_document_says() -> None:
    page = budget_folder(book()).page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "Acute &lt;care&gt;" in page
    assert "Acute <care>" not in page
    assert page == budget_folder(book()).page


def test_every_cut_has_the_same_total_to_the_penny() -> None:
    one = book()
    assert one.members is not None
    totals = {
        by: table(one, f"pmpm-by-{by}")[-1]["cost"]
        for by in ("segment", "service", "practice", "neighbourhood", "month")
    }
    assert len(set(totals.values())) == 1
    assert Decimal(totals["month"]) * 100 == one.members.cube.total.pence


def test_lines_and_steps_make_the_same_bridge() -> None:
    one = book()
    rows = table(one, "bridge-by-line")
    assert one.adjusted is not None
    assert [row["id"] for row in rows[:-1]] == list(one.adjusted.base.lines)
    for row in rows:
        steps = [
            Decimal(value) for name, value in row.items() if name not in {"id", "line", "closing"}
        ]
        assert sum(steps) == Decimal(row["closing"])
    assert rows[-1]["closing"] == table(one, "bridge")[-1]["added"]


def test_steps_show_what_they_add_because_of_others() -> None:
    steps = {row["id"]: row for row in table(book(), "bridge")}
    dearer = steps["prices"]
    assert Decimal(dearer["added"]) - Decimal(dearer["alone"]) == Decimal(dearer["interaction"])
    assert Decimal(dearer["interaction"]) != 0


def test_flows_of_each_level_add_up() -> None:
    one = book()
    first, second, third = table(one, "levels")
    assert first["left"] == second["into"]
    flows = sum(Decimal(row["amount"]) for row in table(one, "flows-2"))
    assert flows == Decimal(second["out"]) == Decimal(third["into"])
    assert {row["giver"] for row in table(one, "flows-2")} == {"Combined resource"}


def test_every_chart_says_what_it_shows() -> None:
    charts = budget_folder(book()).charts
    assert set(charts) == {"bridge", "pmpm", "practices", "gap"}
    for chart in charts.values():
        assert "<desc>" in chart.wide
        assert chart.wide.count("<title>") == 1
        assert chart.narrow
    assert "Because of" not in charts["gap"].says
    assert "Shared budget, 2018/19: £1.53m" in charts["bridge"].says


def test_a_terminal_has_a_sentence_of_each_section_and_the_first_tables() -> None:
    told = "\n".join(budget_lines(book()))
    for said in (
        "is pooled within",
        "prices per head explain",
        "Each member costs",
        "beyond budget",
    ):
        assert (said in told) is (said != "beyond budget")
    assert "Lines and ledgers, 2018/19" in told
    assert "Fit by tenth" not in told


def test_programs_have_what_the_page_has() -> None:
    found = budget_to_dict(book())
    sections = found["sections"]
    assert isinstance(sections, dict)
    assert list(sections) == headings(book())
    files = {name.removesuffix(".csv") for name, _ in budget_folder(book()).tables.items()}
    assert {name for one in sections.values() for name in one["tables"]} == files
    assert found["warnings"] == []


def test_warnings_are_told() -> None:
    one = replace(book(), warnings=("mind the gap",))
    assert "mind the gap" in budget_folder(one).page
    assert budget_lines(one)[-1] == "warning: mind the gap"


def test_a_missing_amount_is_said_to_be_missing() -> None:
    one = book()
    assert one.flowing is not None
    first, *rest = one.flowing.stakes
    unknown = replace(first.by_results, value=None, note="nobody counted it")
    stakes = (replace(first, by_results=unknown), *rest)
    row = table(replace(one, flowing=replace(one.flowing, stakes=stakes)), "stakes")[0]
    assert row["by_results"] == "missing"


def test_a_grid_refuses_a_row_that_does_not_fit() -> None:
    with pytest.raises(ValueError, match="1 values for 2 columns"):
        Grid("x", "X", (Col("a", "A", As.WORDS), Col("b", "B")), (("one",),))


def test_numbers_in_files_are_plain_and_on_pages_are_set() -> None:
    cols = (Col("a", "A", As.WORDS), Col("b", "B"), Col("c", "C", As.SHARE))
    grid = Grid("x", "X", cols, (("one", -1234567, "*"),))
    assert grid.records() == [{"a": "one", "b": "-1234567", "c": "*"}]
    assert grid.table().rows == (("one", f"{MINUS}£1,234,567.00", "*"),)


def test_a_year_without_cost_is_not_told_as_one_that_cost_nothing() -> None:
    one = book()
    assert one.members is not None
    bare = replace(one.members, cube=replace(one.members.cube, spending=()))
    told = "\n".join(budget_lines(replace(one, members=bare)))
    assert "No cost of the services in scope is recorded, 2020-04 to 2021-03." in told
    assert "pmpm" not in budget_folder(replace(one, members=bare)).charts
