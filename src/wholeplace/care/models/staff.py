"""Who works here: organisations, teams, people who sign in, and what each does for which team."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class Organisation(models.Model):
    """An organisation by its ODS code: a practice, a trust, the council, a charity."""

    class Kind(models.TextChoices):
        """What it is."""

        PRACTICE = "practice", "general practice"
        ACUTE = "acute", "hospital trust"
        COMMUNITY = "community", "community and mental health trust"
        COUNCIL = "council", "council"
        VOLUNTARY = "voluntary", "voluntary organisation"
        COMMISSIONER = "commissioner", "commissioner"

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)

    class Meta:
        """In the order of their names."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Team(models.Model):
    """A team: one that has a caseload, takes referrals in, or answers for a service."""

    class Kind(models.TextChoices):
        """What it does."""

        CARE = "care", "care connection team"
        ACCESS = "access", "single point of access"
        INTERMEDIATE = "intermediate", "intermediate care"
        SERVICE = "service", "service"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CARE)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    practices = models.ManyToManyField(Organisation, related_name="served_by", blank=True)

    class Meta:
        """In the order of their names."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes people who sign in."""

    def create_user(self, email: str, name: str, password: str | None = None) -> User:
        """Return a new person who may sign in; without a password only through another system."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do follows from their posts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    # Until when their password may be used, to set one of their own; none where it is their own.
    once_until = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Role(models.TextChoices):
    """What somebody does: it decides which pages and actions they have."""

    MATRON = "matron", "Guided care matron"
    COORDINATOR = "coordinator", "Care coordinator"
    GP = "gp", "GP"
    GERIATRICIAN = "geriatrician", "Community geriatrician"
    WELLBEING = "wellbeing", "Wellbeing adviser"
    SOCIAL_WORKER = "social_worker", "Social worker"
    TRIAGE = "triage", "Single point of access"
    LEAD = "lead", "Team lead"
    PRIVACY = "privacy", "Privacy officer"


class Post(models.Model):
    """Somebody's role in an organisation, and in a team if it is of one, from day to day."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="posts")
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, default=0)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        """A post ends after it starts."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=models.F("starts")),
                name="care_post_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        """Return the role and where it is held."""
        return f"{Role(self.role).label}, {self.team or self.organisation}"
