"""Link the keys that sources use to people: one person, whatever each source calls them."""

from __future__ import annotations

import ibis
from ibis import ir

from wholeplace.population.one_person import DECIDED

_MOST_STEPS = 6
"""How many links of a chain are followed. One link is the rule and three are a rarity."""


def linked_keys(source_link: ir.Table, person: ir.Table) -> ir.Table:
    """Return ``source_key`` and the ``person_id`` it belongs to, one row a key.

    Deterministic: a key belongs to the person that its links name; a person whom no link names
    is known by their own key. Links are followed to the end: where A is B and B is C, A is C. A
    link that a person decided goes before the others of its key. A key whose links name several
    people, or lead in a circle, is in doubt and is left out, so that its rows count as unlinked
    rather than as somebody else's.
    """
    named = _agreed(source_link)
    own = person.select(source_key="person_id", person_id="person_id").distinct()
    unnamed = own.anti_join(_in_force(source_link), "source_key")
    return ibis.union(_followed(named, source_link), unnamed)


def keys_in_doubt(source_link: ir.Table) -> ir.Table:
    """Return ``source_key`` of every key that links leave in doubt, one row a key."""
    known = _followed(_agreed(source_link), source_link).select("source_key")
    return source_link.select("source_key").distinct().anti_join(known, "source_key")


def _in_force(source_link: ir.Table) -> ir.Table:
    decided = source_link.filter(source_link.match_rule == DECIDED).select("source_key").distinct()
    by_people = source_link.semi_join(decided, "source_key")
    by_people = by_people.filter(by_people.match_rule == DECIDED)
    by_rules = source_link.anti_join(decided, "source_key")
    return ibis.union(*(rows.select("source_key", "person_id") for rows in (by_people, by_rules)))


def _agreed(source_link: ir.Table) -> ir.Table:
    return (
        _in_force(source_link)
        .group_by("source_key")
        .aggregate(person_id=lambda t: t.person_id.min(), people=lambda t: t.person_id.nunique())
        .filter(lambda t: t.people == 1)
        .drop("people")
    )


def _followed(named: ir.Table, source_link: ir.Table) -> ir.Table:
    # Only links that lead to another link need following, and these are few.
    itself = named.filter(named.source_key == named.person_id)
    moving = source_link.select(person_id="source_key").distinct()
    moving = moving.anti_join(itself.select("person_id"), "person_id")
    onwards = named.semi_join(moving, "person_id")
    at_end = named.anti_join(moving, "person_id")
    # What still leads on after the last round goes in a circle, or to a key in doubt.
    return ibis.union(at_end, _chain(onwards, named).anti_join(moving, "person_id"))


def _chain(onwards: ir.Table, named: ir.Table) -> ir.Table:
    step = named.select(person_id="source_key", _next="person_id")
    for _ in range(_MOST_STEPS - 1):
        found = onwards.left_join(step, "person_id")
        ends = found.select("source_key", "person_id", "_next")
        onwards = ends.select("source_key", person_id=ends["_next"].coalesce(ends.person_id))
    return onwards


def with_person(rows: ir.Table, keys: ir.Table) -> ir.Table:
    """Return rows with ``person_id`` turned from the source's key into the person, or missing."""
    known = keys.select(_key="source_key", _person="person_id")
    found = rows.left_join(known, rows.person_id == known._key)  # noqa: SLF001 - a column
    return found.mutate(person_id=found["_person"]).drop("_key", "_person")


def people(person: ir.Table, keys: ir.Table) -> ir.Table:
    """Return one row for each linked person: sex, birth month, ethnicity and death.

    Where sources differ the smallest value is taken, so that the answer does not depend on the
    order of loading; ``births`` counts the different birth months found.
    """
    rows = with_person(person, keys)
    return (
        rows.filter(rows.person_id.notnull())
        .group_by("person_id")
        .aggregate(
            sex=rows.sex.min(),
            birth_month=rows.birth_month.min(),
            births=rows.birth_month.nunique(),
            ethnicity=rows.ethnicity.min(),
            death_date=rows.death_date.min(),
        )
    )
