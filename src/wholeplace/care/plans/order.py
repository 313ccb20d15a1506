"""The headings of a plan in the order in which they are read; a database keeps none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wholeplace.care.models import CarePlan
from wholeplace.care.plans.content import ABOUT_ME, SECTIONS, Said

_ORDER = (
    *("Standard", "Version", *SECTIONS),
    *("Person full name", "Person preferred name", "Date of birth", "Gender", "NHS number"),
    *("Person's address", "Address line 1", "Postcode", "Person's telephone number"),
    *("Interpreter", "Reasonable adjustments", "GP practice details", "GP practice identifier"),
    *(*ABOUT_ME.values(), "Name", "Role", "Date", "Supported to write this by"),
    *("Able to decide on it", "Not agreed to", "Team", "Organisation", "Key worker"),
    *("Relationship", "Relationship type", "Contact details"),
    *("What matters to me now", "Strengths", "Needs, concerns or problems"),
    *("Agreed with person or legitimate representative", "Care funding source"),
    *("Planned review date", "Responsibility for review", "Need", "Goals and hopes"),
    *("Goal", "Goal importance score", "How it is now", "Outcome aimed at", "By when"),
    *("Goal status", "Actions and activities"),
    *("What", "Who", "When", "Suggested strategies", "Confidence", "Trigger factors"),
    *("Relapse indicators / early warning signs", "What should happen"),
    *("What should not happen", "Who should be contacted", "Additional support plan content"),
    *("Preferred place of care", "Preferred place of death", "Advance statement"),
)
_PLACE = {name: at for at, name in enumerate(dict.fromkeys(_ORDER))}


def in_order(said: Mapping[str, Any]) -> Said:
    """Return what a plan says with its headings in order; a heading that is not known comes last.

    PostgreSQL gives the headings of JSON back in an order of its own.
    """
    names = sorted(said, key=lambda name: _PLACE.get(name, len(_PLACE)))
    return {name: _in_order(said[name]) for name in names}


def _in_order(value: Any) -> Any:  # noqa: ANN401 - whatever JSON has
    if isinstance(value, Mapping):
        return in_order(value)
    return [_in_order(one) for one in value] if isinstance(value, list) else value


def as_agreed(plan: CarePlan) -> Said | None:
    """Return what was agreed, in order; nothing where nobody has agreed."""
    return in_order(plan.as_agreed) if plan.as_agreed is not None else None
