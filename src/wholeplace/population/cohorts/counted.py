"""Count the activity of every criterion of every cohort, in one pass over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeAlias, TypeVar

import ibis
from ibis import ir

from wholeplace.document import Timeline
from wholeplace.population.cohorts.criteria import Counted, Diagnosed, Measured, Medicines
from wholeplace.population.cohorts.marks import Mark, has_codes, marked
from wholeplace.population.cohorts.sources import Sources
from wholeplace.population.register import age_on
from wholeplace.record.conditions import fits

T = TypeVar("T")
Window: TypeAlias = Counted | Diagnosed | Measured | Medicines

KNOWN_AT_THE_END = frozenset(
    (
        *("end_ts", "los_days", "bed_days", "spell_end", "episodes", "discharge_method"),
        *("discharge_destination", "hrg_code", "pod", "pod_recorded", "duration_minutes"),
        *("led_to_admission", "led_to_activity_id"),
    )
)
"""What is known of activity only when it is over, or coded afterwards."""


def value_on(timeline: Timeline[T], day: date) -> T:
    """Return the value in force on a day; raises ``ValueError`` where there is none yet."""
    entry = timeline.on(day)
    if entry is None:
        msg = f"no value holds on {day}"
        raise ValueError(msg)
    return entry.value


def months_before(day: date, months: int) -> date:
    """Return the same day some months before, or the last of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    after = (first + timedelta(days=31)).replace(day=1)
    return min(first.replace(day=1) + timedelta(days=day.day - 1), after - timedelta(days=1))


def since(window: Window, day: date) -> date | None:
    """Return the first day of a window that ends the day before ``day``; no window is for good."""
    if window.months is not None:
        return months_before(day, value_on(window.months, day))
    if window.days is not None:
        return day - timedelta(days=value_on(window.days, day))
    return None


def earlier_since(leaf: Counted, day: date) -> date:
    """Return the first day of the window of the same length before the window."""
    if leaf.months is not None:
        return months_before(day, 2 * value_on(leaf.months, day))
    return day - timedelta(days=2 * value_on(leaf.days, day)) if leaf.days else day


def window_said(window: Window, day: date) -> str:
    """Return how long a window is, in words."""
    for name, timeline in (("month", window.months), ("day", window.days)):
        if timeline is not None:
            number = value_on(timeline, day)
            return f"{number} {name}{'s'[: number != 1]}"
    return ""


def activity_counts(
    sources: Sources, leaves: Mapping[int, Counted], marks: Sequence[Mark], day: date
) -> ir.Table:
    """Return for each person on the register ``n``, ``last`` and ``prior`` of each criterion.

    They are how many there were, the last day of one, and how many in the window before; each
    name ends in the number of the criterion. Those with no activity have no row.
    """
    rows = _of_register(sources, leaves, day)
    if any(leaf.codes for leaf in leaves.values()):
        rows = _with_marks(rows, sources)
    made: dict[str, ir.Value] = {}
    for i, leaf in leaves.items():
        is_one = _is_one(rows, leaf, marks, day)
        when = rows.ended if leaf.by == "ended" else rows.began
        start = since(leaf, day) or day
        inside = is_one & (when >= ibis.date(start))
        made[f"n{i}"] = inside.cast("int64").sum()
        made[f"last{i}"] = inside.ifelse(when, ibis.null("date")).max()
        if leaf.times is not None:
            before = is_one & (when < ibis.date(start))
            before &= when >= ibis.date(earlier_since(leaf, day))
            made[f"prior{i}"] = before.cast("int64").sum()
    return rows.group_by("person_id").aggregate(**made)


def _of_register(sources: Sources, leaves: Mapping[int, Counted], day: date) -> ir.Table:
    """Return the activity of people on the register that lies in any window, with its days."""
    starts = [
        earlier_since(leaf, day) if leaf.times else since(leaf, day) or day
        for leaf in leaves.values()
    ]
    acts = sources.activity
    acts = acts.mutate(began=acts.start_ts.date(), ended=acts.end_ts.date())
    last = ibis.coalesce(acts.ended, acts.began)
    acts = acts.filter(
        acts.began < ibis.date(day), ibis.greatest(acts.began, last) >= ibis.date(min(starts))
    )
    people = sources.register.select("person_id", "birth_month")
    return acts.inner_join(people, "person_id")


def _with_marks(rows: ir.Table, sources: Sources) -> ir.Table:
    coded = marked(sources.coded_activity, sources.marks)
    numbers = [name for name in coded.columns if name.startswith("m") and name[1:].isdecimal()]
    bits = {name: coded[name].bit_or() for name in numbers}
    return rows.left_join(coded.group_by("activity_id").aggregate(**bits), "activity_id")


def _is_one(row: ir.Table, leaf: Counted, marks: Sequence[Mark], day: date) -> ir.BooleanValue:
    """Return whether activity is of a criterion, as far as was known before the day."""
    over = (row.ended < ibis.date(day)).fill_null(False)  # noqa: FBT003 - ibis
    found = [fits(row, leaf.when)] if leaf.when else []
    if leaf.by == "open":
        found.append(~over)
    if leaf.by == "ended":
        found.append(over)
    elif leaf.codes or KNOWN_AT_THE_END & leaf.when.keys():
        # Without an end it is no stay, or nobody wrote one down: what is coded of it is known.
        found.append(over | row.ended.isnull())
    if leaf.codes:
        found.append(ibis.or_(*(has_codes(row, one, marks) for one in leaf.codes)))
    if leaf.aged is not None:
        found.append(age_on(row.birth_month, row.began) >= value_on(leaf.aged, day))
    return ibis.and_(*found).fill_null(False)  # noqa: FBT003 - ibis knows no keyword for it
