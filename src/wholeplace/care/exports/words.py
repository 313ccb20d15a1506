"""Our words in the codes of the NHS Data Dictionary, as community services are told in them.

Codes: NHS Data Model and Dictionary; the sets are named at each table.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from wholeplace.care.models import Contact, Team
from wholeplace.care.states import Meeting

MEDIUM: Mapping[str, str] = {
    Contact.Mode.VISIT: "01",
    Contact.Mode.CLINIC: "01",
    Contact.Mode.TELEPHONE: "02",
    Contact.Mode.VIDEO: "03",
    # Assumed: a message is a text message.
    Contact.Mode.MESSAGE: "06",
}
"""CONSULTATION MEDIUM USED."""

ATTENDED: Mapping[str, str] = {
    Meeting.HAPPENED: "5",
    Meeting.NOT_REACHED: "3",
    # Assumed: by us, for nobody keeps who cancelled.
    Meeting.CANCELLED: "4",
}
"""ATTENDED OR DID NOT ATTEND CODE. What is planned has none yet."""

TEAM_TYPE: Mapping[str, str] = {
    Team.Kind.CARE: "45",
    # Assumed: care at home; beds are told apart by package, not by team.
    Team.Kind.INTERMEDIATE: "53",
}
"""SERVICE OR TEAM TYPE REFERRED TO (COMMUNITY CARE): 45 is an integrated multidisciplinary team."""


def wall(at: datetime | None) -> str:
    """Return a moment as clocks on the wall show it: ``2023-05-04T09:30:00``."""
    if at is None:
        return ""
    return timezone.localtime(at).replace(tzinfo=None).isoformat(timespec="seconds")


def short(id_: uuid.UUID) -> str:
    """Return an id in the 20 characters that returns have room for: 74 of its bits are chance."""
    return id_.hex[:20].upper()
