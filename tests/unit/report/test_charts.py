"""The charts: the same bytes each time, the numbers written on them, a sentence when empty."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.unit.report.example import example
from wholeplace.budget.adjust import Step
from wholeplace.kernel import Headline
from wholeplace.report import Chart, ReportData, bridge_chart, segment_chart, service_chart

MINUS = "\N{MINUS SIGN}"
CHARTS = [bridge_chart, service_chart, segment_chart]


def texts(svg: str) -> list[str]:
    """Return what is written on a chart, in the order in which it is drawn."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize("draw", CHARTS)
def test_the_same_figures_give_the_same_bytes(draw: Callable[[ReportData], Chart]) -> None:
    assert draw(example()) == draw(example())


@pytest.mark.parametrize("draw", CHARTS)
def test_a_chart_is_as_wide_as_its_layout_whatever_is_written_on_it(
    draw: Callable[[ReportData], Chart],
) -> None:
    names = dict.fromkeys(example().names, "A very long name " * 20)
    for data in (example(), replace(example(), names=names)):
        drawn = draw(data)
        assert 'width="800"' in drawn.wide
        assert 'width="330"' in drawn.narrow


@pytest.mark.parametrize("draw", CHARTS)
def test_what_is_drawn_is_also_said(draw: Callable[[ReportData], Chart]) -> None:
    drawn = draw(example())
    for svg in (drawn.wide, drawn.narrow):
        assert texts(svg)
        assert [text for text in texts(svg) if text.removesuffix("…") not in drawn.says] == []


def test_the_bridge_leads_from_the_base_year_to_the_budget_and_the_spend() -> None:
    assert bridge_chart(example()).says == (
        "Spend in 2018/19: £18.22m; Population growth: +£120.8k; Movement between segments:"
        f" +£216.2k; Inflation: +£489.9k; Productivity: {MINUS}£209.5k; Budget for 2019/20:"
        f" £18.84m; Difference: {MINUS}£214.7k; Spend in 2019/20: £18.62m."
    )


def test_the_bridge_says_that_its_scale_does_not_start_at_zero() -> None:
    assert "does not start at zero" in bridge_chart(example()).note


def test_changes_that_add_are_filled_and_changes_that_take_away_are_empty() -> None:
    filled, empty = ('fill="#2b5a86" stroke="#2b5a86"', 'fill="white" stroke="#a8560f"')
    drawn = bridge_chart(example()).wide
    assert (drawn.count(filled), drawn.count(empty)) == (3, 2)


def test_a_bridge_without_any_change_can_be_drawn() -> None:
    level = Fraction(100)
    rows = [
        Headline(replace(row.figure, value=level)) if row.figure.id.endswith(".in_scope") else row
        for row in example().headlines
        if not row.breakdown
    ]
    steps = (Step("Base year", level), Step("Inflation", Fraction(0)))
    drawn = bridge_chart(replace(example(), headlines=rows, steps=steps))
    assert texts(drawn.wide)
    assert "NaN" not in drawn.wide


def test_services_in_scope_are_drawn_the_largest_first() -> None:
    drawn = service_chart(example())
    assert drawn.says == (
        "Emergency admissions: £7.30m (was £7.40m); Planned admissions and day cases: £4.59m"
        " (was £4.32m); Outpatients: £3.06m (was £2.91m); Community health services: £1.97m"
        " (was £1.93m); Emergency department: £1.70m (was £1.66m)."
    )
    assert drawn.note == "Each bar is 2019/20; the upright mark on it is 2018/19."


def test_a_segment_is_drawn_with_its_share_of_people_and_of_spend() -> None:
    assert "Living in a care home: 0.8% of person-years, 6.6% of spend;" in (
        segment_chart(example()).says
    )


@pytest.mark.parametrize("draw", CHARTS)
def test_where_there_is_nothing_to_draw_a_sentence_says_so(
    draw: Callable[[ReportData], Chart],
) -> None:
    drawn = draw(replace(example(), headlines=[], steps=()))
    assert (drawn.wide, drawn.narrow) == ("", "")
    assert drawn.says.startswith("The budget is missing: it was not worked out.")
