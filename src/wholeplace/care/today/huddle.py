"""What huddles add to the start page: the one under way, or the next."""

from __future__ import annotations

from django.urls import reverse

from wholeplace.care.access import Verb
from wholeplace.care.access.scopes import huddles
from wholeplace.care.states import Huddling
from wholeplace.care.today.parts import MOST, Day, Row, Section

_STATES = {Huddling.RUNNING.value: "under way", Huddling.PLANNED.value: "planned"}


def next_huddles(day: Day) -> Section | None:
    """Return the huddles of the actor that are under way or planned."""
    if not day.actor.may(Verb.SEE_HUDDLE):
        return None
    rows = huddles(day.actor).filter(state__in=list(_STATES)).select_related("team")
    found = rows.order_by("at", "pk")[:MOST]
    return Section(
        "Huddle",
        ("Team", "When", "State"),
        tuple(
            Row(str(row.team), reverse("huddle", args=[row.pk]), (row.at, _STATES[row.state]))
            for row in found
        ),
        nothing="None is planned.",
        more=("All huddles", reverse("huddles")),
    )
