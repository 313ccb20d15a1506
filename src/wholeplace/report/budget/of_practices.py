"""Practices beside one another: what their people cost over what people like them cost."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from wholeplace.budget.pmpm import Funnel, Standing, practice_figure
from wholeplace.report.budget.funnel_chart import funnel_chart
from wholeplace.report.budget.shown import Shown
from wholeplace.report.charts import once
from wholeplace.report.grid import As, Col, Grid, Row, text
from wholeplace.report.section import Section

_COLS = (
    text("practice_code", "Code", on_page=False),
    text("practice", "Practice"),
    Col("person_years", "Person-years", As.TIME),
    Col("spent", "Spent"),
    Col("expected", "Expected"),
    Col("ratio", "Ratio", As.RATIO),
    Col("lower_95", "95% from", As.RATIO),
    Col("upper_95", "to", As.RATIO),
    Col("lower_998", "99.8% from", As.RATIO),
    Col("upper_998", "to ", As.RATIO),
    text("position", "Of its limits"),
)


def practices_section(shown: Shown) -> Section | None:
    """Return the practices with their limits; none where there are not two of them."""
    funnel = shown.members.practices if shown.members else None
    if shown.members is None or funnel is None:
        return None
    rows = tuple(_row(shown, one) for one in funnel.practices)
    caption = "Cost of practices over what is expected of their people"
    grid = Grid("practices", caption, _COLS, rows, currency=shown.currency)
    beyond = [one for one in funnel.practices if one.position.startswith("far")]
    trees = tuple(practice_figure(one, funnel, shown.currency) for one in beyond)
    charts = (("practices", once(partial(funnel_chart, shown, funnel))),)
    notes = tuple(_notes(funnel, shown.members.others))
    says = (_said(shown, funnel, beyond),)
    return Section("practices", "Practices", says, (grid,), charts, trees, notes)


def _row(shown: Shown, one: Standing) -> Row:
    cost = one.cost
    return (
        cost.practice,
        shown.name(cost.practice),
        cost.person_years,
        cost.observed,
        Fraction(round(cost.expected * 100), 100),
        one.ratio,
        *one.limits_95,
        *one.limits_998,
        one.position,
    )


def _said(shown: Shown, funnel: Funnel, beyond: list[Standing]) -> str:
    kept, others = len(funnel.practices), shown.members.others if shown.members else 0
    of_all = f"of the {kept} practices that may be shown" if others else f"of {kept} practices"
    if not beyond:
        return f"None {of_all} cost far more or less than people like theirs do everywhere."
    named = ", ".join(
        f"{shown.name(one.cost.practice)} ({float(one.ratio):.2f} of what is expected)"
        for one in beyond
    )
    return f"{len(beyond)} {of_all} are beyond the 99.8% limits: {named}."


def _notes(funnel: Funnel, others: int) -> Iterator[str]:
    wider = (
        f"Limits are widened by the root of {funnel.phi:.2f}, as practices vary more than chance."
        if funnel.phi > 1
        else "Practices vary no more than chance, so limits are not widened."
    )
    yield f"Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202. {wider}"
    yield "Expected is what people of the same kind cost in all practices together."
    if others:
        yield f"{others} practices are not shown: they have few people, or would give one away."
