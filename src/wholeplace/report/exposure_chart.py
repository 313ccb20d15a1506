"""The chart of a simulation: how each party's net position spreads, and what it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import vl_convert

from wholeplace.plan import ALL_YEARS, Driver, End, Estimate, Simulation, Spread
from wholeplace.report.charts import (
    BLUE,
    INK,
    ORANGE,
    PALE,
    Chart,
    Drawing,
    Layout,
    Row,
    chart,
)
from wholeplace.report.exposure_tables import (
    drivers_of_account,
    scale_of_years,
    widest,
    years_said,
)
from wholeplace.report.exposure_words import money, scale_of
from wholeplace.report.picture import Across, Align, Marks

_BINS, _TALL, _HILL, _ROOM, _HEAD = 60, 44, 88, 84, 50
_MOST_DRIVERS = 8
_SEEN = (0.2, 99.8)
# Of the 5%, 50% and 95% points: which end of their words stands at the mark.
_ALIGN: Sequence[Align] = ("right", "center", "left")
_NOTE = (
    "Above: how often each net position was drawn, each party at its own height; the upright marks"
    " are its 5%, 50% and 95% points, the thin rule is zero, and the rarest draws at both ends are"
    " left out. Below: the mean net position of a year with one thing moved, from the empty point"
    " (its lower end) to the filled one (its upper end)."
)


@dataclass(frozen=True, slots=True)
class _Hill:
    """How often a party's net positions were drawn: counts between edges, in pounds."""

    party: str
    spread: Spread
    counts: npt.NDArray[np.int64]
    edges: npt.NDArray[np.float64]


def exposure_chart(simulation: Simulation, parties: Sequence[str]) -> Chart:
    """Return the spread of some parties' net positions, and the drivers of the widest of them.

    Where nothing could be settled there is a sentence that says so.
    """
    hills = _hills(simulation, parties)
    if not hills:
        return Chart("No draw could be settled in every year, so there is nothing to draw.")
    party = widest(simulation, parties)
    found = [*drivers_of_account(simulation, party)][:_MOST_DRIVERS]

    def draw(layout: Layout) -> Drawing:
        marks, top = Marks(), _HEAD + len(hills) * _HILL
        _draw_hills(simulation, hills, layout, marks)
        if found:
            _draw_drivers(simulation, found, party, layout, marks, top)
        height = top + (_HEAD + len(found) * layout.row if found else 0)
        return marks.drawing(layout, height, padding=16, background="white")

    return chart(_says(simulation, hills, found, party), _NOTE, draw)


def to_png(drawn: Chart) -> bytes:
    """Return the wide form of a chart as a PNG, twice as fine as it is large."""
    png: bytes = vl_convert.svg_to_png(drawn.wide, scale=2.0)
    return png


def _hills(simulation: Simulation, parties: Sequence[str]) -> list[_Hill]:
    whole = simulation.settled.is_settled.all(axis=1)
    return [
        _hill(exposure.of, exposure.spread, simulation.settled.net[exposure.of][whole])
        for exposure in simulation.exposures
        if exposure.year == ALL_YEARS and exposure.of in parties
    ]


def _hill(party: str, spread: Spread, pence: npt.NDArray[np.int64]) -> _Hill:
    pounds = pence.sum(axis=1) / 100
    least, most = np.percentile(pounds, _SEEN)
    counts, edges = np.histogram(pounds, _BINS, (least, max(most, least + 1)))
    return _Hill(party, spread, counts, edges)


def _draw_hills(
    simulation: Simulation, hills: Sequence[_Hill], layout: Layout, marks: Marks
) -> None:
    ends = [float(edge) for hill in hills for edge in (hill.edges[0], hill.edges[-1])]
    left = _ROOM if layout.has_names_above else 110 + _ROOM
    across = Across(min(0.0, *ends), max(0.0, *ends), left, layout.width - _ROOM)
    scale, currency = scale_of(hill.spread for hill in hills), simulation.contract.terms.currency
    marks.say(f"Net position, {years_said(simulation)}", 0, 8, bold=True)
    for i, hill in enumerate(hills):
        base = _HEAD + i * _HILL + _TALL
        marks.rectangles(_bars(hill, across, base), PALE)
        marks.rules([{"x": across.at(0), "y": base - _TALL - 4, "y2": base + 4}], INK, 0.7)
        marks.say(hill.party, 0, base - _TALL if layout.has_names_above else base - 8)
        ups = (14, -_TALL - 8, 14)
        for place, end in enumerate(_points(hill)):
            x = across.at(end.value)
            marks.rules([{"x": x, "y": base - 14, "y2": base + 4}], INK, 2)
            said = money(end.value, currency, scale)
            marks.say(said, x, base + ups[place], align=_ALIGN[place])


def _bars(hill: _Hill, across: Across, base: float) -> list[Row]:
    highest = max(int(hill.counts.max()), 1)
    return [
        {
            "x": across.at(float(start)),
            "x2": max(across.at(float(end)), across.at(float(start)) + 0.5),
            "y": base,
            "y2": base - _TALL * int(count) / highest,
        }
        for start, end, count in zip(hill.edges, hill.edges[1:], hill.counts, strict=False)
        if count
    ]


def _draw_drivers(
    simulation: Simulation,
    found: Sequence[Driver],
    party: str,
    layout: Layout,
    marks: Marks,
    top: float,
) -> None:
    ends = [end.mean[party] for driver in found for end in _two(driver, party)]
    across = Across(min(ends), max(ends), layout.left + _ROOM, layout.width - _ROOM)
    scale, currency = scale_of_years(simulation, party), simulation.contract.terms.currency
    marks.say(f"What the position of {party} hangs on: mean of a year", 0, top + 8, bold=True)
    for i, driver in enumerate(found):
        y = top + _HEAD + layout.at(i) - layout.row / 2
        low, high = _two(driver, party)
        places = [across.at(end.mean[party]) for end in (low, high)]
        marks.rectangles([{"x": min(places), "x2": max(places), "y": y - 3, "y2": y + 3}], PALE)
        marks.points([{"x": places[0], "y": y}], ORANGE, filled=False)
        marks.points([{"x": places[1], "y": y}], BLUE, filled=True)
        said = f"{driver.name} ({low.at} to {high.at})"
        marks.say(said, 0, y - 20 if layout.has_names_above else y)
        for end, place, other in zip((low, high), places, places[::-1], strict=True):
            is_left = place < other or (place == other and end is low)
            align: Align = "right" if is_left else "left"
            x = place + (-10 if is_left else 10)
            marks.say(money(end.mean[party], currency, scale), x, y, align=align)


def _two(driver: Driver, party: str) -> tuple[End, End]:
    """Return a driver's lower and upper end; of several words those with the least and the most."""
    if driver.what == "parameter" or {"5%", "95%"} == {end.at for end in driver.ends}:
        return driver.ends[0], driver.ends[-1]
    settled = [end for end in driver.ends if party in end.mean]
    ordered = sorted(settled, key=lambda end: end.mean[party])
    return ordered[0], ordered[-1]


def _says(
    simulation: Simulation, hills: Sequence[_Hill], found: Sequence[Driver], party: str
) -> str:
    scale, currency = scale_of(hill.spread for hill in hills), simulation.contract.terms.currency
    spreads = [
        f"{hill.party}: {' / '.join(money(e.value, currency, scale) for e in _points(hill))}"
        for hill in hills
    ]
    years = scale_of_years(simulation, party)
    moved = [
        f"{driver.name} ({low.at} to {high.at}): {money(low.mean[party], currency, years)} to "
        f"{money(high.mean[party], currency, years)}"
        for driver in found
        for low, high in [_two(driver, party)]
    ]
    head = f"Net position, {years_said(simulation)}, at 5% / 50% / 95%"
    tail = f" What the position of {party} hangs on: mean of a year: {'; '.join(moved)}."
    return f"{head}: {'; '.join(spreads)}." + (tail if moved else "")


def _points(hill: _Hill) -> tuple[Estimate, Estimate, Estimate]:
    return hill.spread.low, hill.spread.median, hill.spread.high
