"""Whether a row is what is asked for, and all the answers of a row as bits of whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import ibis
from ibis import ir

from wholeplace.outcomes.events import CODED, Ages, Change, Rows
from wholeplace.outcomes.panel.asks import BITS, Ask
from wholeplace.place import Condition, Conditions, fits
from wholeplace.population.cohorts.marks import Mark, has_codes

_FEW = 5
"""A longer list of words becomes a join in the engine, which costs more than comparing."""


def fits_all(row: ir.Table, asked: Sequence[Rows]) -> ir.BooleanValue:
    """Return whether a row meets the conditions of all that is asked, codes and ages apart."""
    return _all([fits_few(row, one.when) for one in asked if one.when])


def coded_so(row: ir.Table, asked: Sequence[Rows], marks: Sequence[Mark]) -> ir.BooleanValue:
    """Return whether what is coded of a row is what all that is asked wants."""
    return _all(
        [
            ibis.or_(*(has_codes(row, codes, marks) for codes in one.codes))
            for one in asked
            if one.codes
        ]
    )


def words(
    row: ir.Table, asks: Sequence[Ask], marks: Sequence[Mark], links: Mapping[str, str]
) -> dict[str, ir.IntegerValue]:
    """Return the answers of a row to all that is asked, as ``w0`` and so on, ``BITS`` in each.

    ``links`` names the column of a link by its key.
    """
    found = {}
    for word, some in enumerate(_batches(asks)):
        parts = []
        for settings, numbers in _by_setting(some).items():
            bits = [
                _holds(row, some[i], marks, links).ifelse(1 << i, 0).cast("int64") for i in numbers
            ]
            whole = sum(bits[1:], bits[0])
            if settings:
                # Rows of other settings are not asked further: most rows are asked little.
                is_such = fits_few(row, {"setting": Condition(one_of=settings)})
                whole = is_such.ifelse(whole, 0)
            parts.append(whole)
        found[f"w{word}"] = sum(parts[1:], parts[0])
    return found


def _batches(asks: Sequence[Ask]) -> Iterator[Sequence[Ask]]:
    return (asks[i : i + BITS] for i in range(0, len(asks), BITS))


def settings_of(ask: Ask) -> tuple[str, ...]:
    """Return the settings of which a question asks; none where it asks of rows of any."""
    for rows in ask.rows:
        condition = rows.when.get("setting")
        if condition is not None and condition.one_of:
            return condition.one_of
    return ()


def looks_further(ask: Ask) -> bool:
    """Return whether a question needs to know more of a row than its columns: codes, links."""
    return bool(ask.links or ask.filled == CODED or any(rows.codes for rows in ask.rows))


def _by_setting(asks: Sequence[Ask]) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for i, ask in enumerate(asks):
        found.setdefault(settings_of(ask), []).append(i)
    return found


def _holds(
    row: ir.Table, ask: Ask, marks: Sequence[Mark], links: Mapping[str, str]
) -> ir.BooleanValue:
    found = [fits_few(row, _renamed(one.when, ask.change)) for one in ask.rows if one.when]
    found += [coded_so(row, [one], marks) for one in ask.rows if one.codes]
    found += [_aged(row, one.ages) for one in ask.rows if one.ages]
    for link in ask.links:
        happened = row[links[link.key]].fill_null(0) == 1
        found.append(~happened if link.linked.way.startswith("not") else happened)
    if ask.filled == CODED:
        found.append(row[CODED].fill_null(0) == 1)
    elif ask.filled:
        found.append(row[ask.filled].notnull())
    return _all(found)


def _renamed(conditions: Conditions, change: Change | None) -> Conditions:
    """Return conditions on the column in which the change within so many days stands."""
    if change is None or "change" not in conditions:
        return conditions
    return {
        f"change_{change.within_days}" if name == "change" else name: condition
        for name, condition in conditions.items()
    }


def _aged(row: ir.Table, ages: Ages) -> ir.BooleanValue:
    found = [row.from_age >= ages.from_]
    if ages.below is not None:
        found.append(row.from_age < ages.below)
    return ibis.and_(*found)


def fits_few(row: ir.Table, conditions: Conditions) -> ir.BooleanValue:
    """Return ``fits``, without a list of words that is long."""
    return _all([_one(row, name, condition) for name, condition in conditions.items()])


def _one(row: ir.Table, name: str, condition: Condition) -> ir.BooleanValue:
    if condition.one_of is None or len(condition.one_of) <= _FEW:
        return fits(row, {name: condition})
    some = (condition.one_of[i : i + _FEW] for i in range(0, len(condition.one_of), _FEW))
    return ibis.or_(*(fits(row, {name: Condition(one_of=one)}) for one in some))


def _all(found: Sequence[ir.BooleanValue]) -> ir.BooleanValue:
    return ibis.and_(*found) if found else ibis.literal(True)  # noqa: FBT003 - ibis
