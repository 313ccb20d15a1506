"""Through which states records go. Every step is kept: who, when, and why."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class Candidacy(models.TextChoices):
    """What became of somebody whom the model put on a list."""

    WAITING = "waiting", "waits for the practice"
    ACCEPTED = "accepted", "accepted by the practice"
    DECLINED = "declined", "declined by the practice"


class Place(models.TextChoices):
    """Where somebody stands on a caseload."""

    ACCEPTED = "accepted", "accepted, not asked yet"
    OFFERED = "offered", "offered"
    CONSENTED = "consented", "consented"
    REFUSED = "refused", "refused"
    ACTIVE = "active", "on the caseload"
    CLOSED = "closed", "closed"


NEXT: Mapping[str, frozenset[str]] = {
    Place.ACCEPTED: frozenset({Place.OFFERED, Place.CLOSED}),
    Place.OFFERED: frozenset({Place.CONSENTED, Place.REFUSED, Place.CLOSED}),
    Place.CONSENTED: frozenset({Place.ACTIVE, Place.REFUSED, Place.CLOSED}),
    Place.REFUSED: frozenset({Place.OFFERED, Place.CLOSED}),
    Place.ACTIVE: frozenset({Place.CLOSED}),
    Place.CLOSED: frozenset({Place.OFFERED}),
}
"""What may follow on a caseload: who was refused or closed may be asked again."""

OPEN = (Place.ACCEPTED, Place.OFFERED, Place.CONSENTED, Place.ACTIVE)
"""Those who take up a place, or soon may."""
