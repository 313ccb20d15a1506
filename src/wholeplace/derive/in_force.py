"""Take for each row the value of a dated parameter that is in force on the row's day."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import ibis
from ibis import ir

from wholeplace.document import Timeline
from wholeplace.record.checks.rules import EARLIEST

T = TypeVar("T")


def in_force(
    day: ir.DateValue, timeline: Timeline[T], made: Callable[[T], ir.Value], kind: str
) -> ir.Value:
    """Return ``made`` of the value in force on each row's day; missing before the first.

    ``kind`` is the type of the answer, as Ibis writes it.
    """
    if timeline.root[0].from_ <= EARLIEST and len(timeline.root) == 1:
        return made(timeline.root[0].value)  # it holds for every day there can be
    newest_first = reversed(timeline.root)
    branches = [(day >= ibis.date(entry.from_), made(entry.value)) for entry in newest_first]
    return ibis.cases(*branches, else_=ibis.null(kind))


def is_among(
    value: ir.StringValue, day: ir.DateValue, timeline: Timeline[tuple[str, ...]]
) -> ir.BooleanValue:
    """Return whether a code is among those in force on its day; missing where the code is."""
    found: ir.BooleanValue = in_force(day, timeline, value.isin, "boolean")
    return found
