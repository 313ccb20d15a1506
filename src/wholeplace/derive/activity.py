"""Activity with stays in the place of episodes, and everything that is derived of each row."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis import ir

from wholeplace.derive.attended import attended
from wholeplace.derive.bed_days import bed_days
from wholeplace.derive.columns import complete
from wholeplace.derive.ed_to_spell import DOORS
from wholeplace.derive.emergency import is_emergency
from wholeplace.derive.out_of_area import out_of_area
from wholeplace.derive.parameters import Derivations
from wholeplace.derive.pod import point_of_delivery

STAYS = ("APC", "MHIP")


def with_spells(activity: ir.Table, episodes: ir.Table, spells: ir.Table) -> ir.Table:
    """Return activity in which the rows of ``episodes`` gave way to ``spells``.

    Every other row stays as it is. What a spell cannot have (its own parent) is missing.
    """
    rows = complete(activity)
    others = rows.anti_join(episodes.select("activity_id"), "activity_id")
    lacking = {
        name: ibis.null(kind) for name, kind in rows.schema().items() if name not in spells.columns
    }
    stays = spells.mutate(**lacking)
    alike = {name: stays[name].cast(kind) for name, kind in rows.schema().items()}
    return ibis.union(
        others.mutate(episodes=ibis.null("int64")),
        stays.select(**alike, episodes=stays.episodes.cast("int64")),
    )


def derived_activity(
    activity: ir.Table,
    pairs: ir.Table,
    rules: Derivations,
    own_providers: Sequence[str],
) -> ir.Table:
    """Return activity (see ``with_spells``) with every derived column.

    ``pairs`` comes from ``ed_to_spell``.
    """
    nobody = ibis.null("string")
    links = ibis.union(
        pairs.select(
            _id="attendance_id", led_to_activity_id="spell_id", came_from_activity_id=nobody
        ),
        pairs.select(
            _id="spell_id", led_to_activity_id=nobody, came_from_activity_id="attendance_id"
        ),
    )
    rows = activity.left_join(links, activity.activity_id == links["_id"]).drop("_id")
    staying, door = rows.setting.isin(STAYS), rows.setting.isin(DOORS)
    rows = rows.mutate(
        pod_recorded=rows.pod,
        is_emergency=is_emergency(rows, rules),
        attended=attended(rows, rules),
        out_of_area=out_of_area(rows, own_providers, rules),
        bed_days=staying.ifelse(bed_days(rows), ibis.null("int64")),
        episodes=staying.ifelse(rows.episodes.fill_null(1), ibis.null("int64")),
        led_to_admission=door.ifelse(rows.led_to_activity_id.notnull(), ibis.null("boolean")),
    )
    return rows.mutate(pod=point_of_delivery(rows, rules))
