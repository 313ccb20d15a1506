"""Stays in hospital out of consultant episodes: one row a spell, from admission to discharge.

Source: NHS Data Model and Dictionary, HOSPITAL PROVIDER SPELL and CONSULTANT EPISODE (HOSPITAL
PROVIDER): a spell runs from admission to discharge at one provider; an episode is the part of it
under one consultant.
"""

from __future__ import annotations

import ibis
from ibis import ir

from wholeplace.derive.columns import complete
from wholeplace.derive.in_force import is_among
from wholeplace.derive.parameters import Derivations

FROM_FIRST = (
    *("source", "setting", "pod", "site_code", "commissioner_code", "practice_code_recorded"),
    *("specialty", "admission_method", "admission_source", "patient_classification"),
    *("intended_management", "lsoa_code_recorded", "first_attendance", "contact_medium"),
)
"""What a spell has from the first of its episodes that records it."""
FROM_LAST = (
    *("discharge_method", "discharge_destination", "hrg_code", "attendance_status"),
    "submitted_at",
)
"""What it has from the last that records it."""


def episodes(activity: ir.Table, rules: Derivations) -> ir.Table:
    """Return the rows that belong to a spell, with ``spell_id``, ``episode`` and ``from_end``.

    They are the stays that name a parent, and the parents themselves where a source sends both. A
    stay whose parent is an activity of another kind stands for itself.
    A spell is one parent at one provider: where two providers use the same parent, the provider
    is added to the id of the spell. An admission after a discharge is another spell, whose day of
    admission is added: providers use their numbers again. ``episode`` counts from 0 in the order of
    care; ``from_end`` from 0 at the row that tells of the discharge. A spell sent as a row of its
    own comes first in both, so that what it says goes before what its episodes say.
    """
    rows = complete(activity)
    stays = is_among(rows.setting, rows.start_ts.date(), rules.episodes_in).fill_null(False)  # noqa: FBT003 - ibis
    staying, others = rows.filter(stays), rows.filter(~stays).select(other="activity_id")
    parts = staying.filter(staying.parent_activity_id.notnull())
    parts = parts.anti_join(others, parts.parent_activity_id == others.other)
    parents = parts.select(activity_id="parent_activity_id").distinct()
    wholes = staying.semi_join(parents, "activity_id").anti_join(
        parts.select("activity_id"), "activity_id"
    )
    rows = ibis.union(
        parts.mutate(_parent=parts.parent_activity_id, _part=ibis.literal(1)),
        wholes.mutate(_parent=wholes.activity_id, _part=ibis.literal(0)),
    )
    return _in_order(_used_again(_with_spell(rows)), rules)


def _with_spell(rows: ir.Table) -> ir.Table:
    by_parent = rows.group_by("_parent").aggregate(
        _one=rows.provider_code.min(), _other=rows.provider_code.max()
    )
    shared = by_parent.filter(by_parent["_one"] != by_parent["_other"])
    found = rows.left_join(shared, "_parent")
    apart = found["_parent"] + "@" + found.provider_code.fill_null(found["_one"])
    # An id that one provider alone uses stays as it is: costs of whole spells name it.
    return found.mutate(spell_id=found["_one"].isnull().ifelse(found["_parent"], apart)).drop(
        "_one", "_other", "_parent_right"
    )


def _used_again(rows: ir.Table) -> ir.Table:
    """Return rows in which each admission after a discharge begins a spell of its own."""
    by_spell = rows.group_by("spell_id").aggregate(
        _first=rows.spell_start.min(), _last=rows.spell_start.max()
    )
    # Spells that tell of two admissions are few: the others need not be put in order for this.
    two = by_spell.filter(by_spell["_first"] < by_spell["_last"])
    once, more = rows.anti_join(two, "spell_id"), rows.semi_join(two, "spell_id")
    before = ibis.window(
        group_by="spell_id",
        order_by=[more.spell_start.fill_null(more.start_ts.date()), more.start_ts, "activity_id"],
        preceding=(None, 1),
    )
    more = more.mutate(_left=more.spell_end.max().over(before))
    admitted = (more.spell_start > more["_left"]).ifelse(more.spell_start, ibis.null("date"))
    until_now = ibis.window(
        group_by="spell_id",
        order_by=[more.spell_start.fill_null(more.start_ts.date()), more.start_ts, "activity_id"],
        following=0,
    )
    more = more.mutate(_admitted=admitted)
    more = more.mutate(_admitted=more["_admitted"].max().over(until_now))
    name = more.spell_id + "/" + more["_admitted"].cast("string")
    more = more.mutate(spell_id=name.fill_null(more.spell_id)).drop("_left", "_admitted")
    return ibis.union(once, more.select(*once.columns))


def _in_order(rows: ir.Table, rules: Derivations) -> ir.Table:
    unfinished = is_among(rows.discharge_method, rows.start_ts.date(), rules.not_discharged)
    told = rows.spell_end.notnull() | (rows.discharge_method.notnull() & ~unfinished)
    rows = rows.mutate(_told=told.fill_null(False), _unfinished=unfinished.fill_null(False))  # noqa: FBT003 - ibis
    forward = ibis.window(
        group_by="spell_id",
        order_by=[
            rows["_part"],
            rows.start_ts,
            rows.episode_number.asc(nulls_first=False),
            rows.end_ts.asc(nulls_first=False),
            rows.activity_id,
        ],
    )
    backward = ibis.window(
        group_by="spell_id",
        order_by=[
            rows["_part"],
            rows["_told"].desc(),
            rows.end_ts.desc(nulls_first=True),
            rows.start_ts.desc(),
            rows.activity_id.desc(),
        ],
    )
    return rows.mutate(
        episode=ibis.row_number().over(forward), from_end=ibis.row_number().over(backward)
    )


def spells(episodes: ir.Table) -> ir.Table:
    """Return one row a spell in the columns of ``activity``, with ``episodes`` and ``people``.

    It begins with its first episode (at the admission named there, if earlier episodes were not
    sent) and ends with its last; it is open (``end_ts`` missing) while the last has not ended or
    says that the person was not discharged. A spell whose episodes name two people belongs to
    neither: its person is missing.
    """
    rows = episodes
    made = {name: _first(rows, name, rows.episode) for name in (*FROM_FIRST, "provider_code")}
    made |= {name: _first(rows, name, rows.from_end) for name in FROM_LAST}
    last = rows.from_end == 0
    grouped = rows.group_by("spell_id").aggregate(
        **made,
        _persons_min=rows.person_id.min(),
        _persons_max=rows.person_id.max(),
        _start=rows.start_ts.min(),
        _admitted=_first(rows, "spell_start", rows.episode),
        _end=rows.end_ts.max(where=last),
        _discharged=rows.spell_end.max(where=last),
        _unfinished=rows["_unfinished"].any(where=last),
        episodes=rows["_part"].sum(),
    )
    one = grouped["_persons_min"] == grouped["_persons_max"]
    begins, ends = grouped["_start"], grouped["_end"]
    # A day of the spell that would cut its episodes short contradicts them.
    sooner = grouped["_admitted"] < begins.date()
    believed = (grouped["_discharged"] >= begins.date()).fill_null(False)  # noqa: FBT003 - ibis
    discharged = believed.ifelse(grouped["_discharged"], ibis.null("date"))
    later = ends.isnull() | (discharged > ends.date())
    # Of the day of discharge no time is known, but it was after the admission.
    left = (discharged == begins.date()).ifelse(begins, discharged.cast(ends.type()))
    return grouped.select(
        *FROM_FIRST,
        *FROM_LAST,
        "provider_code",
        "episodes",
        activity_id=grouped.spell_id,
        person_id=one.ifelse(grouped["_persons_min"], ibis.null("string")),
        two_people=(~one).fill_null(False),  # noqa: FBT003 - ibis knows no keyword for it
        start_ts=sooner.ifelse(grouped["_admitted"].cast(begins.type()), begins),
        end_ts=grouped["_unfinished"].ifelse(ibis.null(ends.type()), later.ifelse(left, ends)),
        spell_start=grouped["_admitted"],
        spell_end=grouped["_discharged"],
        quantity=ibis.literal(1).cast(rows.quantity.type()),
        quantity_unit=ibis.literal("spell"),
    )


def _first(rows: ir.Table, name: str, order: ir.IntegerValue) -> ir.Value:
    """Return the first value of a column that is not missing, in an order of the rows."""
    return rows[name].argmin(order, where=rows[name].notnull())
