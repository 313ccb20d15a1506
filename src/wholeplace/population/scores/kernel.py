"""Work out every score of every person in one pass over their coded diagnoses.

The groups of a score are the bits of whole numbers. A code stands for the bits of its groups, and a
person has the bits of all their codes, however often each is written: nothing counts twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from math import ceil
from operator import add

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.population.scores.code_score import Score
from wholeplace.population.scores.codes import Prefixes, groups_of

_BITS = 62
"""Groups in one whole number: an integer of the engine has 63 bits beside its sign."""

_POSITION = "position"
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Listed:
    """A score and the groups of its codes; ``since`` is the first day of its look-back, if any."""

    score: Score
    prefixes: Prefixes
    since: date | None = None

    @property
    def places(self) -> dict[str, tuple[int, int]]:
        """Where the bit of each group stands: which number, and which place in it."""
        return {name: divmod(i, _BITS) for i, name in enumerate(self.score.groups)}

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a person's bits."""
        numbers = range(len(self.score.groups) // _BITS + 1)
        return tuple(f"{self.score.score}#{number}" for number in numbers)


def code_bits(codes: Sequence[str], scores: Sequence[Listed]) -> pa.Table:
    """Return one row for each distinct code that belongs to any group: ``code``, and its bits."""
    rows = []
    for code in sorted(set(codes)):
        bits = {name: value for one in scores for name, value in _bits(code, one).items()}
        if any(bits.values()):
            rows.append({"code": code, **bits})
    names = [name for one in scores for name in one.columns]
    schema = pa.schema([("code", pa.string()), *((name, pa.int64()) for name in names)])
    return pa.Table.from_pylist(rows, schema)


def _bits(code: str, one: Listed) -> dict[str, int]:
    numbers = [0] * len(one.columns)
    for group in groups_of(code, one.prefixes):
        number, place = one.places[group]
        numbers[number] |= 1 << place
    return dict(zip(one.columns, numbers, strict=True))


def bits_by_person(rows: ir.Table, bits: ir.Table, scores: Sequence[Listed]) -> ir.Table:
    """Return one row for each person with any group: ``person_id`` and the bits of every score.

    ``rows`` are coded diagnoses with ``person_id`` and ``code``; with ``position`` (1 the primary
    one) where a score asks for it, and ``known_on`` and ``lasts_until`` where one looks back.
    """
    found = rows.inner_join(bits, "code")
    found = found.filter(found.person_id.notnull())
    counted = {
        name: _that_count(found, one, found[name]).bit_or()
        for one in scores
        for name in one.columns
    }
    return found.group_by("person_id").aggregate(**counted)


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
    is then not among ``NAME_groups``.
    """
    made: dict[str, ir.Value] = {}
    for one in scores:
        units = one.score.units()
        counts = {group: _counts(people, one, group) for group in one.score.groups}
        weighed = (count * units[group] for group, count in counts.items() if units[group])
        made[one.score.score] = _sum(weighed)
        made[f"{one.score.score}_groups"] = _sum(counts.values())
    return people.select("person_id", **made)


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


def _counts(people: ir.Table, one: Listed, group: str) -> ir.IntegerValue:
    """Return 1 for those whom a group gives points to, and 0 for the others."""
    graver = one.score.groups[group].unless
    has = _bit(people, one, group)
    return has if graver is None else has * (1 - _bit(people, one, graver))


def _bit(people: ir.Table, one: Listed, group: str) -> ir.IntegerValue:
    number, place = one.places[group]
    return (people[one.columns[number]] >> place) & 1


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
