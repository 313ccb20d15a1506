"""The place as data: its population, partners, services in scope and budget terms."""

from wholeplace.place.model import BudgetTerms, Partner, Place, Population, Scope, Service
from wholeplace.record.conditions import (
    Condition,
    Conditions,
    check_columns,
    check_last_takes_all,
    first_rule,
    fits,
)

__all__ = [
    "BudgetTerms",
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
