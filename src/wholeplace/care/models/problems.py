"""What somebody lives with, and what happened to them elsewhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from wholeplace.care.models.base import Record
from wholeplace.care.models.people import Person
from wholeplace.care.states import Alarm


class Problem(Record):
    """A condition or a difficulty that somebody lives with."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="problems")
    what = models.CharField("What it is", max_length=200)
    # SNOMED CT, where somebody has coded it.
    code = models.CharField(max_length=18, blank=True)
    since = models.DateField("Since", null=True, blank=True)
    ended = models.DateField("Over since", null=True, blank=True)
    source = models.CharField("Who says so", max_length=100, blank=True)

    class Meta:
        """What there is first, then what is over."""

        ordering: ClassVar = [models.F("ended").asc(nulls_first=True), "what"]


class Encounter(Record):
    """Something that happened to somebody in an organisation, as that organisation tells it.

    The same one told twice is kept once: by its source, and the id it has there.
    """

    class Kind(models.TextChoices):
        """What it was."""

        EMERGENCY = "ed", "emergency department"
        ADMISSION = "admission", "hospital stay"
        AMBULANCE = "ambulance", "ambulance"
        GP = "gp", "GP appointment"
        GP_HOME = "gp_home", "GP home visit"
        OUT_OF_HOURS = "out_of_hours", "GP out of hours"
        OUTPATIENT = "outpatient", "outpatient clinic"

    person = models.ForeignKey(Person, models.PROTECT, related_name="encounters")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # By its code; it need not be one of ours.
    organisation = models.CharField(max_length=12)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=80)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-starts", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "source_id"], name="care_encounter_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-starts"], name="care_encounter_person")
        ]


class Alert(Record):
    """Something that somebody who cares has to look after, within a clock of the place."""

    class Kind(models.TextChoices):
        """What it tells of."""

        EMERGENCY = "ed", "at the emergency department"
        ADMITTED = "admitted", "admitted to hospital"
        DISCHARGED = "discharged", "home from hospital"
        AMBULANCE = "ambulance", "an ambulance came"
        MISSED = "missed", "a visit was missed"
        OVERDUE = "overdue", "a review is overdue"

    person = models.ForeignKey(Person, models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    encounter = models.ForeignKey(Encounter, models.PROTECT, null=True, related_name="alerts")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=11, choices=Alarm.choices, default=Alarm.OPEN)
    reason = models.TextField(blank=True)
    # How it was followed up: contact:ID or task:ID.
    answer = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)
    # What it follows from, so that it is raised once: encounter:ID.
    because = models.CharField(max_length=80)

    class Meta:
        """Who is due first; one of a kind for what it follows from."""

        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["because", "kind"], name="care_alert_once")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="care_alert_due")]
