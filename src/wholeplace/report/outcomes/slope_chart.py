"""A measure over tenths of deprivation, and the line through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.outcomes.statistics import ranks
from wholeplace.report.charts import BLUE, INK, Chart, Drawing, Layout, Row, chart
from wholeplace.report.outcomes.axes import (
    BOTTOM,
    Upright,
    across,
    ground,
    heading,
    picture,
    upright,
)
from wholeplace.report.outcomes.data import Card, Value
from wholeplace.report.outcomes.hide import is_marked
from wholeplace.report.outcomes.numbers import (
    NOT_KNOWN_TENTH,
    fixed,
    places_for,
    told,
    unit_of,
)
from wholeplace.report.picture import Across, Marks

_NOTE = (
    "A mark is a tenth of deprivation, from the most deprived on the left to the least on the"
    " right, each as far along as its people stand in the ranking of all. Upright rules are 95%"
    " limits. The long line is the slope."
)
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Tenth:
    name: str
    rank: float
    value: Value


def slope_sentence(card: Card) -> str:
    """Return how unequal a measure is over deprivation, or why that cannot be said."""
    slope = card.slope
    if slope is None:
        return "No slope over deprivation was asked for."
    if slope.value is None:
        why = "a tenth of it is not shown, and the slope would tell it"
        return (
            f"There is no slope over deprivation, for {why if is_marked(slope) else slope.missing}."
        )
    places = places_for(slope.value, slope.lower, slope.upper)
    word = "less" if slope.value > 0 else "more"
    said = f"{fixed(abs(slope.value), places)} {word} at the most deprived end than at the least"
    return f"Slope over deprivation, {unit_of(card.measure)}: {said}{_limits(slope, places)}."


def _limits(slope: Value, places: int) -> str:
    if slope.lower is None or slope.upper is None:
        return ""
    if slope.lower * slope.upper > 0:
        low, high = sorted((abs(slope.lower), abs(slope.upper)))
        return f" (95% limits {fixed(low, places)} to {fixed(high, places)})"
    more, less = fixed(-slope.lower, places), fixed(slope.upper, places)
    return f" (95% limits from {more} more to {less} less, so there may be no slope at all)"


def slope_chart(card: Card) -> Chart:
    """Return the chart; tenths that may not be shown are left out, and the line with them."""
    tenths, kind = _tenths(card)
    if len(tenths) < _FEWEST:
        return Chart(slope_sentence(card))
    said = "; ".join(f"{one.name}: {told(one.value)}" for one in tenths)
    note = f"{_NOTE} {kind} values by tenth: {said}."
    return chart(slope_sentence(card), note, lambda layout: _drawn(card, tenths, kind, layout))


def _tenths(card: Card) -> tuple[list[_Tenth], str]:
    """Return the tenths that may be shown, standardised where all of them are."""
    levels = [one for one in card.levels if one.breakdown == "deprivation"]
    known = (
        sorted(
            (int(one.level), one)
            for one in levels
            if one.level.isdecimal() and one.level != NOT_KNOWN_TENTH and one.crude.denominator
        )
        if levels
        else []
    )
    if not known:
        return [], ""
    is_standard = all(one.standardised and one.standardised.value is not None for _, one in known)
    places = ranks([float(one.crude.denominator or 0) for _, one in known])
    found = []
    for (number, one), rank in zip(known, places, strict=True):
        value = one.standardised if is_standard and one.standardised else one.crude
        if value.value is not None:
            found.append(_Tenth(str(number), float(rank), value))
    return found, "Standardised" if is_standard else "Crude"


def _drawn(card: Card, tenths: Sequence[_Tenth], kind: str, layout: Layout) -> Drawing:
    ends = _ends(card, tenths)
    heights = [n for one in tenths for n in _numbers(one.value)] + [y for _, y in ends]
    up, x = upright(heights, from_nought=True), across(layout, 0.0, 1.0)
    marks = Marks()
    ground(marks, up, x.right)
    rows: list[Row] = [{"x": x.at(rank), "y": up.at(y), "part": "slope"} for rank, y in ends]
    marks.lines(rows, INK, 2.5)
    marks.rules(_limits_of(tenths, x, up), BLUE, 1.5)
    places = [(x.at(one.rank), up.at(one.value.value or 0.0)) for one in tenths]
    marks.shapes([{"x": at, "y": y} for at, y in places], BLUE, "circle", 80)
    for one, (at, _) in zip(tenths, places, strict=True):
        marks.say(one.name, at, BOTTOM + 14, align="center")
    _words(card, kind, marks, x, layout)
    return picture(marks, layout)


def _limits_of(tenths: Sequence[_Tenth], x: Across, up: Upright) -> list[Row]:
    return [
        {"x": x.at(one.rank), "y": up.at(one.value.lower), "y2": up.at(one.value.upper)}
        for one in tenths
        if one.value.lower is not None and one.value.upper is not None
    ]


def _words(card: Card, kind: str, marks: Marks, x: Across, layout: Layout) -> None:
    marks.say("most deprived", x.left, BOTTOM + 34)
    marks.say("least deprived", x.right, BOTTOM + 34, align="right")
    heading(marks, layout, card.measure, kind.lower())


def _ends(card: Card, tenths: Sequence[_Tenth]) -> list[tuple[float, float]]:
    """Return the ends of the line: it goes through the mean of all people at their middle."""
    if card.slope is None or card.slope.value is None:
        return []
    levels = {
        one.level: one.crude.denominator for one in card.levels if one.breakdown == "deprivation"
    }
    people = [float(levels[one.name] or 0) for one in tenths]
    values = [one.value.value or 0.0 for one in tenths]
    mean = sum(n * y for n, y in zip(people, values, strict=True)) / sum(people)
    return [(0.0, mean - card.slope.value / 2), (1.0, mean + card.slope.value / 2)]


def _numbers(one: Value) -> list[float]:
    return [number for number in (one.value, one.lower, one.upper) if number is not None]
