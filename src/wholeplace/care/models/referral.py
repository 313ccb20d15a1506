"""Services, referrals to them, and packages of intermediate care from the capacity of each day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wholeplace.care.models.base import Record
from wholeplace.care.models.people import Person
from wholeplace.care.models.staff import Organisation, Team, User
from wholeplace.care.states import Giving, Note


class Service(models.Model):
    """A service in the directory. One with a team takes referrals here."""

    class Kind(models.TextChoices):
        """What it offers."""

        SOCIAL_PRESCRIBING = "social_prescribing", "social prescribing"
        COMMUNITY_HEALTH = "community_health", "community health"
        MENTAL_HEALTH = "mental_health", "mental health"
        SOCIAL_CARE = "social_care", "social care"
        GENERAL_PRACTICE = "general_practice", "general practice"
        HOSPITAL = "hospital", "hospital outreach"
        INTERMEDIATE = "intermediate", "intermediate care"

    slug = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="services")
    about = models.TextField()
    for_whom = models.TextField(blank=True)
    # Words by which it is found, parted by semicolons.
    needs = models.CharField(max_length=300, blank=True)
    how = models.TextField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    is_open = models.BooleanField(default=True)
    checked_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """In the order of their names."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Referral(Record):
    """A note that asks a service for something for somebody, and what became of it."""

    class Urgency(models.TextChoices):
        """How soon: the clock of each is the place's."""

        CRISIS = "crisis", "within hours"
        URGENT = "urgent", "urgent"
        ROUTINE = "routine", "routine"

    person = models.ForeignKey(Person, models.PROTECT, related_name="referrals")
    service = models.ForeignKey(Service, models.PROTECT, related_name="referrals")
    from_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    referrer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Who asked by telephone or letter, where it was none of us.
    caller = models.CharField(max_length=200, blank=True)
    caller_telephone = models.CharField(max_length=30, blank=True)
    # NHS Data Dictionary, SOURCE OF REFERRAL FOR COMMUNITY.
    source = models.CharField(max_length=2, blank=True)
    urgency = models.CharField(max_length=8, choices=Urgency.choices, default=Urgency.ROUTINE)
    need = models.TextField("What they need")
    consent = models.CharField("Who agreed that we ask", max_length=200)
    state = models.CharField(max_length=12, choices=Note.choices, default=Note.DRAFT)
    sent_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    alternative = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    # What else may help, where it was rejected and no service of the directory fits.
    instead = models.TextField(blank=True)
    question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    booked_for = models.DateTimeField(null=True)
    feedback = models.TextField("What came of it", blank=True)
    feedback_seen_at = models.DateTimeField(null=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    # The message it came with, so that the same one is kept once.
    message_id = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        """Whose clock runs out first."""

        ordering: ClassVar = [F("due_at").asc(nulls_last=True), "id"]
        indexes: ClassVar = [
            models.Index(fields=["service", "state", "due_at"], name="care_referral_service"),
            models.Index(fields=["person", "state"], name="care_referral_person"),
            models.Index(fields=["from_team", "state"], name="care_referral_from"),
        ]


class DayCapacity(models.Model):
    """How much of something a team of intermediate care has on a day: beds, hours."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="capacities")
    resource = models.CharField(max_length=40)
    day = models.DateField()
    amount = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        """One number for each day."""

        ordering: ClassVar = ["day", "resource"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "resource", "day"], name="care_capacity_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="care_capacity_amount"),
        ]

    def __str__(self) -> str:
        """Return what there is."""
        return f"{self.amount} {self.resource} on {self.day}"


class Package(Record):
    """A package of intermediate care for somebody: days of what they need, given or waited for."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="packages")
    team = models.ForeignKey(Team, models.PROTECT, related_name="packages")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, related_name="packages")
    name = models.CharField(max_length=100)
    # What it takes: a list of {"resource", "from_day", "days", "amount"}, days counted from 0.
    parts = models.JSONField(default=list)
    urgency = models.CharField(max_length=8, choices=Referral.Urgency.choices)
    earliest = models.DateField("Not before")
    state = models.CharField(max_length=9, choices=Giving.choices, default=Giving.WAITING)
    asked_at = models.DateTimeField()
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    goal = models.TextField("What it is to reach", blank=True)
    outcome = models.TextField("What was reached", blank=True)

    class Meta:
        """Who waits longest first."""

        ordering: ClassVar = ["asked_at", "id"]
        indexes: ClassVar = [models.Index(fields=["team", "state"], name="care_package_team")]


class PackageDay(models.Model):
    """What a given package takes of the capacity of a day."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="days")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    resource = models.CharField(max_length=40)
    day = models.DateField()
    amount = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        """Summed up by day."""

        ordering: ClassVar = ["day", "resource"]
        indexes: ClassVar = [
            models.Index(fields=["team", "resource", "day"], name="care_package_day")
        ]

    def __str__(self) -> str:
        """Return what it takes."""
        return f"{self.amount} {self.resource} on {self.day}"
