"""What was recorded of an episode, put down to the spell that the episode is part of."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis import ir


def repointed(rows: ir.Table, episodes: ir.Table) -> ir.Table:
    """Return rows whose ``activity_id`` is the spell wherever it was an episode of one.

    Used for costs and measurements: none is merged or dropped, so every sum stays as it was.
    """
    found = _with_episode(rows, episodes)
    return found.mutate(activity_id=found.spell_id.fill_null(found.activity_id)).drop(
        "spell_id", "episode"
    )


def repointed_codes(rows: ir.Table, episodes: ir.Table, same: Sequence[str]) -> ir.Table:
    """Return coded rows with those of episodes put down to the spell and numbered anew.

    ``rows`` are diagnoses or procedures. Where a spell has several episodes, positions run from 1
    through the episodes in their order, then as they stood in each; what is equal in ``same``
    stands once, at its first position; and where rows have a ``kind``, only the first can stay
    ``primary``: what is primary in a later episode is secondary in the spell. The codes of a
    single episode stay as they were written.
    """
    found = _with_episode(rows, _of_several(episodes))
    within, others = found.filter(found.spell_id.notnull()), found.filter(found.spell_id.isnull())
    order = [within.episode, within.position, within.code]
    window = ibis.window(group_by=["spell_id", *same], order_by=order)
    first = within.mutate(_again=ibis.row_number().over(window))
    first = first.filter(first["_again"] == 0).drop("_again")
    place = ibis.window(group_by="spell_id", order_by=[first.episode, first.position, first.code])
    numbered = first.mutate(
        position=(ibis.row_number().over(place) + 1).cast(rows.position.type()),
        activity_id=first.spell_id,
    )
    if "kind" in rows.columns:
        later = (numbered.position > 1) & (numbered.kind == "primary")
        numbered = numbered.mutate(kind=later.ifelse("secondary", numbered.kind))
    singles = repointed(others.select(*rows.columns), episodes)
    return ibis.union(numbered.select(*rows.columns), singles)


def _of_several(episodes: ir.Table) -> ir.Table:
    several = episodes.filter(episodes.episode > 0).select("spell_id").distinct()
    return episodes.semi_join(several, "spell_id")


def _with_episode(rows: ir.Table, episodes: ir.Table) -> ir.Table:
    parts = episodes.select("activity_id", "spell_id", "episode")
    return rows.left_join(parts, "activity_id").drop("activity_id_right")
