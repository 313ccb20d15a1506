"""Whose list people are on and where they live at the time, in days; and what they cost there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.budget.flows.borders.document import NOT_KNOWN

_EVER, _FOREVER = date(1800, 1, 1), date(2999, 1, 1)


def with_list(
    spells: ir.Table, organisation: ir.Table, codes: Sequence[str], day: date
) -> ir.Table:
    """Return spells with ``registered``: whose list it is, of the organisations on a day.

    That is the first of the practice itself, its parent, and the parent of that which is among
    ``codes``; else a commissioner among its parents; else ``NOT_KNOWN``.
    """
    there = organisation.filter(
        organisation.valid_from.isnull() | (organisation.valid_from <= ibis.date(day)),
        organisation.valid_to.isnull() | (organisation.valid_to > ibis.date(day)),
    )
    # Two batches may tell of one organisation; the first parent in order is taken.
    parents = there.group_by("code").aggregate(
        parent=there.parent_code.min(), type=there.type.min()
    )
    rows = spells.select("practice_code").distinct()
    rows = rows.mutate(above_0=rows.practice_code)
    for step in (0, 1):
        above = parents.select(**{f"_{step}": "code", f"above_{step + 1}": "parent"})
        rows = rows.left_join(above, rows[f"above_{step}"] == above[f"_{step}"]).drop(f"_{step}")
    kinds = parents.filter(parents.type == "commissioner").select("code")
    choices = [
        *(_among(rows[f"above_{step}"], _codes(codes)) for step in (0, 1, 2)),
        *(_among(rows[f"above_{step}"], kinds) for step in (1, 2)),
    ]
    found = rows.select("practice_code", registered=ibis.coalesce(*choices, NOT_KNOWN))
    return spells.left_join(found, "practice_code").drop("practice_code_right")


def homes(residence: ir.Table, geography: ir.Table, codes: Sequence[str]) -> ir.Table:
    """Return ``person_id``, ``resident``, ``since`` and ``until``: where people live, at all times.

    ``resident`` is the small area where it is among ``codes``, else the authority; a time that no
    address covers has ``NOT_KNOWN``. The times of a person lie one after the other and have no gap:
    of two homes at once the one moved to last is taken, the first in order of two on one day.
    """
    rows = residence.filter(residence.person_id.notnull()).left_join(
        _authorities(geography), "lsoa_code"
    )
    small = _among(rows.lsoa_code, _codes(codes))
    resident = ibis.coalesce(small, rows.la_code, rows.authority, NOT_KNOWN)
    lived = rows.select(
        "person_id", since=rows.start_date, until=rows.end_date.fill_null(_FOREVER), to=resident
    )
    each = lived.group_by("person_id", "since", "to").aggregate(until=lived.until.max())
    first = each.group_by("person_id", "since").aggregate(
        resident=each.to.min(), until=each.until.argmin(each.to)
    )
    order = ibis.window(group_by="person_id", order_by="since")
    after = first.since.lead().over(order).fill_null(_FOREVER)
    told = first.mutate(after=after, before=first.since.lag().over(order))
    told = told.mutate(until=ibis.least(told.until, told.after))
    nowhere = ibis.literal(NOT_KNOWN)
    gaps = told.select("person_id", resident=nowhere, since=told.until, until=told.after)
    begins = told.filter(told.before.isnull())
    earlier = begins.select(
        "person_id", resident=nowhere, since=ibis.date(_EVER), until=begins.since
    )
    told = told.select("person_id", "resident", "since", "until")
    times = told.union(gaps.select(*told.columns)).union(earlier.select(*told.columns))
    return times.filter(times.since < times.until)


def stays(spells: ir.Table, homes: ir.Table) -> ir.Table:
    """Return spells cut where people move: with ``resident``, ``starts``, ``ends`` and ``days``.

    Every day of every spell is in exactly one row. ``spells`` come from ``with_list``, cut to the
    period that is asked for.
    """
    home = homes.select(lives="person_id", resident="resident", since="since", until="until")
    rows = spells.left_join(
        home,
        [
            spells.person_id == home.lives,
            home.since < spells.ends,
            home.until > spells.starts,
        ],
    )
    cut = rows.select(
        "person_id",
        "registered",
        resident=rows.resident.fill_null(NOT_KNOWN),
        starts=ibis.greatest(rows.starts, rows.since.fill_null(rows.starts)),
        ends=ibis.least(rows.ends, rows.until.fill_null(rows.ends)),
    )
    return cut.mutate(days=cut.ends.delta(cut.starts, unit="day"))


def days_across(stays: ir.Table) -> ir.Table:
    """Return ``registered``, ``resident``, ``days`` and ``people`` (all who were ever there)."""
    return (
        stays.group_by("registered", "resident")
        .aggregate(days=stays.days.sum(), people=stays.person_id.nunique())
        .order_by("registered", "resident")
    )


def costs_across(costs: ir.Table, stays: ir.Table) -> ir.Table:
    """Return ``line``, ``registered``, ``resident``, ``amount``: all costs, each in one cell.

    ``costs`` has ``person_id``, ``line``, ``day`` and ``amount``. Of people who were on no list on
    the day neither list nor home is known, so that the cells add up to every row of the costs.
    """
    there = stays.select(
        who="person_id", registered="registered", resident="resident", starts="starts", ends="ends"
    )
    rows = costs.left_join(
        there,
        [costs.person_id == there.who, costs.day >= there.starts, costs.day < there.ends],
    )
    rows = rows.mutate(
        registered=rows.registered.fill_null(NOT_KNOWN), resident=rows.resident.fill_null(NOT_KNOWN)
    )
    return (
        rows.group_by("line", "registered", "resident")
        .aggregate(amount=rows.amount.sum())
        .order_by("line", "registered", "resident")
    )


def _authorities(geography: ir.Table) -> ir.Table:
    newest = geography.lsoa_year * 10_000 + geography.imd_year
    return geography.group_by("lsoa_code").aggregate(authority=geography.la_code.argmax(newest))


def _codes(codes: Sequence[str]) -> ir.Table:
    return ibis.memtable(pa.table({"code": pa.array(list(codes), pa.string())}))


def _among(value: ir.StringValue, known: ir.Table) -> ir.StringValue:
    """Return a value where it is among known codes, else nothing."""
    return value.isin(known.code).ifelse(value, ibis.null("string"))
