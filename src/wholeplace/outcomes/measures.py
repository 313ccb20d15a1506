"""Measures over the population: events counted by segment, and the rate with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import ibis
from ibis import ir

from wholeplace.kernel import Figure, FinancialYear, Unit
from wholeplace.outcomes.definition import Measure
from wholeplace.outcomes.statistics import rate_interval
from wholeplace.place import fits

NOT_IN_A_RUN = "it is counted with all measures by month, not in a run of a year"
"""Why a run has no value of a measure that is more than a rate of rows of activity."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How many rows a needed column should be filled in, and in how many it is."""

    rows: int
    filled: int


def events(placed_activity: ir.Table, measure: Measure) -> ir.Table:
    """Return the number of a measure's events in the population, by segment.

    Of a measure that is not plain there are none: ``unfit`` says so.
    """
    inside = placed_activity.filter(placed_activity.segment.notnull())
    counted = inside.filter(fits(inside, measure.counts)) if measure.is_plain else inside.limit(0)
    return counted.group_by("segment").aggregate(events=counted.count()).order_by("segment")


def filled(placed_activity: ir.Table, measure: Measure) -> ir.Table:
    """Return one row: for each needed column, the rows that need it and those that have it."""
    inside = placed_activity.filter(placed_activity.segment.notnull())
    counts: dict[str, ir.Value] = {}
    for i, need in enumerate(measure.needs):
        if not measure.is_plain:
            counts |= {f"{name}_{i}": ibis.literal(0) for name in ("rows", "filled")}
            continue
        wanted = fits(inside, need.where)
        counts[f"rows_{i}"] = wanted.cast("int64").sum().fill_null(0)
        has = wanted & inside[need.column].notnull()
        counts[f"filled_{i}"] = has.cast("int64").sum().fill_null(0)
    return inside.aggregate(rows=inside.count(), **counts)


def rate_figure(
    measure: Measure,
    year: FinancialYear,
    number: int,
    person_years: Fraction,
    needs: Sequence[Filled],
) -> Figure:
    """Return the rate with its 95% limits as children; missing, with the reason, where unfit.

    ``needs`` has one entry for each of the measure's needs, in order.
    """
    id_ = f"outcome.{measure.measure}"
    reason = unfit(measure, person_years, needs)
    base = Figure(id_, None, Unit.RATE, f"{measure.title}, {year}", source=measure.source)
    if reason:
        return replace(base, note=reason)
    limits = rate_interval(number, float(person_years), measure.per)
    return replace(
        base,
        value=number / person_years * measure.per,
        formula=f"events / person-years x {measure.per:,}",
        inputs=f"{number:,} / {float(person_years):,.2f} x {measure.per:,}",
        children=(
            Figure(f"{id_}.events", Fraction(number), Unit.COUNT, "Events"),
            Figure("population.person_years", person_years, Unit.YEARS, f"Person-years, {year}"),
            _limit(f"{id_}.lower", limits.lower, "Lower 95% limit"),
            _limit(f"{id_}.upper", limits.upper, "Upper 95% limit"),
        ),
    )


def _limit(id_: str, value: float, label: str) -> Figure:
    # Ten decimals are far finer than a limit means, and the same on every machine.
    exact = Fraction(f"{value:.10f}")
    return Figure(id_, exact, Unit.RATE, label, formula="exact below 10 events, Byar from 10 on")


def unfit(measure: Measure, person_years: Fraction, needs: Sequence[Filled]) -> str:
    """Return why the records do not carry a measure, or nothing where they do."""
    if not measure.is_plain:
        return NOT_IN_A_RUN
    if person_years <= 0:
        return "nobody was in the population"
    for need, found in zip(measure.needs, needs, strict=True):
        if not found.rows:
            return f"no row that needs {need.column} was loaded; it may not have been sent"
        if Fraction(found.filled, found.rows) < need.in_at_least:
            return (
                f"{need.column} is recorded in {found.filled:,} of {found.rows:,} rows;"
                f" the measure needs it in {float(need.in_at_least):.0%}"
            )
    return ""
