"""Make a panel of what was counted: the bits of cells become the numbers of measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from wholeplace.kernel import FinancialYear
from wholeplace.outcomes.definition import Measure
from wholeplace.outcomes.panel.asks import Asked, Place, Plan, Stream
from wholeplace.outcomes.panel.laid_out import Frame, Laid, by_month, by_stratum
from wholeplace.outcomes.panel.panel import Panel, Tally, Whole, Words
from wholeplace.outcomes.panel.people import ALL, PLACE
from wholeplace.outcomes.panel.why import Grounds, lacking_by_year, reasons_why


@dataclass(frozen=True, slots=True)
class Counted:
    """What a pass found: cells of each stream by breakdown, and person-time by breakdown.

    ``by_month`` are those of ``cells.month_cells``, ``by_year`` of ``cells.year_cells``, ``time``
    of ``people.time_cells``.
    """

    by_month: Mapping[tuple[Stream, str], pa.Table]
    by_year: Mapping[tuple[Stream, str], pa.Table]
    time: Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class _Side:
    """Cells of streams and person-time of one breakdown, laid out by month or by stratum."""

    streams: Mapping[Stream, Laid]
    time: Laid

    def top(self, measure: Measure, asked: Asked) -> Whole:
        what = f"s_{measure.value}" if measure.value else "n"
        return self._total(asked.numerator, what)

    def under(self, measure: Measure, asked: Asked) -> Whole:
        if measure.kind == "rate":
            return self.time.total("days", ages=measure.ages)
        return self._total(asked.denominator or asked.numerator, "n")

    def squares(self, measure: Measure, asked: Asked) -> Whole:
        return self._total(asked.numerator, f"q_{measure.value}")

    def _total(self, place: Place, what: str) -> Whole:
        stream, bit = place
        return self.streams[stream].total(what, bit)


def panel_of(
    plan: Plan,
    counted: Counted,
    years: Sequence[FinancialYear],
    ages: Sequence[int],
    until: date,
) -> Panel:
    """Return the panel of what was counted in ``years``, which follow one another.

    ``ages`` are those by which it was counted, ``until`` is the last day of which records tell.
    """
    months = tuple(month for year in years for month in year.months())

    def frame(levels: Sequence[str]) -> Frame:
        return Frame(tuple(levels), months, tuple(years), tuple(ages))

    tallies = {
        name: _tally(plan, counted, name, frame(_levels(time["level"].unique().to_pylist())))
        for name, time in counted.time.items()
    }
    grounds = _grounds(plan, counted, frame([ALL]), until)
    month_why, year_why = _why(plan, grounds)
    return Panel(
        plan.measures,
        months,
        tuple(years),
        tuple(ages),
        tallies,
        month_why,
        year_why,
        {one.measure: lacking_by_year(one, plan, grounds) for one in plan.measures},
    )


def _levels(found: Sequence[str]) -> list[str]:
    return sorted(found, key=lambda one: (not one.isdecimal(), one.zfill(4), one))


def _tally(plan: Plan, counted: Counted, breakdown: str, frame: Frame) -> Tally:
    time = counted.time[breakdown]
    months = _Side(
        {stream: by_month(counted.by_month[stream, breakdown], frame) for stream in plan.streams},
        by_month(time, frame),
    )
    strata = _Side(
        {stream: by_stratum(counted.by_year[stream, breakdown], frame) for stream in plan.streams},
        by_stratum(time, frame),
    )
    size = len(plan.measures)
    found = Tally(
        frame.levels,
        np.zeros((2, size, *frame.of_months), dtype=np.int64),
        np.zeros((2, size, *frame.of_strata), dtype=np.int64),
        np.zeros((size, *frame.of_strata[:2]), dtype=np.int64),
    )
    for k, measure in enumerate(plan.measures):
        if measure.measure not in plan.asked:
            continue
        asked = plan.asked[measure.measure]
        for into, side in ((found.by_month, months), (found.by_stratum, strata)):
            into[0, k], into[1, k] = side.top(measure, asked), side.under(measure, asked)
        if measure.kind == "mean":
            found.squares[k] = strata.squares(measure, asked).sum((-2, -1))
    return found


def _grounds(plan: Plan, counted: Counted, frame: Frame, until: date) -> Grounds:
    laid = {stream: by_month(counted.by_month[stream, PLACE], frame) for stream in plan.streams}

    def rows(place: Place) -> Whole:
        stream, bit = place
        found: Whole = laid[stream].total("n", bit)[0]
        return found

    return Grounds(frame.months, until, rows)


def _why(plan: Plan, grounds: Grounds) -> tuple[Words, Words]:
    found = [reasons_why(measure, plan, grounds) for measure in plan.measures]
    months = np.array([of_months for of_months, _ in found], dtype=np.str_)
    return months, np.array([of_years for _, of_years in found], dtype=np.str_)
