"""The weekly huddle of a team: who is spoken of, why, what was decided, and who does it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models

from wholeplace.care.models.base import Record
from wholeplace.care.models.people import Person
from wholeplace.care.models.staff import Role, Team, User
from wholeplace.care.states import Huddling, Spoken


class Huddle(models.Model):
    """A huddle of a team at a moment. It is about no single person: its items are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="huddles")
    at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=Huddling.choices, default=Huddling.PLANNED)
    chair = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Up to when events are on the agenda: it was built from those since the last huddle.
    built_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """The latest first; a team has one at a time."""

        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "at"], name="care_huddle_once")
        ]

    def __str__(self) -> str:
        """Return whose it is, and of which day."""
        return f"{self.team}, {self.at:%d/%m/%Y}"


class HuddleMember(models.Model):
    """Somebody who is asked to a huddle, and whether they came."""

    huddle = models.ForeignKey(Huddle, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role.choices)
    came = models.BooleanField(null=True)

    class Meta:
        """Once each."""

        ordering: ClassVar = ["role", "user__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["huddle", "user"], name="care_huddle_member")
        ]

    def __str__(self) -> str:
        """Return who it is."""
        return str(self.user)


class HuddleItem(Record):
    """Somebody on the agenda: what was decided, and what they themselves want, if it is known."""

    huddle = models.ForeignKey(Huddle, models.PROTECT, related_name="items")
    person = models.ForeignKey(Person, models.PROTECT, related_name="huddle_items")
    # Why they are on it: a list of {"why", "of", "on"}.
    why = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField(default=1)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    question = models.TextField("What is asked", blank=True)
    state = models.CharField(max_length=7, choices=Spoken.choices, default=Spoken.WAITING)
    decision = models.TextField("What was decided", blank=True)
    rationale = models.TextField("Why", blank=True)
    preference_stated = models.BooleanField(null=True)
    preference = models.TextField("What they want", blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """In the order of the agenda; a person is on it once."""

        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["huddle", "person"], name="care_huddle_item_once")
        ]

    @property
    def reasons(self) -> list[tuple[str, list[date]]]:
        """Why they are on the agenda: each kind of reason once, with its days."""
        found: dict[str, list[date]] = {}
        for row in self.why:
            found.setdefault(row["why"], []).append(date.fromisoformat(row["on"]))
        return list(found.items())
