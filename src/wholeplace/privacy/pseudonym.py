"""Pseudonyms: what stands for a key that a source gave to a person, made with secret keys."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from functools import reduce

LENGTH = 32
"""Hexadecimal digits kept of the 64: two of ten million people share one with odds below 1e-24."""

NHS_NUMBER = "nhs:"
"""What stands before an NHS number that is the key of a person."""

_KEY_ID = "which key is this?"
_SEED = b"wholeplace: the key of a place of invented people, seed "


def pseudonym(keys: Sequence[bytes], text: str) -> str:
    """Return what stands for a text: HMAC-SHA-256 (RFC 2104) in hexadecimal, the first 32 digits.

    With several keys, each is applied to what the one before gave: rotating adds a key, and
    then what is stored can be brought up to date without knowing what it stands for.
    """
    return reduce(lambda given, key: _hmac(key, given), keys, text)


def of_nhs_number(keys: Sequence[bytes], nhs_number: str) -> str:
    """Return the pseudonym of who has an NHS number, as every source that knows it gives it."""
    return pseudonym(keys, f"{NHS_NUMBER}{nhs_number}")


def _hmac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:LENGTH]


def key_id(keys: Sequence[bytes]) -> str:
    """Return the short fingerprint by which keys may be named: it tells nothing about them."""
    return pseudonym(keys, _KEY_ID)[:8]


def key_of_seed(seed: int) -> bytes:
    """Return the key of invented people: their runs must repeat, and they need no secret."""
    return hashlib.sha256(_SEED + str(seed).encode()).digest()
