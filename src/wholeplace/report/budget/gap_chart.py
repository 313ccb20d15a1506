"""The gap by year: what there is, and what care costs beyond it if nothing is done."""

from __future__ import annotations

from wholeplace.budget.gap import Projection, YearOfGap, gap_sentence
from wholeplace.kernel import Money
from wholeplace.report.charts import BAR, BLUE, INK, PALE, Chart, Drawing, Layout, Row, chart
from wholeplace.report.picture import Across, Marks

_ROOM, _NAMES, _FOOT = 190, 84, 10
_NOTE = (
    "Pale is the resource, dark what care costs beyond it if nothing is done. Where care costs less"
    " than the resource, an upright mark says how much. The scale starts at zero."
)


def gap_chart(gap: Projection) -> Chart:
    """Return cost and resource of each year, the base year first."""
    return chart(f"{gap_sentence(gap)}.", _NOTE, lambda layout: _drawn(gap, layout))


def _drawn(gap: Projection, layout: Layout) -> Drawing:
    years = (gap.base, *gap.years)
    most = float(max(max(one.cost, one.resource) for one in years))
    left = 0 if layout.has_names_above else _NAMES
    across = Across(0.0, most, left, layout.width - (0 if layout.has_names_above else _ROOM))
    marks = Marks()
    for i, one in enumerate(years):
        _year(gap, one, layout.at(i), across, marks, layout)
    height = len(years) * layout.row + _FOOT
    return marks.drawing(layout, height, padding=12, background="white")


def _year(
    gap: Projection, one: YearOfGap, y: float, across: Across, marks: Marks, layout: Layout
) -> None:
    ends = {"y": y - BAR / 2, "y2": y + BAR / 2}
    there, cost = across.at(float(one.resource)), across.at(float(one.cost))
    shorter: Row = {"x": across.left, "x2": min(there, cost), **ends}
    marks.rectangles([shorter], PALE)
    if one.gap > 0:
        marks.rectangles([{"x": there, "x2": cost, **ends}], BLUE)
    elif one.gap < 0:
        marks.rectangles([{"x": cost, "x2": there, **ends}], PALE)
        marks.rules([{"x": cost, **ends}], INK, 2)
    label = said(one.gap, gap.currency)
    if layout.has_names_above:
        marks.say(f"{one.year}: {label}", 0, y - BAR - 4)
        return
    marks.say(str(one.year), 0, y)
    marks.say(label, max(there, cost) + 9, y)


def said(pence: int, currency: str) -> str:
    """Return a gap in words: ``£2.5m beyond the resource``, ``£3k to spare``."""
    if not pence:
        return "in balance"
    word = "beyond the resource" if pence > 0 else "to spare"
    return f"{Money(abs(pence), currency).short()} {word}"
