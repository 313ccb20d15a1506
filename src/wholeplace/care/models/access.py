"""Why somebody may see a person: because they care for them, or said why they had to look."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wholeplace.care.models.people import Person
from wholeplace.care.models.staff import User


class LegitimateRelationship(models.Model):
    """A reason why a team, an organisation or somebody may see a person, from when until when.

    ``holder`` is who has it: ``team:ID``, ``org:CODE`` or ``user:ID``. Rows are ended, not removed.
    """

    class Kind(models.TextChoices):
        """How it came about."""

        CASELOAD = "caseload", "on the team's caseload"
        REFERRAL = "referral", "an accepted referral"
        REGISTRATION = "registration", "registered with the practice"
        HUDDLE = "huddle", "spoken of in a huddle"
        CLAIM = "claim", "claimed with a reason"
        BREAK_GLASS = "break_glass", "glass broken in an emergency"

    person = models.ForeignKey(Person, models.PROTECT, related_name="relationships")
    holder = models.CharField(max_length=50)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    # What it follows from, so that it ends with it: caseloadentry:ID.
    because = models.CharField(max_length=80, blank=True)

    class Meta:
        """Looked up by holder and by person."""

        indexes: ClassVar = [
            models.Index(fields=["holder", "person"], name="care_lr_holder"),
            models.Index(fields=["person", "holder"], name="care_lr_person"),
            models.Index(fields=["because"], name="care_lr_because"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="care_lr_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        """Return who has it and how."""
        return f"{self.holder}: {self.kind}"


class GlassBroken(models.Model):
    """Somebody looked at a person whom they do not care for, and said why; it is reviewed."""

    class Outcome(models.TextChoices):
        """What the review found."""

        OPEN = "open", "to be reviewed"
        RIGHT = "right", "justified"
        WRONG = "wrong", "not justified"

    relationship = models.OneToOneField(LegitimateRelationship, models.PROTECT)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField()
    outcome = models.CharField(max_length=5, choices=Outcome.choices, default=Outcome.OPEN)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        """The oldest that nobody has reviewed first."""

        ordering: ClassVar = ["relationship__starts"]

    def __str__(self) -> str:
        """Return what became of it."""
        return f"{self.user}: {self.outcome}"
