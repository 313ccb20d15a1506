"""What else criteria know of a person: diagnoses, scores, where they live, what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import ibis
from ibis import ir

from wholeplace.population.cohorts.counted import since, value_on
from wholeplace.population.cohorts.criteria import CareHome, Diagnosed, Measured, Medicines
from wholeplace.population.cohorts.marks import Mark, asked, has_mark, marked, marks_of
from wholeplace.population.cohorts.sources import Sources
from wholeplace.population.scores import known_before


def diagnoses_known(
    sources: Sources, leaves: Mapping[int, Diagnosed], marks: Sequence[Mark], day: date
) -> ir.Table:
    """Return ``person_id``, and of each criterion whether it is coded (``is``) and when ``last``.

    Only what was known before the day counts, and what had not ended before the window.
    """
    rows = marked(known_before(sources.diagnoses, day), sources.marks)
    made: dict[str, ir.Value] = {}
    for i, leaf in leaves.items():
        first = since(leaf, day)
        counts = rows.lasts_until >= ibis.date(first) if first else rows.known_on.notnull()
        held = {m: counts & has_mark(rows, marks.index(m)) for m in asked(leaf.codes)}
        ways = [marks_of(one) for one in leaf.codes]
        made[f"is{i}"] = ibis.or_(*(_is_coded(held, way) for way in ways))
        needed = [held[mark] for way in ways for mark in way["needed"]]
        made[f"last{i}"] = ibis.or_(*needed).ifelse(rows.known_on, ibis.null("date")).max()
    return rows.group_by("person_id").aggregate(**made)


def _is_coded(
    held: Mapping[Mark, ir.BooleanColumn], way: Mapping[str, tuple[Mark, ...]]
) -> ir.BooleanValue:
    needed = (held[mark].any() for mark in way["needed"])
    return ibis.and_(*needed, *(~held[mark].any() for mark in way["barred"]))


def homes_known(sources: Sources, leaves: Mapping[int, CareHome], day: date) -> ir.Table:
    """Return ``person_id``, and of each criterion from when they live in a home (``from``).

    A home that was left on the day or later still counts: on the day nobody knew.
    """
    there = sources.residence
    there = there.filter(
        there.start_date < ibis.date(day),
        there.end_date.isnull() | (there.end_date >= ibis.date(day)),
    )
    made: dict[str, ir.Value] = {}
    for i, leaf in leaves.items():
        is_home = there.care_home_id.notnull()
        if leaf.statuses is not None:
            status = there.accommodation_status.fill_null("")
            is_home |= status.isin(value_on(leaf.statuses, day))
        made[f"from{i}"] = is_home.ifelse(there.start_date, ibis.null("date")).min()
    return there.group_by("person_id").aggregate(**made)


def value_measured(sources: Sources, leaf: Measured, day: date) -> ir.Table:
    """Return ``person_id``, the ``value`` measured last in the window, and its day (``last``).

    Of two values of one moment the one that stands first counts, and then the higher one. A
    record without a number counts only where any record will do.
    """
    rows = sources.measurements
    rows = rows.mutate(last=rows.measured_at.date())
    start = since(leaf, day) or day
    rows = rows.filter(
        rows.code_system == leaf.code_system,
        ibis.or_(*(rows.code == code for code in leaf.codes)),
        rows.last >= ibis.date(start),
        rows.last < ibis.date(day),
    )
    if not leaf.is_any:
        rows = rows.filter(rows.value_num.notnull())
    order = [rows.measured_at.desc(), rows.position, rows.value_num.desc()]
    place = ibis.row_number().over(ibis.window(group_by="person_id", order_by=order))
    rows = rows.mutate(_place=place)
    return rows.filter(rows["_place"] == 0).select("person_id", "last", value="value_num")


def medicines_known(sources: Sources, leaf: Medicines, day: date) -> ir.Table:
    """Return ``person_id`` and how many different products were prescribed in the window.

    A month counts that lies in the window whole: what it holds is told when it is over.
    """
    rows, first = sources.items, since(leaf, day) or day
    over = (rows.processed_month + ibis.interval(months=1)).cast("date") <= ibis.date(day)
    rows = rows.filter(rows.person_id.notnull(), over, rows.processed_month >= ibis.date(first))
    for start in value_on(leaf.leaving_out, day) if leaf.leaving_out else ():
        rows = rows.filter(~rows.code.startswith(start))
    return rows.group_by("person_id").aggregate(number=rows.code.nunique())
