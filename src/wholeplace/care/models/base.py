"""What every record of care has: an id that tells nothing, who answers for it, who may see it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from wholeplace.care.models.staff import Team


class Visibility(models.TextChoices):
    """Who of those that care for a person sees a record."""

    PARTNERSHIP = "partnership", "everybody who cares for the person"
    ORGANISATION = "organisation", "only our organisation"
    TEAM = "team", "only our team"
    SEALED = "sealed", "sealed"


class Retention(models.TextChoices):
    """How long a record is kept (Records Management Code of Practice 2021, appendix II)."""

    ADULT_HEALTH = "adult_health", "8 years after the last contact"
    MENTAL_HEALTH = "mental_health", "20 years after the last contact, 8 after death"
    SOCIAL_CARE = "social_care", "8 years after the end of care"
    ACCESS_LOG = "access_log", "as long as the record that it is about"


class Record(models.Model):
    """A record of care.

    ``controller`` is the code of the organisation that answers for it. ``version`` grows with every
    change: who changes what somebody else changed meanwhile is told so, and loses nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    controller = models.CharField(max_length=12)
    visibility = models.CharField(
        max_length=12, choices=Visibility.choices, default=Visibility.PARTNERSHIP
    )
    # The team that alone sees it, where that is its visibility.
    only_team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    retention = models.CharField(
        max_length=16, choices=Retention.choices, default=Retention.ADULT_HEALTH
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """It has no table of its own."""

        abstract = True

    @property
    def reference(self) -> str:
        """What others call it: of what kind it is, and its id."""
        return f"{self._meta.model_name}:{self.pk}"
