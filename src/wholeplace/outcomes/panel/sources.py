"""Tables of events in one shape: who, on which day it began, on which it ended, and its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
from ibis import ir

from wholeplace.outcomes.events import Events
from wholeplace.outcomes.panel.asks import Plan
from wholeplace.population.lived import deaths_in


@dataclass(frozen=True, slots=True)
class Sources:
    """The records that measures count, of linked people.

    Attributes:
        activity: activity with its derived columns.
        spells: when people were of the population, not cut to a year.
        deaths: ``person_id``, ``death_date``, ``death_place``, ``death_cause``; a row a person.
        care_packages: care packages.
        referrals: referrals.
        measurements: measured values.
        coded: what was coded of activity, diagnoses and procedures: ``activity_id``,
            ``code_system``, ``code`` and ``position``.
    """

    activity: ir.Table
    spells: ir.Table
    deaths: ir.Table
    care_packages: ir.Table
    referrals: ir.Table
    measurements: ir.Table
    coded: ir.Table


def events_of(sources: Sources, plan: Plan) -> Mapping[Events, ir.Table]:
    """Return each table with ``event_id``, ``person_id``, ``began``, ``ended`` and ``moment``.

    Rows of nobody are left out. ``moment`` puts the events of a day in order.
    """
    acts, packages, sent = sources.activity, sources.care_packages, sources.referrals
    found: dict[Events, ir.Table] = {
        "activity": acts.mutate(
            event_id=acts.activity_id,
            began=acts.start_ts.date(),
            ended=acts.end_ts.date(),
            moment=acts.start_ts,
        ),
        "death": _deaths(sources),
        "care_package": packages.mutate(
            event_id=packages.package_id,
            began=packages.start_date,
            ended=packages.end_date,
            moment=packages.start_date.cast("timestamp"),
        ),
        "referral": sent.mutate(
            event_id=sent.referral_id,
            began=sent.received_at.date(),
            ended=sent.closed_at.date(),
            moment=sent.received_at,
            days_waited=_days(sent.received_at, sent.accepted_at),
            days_open=_days(sent.received_at, sent.closed_at),
        ),
        "measurement": _measured(sources.measurements, plan.changes()),
    }
    return {name: rows.filter(rows.person_id.notnull()) for name, rows in found.items()}


def _days(first: ir.TimestampValue, last: ir.TimestampValue) -> ir.IntegerValue:
    between = last.date().delta(first.date(), unit="day")
    # An answer from before the question is a mistake, and no wait.
    return (between >= 0).ifelse(between, ibis.null("int64"))


def _deaths(sources: Sources) -> ir.Table:
    days = deaths_in(sources.spells, sources.deaths).rename(whose="person_id")
    told = sources.deaths.select("person_id", "death_place", "death_cause")
    rows = told.inner_join(days, told.person_id == days.whose).drop("whose")
    return rows.mutate(
        event_id=rows.person_id,
        began=rows.day,
        ended=rows.day,
        moment=rows.day.cast("timestamp"),
    )


def _measured(rows: ir.Table, changes: Sequence[int]) -> ir.Table:
    day = rows.measured_at.date()
    made = rows.mutate(event_id=ibis.null("string"), began=day, ended=day, moment=rows.measured_at)
    for days in changes:
        window = ibis.range_window(
            preceding=(ibis.interval(days=days), ibis.interval(days=1)),
            group_by=["person_id", "code_system", "code"],
            order_by=made.began.cast("timestamp"),
        )
        made = made.mutate(
            **{f"change_{days}": made.value_num - made.value_num.first().over(window)}
        )
    return made
