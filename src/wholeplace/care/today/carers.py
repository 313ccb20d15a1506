"""Carers whose own assessment is due, for who may ask for one."""

from __future__ import annotations

from django.urls import reverse

from wholeplace.care.access import Verb
from wholeplace.care.access.scopes import related
from wholeplace.care.models import Role
from wholeplace.care.today.parts import MOST, Day, Row, Section

_WHO = {Role.SOCIAL_WORKER, Role.MATRON, Role.LEAD}


def carers_due(day: Day) -> Section | None:
    """Return the carers whose assessment is due by today, whose has waited longest first."""
    if not (day.actor.may(Verb.WRITE_RELATED) and _WHO & day.actor.roles):
        return None
    rows = related(day.actor).filter(
        is_carer=True, carer_assessment_due__lte=day.actor.today, person__died_on__isnull=True
    )
    found = rows.select_related("person").order_by("carer_assessment_due", "id")[:MOST]
    return Section(
        "Carer assessments due",
        ("Who is cared for", "Carer", "Telephone", "Due"),
        tuple(
            Row(
                str(one.person),
                reverse("related", args=[one.person_id, one.pk]),
                (f"{one.name}, {one.relationship}", one.telephone, one.carer_assessment_due),
                is_late=(one.carer_assessment_due or day.actor.today) < day.actor.today,
            )
            for one in found
        ),
    )
