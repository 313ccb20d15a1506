"""What people have of the signs of a score: lists of codes with how often and how long ago.

Whatever a score asks, it is counted in the one pass that all scores share, and becomes the same
bits of groups.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from operator import add, mul

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.population.scores.code_score import Score
from wholeplace.population.scores.listed import Listed
from wholeplace.population.scores.sign import Sign, Way

DAY = "known_on"


def input_column(name: str) -> str:
    """Return the column of coded rows that holds a number of a person."""
    return f"input:{name}"


def sign_sums(rows: ir.Table, one: Listed) -> dict[str, ir.Scalar]:
    """Return what is counted of each person's rows: a column ``NAME@SIGN`` for each sign.

    ``rows`` have the bits of their codes, ``known_on`` where a sign asks for days, and a column for
    each input (see ``input_column``), filled in one row of a person.
    """
    return {
        _column(one, name): _sum(rows, one, name, sign) for name, sign in one.score.signs.items()
    }


def _column(one: Listed, sign: str) -> str:
    return f"{one.score.score}@{sign}"


def _sum(rows: ir.Table, one: Listed, name: str, sign: Sign) -> ir.Scalar:
    if sign.input is not None:
        asked = input_column(sign.input)
        value = rows[asked] if asked in rows.columns else ibis.null("float64")
        return value.max()
    number, place = one.code_places[name]
    has = (rows[one.code_columns[number]] >> place) & 1
    if sign.first_within_days is not None:
        return rows[DAY].min(where=has == 1)
    if sign.within_days is not None:
        has = (rows[DAY] >= _since(one, sign.within_days)).ifelse(has, 0)
    if sign.is_counted:
        # The same code on the same day is one coding, however many rows say it.
        day = rows[DAY].cast("string").fill_null("") if DAY in rows.columns else ibis.literal("")
        return (rows["code"] + " " + day).nunique(where=has == 1)
    return has.max()


def _since(one: Listed, days: int) -> ir.DateScalar:
    if one.on is None:
        raise ValueError(f"{one.score.score} depends on a day, and none is said")
    return ibis.date(one.on - timedelta(days=days))


def group_bits(people: ir.Table, one: Listed) -> dict[str, ir.IntegerValue]:
    """Return the bits of the groups of each person, from the sums of ``sign_sums``."""
    has = {name: _has(people[_column(one, name)], one, s) for name, s in one.score.signs.items()}
    bits: dict[str, list[ir.IntegerValue]] = {name: [] for name in one.columns}
    for group, (number, place) in one.places.items():
        bit = reduce(ibis.greatest, (_way(way, has) for way in one.score.ways(group)))
        bits[one.columns[number]].append(bit * (1 << place))
    return {name: reduce(add, parts, ibis.literal(0, "int64")) for name, parts in bits.items()}


def _has(found: ir.Value, one: Listed, sign: Sign) -> ir.IntegerValue:
    if sign.below is not None:
        holds = found < float(sign.below)
    elif sign.input is not None:
        holds = found >= float(sign.at_least or 0)
    elif sign.first_within_days is not None:
        holds = found >= _since(one, sign.first_within_days)
    else:
        holds = found >= int(sign.at_least or 1)
    return holds.fill_null(False).cast("int64")  # noqa: FBT003 - ibis knows no keyword


def _way(way: Way, has: dict[str, ir.IntegerValue]) -> ir.IntegerValue:
    parts = [*(has[name] for name in way.all_), *(1 - has[name] for name in way.none)]
    return reduce(mul, parts)


def lacking_column(one: Listed) -> str:
    """Return the column of the bits that says what was not known of a person."""
    return f"{one.score.score}_missing"


def lacking(people: ir.Table, one: Listed) -> ir.StringValue:
    """Return what of a score's needs nobody brought, for anybody or for a person; else no text."""
    words: list[ir.StringValue] = [ibis.literal(f"{name} ") for name in one.lacking]
    for name in needed_inputs(one.score):
        if name not in one.lacking:
            sign = next(n for n, s in one.score.signs.items() if s.input == name)
            unknown = people[_column(one, sign)].isnull()
            words.append(unknown.ifelse(f"{name} ", ""))
    return reduce(add, words, ibis.literal("")).strip()


def needed_inputs(score: Score) -> list[str]:
    """Return the inputs that signs ask for and nobody may lack."""
    asked = {sign.input for sign in score.signs.values()}
    return [name for name, one in score.inputs.items() if name in asked and not one.optional]


def sign_reasons(rows: ir.Table, pairs: pa.Table, people: ir.Table, one: Listed) -> ir.Table:
    """Return why people have the groups that they have (see ``reasons``), for a score with signs.

    ``rows`` are coded rows with ``person_id``, ``code`` and ``known_on``, ``pairs`` those of
    ``sign_pairs``, and ``people`` have the bits of the groups that count. A group that only a
    number gives names the input in the place of a code, and has 0 ``codes``.
    """
    having = _having(people, one)
    found = having.left_join(_behind(rows, pairs, one), ["person_id", "group"])
    return found.select(
        "person_id",
        "group",
        units="units",
        code=ibis.coalesce(found.code, found.asked),
        codes=found.codes.fill_null(0),
    )


def _having(people: ir.Table, one: Listed) -> ir.Table:
    units, parts = one.score.units(), []
    for group, (number, place) in one.places.items():
        named = people.filter(((people[one.columns[number]] >> place) & 1) == 1)
        asked = _inputs_of(one.score, group)
        parts.append(
            named.select(
                "person_id",
                group=ibis.literal(group),
                units=ibis.literal(units[group], "int64"),
                asked=ibis.literal(asked) if asked else ibis.null("string"),
            )
        )
    return ibis.union(parts[0], *parts[1:]) if len(parts) > 1 else parts[0]


def _inputs_of(score: Score, group: str) -> str:
    found = (score.signs[name].input for way in score.ways(group) for name in way.all_)
    return " ".join(dict.fromkeys(name for name in found if name))


def _behind(rows: ir.Table, pairs: pa.Table, one: Listed) -> ir.Table:
    found = rows.inner_join(ibis.memtable(pairs), "code")
    if one.score.has_days:
        found = found.filter(found.since.isnull() | (found[DAY] >= found.since))
    found = found.filter(found.person_id.notnull())
    return found.group_by("person_id", "group").aggregate(
        code=found.code.min(), codes=found.code.nunique()
    )


def sign_pairs(codes: Iterable[str], one: Listed) -> pa.Table:
    """Return ``code``, ``group`` and ``since`` (the first day that counts, if any).

    There is a row for each distinct code, each group that asks for it, and each look-back.
    """
    asking = [
        (group, name)
        for group in one.score.groups
        for way in one.score.ways(group)
        for name in way.all_
    ]
    rows = []
    for code in sorted(set(codes)):
        told = set(one.told_by(code))
        found = {(group, _first_day(one, name)) for group, name in asking if name in told}
        rows += [{"code": code, "group": group, "since": since} for group, since in found]
    schema = pa.schema([("code", pa.string()), ("group", pa.string()), ("since", pa.date32())])
    return pa.Table.from_pylist(rows, schema)


def _first_day(one: Listed, sign: str) -> date | None:
    days = one.score.signs[sign].within_days
    return None if days is None or one.on is None else one.on - timedelta(days=days)
