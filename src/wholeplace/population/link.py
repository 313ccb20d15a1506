"""Link the keys that sources use to people: one person, whatever each source calls them."""

from __future__ import annotations

import ibis
from ibis import ir


def linked_keys(source_link: ir.Table, person: ir.Table) -> ir.Table:
    """Return ``source_key`` and the ``person_id`` it belongs to, one row a key.

    Deterministic: a key belongs to the person that its links name; a person whom no link names
    is known by their own key. A key whose links name several people is in doubt and is left
    out, so that its rows count as unlinked rather than as somebody else's.
    """
    named = source_link.select("source_key", "person_id")
    own = person.select(source_key="person_id", person_id="person_id")
    unnamed = own.anti_join(named, "source_key")
    return (
        ibis.union(named, unnamed)
        .group_by("source_key")
        .aggregate(person_id=lambda t: t.person_id.min(), people=lambda t: t.person_id.nunique())
        .filter(lambda t: t.people == 1)
        .drop("people")
    )


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
