"""Which admissions are emergencies."""

from __future__ import annotations

from ibis import ir

from wholeplace.derive.in_force import is_among
from wholeplace.derive.parameters import Derivations


def is_emergency(activity: ir.Table, rules: Derivations) -> ir.BooleanValue:
    """Return whether the admission method is an emergency one; missing where it is missing.

    Activity that has no admission method, such as a contact, is neither.
    """
    return is_among(activity.admission_method, activity.start_ts.date(), rules.emergency)
