"""What the caseload adds to the start page: candidates, who is due, who is to be asked."""

from __future__ import annotations

from django.urls import reverse

from wholeplace.care.access import Verb
from wholeplace.care.access.scopes import candidates, caseload, planned_today
from wholeplace.care.models import CaseloadEntry
from wholeplace.care.states import Candidacy, Place
from wholeplace.care.today.parts import MOST, Day, Row, Section

_TO_ASK = (Place.ACCEPTED, Place.OFFERED, Place.CONSENTED)


def candidates_waiting(day: Day) -> Section | None:
    """Say how many candidates wait for a decision of the practice."""
    if not day.actor.may(Verb.SEE_CANDIDATES):
        return None
    waiting = candidates(day.actor).filter(state=Candidacy.WAITING).count()
    if not waiting:
        return Section("Candidates", nothing="None waits for you.")
    wait = "1 waits" if waiting == 1 else f"{waiting} wait"
    return Section("Candidates", more=(f"{wait} for your decision", reverse("candidates")))


def to_contact(day: Day) -> Section | None:
    """Return who is due or overdue of those whom the actor leads, or stands in for who does.

    Who leads nobody, a coordinator, sees those of the team.
    """
    if not day.actor.may(Verb.FOLLOW):
        return None
    today = day.actor.today
    rows = caseload(day.actor).filter(state=Place.ACTIVE, team__in=day.actor.teams)
    if rows.filter(lead__in=day.mine).exists():
        rows = rows.filter(lead__in=day.mine)
    due = rows.filter(next_contact__lte=today).exclude(person__in=planned_today(day.actor))
    found = due.select_related("person", "lead").order_by("next_contact", "id")[:MOST]
    return Section(
        "To be contacted",
        ("Name", "Telephone", "Followed by", "Lead", "Due"),
        tuple(_due_row(day, row) for row in found),
        nothing="Nobody is due.",
        more=("All who are due", reverse("caseload")),
    )


def _due_row(day: Day, row: CaseloadEntry) -> Row:
    names = dict(day.terms.choices())
    lead = row.lead.name if row.lead else "nobody yet"
    return Row(
        str(row.person),
        reverse("person", args=[row.person_id]),
        (row.person.telephone, names.get(row.tier, row.tier), lead, row.next_contact),
        is_late=row.next_contact is not None and row.next_contact < day.actor.today,
        stands_in=day.stands_in(row.lead_id),
    )


def to_ask(day: Day) -> Section | None:
    """Return those who are to be asked, or to be begun with."""
    if not day.actor.may(Verb.ASK_CONSENT):
        return None
    rows = caseload(day.actor).filter(state__in=_TO_ASK, team__in=day.actor.teams)
    found = rows.select_related("person").order_by("entered_at", "id")[:MOST]
    return Section(
        "To be asked, or begun with",
        ("Name", "Where it stands", "Since"),
        tuple(
            Row(
                str(row.person),
                reverse("place", args=[row.pk]),
                (row.get_state_display(), row.entered_at),
            )
            for row in found
        ),
        nothing="Nobody waits.",
    )
