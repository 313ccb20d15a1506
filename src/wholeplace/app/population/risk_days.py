"""Find the days on which a model can be fitted and tried, from what is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from ibis import ir

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.population import years_before
from wholeplace.population.risk import HORIZON
from wholeplace.store.engine import Engine

_LOOK_BACK = 365
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class RiskDays:
    """Records are whole from ``known_from`` to the day before ``known_until``."""

    known_from: date
    known_until: date
    fitted: date
    tried: date


def days_to_use(running: Engine, activity: ir.Table, day: date | None, where: str) -> RiskDays:
    """Return the day of the trial, as asked or the last that can be, and that of fitting.

    What is fitted on must have a year of records before it; what is tried, a year after it. Raises
    ``Refused`` where the records are too short for that.
    """
    months = _whole_months(running, activity)
    place = Where(where)
    if not months:
        what = "there are no records of hospitals"
        raise Refused([Problem(place, what, "load admissions and attendances first")])
    first, until = months[0], _next_month(months[-1])
    last = (until - timedelta(days=HORIZON)).replace(day=1)
    tried = day or last
    fitted = years_before(tried, 1)
    if first > fitted - timedelta(days=_LOOK_BACK) or tried + timedelta(days=HORIZON) > until:
        what = (
            f"records of hospitals are whole from {first} to {until - timedelta(days=1)}: to try a"
            f" model on {tried} they must reach from {fitted - timedelta(days=_LOOK_BACK)} to"
            f" {tried + timedelta(days=HORIZON - 1)}"
        )
        remedy = _remedy(first, last)
        raise Refused([Problem(place, what, remedy)])
    return RiskDays(first, until, fitted, tried)


def _remedy(first: date, last: date) -> str:
    if first > years_before(last, 1) - timedelta(days=_LOOK_BACK):
        return "load three whole years or more: one to look back on, one to fit on, one to try on"
    earliest = (first + timedelta(days=2 * _LOOK_BACK + 31)).replace(day=1)
    return f"choose a day from {min(earliest, last)} to {last}"


def _whole_months(running: Engine, activity: ir.Table) -> list[date]:
    """Return the months with at least half as many hospital rows as most have.

    A slip in a date makes no year of records, and a month that is half sent is not yet one.
    """
    rows = activity.filter(activity.setting.isin(("APC", "ED")))
    months = rows.group_by(month=rows.start_ts.date().truncate("M")).aggregate(rows=rows.count())
    found = {row["month"]: int(str(row["rows"])) for row in running.rows(months)}
    usual = median(found.values()) if found else 0
    return sorted(m for m, n in found.items() if isinstance(m, date) and n >= usual * _HALF)


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
