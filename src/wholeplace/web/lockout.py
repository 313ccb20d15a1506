"""Too many wrong passwords lock an account for a while, wherever they come from.

Tries are counted in the cache, which is a table of the database: every process sees the same. Each
takes a slot before its password is looked at, so that a hundred at the same moment are still five.
"""

from __future__ import annotations

from allauth.core import ratelimit
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from wholeplace.care.models import User

MOST_WRONG = 5
LOCKED_SECONDS = 15 * 60


def door(account: str) -> str:
    """Return under what an account is counted: no address can be read out of it."""
    return salted_hmac("wholeplace.lockout", account, algorithm="sha256").hexdigest()


def take_try(of: str) -> bool:
    """Take one of the tries; returns whether there was one, and the account is not locked."""
    if cache.get(_lock(of)):
        return False
    return any(cache.add(slot, 1, LOCKED_SECONDS) for slot in _slots(of))


def lock_if_spent(of: str) -> bool:
    """Lock an account whose tries are all spent; returns whether that was done just now."""
    if len(cache.get_many(_slots(of))) < MOST_WRONG:
        return False
    return bool(cache.add(_lock(of), 1, LOCKED_SECONDS))


def forget(of: str) -> None:
    """Give the tries back: the password was right."""
    cache.delete_many(_slots(of))


def unlock(user: User) -> bool:
    """Let an account be tried again at once, passwords and codes; returns whether it was locked."""
    of = door(str(user.pk))
    was_locked = bool(cache.delete(_lock(of)))
    forget(of)
    # The library counts codes under a name of its own; nothing of a request stands in it.
    ratelimit.clear(HttpRequest(), action="login_failed", key=f"mfa-auth-user-{user.pk}")
    return was_locked


def is_locked(user: User) -> bool:
    """Return whether wrong passwords have locked an account."""
    return bool(cache.get(_lock(door(str(user.pk)))))


def _slots(of: str) -> list[str]:
    return [f"wrong:{of}:{slot}" for slot in range(MOST_WRONG)]


def _lock(of: str) -> str:
    return f"locked:{of}"
