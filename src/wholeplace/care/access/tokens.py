"""Whose key a system shows: an account that may sign in, with a key that has not ended."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db.models import Q

from wholeplace.care.models import ApiToken, User

_TOLD_EVERY = timedelta(hours=1)


def hash_of(secret: str) -> str:
    """Return what is kept of a key. It is long and drawn by chance, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def account_of(secret: str, now: datetime) -> tuple[User, int] | None:
    """Return whose key it is, and the number of the key; ``None`` where it is nobody's, or ended.

    When a key was used last is kept to the hour: it tells which keys nobody needs.
    """
    keys = ApiToken.objects.filter(
        sha256=hash_of(secret), ends_at__gt=now, made_at__lte=now, user__is_active=True
    )
    found = keys.select_related("user").first()
    if found is None:
        return None
    long_ago = Q(used_at__isnull=True) | Q(used_at__lt=now - _TOLD_EVERY)
    ApiToken.objects.filter(long_ago, pk=found.pk).update(used_at=now)
    return found.user, found.pk


def account_named(email: str) -> User | None:
    """Return the account of an address, whatever its capitals: for who runs the records."""
    return User.objects.filter(email__iexact=email.strip()).first()


def all_keys() -> list[ApiToken]:
    """Return every key, the latest first: for who runs the records."""
    return list(ApiToken.objects.select_related("user").order_by("-made_at", "-pk"))
