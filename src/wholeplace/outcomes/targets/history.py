"""A history as written down month by month, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from wholeplace.kernel import Month, Problem, Where

FEWEST_MONTHS = 12
"""Fewer do not show a year. assumed: a year is the least that a target can be set from."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One month: how many events (or people who), and of how much person-time (or how many)."""

    month: Month
    number: float
    of: float


def problems_of(
    history: Sequence[Seen], measure: str, *, people: bool = False
) -> tuple[Problem, ...]:
    """Return everything that keeps a history from being read, with the month.

    ``people``: the numbers are people who, of so many; they cannot be more than those.
    """
    return tuple(_problems(history, Where("history", path=measure), people=people))


def _problems(history: Sequence[Seen], where: Where, *, people: bool) -> Iterator[Problem]:
    yield from _of_months(history, where)
    for one in history:
        at = Where(where.file, path=f"{where.path}.{one.month}")
        if not (isfinite(one.of) and one.of > 0):
            what = f"its denominator is {one.of:g}"
            yield Problem(at, what, "leave out what nobody was in, or load who there was")
        if not (isfinite(one.number) and one.number >= 0):
            yield Problem(at, f"its number is {one.number:g}", "count again: it is nought or more")
        elif people and one.number > one.of:
            what = f"{one.number:g} is more than the {one.of:g} that it is of"
            yield Problem(at, what, "look for people counted twice, or a denominator cut short")


def _of_months(history: Sequence[Seen], where: Where) -> Iterator[Problem]:
    found = Counter(one.month for one in history)
    for month, times in sorted(found.items()):
        if times > 1:
            yield Problem(where, f"{month} is there {times} times", "keep one row for each month")
    if len(found) < FEWEST_MONTHS:
        remedy = f"bring {FEWEST_MONTHS} months or more, or begin with a phase of sampling"
        yield Problem(where, f"it has {len(found)} months", remedy)
    for month in _gaps(sorted(found)):
        yield Problem(where, f"{month} is missing", "load it, or begin the history after it")
    if history and not any(one.number > 0 for one in history):
        yield Problem(where, "nothing ever happened", "choose a measure that counts something")


def _gaps(months: Sequence[Month]) -> Iterator[Month]:
    there = set(months)
    month = months[0] if months else None
    while month is not None and month < months[-1]:
        if month not in there:
            yield month
        month = month.next()
