"""What a new load takes the place of, and which of its rows came late."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from wholeplace.kernel import Problem, Where
from wholeplace.record.language.mapping import Refresh
from wholeplace.store.ledger import Batch, Superseded

EVERYTHING: Refresh = "whole"
BY_MONTH: Refresh = "months"


def superseding(
    earlier: Sequence[Batch], batch: Batch, refresh: Refresh, *, replace_all: bool
) -> tuple[Batch, ...]:
    """Return the batches that were loaded before ``batch``, with what it took the place of.

    A feed that is refreshed whole, or ``replace_all``, takes the place of all of its earlier
    loads; one that is refreshed by months takes that of the months in each file that it has.
    """
    return tuple(
        replace(
            one,
            superseded=(
                *one.superseded,
                *_lost(one, batch, EVERYTHING if replace_all else refresh),
            ),
        )
        if one.source == batch.source and one.counts_now
        else one
        for one in earlier
    )


def nothing_for_something(
    before: Sequence[Batch], after: Sequence[Batch], batch: Batch
) -> Iterator[Problem]:
    """Yield a problem where a load without a row would take the place of rows that count.

    It is a file that came empty: nobody sends it to say that there is nothing any more.
    """
    if any(count.stored for count in batch.counts):
        return
    lost = sum(
        new.rows_superseded - old.rows_superseded for old, new in zip(before, after, strict=True)
    )
    if lost:
        what = f"no row is stored of it, and {lost:,} rows of earlier loads would count no more"
        remedy = "look whether the files came whole, and have them sent again"
        yield Problem(Where(batch.source), what, remedy)


def _lost(one: Batch, batch: Batch, refresh: Refresh) -> Iterator[Superseded]:
    if refresh == EVERYTHING:
        yield Superseded(batch.batch_id, batch.loaded_at)
    elif refresh == BY_MONTH:
        for origin in dict.fromkeys(count.origin for count in batch.counts):
            months = (_months(one, origin) & _months(batch, origin)) - {*one.months_gone(origin)}
            if months:
                sorted_months = tuple(sorted(months))
                yield Superseded(batch.batch_id, batch.loaded_at, origin, sorted_months)


def _months(batch: Batch, origin: str) -> set[str]:
    return {month for count in batch.counts if count.origin == origin for month in count.months}


def is_final(month: str, days: int, today: date) -> bool:
    """Return whether the rows of a month (``2019-04``) should be final: so many days after its end.

    >>> is_final("2019-04", 50, date(2019, 6, 19)), is_final("2019-04", 50, date(2019, 6, 20))
    (False, True)
    """
    year, number = int(month[:4]), int(month[5:])
    last = date(year, number, calendar.monthrange(year, number)[1])
    return today > last + timedelta(days=days)
