"""Whether the person was seen."""

from __future__ import annotations

import ibis
from ibis import ir

from wholeplace.derive.in_force import is_among
from wholeplace.derive.parameters import Derivations


def attended(activity: ir.Table, rules: Derivations) -> ir.BooleanValue:
    """Return yes, no, or missing where the record does not say.

    In the settings of ``always_attended`` a record is made only of people who came. Elsewhere
    the status says; a status that is neither seen nor missed (an appointment to come) is missing.
    """
    day = activity.start_ts.date()
    came = is_among(activity.setting, day, rules.always_attended)
    seen = is_among(activity.attendance_status, day, rules.attended)
    missed = is_among(activity.attendance_status, day, rules.not_attended)
    return ibis.cases((came, True), (seen, True), (missed, False), else_=ibis.null("boolean"))
