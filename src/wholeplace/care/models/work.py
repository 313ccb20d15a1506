"""The work itself: contacts with somebody, what is to be done, and who stands in for whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wholeplace.care.models.base import Record
from wholeplace.care.models.people import Person
from wholeplace.care.models.plan import Goal
from wholeplace.care.models.staff import Team, User
from wholeplace.care.states import Doing, Meeting


class Contact(Record):
    """A contact with somebody, planned or had: a visit, a call, theirs or ours."""

    class Mode(models.TextChoices):
        """How (NHS Data Dictionary, CONSULTATION MECHANISM, in our words)."""

        VISIT = "visit", "visit at home"
        CLINIC = "clinic", "in the clinic"
        TELEPHONE = "telephone", "telephone"
        VIDEO = "video", "video"
        MESSAGE = "message", "message"

    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="contacts")
    staff = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    mode = models.CharField("How", max_length=10, choices=Mode.choices)
    # They rang us.
    is_theirs = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=Meeting.choices, default=Meeting.PLANNED)
    at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    with_carer = models.BooleanField(default=False)
    purpose = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    next_contact = models.DateField(null=True, blank=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["person", "-at"], name="care_contact_person"),
            models.Index(fields=["team", "state", "at"], name="care_contact_team"),
        ]


class Task(Record):
    """Something to be done for somebody, by them, by a carer, by one of us or by a team.

    An action of a plan is a task with a goal; it is proposed until the plan is agreed.
    """

    class Kind(models.TextChoices):
        """What it is."""

        TASK = "task", "something to do"
        CALL_BACK = "call_back", "ring back"
        REVIEW = "review", "a review"

    class Owner(models.TextChoices):
        """Who does it."""

        PERSON = "person", "the person"
        CARER = "carer", "a carer"
        STAFF = "staff", "one of us"
        TEAM = "team", "a team"
        OTHER = "other", "somebody else"

    class Priority(models.TextChoices):
        """How soon."""

        URGENT = "1", "urgent"
        SOON = "2", "soon"
        ROUTINE = "3", "routine"

    person = models.ForeignKey(Person, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TASK)
    what = models.CharField("What", max_length=300)
    detail = models.TextField("How", blank=True)
    owner_kind = models.CharField(
        "Who does it", max_length=6, choices=Owner.choices, default=Owner.STAFF
    )
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="tasks")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="tasks")
    owner_name = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    priority = models.CharField(max_length=1, choices=Priority.choices, default=Priority.ROUTINE)
    state = models.CharField(max_length=8, choices=Doing.choices, default=Doing.AGREED)
    reason = models.TextField(blank=True)
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="tasks")
    confidence = models.PositiveSmallIntegerField("How sure, of 10", null=True, blank=True)
    # What it follows from: plan:ID, huddleitem:ID, alert:ID, contact:ID, referral:ID.
    because = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Who is due first."""

        ordering: ClassVar = [F("due_at").asc(nulls_last=True), "priority", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__lte=10),
                name="care_task_confidence",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "state", "due_at"], name="care_task_owner"),
            models.Index(fields=["team", "state", "due_at"], name="care_task_team"),
            models.Index(fields=["person", "state"], name="care_task_person"),
            models.Index(fields=["because"], name="care_task_because"),
        ]


class Cover(models.Model):
    """Somebody who stands in for a colleague, from day to day."""

    away = models.ForeignKey(User, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="covers")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    starts = models.DateField("From")
    ends = models.DateField("To, and not including")

    class Meta:
        """Nobody stands in for themselves, or for no day."""

        ordering: ClassVar = ["starts", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="care_cover_days"),
            models.CheckConstraint(condition=~Q(away=F("by")), name="care_cover_another"),
        ]

    def __str__(self) -> str:
        """Return who stands in for whom."""
        return f"{self.by} for {self.away}"
