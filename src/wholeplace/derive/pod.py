"""Points of delivery: one short list that says in what way care was given, for every source."""

from __future__ import annotations

from ibis import ir

from wholeplace.derive.in_force import in_force
from wholeplace.derive.parameters import Derivations, PointsOfDelivery
from wholeplace.record.conditions import first_rule


def point_of_delivery(activity: ir.Table, rules: Derivations) -> ir.StringValue:
    """Return the first point of delivery whose conditions the row meets.

    ``activity`` has the other derived columns (``bed_days``, ``is_emergency`` ...) and the
    source's own label as ``pod_recorded``.
    """

    def first(points: PointsOfDelivery) -> ir.StringValue:
        return first_rule(activity, [(point.pod, point.when) for point in points.ordered])

    found: ir.StringValue = in_force(
        activity.start_ts.date(), rules.points_of_delivery, first, "string"
    )
    return found
