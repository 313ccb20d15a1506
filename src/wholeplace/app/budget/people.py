"""The register of a year with the sex of each person, as prices and projections ask for it."""

from __future__ import annotations

from ibis import ir

from wholeplace.app.year_facts import YearFacts


def by_sex(facts: YearFacts) -> ir.Table:
    """Return the register of a year with ``sex``, missing where none is recorded."""
    sexes = facts.spells.group_by("person_id").aggregate(sex=facts.spells.sex.min())
    register = facts.register.drop("sex") if "sex" in facts.register.columns else facts.register
    return register.left_join(sexes, "person_id").drop("person_id_right")
