"""The one plan of somebody: what they need, what they aim at, and what if it gets worse.

The sections are those of the PRSB Personalised Care and Support Plan 2.0.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wholeplace.care.models.base import Record
from wholeplace.care.models.people import Person
from wholeplace.care.models.staff import User
from wholeplace.care.states import Planning


class CarePlan(Record):
    """A version of somebody's plan.

    ``as_agreed`` is the whole of it as it stood when the person agreed, with its SHA-256: what was
    agreed is never drawn again from records that change.
    """

    class Place(models.TextChoices):
        """Where somebody wants to be cared for, or to die."""

        HOME = "home", "at home"
        CARE_HOME = "care_home", "in a care home"
        HOSPICE = "hospice", "in a hospice"
        HOSPITAL = "hospital", "in hospital"
        OTHER = "other", "somewhere else"
        UNDECIDED = "undecided", "they have not decided"
        NOT_ASKED = "not_asked", "not asked"

    class As(models.TextChoices):
        """As what somebody agrees to a plan."""

        THEMSELVES = "themselves", "the person themselves"
        ATTORNEY = "attorney", "attorney or deputy for health and welfare"
        REPRESENTATIVE = "representative", "representative"

    person = models.ForeignKey(Person, models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=Planning.choices, default=Planning.DRAFT)
    summary = models.TextField("What matters to me now, in my words", blank=True)
    strengths = models.TextField("What I can do, and who and what helps me", blank=True)
    formulation = models.TextField("How we understand things together", blank=True)
    additional = models.TextField("Other plans that there are, and where", blank=True)
    funding = models.CharField("Who pays for it", max_length=200, blank=True)
    place_of_care = models.CharField(
        "Where I want to be cared for", max_length=10, choices=Place.choices,
        default=Place.NOT_ASKED,
    )  # fmt: skip
    place_of_death = models.CharField(
        "Where I want to die", max_length=10, choices=Place.choices, default=Place.NOT_ASKED
    )
    wishes = models.TextField("Decisions and wishes made in advance, and where", blank=True)
    review_due = models.DateField("To be looked at again by", null=True, blank=True)
    review_by = models.CharField("Who looks at it again", max_length=200, blank=True)
    agreed_by = models.CharField("Who agreed", max_length=200, blank=True)
    agreed_as = models.CharField("As", max_length=14, choices=As.choices, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    # Whether the person was able to decide on it, and what of it they did not want.
    has_capacity = models.BooleanField(default=True)
    refused = models.TextField("What they did not agree to", blank=True)
    # Since when it waits for the GP.
    sent_at = models.DateTimeField(null=True)
    gp = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    gp_agreed_at = models.DateTimeField(null=True)
    gp_comment = models.TextField(blank=True)
    as_agreed = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        """The latest first; a person has one that is being written, and one that holds."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "number"], name="care_plan_number"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state=Planning.ACTIVE), name="care_plan_one_active"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=[Planning.DRAFT.value, Planning.PERSON_AGREED.value]),
                name="care_plan_one_written",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "review_due"], name="care_plan_review")]


class Need(Record):
    """Something somebody needs, in a version of their plan."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="needs")
    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="needs")
    what = models.CharField("What is difficult", max_length=300)
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        """In the order the person gave."""

        ordering: ClassVar = ["order", "created_at"]


class Goal(Record):
    """Something somebody wants to reach, for a need."""

    class Status(models.TextChoices):
        """How far it has come."""

        WANTED = "wanted", "wanted"
        BETTER = "better", "coming closer"
        SAME = "same", "no nearer"
        WORSE = "worse", "further away"
        REACHED = "reached", "reached"
        GIVEN_UP = "given_up", "given up"

    person = models.ForeignKey(Person, models.PROTECT, related_name="goals")
    need = models.ForeignKey(Need, models.PROTECT, related_name="goals")
    what = models.CharField("What I want", max_length=300)
    importance = models.PositiveSmallIntegerField("How important, of 10", null=True, blank=True)
    baseline = models.CharField("How it is now", max_length=300, blank=True)
    target = models.CharField("How I know that I am there", max_length=300, blank=True)
    target_on = models.DateField("By when", null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WANTED)
    # The same goal in the version before.
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        """What is most important first."""

        ordering: ClassVar = [models.F("importance").desc(nulls_last=True), "created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(importance__isnull=True) | Q(importance__lte=10),
                name="care_goal_importance",
            )
        ]


class Contingency(Record):
    """What is to happen if something gets worse: what shows it, and whom to call."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contingencies")
    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="contingencies")
    # One on each line.
    trigger = models.TextField("If this happens")
    early_signs = models.TextField("How it begins to show", blank=True)
    do = models.TextField("What to do")
    do_not = models.TextField("What not to do", blank=True)
    call = models.CharField("Whom to call", max_length=300)

    class Meta:
        """As they were written."""

        ordering: ClassVar = ["created_at", "id"]

    @property
    def triggers(self) -> list[str]:
        """The things of which each is enough to begin."""
        return [line.strip() for line in self.trigger.splitlines() if line.strip()]
