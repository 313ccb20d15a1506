"""The chart of the budget: from the base year's spend, step by step, to budget and spend."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wholeplace.report.charts import Chart
from wholeplace.report.data import ReportData
from wholeplace.report.sentences import money_scale, why_missing
from wholeplace.report.waterfall import Stop, waterfall
from wholeplace.report.words import brief, scale_for, signed


def bridge_chart(data: ReportData) -> Chart:
    """Return the bridge as a chart; where there is no budget, a sentence that says why."""
    if not data.steps or data.number("budget.in_scope") is None:
        return Chart(" ".join(why_missing(data)) or "There are no steps to a budget to draw.")
    return waterfall(list(_stops(data)))


def _stops(data: ReportData) -> Iterator[Stop]:
    first, *steps = data.steps
    spend = data.number("actual.in_scope")
    level = first.amount
    yield _reached(data, f"Spend in {data.base_year or 'the base year'}", level)
    for step in steps:
        yield _change(data, step.name, level, step.amount)
        level += step.amount
    yield _reached(data, f"Budget for {data.year}", level)
    if spend is not None:
        yield _change(data, "Difference", level, spend - level)
        yield _reached(data, f"Spend in {data.year}", spend)


def _reached(data: ReportData, name: str, level: Fraction) -> Stop:
    label = brief(level, data.currency, money_scale(data))
    return Stop(name, level, level, label, is_change=False)


def _change(data: ReportData, name: str, level: Fraction, amount: Fraction) -> Stop:
    finer = scale_for(step.amount for step in data.steps[1:])
    label = signed(brief(amount, data.currency, finer), amount)
    return Stop(name, level, level + amount, label, is_change=True)
