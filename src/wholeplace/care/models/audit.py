"""Who did or saw what, when and why: rows that are only added, each sealed by the one before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AuditEvent(models.Model):
    """One thing that somebody did or saw. The database refuses to change or remove it.

    ``hash`` is that of the row with the hash of the row before it. People and staff are ids: names
    are looked up by who may see them.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    user = models.UUIDField(null=True)
    roles = models.CharField(max_length=120)
    organisation = models.CharField(max_length=12)
    verb = models.CharField(max_length=40)
    person = models.UUIDField(null=True)
    what = models.CharField(max_length=80)
    why = models.CharField(max_length=40)
    detail = models.TextField()
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """Looked up by person, and by who did it."""

        indexes: ClassVar = [
            models.Index(fields=["person", "number"], name="care_audit_person"),
            models.Index(fields=["user", "number"], name="care_audit_user"),
        ]

    def __str__(self) -> str:
        """Return what was done."""
        return f"{self.number}: {self.verb}"


class AuditHead(models.Model):
    """The last row of the chain: how many there are, and its hash. There is one."""

    rows = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Return how many rows there are."""
        return f"{self.rows} rows"
