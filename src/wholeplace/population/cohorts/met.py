"""Whether a person meets a criterion, and in a few words because of what."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeAlias

import ibis
from ibis import ir

from wholeplace.document import Dated, Timeline
from wholeplace.population.cohorts.counted import value_on, window_said
from wholeplace.population.cohorts.criteria import (
    Aged,
    CareHome,
    Counted,
    Diagnosed,
    Leaf,
    Measured,
    Medicines,
    Scored,
)
from wholeplace.population.cohorts.document import Who
from wholeplace.population.person_features import column_of

Met: TypeAlias = tuple[ir.BooleanValue, ir.StringValue]
"""Whether it holds for each row of facts, never missing, and the words that say why."""

_NONE = ibis.null("string")


def met(facts: ir.Table, i: int, leaf: Leaf, day: date) -> Met:
    """Return whether a criterion holds; ``i`` is its number among those of all the cohorts."""
    if isinstance(leaf, Counted):
        return _counted(facts, i, leaf, day)
    if isinstance(leaf, Diagnosed):
        return _said(facts[f"is{i}"], _text(leaf.said, ", coded ", facts[f"last{i}"]))
    if isinstance(leaf, Scored):
        return _scored(facts, leaf, day)
    if isinstance(leaf, CareHome):
        start = facts[f"from{i}"]
        told = _text("in a care home from ", start, f", by {value_on(leaf.known_by, day)}")
        return _said(start.notnull(), told)
    return _other(facts, i, leaf, day)


def _other(facts: ir.Table, i: int, leaf: Aged | Measured | Medicines, day: date) -> Met:
    if isinstance(leaf, Aged):
        return _said(_within(facts.age, leaf, day), _text("aged ", facts.age))
    if isinstance(leaf, Measured):
        return _measured(facts, i, leaf, day)
    number = facts[f"drugs{i}"].fill_null(0)
    told = _text(number, f" different medicines in {window_said(leaf, day)}")
    return _said(number >= value_on(leaf.at_least, day), told)


def _measured(facts: ir.Table, i: int, leaf: Measured, day: date) -> Met:
    value, last = facts[f"value{i}"], facts[f"last{i}"]
    if leaf.is_any:
        return _said(last.notnull(), _text(f"{leaf.said} on ", last))
    return _said(_within(value, leaf, day), _text(f"{leaf.said} ", value, " on ", last))


def joined_up(facts: ir.Table, who: Who, first: int, day: date) -> tuple[Met, int]:
    """Return whether a tree of criteria holds, and the number of the criterion after its last."""
    if who.leaf is not None:
        return met(facts, first, who.leaf, day), first + 1
    word, some = who.branch
    found: list[Met] = []
    for one in some:
        inner, first = joined_up(facts, one, first, day)
        found.append(inner)
    holds = [inner for inner, _ in found]
    if word == "none":
        return (~ibis.or_(*holds), _NONE), first
    words = [because if word == "all" else each.ifelse(because, _NONE) for each, because in found]
    both = ibis.and_(*holds) if word == "all" else ibis.or_(*holds)
    return (both, ibis.literal("; ").join(words)), first


def _counted(facts: ir.Table, i: int, leaf: Counted, day: date) -> Met:
    number, (one, many) = facts[f"n{i}"].fill_null(0), leaf.said
    said = (number == 1).ifelse(one, many)
    if leaf.by == "open":
        return _said(number >= 1, _text(one, " from ", facts[f"last{i}"], ", not ended"))
    told = [number, " ", said, f" in {window_said(leaf, day)}"]
    if leaf.by == "ended":
        told += [", last on ", facts[f"last{i}"]]
    if leaf.top is not None:
        return _said(facts[f"in{i}"], _text(*told, f", {_of_top(leaf, day)}"))
    holds = number >= value_on(leaf.at_least, day) if leaf.at_least else number >= 1
    if leaf.times is not None:
        prior, times = facts[f"prior{i}"].fill_null(0), value_on(leaf.times, day)
        holds &= number * times.denominator >= prior * times.numerator
        told += [", ", prior, " in the time before"]
    return _said(holds, _text(*told))


def _of_top(leaf: Counted, day: date) -> str:
    more = ", or as many" if leaf.ties == "in" else ""
    return f"of the {value_on(leaf.top, day)} with most{more}" if leaf.top else ""


def _scored(facts: ir.Table, leaf: Scored, day: date) -> Met:
    points = facts[column_of(leaf.score, "points")].fill_null(0)
    if leaf.at_least is not None:
        return _said(_at_least(points, value_on(leaf.at_least, day)), _points(leaf, points))
    band = facts[column_of(leaf.score, "band")].fill_null("")
    names = value_on(leaf.bands, day) if leaf.bands else ()
    holds = ibis.or_(*(band == name for name in names))
    return _said(holds, _text(_points(leaf, points), ", ", band))


def _points(leaf: Scored, points: ir.NumericValue) -> ir.StringValue:
    return _text(f"{leaf.score} ", points)


def _within(value: ir.NumericValue, limits: Aged | Measured, day: date) -> ir.BooleanValue:
    found = [value.notnull()]
    if (low := _limit(limits.at_least, day)) is not None:
        found.append(_at_least(value, low))
    if (high := _limit(limits.below, day)) is not None:
        found.append(~_at_least(value, high))
    return ibis.and_(*found)


def _limit(timeline: Timeline[int] | Timeline[Fraction] | None, day: date) -> Fraction | None:
    if timeline is None:
        return None
    if isinstance(entry := timeline.on(day), Dated):
        return Fraction(entry.value)
    msg = f"no limit holds on {day}"
    raise ValueError(msg)


def _at_least(value: ir.NumericValue, limit: Fraction) -> ir.BooleanValue:
    # In whole numbers: a threshold is what was written, not what a float makes of it.
    return value * limit.denominator >= limit.numerator


def _said(holds: ir.BooleanValue, because: ir.StringValue) -> Met:
    return holds.fill_null(False), because  # noqa: FBT003 - ibis knows no keyword for it


def _text(*parts: ir.Value | str) -> ir.StringValue:
    texts = [part.cast("string") if isinstance(part, ir.Value) else part for part in parts]
    return ibis.literal("").join(texts)
