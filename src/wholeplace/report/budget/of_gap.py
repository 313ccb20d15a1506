"""What the years bring if nothing is done: the gap by year, and by service."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from wholeplace.budget.gap import Projection, YearOfGap, gap_figure, gap_sentence
from wholeplace.privacy import MARK
from wholeplace.report.budget.gap_chart import gap_chart
from wholeplace.report.budget.shown import Shown
from wholeplace.report.charts import once
from wholeplace.report.grid import As, Col, Grid, Row, money, text
from wholeplace.report.section import Section

_STEPS = (
    ("base", "Cost in the base year"),
    ("population", "Population"),
    ("ageing", "Ageing"),
    ("growth", "Growth"),
    ("inflation", "Inflation"),
    ("cost", "Cost"),
)


def gap_section(shown: Shown) -> Section | None:
    """Return the gap, year by year and service by service; none where nothing is projected."""
    gap = shown.book.gap
    if gap is None:
        return None
    grids = (_years(gap), _services(shown, gap))
    trees = (shown.tree(gap_figure(gap, gap.years[-1].year)),)
    title, says = "If nothing is done", (f"{gap_sentence(gap)}.",)
    notes = tuple(_assumed(gap))
    return Section(
        "gap", title, says, grids, (("gap", once(partial(gap_chart, gap))),), trees, notes
    )


def _assumed(gap: Projection) -> Iterator[str]:
    terms = gap.terms
    yield f"Resource: {terms.resource.source}."
    if terms.people is not None:
        yield f"People: {terms.people.source}."


def _years(gap: Projection) -> Grid:
    heads = (
        ("cost", "Cost"),
        ("resource", "Resource"),
        ("gap", "Gap"),
        ("so_far", "All gaps so far"),
    )
    people = Col("people", "People", As.COUNT)
    more = Col("more_activity", "More activity", As.SHARE)
    rows = tuple(_year(gap, one) for one in (gap.base, *gap.years))
    cols = (text("year", "Year"), people, more, *money(*heads))
    return Grid("gap", "Cost and resource by year", cols, rows, currency=gap.currency)


def _year(gap: Projection, one: YearOfGap) -> Row:
    amounts = (one.cost, one.resource, one.gap, gap.cumulative(one.year))
    pounds = (Fraction(pence, 100) for pence in amounts)
    return (str(one.year), gap.people[one.year], gap.more_activity(one.year), *pounds)


def _services(shown: Shown, gap: Projection) -> Grid:
    few = {
        service.service
        for one in (gap.base, *gap.years)
        for service in one.services
        if shown.count(service.activity) == MARK
    }
    rows = tuple(
        (
            str(one.year),
            each.service,
            shown.name(each.service),
            # What is few in one year would follow from the others by the rates of growth.
            MARK if each.service in few else each.activity,
            *(Fraction(pence, 100) for pence in (each.base, *each.steps, each.cost)),
        )
        for one in gap.years
        for each in one.services
    )
    start = (text("year", "Year"), text("id", "Id", on_page=False), text("service", "Service"))
    cols = (*start, Col("activity", "Activity", As.COUNT), *money(*_STEPS))
    caption = "Why cost rises, by service"
    return Grid("gap-by-service", caption, cols, rows, currency=gap.currency)
