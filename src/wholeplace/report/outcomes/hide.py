"""What may not be shown of a measure: small counts, and whatever would give them away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from wholeplace.kernel import FinancialYear, financial_year_of
from wholeplace.privacy import MARK, SmallNumbers
from wholeplace.report.outcomes.data import Card, Value

Key = tuple[str, str]
"""A breakdown and its level, or ``month`` and which."""
Counts = tuple[int | None, ...]
"""How many people or events are behind a value, once for each way of counting them."""

MONTH, YEAR, BEFORE, HISTORY = "month", "year", "before", "history"
_REST: Key = ("", "")
_NOISE = Fraction(1, 10**6)
_DIMS = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """Values that add up to ``total``; ``marked`` were taken out before."""

    total: str
    whole: Counts
    rows: Mapping[Key, Counts]
    marked: bool


@dataclass(frozen=True, slots=True)
class HiddenParts:
    """The rows that are not shown, and which totals are not shown either."""

    rows: frozenset[Key]
    totals: frozenset[str]


def is_marked(value: Value | None) -> bool:
    """Return whether a value was taken out because few are behind it."""
    return value is not None and value.missing == MARK


def hidden_parts(card: Card, year: FinancialYear, small: SmallNumbers) -> HiddenParts:
    """Return what to hide of a measure.

    The events, those that they are of, and of a proportion those in whom it was not so, are each
    protected in every breakdown and over the months: neither their year nor the year before nor
    what a target was set from may tell a small one.
    """
    tables = list(_tables(card, year))
    # Of other years nothing is told but the months.
    found = {
        (MONTH, str(month))
        for month, value in zip(card.months, card.monthly, strict=True)
        if is_few(value, card.measure.kind, small)
    }
    totals = {one.total for one in tables if _is_small(one.whole, small)}
    for dim in range(_DIMS):
        rows, open_ = _of_one(tables, dim, totals, small)
        found |= rows
        totals |= open_
    found |= _closing(tables, found, totals)
    return HiddenParts(frozenset(found), frozenset(totals))


def is_few(value: Value, kind: str, small: SmallNumbers) -> bool:
    """Return whether few are behind a value in one of the ways of counting them."""
    return _is_small(counts_of(value, kind), small)


def counts_of(value: Value, kind: str) -> Counts:
    """Return how many are behind a value: events, those they are of, and the others of these."""
    events, of, others = map(_up, _numbers(value, kind))
    return events, of, others


def _numbers(value: Value, kind: str) -> tuple[Fraction | None, ...]:
    events = None if kind == "mean" else value.numerator
    others = None
    if kind == "proportion" and value.numerator is not None and value.denominator is not None:
        others = value.denominator - value.numerator
    return events, value.denominator, others


def _up(number: Fraction | None) -> int | None:
    # Days of few people make less than a year: nobody is behind nought alone.
    return None if number is None else max(ceil(number - _NOISE), 0)


def _tables(card: Card, year: FinancialYear) -> Iterator[Parts]:
    kind = card.measure.kind
    for breakdown in dict.fromkeys(level.breakdown for level in card.levels):
        levels = [one for one in card.levels if one.breakdown == breakdown]
        rows = {(breakdown, one.level): one.crude for one in levels}
        yield _parts(YEAR, card.year, {**rows, _REST: _rest(card.year, rows.values())}, kind)
    months = dict(zip(card.months, card.monthly, strict=True))
    for total, value, of in ((YEAR, card.year, year), (BEFORE, card.before, year.plus(-1))):
        rows = {
            (MONTH, str(month)): one
            for month, one in months.items()
            if financial_year_of(month.start) == of
        }
        if rows and value is not None:
            yield _parts(total, value, rows, kind)
    if card.calibration is not None:
        # A level that was followed is the sum of the months it was taken from.
        rows = {(MONTH, str(month)): one for month, one in months.items()}
        yield _parts(HISTORY, Value(None, None, None), rows, kind)


def _parts(total: str, whole: Value, values: Mapping[Key, Value], kind: str) -> Parts:
    rows = {key: counts_of(value, kind) for key, value in values.items()}
    return Parts(total, counts_of(whole, kind), rows, any(map(is_marked, values.values())))


def _rest(whole: Value, parts: Iterable[Value]) -> Value:
    """Return those who are in no part: whoever has the total and the parts knows of them."""
    given = list(parts)

    def left(all_: Fraction | None, some: Iterable[Fraction | None]) -> Fraction | None:
        return (
            None if all_ is None else max(all_ - sum((n or Fraction(0)) for n in some), Fraction(0))
        )

    return Value(
        left(whole.numerator, (one.numerator for one in given)),
        left(whole.denominator, (one.denominator for one in given)),
        None,
    )


def _is_small(whole: Counts, small: SmallNumbers) -> bool:
    return any(count is not None and small.is_small(count) for count in whole)


def _of_one(
    tables: Sequence[Parts], dim: int, totals: Iterable[str], small: SmallNumbers
) -> tuple[set[Key], set[str]]:
    """Return the rows to hide for one way of counting, until no table makes another hide more."""
    found: set[Key] = set()
    open_: set[str] = set()
    while True:
        before = len(found), len(open_)
        for table in tables:
            names, numbers = _told_of(table, dim, small)
            also = frozenset(name for name, key in names.items() if key in found and numbers[name])
            hidden = small.hidden_rows(numbers, also)
            found |= {names[name] for name in hidden.rows if names[name] != _REST}
            if hidden.total and table.total not in totals:
                open_.add(table.total)
        if before == (len(found), len(open_)):
            return found, open_


def _told_of(table: Parts, dim: int, small: SmallNumbers) -> tuple[dict[str, Key], dict[str, int]]:
    """Return the rows of a table that count, by name, and their numbers.

    Those who are in no part count only where they are few: they protect nobody, for another report
    may tell them.
    """
    rows = {key: one[dim] or 0 for key, one in table.rows.items() if one[dim] is not None}
    if not small.is_small(rows.get(_REST, 0)):
        rows.pop(_REST, None)
    names = {"|".join(key): key for key in rows}
    return names, {name: rows[key] for name, key in names.items()}


def _closing(tables: Sequence[Parts], found: set[Key], totals: set[str]) -> set[Key]:
    """Return the least row of each table that would add up to a total that is not shown."""
    more = set()
    for table in tables:
        is_open = not table.marked and not any(key in found for key in table.rows)
        if table.total not in totals or table.total == HISTORY or not is_open:
            continue
        there = [(max(n or 0 for n in one), key) for key, one in table.rows.items() if key != _REST]
        more |= {key for number, key in sorted(there)[:1] if number}
    return more
