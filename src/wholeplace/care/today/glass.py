"""What the privacy officer has to review."""

from __future__ import annotations

from django.urls import reverse

from wholeplace.care.access import Verb
from wholeplace.care.access.scopes import broken_glass
from wholeplace.care.models import GlassBroken
from wholeplace.care.today.parts import MOST, Day, Row, Section


def glass_to_review(day: Day) -> Section | None:
    """Return who broke the glass and was not reviewed, who waits longest first."""
    if not day.actor.may(Verb.REVIEW_GLASS):
        return None
    found = broken_glass(day.actor).filter(outcome=GlassBroken.Outcome.OPEN)[:MOST]
    return Section(
        "Broken glass to review",
        ("Who", "When", "Why"),
        tuple(
            Row(row.user.name, reverse("glass"), (row.relationship.starts, row.reason))
            for row in found
        ),
        nothing="Nothing waits.",
        more=("Broken glass", reverse("glass")),
    )
