"""What care packages cost in each financial year: weekly cost times weeks in force, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
from ibis import ir

from wholeplace.derive.cost_rows import as_cost, financial_year
from wholeplace.derive.package_rates import PackageRates

_WHOLE_UNIT = 1_000  # units a week are kept to a thousandth
_DAYS_A_WEEK = 7
_MOST_PENCE = 10**8
_MOST_UNITS = 7 * 24 * 60 * _WHOLE_UNIT  # a unit for every minute of the week
_MOST_A_WEEK = 10**14
"""A package dearer than a thousand million pounds a week is a slip, and would not fit the sum."""


def package_costs(
    care_package: ir.Table, cost: ir.Table, rates: PackageRates, until: date
) -> ir.Table:
    """Return a cost row for each package that no cost row names, and each year it was in force.

    A package is in force from its ``start_date`` to the day before its ``end_date``, and at most
    to the day before ``until``. Its cost in a year is its cost for a week, times the days of the
    year, over seven, rounded to the penny once. A price paid once counts on the first day.
    Packages whose cost cannot be known are in ``without_cost``.
    """
    named = cost.filter(cost.package_id.notnull()).select("package_id").distinct()
    priced = _priced(care_package.anti_join(named, "package_id"), rates)
    known = priced.filter(_is_known(priced))
    return ibis.union(_by_week(known, rates, until), _once(known, rates, until))


def without_cost(care_package: ir.Table, rates: PackageRates) -> ir.Table:
    """Return the packages that ``package_costs`` cannot cost, with ``why``."""
    rows = _priced(care_package, rates)
    why = ibis.cases(
        (rows.unit_cost.isnull(), "no unit cost"),
        (rows.cost_frequency.isnull(), "no frequency of cost"),
        (rows.how.isnull(), "a frequency that is not known"),
        ((rows.how == "units") & rows.units_per_week.isnull(), "no units a week"),
        else_="a cost that is too high to be one",
    )
    return rows.filter(~_is_known(rows)).select("package_id", "cost_frequency", why=why)


def _priced(care_package: ir.Table, rates: PackageRates) -> ir.Table:
    """Return packages with ``how`` they are priced, and the price in whole parts."""
    frequency = care_package.cost_frequency.lower().strip()
    regular = [(_begins(frequency, r.begins_with), r.times_a_year) for r in rates.regular]
    is_regular = ibis.or_(*(found for found, _ in regular))
    how = ibis.cases(
        (_begins(frequency, rates.by_units), "units"),
        (_begins(frequency, rates.once), "once"),
        (is_regular, "regular"),
        else_=ibis.null("string"),
    )
    units = (care_package.units_per_week * _WHOLE_UNIT).cast("int64")
    return care_package.mutate(
        how=how,
        pence=(care_package.unit_cost * 100).cast("int64"),
        # How often a price is paid is trusted over the number of units, which may be left over.
        units=(how == "units").ifelse(units, _WHOLE_UNIT),
        times=ibis.cases(*regular, else_=rates.weeks_a_year),
    )


def _begins(frequency: ir.StringValue, words: Sequence[str]) -> ir.BooleanValue:
    return ibis.or_(*(frequency.startswith(word.lower()) for word in words))


def _is_known(rows: ir.Table) -> ir.BooleanValue:
    fits = (rows.pence <= _MOST_PENCE) & (rows.units <= _MOST_UNITS)
    small = ibis.least(rows.pence, _MOST_PENCE) * ibis.least(rows.units, _MOST_UNITS)
    found = rows.how.notnull() & fits & (small <= _MOST_A_WEEK)
    return found.fill_null(False)  # noqa: FBT003 - ibis knows no keyword for it


def _by_week(known: ir.Table, rates: PackageRates, until: date) -> ir.Table:
    rows = known.filter(known.how != "once")
    rows = rows.mutate(ends=ibis.least(rows.end_date.fill_null(until), ibis.date(until)))
    rows = rows.filter(rows.start_date < rows.ends)
    last_day = rows.ends - ibis.interval(days=1)
    first, last = financial_year(rows.start_date), financial_year(last_day.cast("date"))
    rows = rows.mutate(year=ibis.range(first, last + 1, 1).unnest())
    days = _days_in_year(rows)
    parts = rows.pence * rows.units * rows.times * days
    whole = _WHOLE_UNIT * rates.weeks_a_year * _DAYS_A_WEEK
    # Halves go up. What is divided is a whole multiple, so that the engine's division is exact.
    doubled = parts * 2 + whole
    pence = ((doubled - doubled % (2 * whole)) / (2 * whole)).round().cast("int64")
    return _as_cost(rows, pence, rates)


def _days_in_year(rows: ir.Table) -> ir.IntegerValue:
    april, first = ibis.literal(4), ibis.literal(1)
    starts = ibis.greatest(rows.start_date, ibis.date(rows.year, april, first))
    ends = ibis.least(rows.ends, ibis.date(rows.year + 1, april, first))
    return ends.delta(starts, unit="day")


def _once(known: ir.Table, rates: PackageRates, until: date) -> ir.Table:
    rows = known.filter(known.how == "once", known.start_date < ibis.date(until))
    rows = rows.mutate(year=financial_year(rows.start_date))
    return _as_cost(rows, rows.pence, rates)


def _as_cost(rows: ir.Table, pence: ir.IntegerValue, rates: PackageRates) -> ir.Table:
    return as_cost(
        rows,
        cost_id=rows.package_id + ":package:" + rows.year.cast("string"),
        package_id=rows.package_id,
        basis="package",
        amount=pence.cast("decimal(18, 2)") * ibis.literal("0.01").cast("decimal(18, 2)"),
        currency=rates.currency,
        price_year=rows.year,
    )
