"""Whether a provider's rows keep coming: each month beside the median of the months before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from statistics import median

from wholeplace.record.quality.rules import Continuity

YEAR = 12


def judged_months(
    rows: Mapping[tuple[str, date], int], rule: Continuity
) -> dict[tuple[str, date], bool]:
    """Return, for each provider and month that can be judged, whether enough rows came.

    ``rows`` counts those that came; a month of which none came counts as none, to the last month
    of which anybody sent any. A month is judged once ``from_months`` came before it since the
    provider's first, with a median of at least ``from_rows``; the median is that of the last
    ``of_months`` before it that were good, so that who stops is told of month after month. After
    ``of_months`` bad ones in a row these are what is usual.
    """
    if not rows:
        return {}
    last = max(month for _, month in rows)
    judged = {}
    for provider in sorted({provider for provider, _ in rows}):
        first = min(month for who, month in rows if who == provider)
        months = months_between(first, last)
        numbers = [rows.get((provider, month), 0) for month in months]
        for i, good in _judged(numbers, rule):
            judged[provider, months[i]] = good
    return judged


def _judged(numbers: Sequence[int], rule: Continuity) -> list[tuple[int, bool]]:
    found, usual, bad = [], list(numbers[: rule.from_months]), 0
    for i in range(rule.from_months, len(numbers)):
        middle = median(usual[-rule.of_months :])
        good = numbers[i] >= rule.at_least * Fraction(middle)
        if middle >= rule.from_rows:
            found.append((i, good))
        bad = 0 if good else bad + 1
        if bad == rule.of_months:
            usual, bad = list(numbers[i + 1 - bad : i + 1]), 0
        elif good:
            usual.append(numbers[i])
    return found


def months_between(first: date, last: date) -> list[date]:
    """Return the first of each month from one month to another, both included."""
    start, end = first.year * YEAR + first.month - 1, last.year * YEAR + last.month - 1
    return [date(n // YEAR, n % YEAR + 1, 1) for n in range(start, end + 1)]
