"""What all who refer, decide and give keep to: by which clock, and for whom."""

from __future__ import annotations

from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.models import Person


def clock_of(urgency: str) -> str:
    """Return the clock of the place within which a note is decided on."""
    return f"triage_{urgency}"


def check_living(person: Person) -> None:
    """Raise ``NotPossible`` where somebody has died: nothing is asked for them any more."""
    if person.died_on is not None:
        raise NotPossible("They have died: nothing is asked for them any more.")
