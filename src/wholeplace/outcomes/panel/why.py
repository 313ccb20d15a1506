"""Why a measure is missing in a month or a year. What was not sent is never counted as nought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from wholeplace.kernel import Month
from wholeplace.outcomes.definition import Measure, Needs
from wholeplace.outcomes.panel.asks import Asked, Place, Plan
from wholeplace.outcomes.panel.panel import NONE_PUBLISHED, Lacking, Whole

_MONTHS = 12


class Why(StrEnum):
    """Why a measure has no value."""

    NOT_MISSING = ""
    PUBLISHED = NONE_PUBLISHED
    NOT_SENT = "no record of the kind was loaded: it may not have been sent"
    TOO_LATE = "records of it are still to come"
    NOT_YET_AFTER = "the records end before what followed could be known"
    NOT_YET_BEFORE = "the records begin too late to know what went before"
    NOT_FILLED = "what it needs is recorded too seldom"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What reasons are found from: the months, the last day that records tell of, and counts.

    ``rows`` returns how many rows of the population have an answer, by month.
    """

    months: tuple[Month, ...]
    until: date
    rows: Callable[[Place], Whole]


def reasons_why(measure: Measure, plan: Plan, grounds: Grounds) -> tuple[list[str], list[str]]:
    """Return why a measure is missing in each month, and in each year of twelve of them."""
    asked = plan.asked.get(measure.measure)
    if asked is None:
        size = len(grounds.months)
        return [Why.PUBLISHED.value] * size, [Why.PUBLISHED.value] * (size // _MONTHS)
    gaps = _gaps(measure, asked, grounds)
    needs = [(grounds.rows(rows), grounds.rows(filled)) for rows, filled in asked.needs]
    found = []
    for i, gap in enumerate(gaps):
        at = [(int(rows[i]), int(filled[i])) for rows, filled in needs]
        found.append(gap or _unfilled(measure.needs, at))
    return found, _of_years(measure, gaps, needs)


def _gaps(measure: Measure, asked: Asked, grounds: Grounds) -> list[str]:
    sent = [grounds.rows(place) for place in asked.sent]
    first = _first_day(sent, grounds.months)
    found = []
    for i, month in enumerate(grounds.months):
        why = Why.NOT_MISSING
        if any(not rows[i] for rows in sent):
            why = Why.NOT_SENT
        elif _later(month, measure.lag_months) > grounds.until:
            why = Why.TOO_LATE
        else:
            why = _links_why(measure, month, first, grounds.until)
        found.append(why.value)
    return found


def _first_day(sent: Sequence[Whole], months: Sequence[Month]) -> date:
    """Return the first day of the first month in which everything was sent."""
    for i, month in enumerate(months):
        if all(rows[i] for rows in sent):
            return month.start
    return months[-1].end


def lacking_by_year(measure: Measure, plan: Plan, grounds: Grounds) -> tuple[Lacking, ...]:
    """Return what a measure needs and rows have not, for each need, by year of twelve months."""
    asked = plan.asked.get(measure.measure)
    found = []
    for need, (rows, filled) in zip(measure.needs, asked.needs if asked else (), strict=True):
        of, with_it = (
            grounds.rows(place).reshape(-1, _MONTHS).sum(axis=1) for place in (rows, filled)
        )
        without = tuple(int(n) for n in of - with_it)
        found.append(Lacking(need.column, without, tuple(int(n) for n in of)))
    return tuple(found)


def _later(month: Month, lag: int) -> date:
    """Return the last day that must be known before a month is told, ``lag`` months later."""
    if not lag:
        return month.start
    for _ in range(lag):
        month = month.next()
    return month.end - timedelta(days=1)


def _links_why(measure: Measure, month: Month, first: date, until: date) -> Why:
    for link in measure.linked:
        after = month.end + timedelta(days=link.days.below - 2)
        if link.way == "followed by" and after > until:
            return Why.NOT_YET_AFTER
        before = month.start - timedelta(days=link.days.below - 1)
        if link.way != "followed by" and before < first:
            return Why.NOT_YET_BEFORE
    return Why.NOT_MISSING


def _unfilled(needs: Sequence[Needs], at: Sequence[tuple[int, int]]) -> str:
    for need, (rows, filled) in zip(needs, at, strict=True):
        if not rows:
            return Why.NOT_SENT.value
        if Fraction(filled, rows) < need.in_at_least:
            return f"{Why.NOT_FILLED.value}: {need.column}"
    return ""


def _of_years(
    measure: Measure, gaps: Sequence[str], needs: Sequence[tuple[Whole, Whole]]
) -> list[str]:
    """Return why years are missing: of a year that lacks a month nothing is told."""
    found = []
    for start in range(0, len(gaps), _MONTHS):
        year = slice(start, start + _MONTHS)
        lacking = [why for why in gaps[year] if why]
        at = [(int(rows[year].sum()), int(filled[year].sum())) for rows, filled in needs]
        whole = f"{len(lacking)} of {_MONTHS} months: {lacking[0]}" if lacking else ""
        found.append(whole or _unfilled(measure.needs, at))
    return found
