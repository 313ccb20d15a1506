"""Bed-days: the midnights that a stay lasted, in all or within a period."""

from __future__ import annotations

from datetime import date

import ibis
from ibis import ir


def bed_days(activity: ir.Table) -> ir.IntegerValue:
    """Return the midnights between the start and the end of each row; missing while it is open.

    From 23:50 to 00:10 is one bed-day; a stay that ends on the day it began has none.
    """
    return activity.end_ts.date().delta(activity.start_ts.date(), unit="day")


def bed_days_within(
    stays: ir.Table, starts: date, ends: date, known_until: date
) -> ir.IntegerValue:
    """Return each stay's midnights from the day ``starts`` to the day before ``ends``.

    The midnight that ends a day counts to that day, so periods that follow each other add up to
    the whole stay. A stay that is still open counts to ``known_until``, the last day of which the
    records tell.
    """
    first = ibis.greatest(stays.start_ts.date(), ibis.date(starts))
    left = stays.end_ts.date().fill_null(ibis.date(known_until))
    days = ibis.least(left, ibis.date(ends)).delta(first, unit="day")
    return ibis.greatest(days, 0)
