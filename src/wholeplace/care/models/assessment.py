"""What was found when somebody was assessed: answers to a versioned form, and measures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wholeplace.care.models.base import Record
from wholeplace.care.models.people import Person
from wholeplace.care.models.staff import User
from wholeplace.care.states import Assessing


class Assessment(Record):
    """An assessment by a version of an instrument: answered bit by bit, then signed.

    ``answers`` are by question. ``known`` is what was filled in beforehand, with where it came
    from. ``saved`` is, by section, its version, who saved it last and when: two may write in
    different sections at once. A signed one is never changed: a corrected one replaces it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="assessments")
    instrument = models.CharField(max_length=40)
    instrument_version = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=Assessing.choices, default=Assessing.DRAFT)
    answers = models.JSONField(default=dict)
    known = models.JSONField(default=dict)
    saved = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        """The latest first; one of an instrument is open at a time."""

        ordering: ClassVar = ["-begun_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["person", "instrument", "-begun_at"], name="care_assess_person")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "instrument"],
                condition=Q(state=Assessing.DRAFT.value),
                name="care_assess_one_begun",
            )
        ]


class Observation(Record):
    """A measure of somebody: a score of an instrument, a weight. Never changed once kept."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="observations")
    # Which: the instrument, or the name of what was measured.
    code = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=8, decimal_places=2)
    unit = models.CharField(max_length=20, blank=True)
    # The band or level of the value, in the words of the instrument's version.
    band = models.CharField(max_length=60, blank=True)
    instrument_version = models.CharField(max_length=10, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    seen_on = models.DateField()
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, related_name="observations"
    )

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-seen_on", "-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["person", "code", "-seen_on"], name="care_observed_person")
        ]
