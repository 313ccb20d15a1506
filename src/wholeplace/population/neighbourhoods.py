"""Which neighbourhood a person belongs to: that of the practice they are registered with."""

from __future__ import annotations

from datetime import date

import ibis
from ibis import ir

NOT_KNOWN = "none"
"""The neighbourhood of people whose practice is in none that is told of."""


def neighbourhoods(organisation: ir.Table, day: date) -> ir.Table:
    """Return ``practice_code``, ``neighbourhood`` and its ``neighbourhood_name``, on a day.

    A practice's neighbourhood is the organisation of that type which is its parent. Of two parents
    told of one practice the first in order is taken, so that the answer does not depend on the
    order of rows. A practice in no neighbourhood has no row.
    """
    there = organisation.filter(
        organisation.valid_from.isnull() | (organisation.valid_from <= ibis.date(day)),
        organisation.valid_to.isnull() | (organisation.valid_to > ibis.date(day)),
    )
    parents = there.filter(there.type == "neighbourhood").select(
        neighbourhood="code", neighbourhood_name="name"
    )
    rows = there.inner_join(parents, there.parent_code == parents.neighbourhood)
    return rows.group_by(practice_code=rows.code).aggregate(
        neighbourhood_name=rows.neighbourhood_name.argmin(rows.neighbourhood),
        neighbourhood=rows.neighbourhood.min(),
    )


def in_neighbourhoods(people: ir.Table, organisation: ir.Table, day: date) -> ir.Table:
    """Return people, who have ``practice_code``, with their ``neighbourhood``, on a day.

    Those of a practice in none have ``NOT_KNOWN``: nobody is left out of a sum over all.
    """
    known = neighbourhoods(organisation, day).select("practice_code", "neighbourhood")
    rows = people.left_join(known, "practice_code").drop("practice_code_right")
    return rows.mutate(neighbourhood=rows.neighbourhood.fill_null(NOT_KNOWN))
