"""The person in the middle: who they are, who matters to them, what they want to be known."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wholeplace.care.models.base import Record
from wholeplace.care.models.staff import Organisation


class Person(Record):
    """Somebody who is cared for. Only those who care for them, or break the glass, find them."""

    class Sex(models.TextChoices):
        """As in the NHS Data Dictionary (PERSON STATED GENDER CODE)."""

        MALE = "1", "male"
        FEMALE = "2", "female"
        OTHER = "9", "indeterminate"
        NOT_KNOWN = "X", "not known"

    nhs_number = models.CharField(max_length=10, null=True, blank=True, unique=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    preferred_name = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.NOT_KNOWN)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="registered")
    interpreter = models.CharField(max_length=60, blank=True)
    adjustments = models.TextField(blank=True)
    deprivation = models.PositiveSmallIntegerField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    # What a search compares with: the names without case, family name first.
    search_name = models.CharField(max_length=210, editable=False)

    class Meta:
        """Found by number, name and date of birth."""

        ordering: ClassVar = ["family_name", "given_name", "id"]
        indexes: ClassVar = [
            models.Index(fields=["search_name"], name="care_person_name"),
            models.Index(fields=["birth_date"], name="care_person_birth"),
            models.Index(fields=["family_name", "given_name", "id"], name="care_person_order"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(deprivation__isnull=True) | Q(deprivation__range=(1, 5)),
                name="care_person_fifth_of_deprivation",
            )
        ]

    def __str__(self) -> str:
        """Return the name as people say it."""
        return f"{self.preferred_name or self.given_name} {self.family_name}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the names for the search beside the names."""
        self.set_search_name()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def set_search_name(self) -> None:
        """Write the names for the search: whoever keeps many people at once asks for it."""
        self.search_name = f"{self.family_name} {self.given_name}".casefold()

    @property
    def person(self) -> Person:
        """The person a record is about: here the person."""
        return self


class AboutMe(Record):
    """What somebody wants to be known, in their words (PRSB About Me 2.01).

    A new one is written for every change: what a person said is never overwritten.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="about_me")
    most_important = models.TextField("What is most important to me", blank=True)
    people = models.TextField("People who are important to me", blank=True)
    communicate = models.TextField("How I communicate and how to communicate with me", blank=True)
    wellness = models.TextField("My wellness", blank=True)
    do_and_do_not = models.TextField("Please do and please do not", blank=True)
    support = models.TextField("How and when to support me", blank=True)
    worth_knowing = models.TextField("Also worth knowing about me", blank=True)
    supported_by = models.CharField("Supported to write this by", max_length=200, blank=True)
    written_on = models.DateField()

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-written_on", "-created_at"]

    HEADINGS: ClassVar = (
        "most_important", "people", "communicate", "wellness", "do_and_do_not", "support",
        "worth_knowing",
    )  # fmt: skip


class RelatedPerson(Record):
    """Family, friends and carers, and what each may know."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="related")
    name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=60)
    telephone = models.CharField(max_length=30, blank=True)
    is_carer = models.BooleanField(default=False)
    is_next_of_kin = models.BooleanField(default=False)
    has_power_of_attorney = models.BooleanField(default=False)
    may_be_told = models.BooleanField(default=False)
    contact_order = models.PositiveSmallIntegerField(default=1)
    carer_assessment_due = models.DateField(null=True, blank=True)

    class Meta:
        """In the order in which they are called."""

        ordering: ClassVar = ["contact_order", "name"]
