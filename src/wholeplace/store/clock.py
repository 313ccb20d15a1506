"""The only place that reads the clock or makes a random generator."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, date, datetime

import numpy as np


def today() -> date:
    """Return today's date (UTC)."""
    return datetime.now(UTC).date()


def now() -> datetime:
    """Return the present moment (UTC), to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def seconds() -> float:
    """Return a running count of seconds, for measuring how long a step took."""
    return time.monotonic()


def random_generator(seed: int) -> np.random.Generator:
    """Return the generator that a seed names: the same seed, the same numbers."""
    return np.random.Generator(np.random.PCG64(seed))


def new_key() -> bytes:
    """Return 32 bytes that nobody can guess, from the machine's own source of chance."""
    return secrets.token_bytes(32)
