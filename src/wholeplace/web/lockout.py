"""Too many wrong passwords lock an account for a while, wherever they come from.

Tries are counted in the cache, which is a table of the database: every process sees the same. Each
takes a slot before its password is looked at, so that a hundred at the same moment are still five.
"""

from __future__ import annotations

from django.core.cache import cache
from django.utils.crypto import salted_hmac

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


def _slots(of: str) -> list[str]:
    return [f"wrong:{of}:{slot}" for slot in range(MOST_WRONG)]


def _lock(of: str) -> str:
    return f"locked:{of}"
