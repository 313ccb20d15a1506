"""The place as data: its population, partners, services in scope, and what was agreed of care."""

from wholeplace.place.care_terms import CareTerms, Clock, Tier, on
from wholeplace.place.directory import Directory, Offered
from wholeplace.place.instrument_set import Form, Instruments, Item, Part, Score
from wholeplace.place.instruments import Instrument
from wholeplace.place.intermediate import (
    IntermediateTerms,
    PackagePart,
    PackageTemplate,
    Resource,
)
from wholeplace.place.model import Partner, Place, Population, Scope, Service
from wholeplace.place.questions import Question
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
    "Directory",
    "Form",
    "Instrument",
    "Instruments",
    "IntermediateTerms",
    "Item",
    "Offered",
    "PackagePart",
    "PackageTemplate",
    "Part",
    "Partner",
    "Place",
    "Population",
    "Question",
    "Resource",
    "Scope",
    "Score",
    "Service",
    "Tier",
    "check_columns",
    "check_last_takes_all",
    "first_rule",
    "fits",
    "on",
]
