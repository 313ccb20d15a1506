"""The place as data: its population, partners, services in scope, and what was agreed of care."""

from wholeplace.place.care_terms import CareTerms, Clock, Tier, on
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
    "CareTerms",
    "Clock",
    "Condition",
    "Conditions",
    "Partner",
    "Place",
    "Population",
    "Scope",
    "Service",
    "Tier",
    "check_columns",
    "check_last_takes_all",
    "first_rule",
    "fits",
    "on",
]
