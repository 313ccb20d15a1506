"""The place as data: its population, partners, and services in scope."""

from wholeplace.place.model import Partner, Place, Population, Scope, Service
from wholeplace.record.conditions import (
    Condition,
    Conditions,
    check_columns,
    check_last_takes_all,
    first_rule,
    fits,
)

__all__ = [
    "Condition",
    "Conditions",
    "Partner",
    "Place",
    "Population",
    "Scope",
    "Service",
    "check_columns",
    "check_last_takes_all",
    "first_rule",
    "fits",
]
