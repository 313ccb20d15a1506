"""Whether each row passes each rule, as columns of yes and no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import ibis
from ibis import ir

from wholeplace.record.conditions import fits
from wholeplace.record.nhs_number import valid_expression
from wholeplace.record.quality.code_sets import CodeSet
from wholeplace.record.quality.rules import LINKS, FoundIn, Near, NotAfter, QualityRule

Sets = Mapping[str, CodeSet]
FOUND = "__found_"


def asked(rows: ir.Table, rule: QualityRule) -> ir.BooleanValue:
    """Return whether a rule asks about each row; a value that a test needs must be there.

    Completeness asks whether a value is there, so it asks of rows that have none.
    """
    found = FOUND + rule.id
    known = [found] if _must_be_there(rule) and found in rows.columns else []
    needed = (rows[name].notnull() for name in (*_needed(rule), *known))
    return ibis.and_(fits(rows, rule.when), *needed)


def _must_be_there(rule: QualityRule) -> bool:
    return rule.not_after_theirs is not None and rule.not_after_theirs.must_be_there


def _needed(rule: QualityRule) -> list[str]:
    needed = [*rule.filled]
    if rule.columns is None:
        column = None if _must_be_there(rule) else rule.column
        needed += [name for name in (column, rule.days_since, rule.not_after) if name]
        needed += rule.found_in.match if rule.found_in else ()
        needed += rule.not_after_theirs.match if rule.not_after_theirs else ()
        needed += rule.near.same if rule.near else ()
    return needed


def passes(rows: ir.Table, rule: QualityRule, sets: Sets) -> ir.BooleanValue:
    """Return whether each row passes; ``rows`` come from ``with_others``. Never missing."""
    good = _passes(rows, rule, sets)
    return good.fill_null(False)  # noqa: FBT003 - ibis knows no keyword for it


def _passes(rows: ir.Table, rule: QualityRule, sets: Sets) -> ir.BooleanValue:
    if rule.columns is not None:
        return ibis.and_(*(rows[name].notnull() for name in rule.columns))
    if FOUND + rule.id in rows.columns:
        return _agrees(rows, rule)
    if rule.continuity is not None or rule.column is None:
        return ibis.literal(value=True)
    tests: list[ir.BooleanValue] = []
    value = rows[rule.column]
    if rule.codes is not None:
        tests.append(ibis.or_(*(_is_code(value.cast("string"), sets[name]) for name in rule.codes)))
    if rule.matches is not None:
        tests.append(value.re_search(rule.matches))
    if rule.nhs_number is not None:
        tests.append(valid_expression(value))
    if rule.none_of is not None:
        tests.append(value.cast("string").notin(rule.none_of))
    if rule.not_after is not None:
        tests.append(_day(value) <= _day(rows[rule.not_after]))
    return ibis.and_(*tests, *_limits(rows, rule))


def _limits(rows: ir.Table, rule: QualityRule) -> list[ir.BooleanValue]:
    value = rows[rule.column]
    if rule.days_since:
        value = _day(value).delta(_day(rows[rule.days_since]), unit="day")
    found = []
    if rule.at_least is not None:
        found.append(value >= rule.at_least)
    if rule.at_most is not None:
        found.append(value <= rule.at_most)
    return found


def _is_code(value: ir.StringValue, codes: CodeSet) -> ir.BooleanValue:
    begins = [value.lower().startswith(text.lower()) for text in codes.beginnings()]
    return ibis.or_(value.isin(codes.written_out()), *begins)


def _day(value: ir.Value) -> ir.DateValue:
    return value.cast("date")


def _agrees(rows: ir.Table, rule: QualityRule) -> ir.BooleanValue:
    found = rows[FOUND + rule.id]
    if rule.not_after_theirs is None or rule.column is None:
        return found
    latest = found + ibis.interval(days=rule.not_after_theirs.days)
    # Where the other table has no such day there is nothing to disagree with.
    return found.isnull() | (_day(rows[rule.column]) <= _day(latest))


def with_others(
    rows: ir.Table, rules: Sequence[QualityRule], tables: Mapping[str, ir.Table]
) -> ir.Table:
    """Return rows with what each rule of consistency found elsewhere.

    No row is multiplied or lost. Rules must be answerable (see ``answerable``).
    """
    for rule in rules:
        if rule.found_in is not None:
            places = [_stands_in(rows, place, tables) for place in rule.found_in.every()]
            rows = rows.mutate(**{FOUND + rule.id: ibis.or_(*places)})
        elif rule.not_after_theirs is not None:
            rows = _with_theirs(rows, rule.id, rule.not_after_theirs, tables)
        elif rule.near is not None:
            near = rows.activity_id.isin(_near(rule, rule.near, tables[rule.table]).activity_id)
            rows = rows.mutate(**{FOUND + rule.id: near})
    return rows


def _stands_in(rows: ir.Table, place: FoundIn, tables: Mapping[str, ir.Table]) -> ir.BooleanValue:
    theirs = tables[place.table]
    theirs = theirs.filter(fits(theirs, place.when))
    ((own, their),) = place.match.items()
    # Asked of a column, not joined: nothing has to be made unique first.
    return rows[own].isin(theirs.filter(theirs[their].notnull())[their])


def _with_theirs(
    rows: ir.Table, name: str, other: NotAfter, tables: Mapping[str, ir.Table]
) -> ir.Table:
    theirs = tables[other.table]
    keys = {f"_key_{i}": theirs[their] for i, their in enumerate(other.match.values())}
    days = theirs.select(**keys, _day=theirs[other.column].cast("date"))
    mine = {f"_own_{i}": rows[own] for i, own in enumerate(other.match)}
    rows = rows.mutate(**mine)
    if other.linked:
        rows, days = (_as_people(t, names, tables) for t, names in ((rows, mine), (days, keys)))
    day = days["_day"].min() if other.earliest else days["_day"].max()
    once = days.group_by(list(keys)).aggregate(**{FOUND + name: day})
    alike = [rows[own] == once[key] for own, key in zip(mine, keys, strict=True)]
    return rows.left_join(once, alike).drop(*keys, *mine)


def _as_people(rows: ir.Table, columns: Iterable[str], tables: Mapping[str, ir.Table]) -> ir.Table:
    """Return rows in which a key that links tie to one person stands for that person."""
    links = tables[LINKS]
    # A key that is tied to several people is in doubt, and stays what it is.
    tied = links.group_by("source_key").aggregate(
        _person=links.person_id.min(), _people=links.person_id.nunique()
    )
    sure = tied.filter(tied["_people"] == 1).select(_linked="source_key", _person="_person")
    for column in columns:
        joined = rows.left_join(sure, rows[column] == sure["_linked"])
        person = ibis.coalesce(joined["_person"], joined[column])
        rows = joined.mutate(**{column: person}).drop("_linked", "_person")
    return rows


def _near(rule: QualityRule, near: Near, rows: ir.Table) -> ir.Table:
    """Return the ids of the rows that have another before or after them as the rule asks."""
    these = rows.filter(asked(rows, rule))
    these = these.select("activity_id", _at="start_ts", **{f"_{n}": n for n in near.same})
    others = rows.filter(fits(rows, near.when)).select(*near.same, _other="start_ts")
    pairs = these.inner_join(others, [these[f"_{name}"] == others[name] for name in near.same])
    at, other, hours = pairs["_at"], pairs["_other"], ibis.interval(hours=near.within_hours)
    # A source that gives days, not times, says 00:00: it was at some time of that day.
    if rule.preceded_by:
        fitting = (other >= at - hours) & (other < at.truncate("D") + ibis.interval(days=1))
    else:
        fitting = (other >= at.truncate("D")) & (other <= at + hours)
    return pairs.filter(fitting).select("activity_id")


def answerable(rules: Sequence[QualityRule], tables: Mapping[str, ir.Table]) -> list[QualityRule]:
    """Return the rules that ask only of tables and columns that are there."""
    return [
        rule
        for rule in rules
        if all(
            table in tables and names <= set(tables[table].columns)
            for table, names in rule.asked_of().items()
        )
    ]
