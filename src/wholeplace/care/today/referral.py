"""What referrals add to the start page: what came back to who referred, and what waits for us."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from wholeplace.care.access import Verb
from wholeplace.care.access.scopes import packages_of, referrals_from, referrals_to
from wholeplace.care.clocks import how_long, is_late
from wholeplace.care.models import Referral
from wholeplace.care.states import Giving, Note
from wholeplace.care.today.parts import MOST, Day, Row, Section

_UNDECIDED = (Note.SENT, Note.RECEIVED)


def told_back(day: Day) -> Section | None:
    """Return our notes that were answered and not read, have a question, or wait too long."""
    if not day.actor.may(Verb.REFER):
        return None
    wanted = (
        Q(state__in=[Note.DONE, Note.REJECTED], feedback_seen_at__isnull=True)
        | Q(state=Note.INFO_NEEDED)
        | Q(state__in=_UNDECIDED, due_at__lt=day.actor.now)
    )
    rows = referrals_from(day.actor).filter(wanted).select_related("person", "service")
    found = list(rows[:MOST])
    if not found:
        return None
    return Section(
        "Our referrals",
        ("For", "To", "State", "Decision"),
        tuple(_row(day, one) for one in found),
        more=("All our referrals", reverse("tracker")),
    )


def notes_to_us(day: Day) -> Section | None:
    """Return the notes to our services that wait for a decision, by their clock."""
    if not day.actor.may(Verb.TRIAGE) or not day.actor.teams:
        return None
    rows = referrals_to(day.actor).filter(state__in=_UNDECIDED)
    found = list(rows.select_related("person", "service")[:MOST])
    if not found:
        return None
    return Section(
        "Referrals to us",
        ("For", "Asked of", "State", "Decision"),
        tuple(_row(day, one) for one in found),
        more=("All referrals to us", reverse("triage")),
    )


def _row(day: Day, one: Referral) -> Row:
    is_open = one.state in _UNDECIDED
    due = how_long(one.due_at, day.actor.now) if is_open else ""
    return Row(
        str(one.person),
        reverse("note", args=[one.pk]),
        (one.service.name, one.get_state_display(), due),
        is_late=is_open and is_late(one.due_at, day.actor.now),
    )


def packages_over(day: Day) -> Section | None:
    """Return the packages that are over, and of which nobody has said what was reached."""
    if not day.actor.may(Verb.ALLOCATE) or not day.actor.teams:
        return None
    rows = packages_of(day.actor).filter(state=Giving.GIVEN, ends__lt=day.actor.today)
    found = list(rows.select_related("person").order_by("ends", "id")[:MOST])
    if not found:
        return None
    return Section(
        "Packages that are over",
        ("For", "What", "Its last day"),
        tuple(
            Row(str(one.person), reverse("package", args=[one.pk]), (one.name, one.ends))
            for one in found
        ),
        says="Say what was reached.",
    )
