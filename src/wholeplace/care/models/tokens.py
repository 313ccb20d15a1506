"""Keys by which other systems read: each is of one account, and ends."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from wholeplace.care.models.staff import User


class ApiToken(models.Model):
    """A key of an account for the interface; only its hash is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        """Return what it is for."""
        return self.name
