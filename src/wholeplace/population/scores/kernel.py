"""Work out every score of every person in one pass over their coded diagnoses.

The groups of a score are the bits of whole numbers. A code stands for the bits of its groups, and a
person has the bits of all their codes, however often each is written: nothing counts twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from math import ceil
from operator import add

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.population.scores.code_score import Score
from wholeplace.population.scores.listed import Listed
from wholeplace.population.scores.signs import (
    group_bits,
    lacking,
    lacking_column,
    sign_reasons,
    sign_sums,
)
from wholeplace.record.arrow import texts, whole_numbers

_POSITION = "position"
_PLACES = 4


def code_bits(codes: Sequence[str], scores: Sequence[Listed]) -> pa.Table:
    """Return one row for each distinct code that belongs to any group: ``code``, and its bits."""
    found = {}
    for code in sorted(set(codes)):
        bits = {name: value for one in scores for name, value in _bits(code, one).items()}
        if any(bits.values()):
            found[code] = bits
    names = [name for one in scores for name in one.code_columns]
    columns = [whole_numbers([bits[name] for bits in found.values()]) for name in names]
    return pa.Table.from_arrays([texts(list(found)), *columns], ["code", *names])


def _bits(code: str, one: Listed) -> dict[str, int]:
    numbers = [0] * len(one.code_columns)
    for name in one.told_by(code):
        number, place = one.code_places[name]
        numbers[number] |= 1 << place
    return dict(zip(one.code_columns, numbers, strict=True))


def bits_by_person(
    rows: ir.Table, bits: ir.Table, scores: Sequence[Listed], *, everybody: bool = False
) -> ir.Table:
    """Return one row for each person with any group: ``person_id`` and the bits of every score.

    ``rows`` are coded diagnoses with ``person_id`` and ``code``; with ``position`` (1 the primary
    one) where a score asks for it, and ``lasts_until`` where one looks back. With ``everybody``
    those without any group have a row too. What a score with signs asks of rows, see ``sign_sums``;
    it has one more column, ``NAME_missing`` (see ``lacking``).
    """
    found = rows.left_join(bits, "code") if everybody else rows.inner_join(bits, "code")
    found = found.filter(found.person_id.notnull())
    counted: dict[str, ir.Scalar] = {}
    for one in scores:
        counted |= sign_sums(found, one) if one.score.signs else _all_bits(found, one)
    people = found.group_by("person_id").aggregate(**counted)
    return people if not any(one.score.signs for one in scores) else _as_bits(people, scores)


def _all_bits(rows: ir.Table, one: Listed) -> dict[str, ir.Scalar]:
    return {name: _that_count(rows, one, rows[name]).bit_or().fill_null(0) for name in one.columns}


def _as_bits(people: ir.Table, scores: Sequence[Listed]) -> ir.Table:
    rows = people.view()
    made: dict[str, ir.Value] = {}
    for one in scores:
        if one.score.signs:
            made |= group_bits(rows, one) | {lacking_column(one): lacking(rows, one)}
        else:
            made |= {name: rows[name] for name in one.columns}
    return rows.select("person_id", **made)


def _that_count(rows: ir.Table, one: Listed, bits: ir.IntegerColumn) -> ir.IntegerColumn:
    """Return the bits of the rows that a score counts, and none of the others."""
    conditions = []
    if one.score.positions != "all":
        is_first = rows[_POSITION] == 1
        conditions.append(is_first if one.score.positions == "primary" else ~is_first)
    if one.since is not None:
        conditions.append(rows["lasts_until"] >= ibis.date(one.since))
    return ibis.and_(*conditions).ifelse(bits, 0) if conditions else bits


def units_by_person(people: ir.Table, scores: Sequence[Listed]) -> ir.Table:
    """Return ``person_id`` and for each score its units (``NAME``) and how many groups count.

    ``people`` are those of ``bits_by_person``. A group gives way to a graver one (``unless``), and
    is then not among ``NAME_groups``. Nobody has fewer units than the ``lowest`` score.
    """
    # A view is a line that expressions do not cross: what counts is worked out once.
    counting = {name: bits for one in scores for name, bits in _counting(people, one).items()}
    rows = people.mutate(**counting).view()
    made: dict[str, ir.Value] = {}
    for one in scores:
        masks = _masks(one)
        weighed = (_ones(rows[name] & mask) * units for (name, units), mask in masks.items())
        made[one.score.score] = _at_least(_sum(weighed), one.score.lowest_units)
        made[f"{one.score.score}_groups"] = _sum(_ones(rows[name]) for name in one.columns)
        if one.score.signs:
            made[lacking_column(one)] = rows[lacking_column(one)]
    return rows.select("person_id", **made)


def _at_least(units: ir.IntegerValue, lowest: int | None) -> ir.IntegerValue:
    return units if lowest is None else ibis.greatest(units, lowest)


@ibis.udf.scalar.builtin(name="bit_count", signature=(("int64",), "int8"))  # type: ignore[untyped-decorator]
def _bit_count(number: int) -> int:  # type: ignore[empty-body]
    """Return how many bits of a number are 1; in the engine a number of one byte."""


def _ones(number: ir.IntegerValue) -> ir.IntegerValue:
    return _bit_count(number).cast("int64")


def _counting(people: ir.Table, one: Listed) -> dict[str, ir.IntegerValue]:
    """Return the bits of the groups that count: those that do not give way to a graver one."""
    counting: dict[str, ir.IntegerValue] = {name: people[name] for name in one.columns}
    for name, group in one.score.groups.items():
        if group.unless is not None:
            number, place = one.places[name]
            column = one.columns[number]
            both = has_group(people, one, name) * has_group(people, one, group.unless)
            # In sums, not in shifts: Ibis writes "not" of a shift without its brackets.
            counting[column] -= both * (1 << place)
    return counting


def has_group(people: ir.Table, one: Listed, group: str) -> ir.IntegerValue:
    """Return 1 for those of ``bits_by_person`` who have a group, and 0 for the others."""
    number, place = one.places[group]
    return (people[one.columns[number]] >> place) & 1


def _masks(one: Listed) -> dict[tuple[str, int], int]:
    """Return the bits of the groups by column and units: those of equal points count together."""
    masks: dict[tuple[str, int], int] = {}
    for group, units in one.score.units().items():
        number, place = one.places[group]
        key = one.columns[number], units
        masks[key] = masks.get(key, 0) | 1 << place
    return {key: mask for key, mask in masks.items() if key[1]}


def as_score(units: ir.IntegerValue, score: Score) -> ir.DecimalValue:
    """Return the score that units make, exact; a share is rounded to four places."""
    parts = score.scale * score.divided_by
    places = next((k for k in range(_PLACES) if 10**k % parts == 0), _PLACES)
    return (units / parts).round(places).cast(f"decimal(12, {places})")


def band(units: ir.IntegerValue, score: Score) -> ir.StringValue:
    """Return the name of the band that units fall in."""
    parts = score.scale * score.divided_by
    branches = [
        (units < ceil(b.below * parts), ibis.literal(b.name))
        for b in score.bands
        if b.below is not None
    ]
    return ibis.cases(*branches, else_=ibis.literal(score.bands[-1].name))


def _sum(parts: Iterable[ir.IntegerValue]) -> ir.IntegerValue:
    return reduce(add, parts, ibis.literal(0, "int64"))


def reasons(rows: ir.Table, groups: ir.Table, one: Listed) -> ir.Table:
    """Return why people have the points they have: a row for each person and group that counts.

    It has ``group``, ``units``, the lowest ``code`` behind it as written, and ``codes``, how many
    different ones there are. ``groups`` pairs each ``code`` with its ``group`` (see ``resolved``).
    """
    found = rows.inner_join(groups, "code")
    found = found.filter(found.person_id.notnull(), _that_count(found, one, ibis.literal(1)) == 1)
    known = found.group_by("person_id", "group").aggregate(
        code=found.code.min(), codes=found.code.nunique()
    )
    weights = [
        {"group": name, "units": one.score.units()[name], "unless": group.unless or ""}
        for name, group in one.score.groups.items()
    ]
    weighed = known.inner_join(ibis.memtable(pa.Table.from_pylist(weights)), "group")
    graver = known.select(person_id="person_id", unless="group")
    return weighed.anti_join(graver, ["person_id", "unless"]).drop("unless")


def reasons_of_signs(rows: ir.Table, pairs: pa.Table, people: ir.Table, one: Listed) -> ir.Table:
    """Return what ``reasons`` does, for a score with signs; ``people`` have the bits of groups."""
    return sign_reasons(rows, pairs, people.mutate(**_counting(people, one)), one)
