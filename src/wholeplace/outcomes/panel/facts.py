"""What is known of an event from other rows: what was coded of it, what came before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
from ibis import ir

from wholeplace.outcomes.events import CODED, Events, Rows
from wholeplace.outcomes.panel.asks import Link
from wholeplace.outcomes.panel.holds import coded_so, fits_all
from wholeplace.population.cohorts.marks import Mark, columns_in, marked

_LASTING = ("care_package", "referral")
"""What goes on for as long as no end is written; of activity many rows never have an end."""


def coded_events(rows: ir.Table, marks: ir.Table) -> ir.Table:
    """Return a row for each event that any code is written of: its marks ``m0``, ... .

    ``rows`` has ``event_id``, ``code_system``, ``code`` and ``position``; ``marks`` is that of
    ``population.cohorts.marks.marks_table``. What is coded in other ways than asked has no mark.
    """
    found = marked(rows, marks)
    names = [name.replace("first", "m") for name in columns_in(marks) if name.startswith("first")]
    return found.group_by("event_id").aggregate(**{name: found[name].bit_or() for name in names})


def with_any_code(rows: ir.Table) -> ir.Table:
    """Return the events that anything is coded of, with a 1."""
    return rows.select("event_id").distinct().mutate(**{CODED: ibis.literal(1, "int64")})


def linked_events(
    events: Mapping[Events, ir.Table],
    coded: Mapping[str, ir.Table],
    link: Link,
    marks: Sequence[Mark],
) -> ir.Table:
    """Return the ``event_id`` of events to which what a link asks for has happened, each once.

    Of "not preceded by", those that were preceded. Events on a day that nobody wrote down are in
    no link.
    """
    ones = _rows(events, coded, link.events, link.base, marks)
    asked = Rows(when=link.linked.when, codes=link.linked.codes)
    others = _rows(events, coded, link.linked.events, (asked,), marks)
    others = others.select(
        whose="person_id",
        other="event_id",
        other_began="began",
        other_ended="ended",
        other_moment="moment",
    )
    # Of contacts there are millions: one condition that every row meets, though the engine cannot
    # know that, makes it hold the events that are asked of instead.
    ones = ones.filter(ones.person_id.length() > 0, ones.event_id.length() > 0)
    pairs = others.inner_join(ones, [others.whose == ones.person_id])
    if link.linked.way == "followed by":
        return _followed(pairs, link)
    return _preceded(pairs, link)


def _rows(
    events: Mapping[Events, ir.Table],
    coded: Mapping[str, ir.Table],
    name: Events,
    asked: Sequence[Rows],
    marks: Sequence[Mark],
) -> ir.Table:
    rows = events[name]
    rows = rows.filter(fits_all(rows, asked))
    if any(one.codes for one in asked):
        rows = rows.left_join(coded[name], "event_id")
        rows = rows.filter(coded_so(rows, asked, marks))
    return rows.select("event_id", "person_id", "began", "ended", "moment")


def _after(pairs: ir.Table, link: Link) -> ir.BooleanValue:
    """Return whether the other event comes later; of the same moment, by the order of names."""
    if link.events != link.linked.events:
        return pairs.other_moment.notnull()
    is_same = pairs.other_moment == pairs.moment
    return (pairs.other_moment > pairs.moment) | (is_same & (pairs.other > pairs.event_id))


def _followed(pairs: ir.Table, link: Link) -> ir.Table:
    days = pairs.other_began.delta(pairs.ended, unit="day")
    limits = link.linked.days
    is_in = (days >= (limits.at_least or 0)) & (days < limits.below)
    found = pairs.filter(is_in, _after(pairs, link))
    if not link.linked.nearest:
        return found.select("event_id").distinct()
    order = ibis.row_number().over(
        ibis.window(
            group_by="other", order_by=[found.ended.desc(), found.moment.desc(), found.event_id]
        )
    )
    found = found.mutate(_order=order)
    return found.filter(found["_order"] == 0).select("event_id").distinct()


def _preceded(pairs: ir.Table, link: Link) -> ir.Table:
    limits, of = link.linked.days, link.linked.events
    end = ibis.coalesce(pairs.other_ended, pairs.other_began)
    days = pairs.began.delta(end, unit="day")
    is_in = days < limits.below
    if limits.at_least is not None:
        is_in &= days >= limits.at_least
    if of in _LASTING:
        is_open = pairs.other_ended.isnull()
        is_in = (is_in & ~is_open) if limits.at_least is not None else (is_in | is_open)
    before = pairs.other_began <= pairs.began
    if link.events == of:
        is_same = pairs.other_moment == pairs.moment
        before = (pairs.other_moment < pairs.moment) | (is_same & (pairs.other < pairs.event_id))
    return pairs.filter(is_in, before).select("event_id").distinct()


def combined(tables: Sequence[ir.Table]) -> ir.Table:
    """Return one row for each event that any table knows, with the columns of all of them."""
    names = list(dict.fromkeys(n for table in tables for n in table.columns if n != "event_id"))
    alike = [
        table.select(
            "event_id",
            **{
                name: table[name] if name in table.columns else ibis.literal(0, "int64")
                for name in names
            },
        )
        for table in tables
    ]
    rows = ibis.union(*alike) if len(alike) > 1 else alike[0]
    return rows.group_by("event_id").aggregate(**{name: rows[name].bit_or() for name in names})
