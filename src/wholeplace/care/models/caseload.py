"""Whom a team follows: candidates by pseudonym, places on caseloads, and each step between."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wholeplace.care.models.base import Record
from wholeplace.care.models.people import Person
from wholeplace.care.models.staff import Organisation, Team, User
from wholeplace.care.states import OPEN, Candidacy, Place


class CandidateList(models.Model):
    """A release of candidates, as it was published; the same one is taken in once."""

    sha256 = models.CharField(max_length=64, unique=True)
    day = models.DateField()
    caseload = models.CharField(max_length=100)
    model = models.CharField(max_length=100)
    taken_in_at = models.DateTimeField()

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-day"]

    def __str__(self) -> str:
        """Return of which day it is."""
        return f"candidates of {self.day}"


class Candidate(models.Model):
    """Somebody on a list, by pseudonym: nobody knows who, until their practice accepts them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(CandidateList, models.PROTECT, related_name="candidates")
    pseudonym = models.CharField(max_length=32)
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    tier = models.CharField(max_length=20)
    age_from = models.PositiveSmallIntegerField()
    risk = models.DecimalField(max_digits=4, decimal_places=3)
    why = models.JSONField(default=list)
    can_change = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=Candidacy.choices, default=Candidacy.WAITING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        """In the order of the list; a pseudonym stands on a list once."""

        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "pseudonym"], name="care_candidate_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["practice", "state", "rank"], name="care_candidate_practice")
        ]

    def __str__(self) -> str:
        """Return where they stand on the list."""
        return f"candidate {self.rank}"


class CaseloadEntry(Record):
    """Somebody's place on the caseload of a team."""

    class Reason(models.TextChoices):
        """Why they were taken on."""

        RISK = "risk", "a list of risk"
        GP = "gp", "the GP asked"
        HIU = "hiu", "often at the emergency department"
        CARE_HOME = "care_home", "lives in a care home"
        FALLS = "falls", "falls"
        END_OF_LIFE = "end_of_life", "end of life"

    person = models.ForeignKey(Person, models.PROTECT, related_name="caseload")
    team = models.ForeignKey(Team, models.PROTECT, related_name="caseload")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    candidate = models.ForeignKey(Candidate, models.PROTECT, null=True, related_name="+")
    tier = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=Place.choices, default=Place.ACCEPTED)
    lead = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    next_contact = models.DateField(null=True)
    entered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=200, blank=True)

    class Meta:
        """Who is due first; a person has one open place with a team."""

        ordering: ClassVar = ["next_contact", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "team"],
                condition=Q(state__in=[one.value for one in OPEN]),
                name="care_caseload_one_open_place",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["team", "state", "next_contact"], name="care_caseload_team"),
            models.Index(fields=["lead", "state", "next_contact"], name="care_caseload_lead"),
        ]


class StatusChange(models.Model):
    """A step of a record from one state, tier or lead to another. It is never changed."""

    what = models.CharField(max_length=80)
    field = models.CharField(max_length=20)
    before = models.CharField(max_length=60)
    after = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        """In the order in which they came."""

        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["what", "at"], name="care_status_what")]

    def __str__(self) -> str:
        """Return from what to what."""
        return f"{self.field}: {self.before} > {self.after}"


class Consent(Record):
    """What somebody agreed to, or did not: always the latest of a scope holds."""

    class Scope(models.TextChoices):
        """To what."""

        CASELOAD = "caseload", "to be on the caseload, with a plan shared between us"

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=12, choices=Scope.choices)
    is_given = models.BooleanField()
    given_by = models.CharField(max_length=200)
    has_capacity = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    said_on = models.DateField()

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-said_on", "-created_at"]
