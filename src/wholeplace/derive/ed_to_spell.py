"""Which attendance at an emergency department led to which stay in hospital."""

from __future__ import annotations

import ibis
from ibis import ir

from wholeplace.derive.in_force import in_force, is_among
from wholeplace.derive.parameters import Derivations
from wholeplace.document import Timeline

DOORS = ("ED", "UTC")


def ed_to_spell(activity: ir.Table, episodes: ir.Table, rules: Derivations) -> ir.Table:
    """Return pairs: ``attendance_id`` and the ``spell_id`` of the stay that it led to.

    ``activity`` has spells in the place of ``episodes``, ``is_emergency``, and linked people.
    Where a source names the stay itself (``parent_activity_id`` of the attendance), that is taken.
    Else an attendance led to the first emergency admission of the same person, at the same
    provider, that began after the arrival and within the hours of ``door_to_bed``. An attendance
    leads to one stay at most, and a stay came from one attendance: the last before it.
    """
    doors = activity.filter(activity.setting.isin(DOORS))
    stays = activity.filter(activity.setting == "APC")
    stated = _one_each(_stated(doors, stays, episodes))
    doors = doors.anti_join(stated, doors.activity_id == stated.attendance_id)
    stays = stays.anti_join(stated, stays.activity_id == stated.spell_id)
    return ibis.union(stated, _one_each(_candidates(doors, stays, rules)))


def _stated(doors: ir.Table, stays: ir.Table, episodes: ir.Table) -> ir.Table:
    named = doors.filter(doors.parent_activity_id.notnull()).select(
        attendance_id="activity_id", arrived="start_ts", stay="parent_activity_id"
    )
    # The source may name an episode of the stay, or the stay.
    parts = episodes.select(part="activity_id", whole="spell_id")
    named = named.left_join(parts, named.stay == parts.part)
    named = named.mutate(stay=named.whole.fill_null(named.stay)).drop("part", "whole")
    known = stays.select(spell_id="activity_id", begins="start_ts")
    return named.inner_join(known, named.stay == known.spell_id).drop("stay")


def _candidates(doors: ir.Table, stays: ir.Table, rules: Derivations) -> ir.Table:
    attendances = doors.filter(doors.person_id.notnull()).select(
        attendance_id="activity_id",
        person_id="person_id",
        provider="provider_code",
        arrived="start_ts",
        left="end_ts",
        until=_later(doors.start_ts, rules.door_to_bed.within_hours_of_arrival, doors),
        until_left=_later(doors.end_ts, rules.door_to_bed.within_hours_of_departure, doors),
    )
    emergencies = stays.filter(stays.person_id.notnull(), stays.is_emergency)
    is_day = emergencies.start_ts == emergencies.start_ts.truncate("D")
    admitted = emergencies.select(
        spell_id="activity_id",
        person_id="person_id",
        spell_provider="provider_code",
        begins="start_ts",
        # A source that gives days, not times, says 00:00: the stay began at some time that day.
        before=is_day.ifelse(
            emergencies.start_ts + ibis.interval(days=1),
            emergencies.start_ts + ibis.interval(microseconds=1),
        ),
        elsewhere=is_among(
            emergencies.admission_method,
            emergencies.start_ts.date(),
            rules.door_to_bed.other_provider,
        ),
    )
    pairs = attendances.inner_join(admitted, "person_id")
    return pairs.filter(
        pairs.arrived < pairs.before,
        pairs.begins <= pairs.until,
        pairs.until_left.isnull() | (pairs.begins <= pairs.until_left),
        (pairs.provider == pairs.spell_provider) | pairs.elsewhere,
    ).select("attendance_id", "spell_id", "arrived", "begins")


def _later(moment: ir.TimestampValue, hours: Timeline[int], doors: ir.Table) -> ir.TimestampValue:
    number = in_force(doors.start_ts.date(), hours, ibis.literal, "int64")
    later: ir.TimestampValue = moment + number.as_interval("h")
    return later


def _one_each(pairs: ir.Table) -> ir.Table:
    first = ibis.window(group_by="attendance_id", order_by=[pairs.begins, pairs.spell_id])
    pairs = pairs.mutate(_n=ibis.row_number().over(first))
    pairs = pairs.filter(pairs["_n"] == 0)
    last = ibis.window(
        group_by="spell_id", order_by=[pairs.arrived.desc(), pairs.attendance_id.desc()]
    )
    pairs = pairs.mutate(_n=ibis.row_number().over(last))
    return pairs.filter(pairs["_n"] == 0).select("attendance_id", "spell_id")
