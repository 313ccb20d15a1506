"""Seeds of second factors and recovery codes, so kept that a copy of the database opens nothing.

The key follows from WHOLEPLACE_SECRET, which is not in the database. After that was changed, what
was kept under the one before (WHOLEPLACE_SECRET_OLD) is still read, and kept anew at the next
start.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from wholeplace.store.clock import new_key

_LOG = logging.getLogger(__name__)
_FOR = b"wholeplace: what second factors are made of"
_LENGTH, _SEED = 32, 20


def shut(text: str) -> str:
    """Return a text as it is kept."""
    return _keys().encrypt(text.encode()).decode()


def opened(kept: str) -> str:
    """Return what was kept; where no key opens it, something that no code can fit."""
    try:
        return _keys().decrypt(kept.encode()).decode()
    except InvalidToken:
        _LOG.warning("a second factor was kept under another secret: reset the account")
        return base64.b32encode(new_key()[:_SEED]).decode()


def keep_anew() -> int:
    """Keep everything under the secret of today; returns how many second factors were not yet.

    What no key opens stays as it is.
    """
    changed = 0
    with transaction.atomic():
        for one in Authenticator.objects.select_for_update().order_by("pk"):
            found = {name: _rotated(value) for name, value in one.data.items()}
            if found != one.data and not _is_of_today(one.data):
                one.data = found
                one.save(update_fields=["data"])
                changed += 1
    return changed


def _rotated(value: object) -> object:
    if isinstance(value, list):
        return [_rotated(one) for one in value]
    try:
        return _keys().rotate(value.encode()).decode() if isinstance(value, str) else value
    except InvalidToken:
        return value


def _is_of_today(data: dict[str, object]) -> bool:
    first = Fernet(_key_of(settings.SECRET_KEY))
    try:
        for text in _texts(data):
            first.decrypt(text.encode())
    except InvalidToken:
        return False
    return True


def _texts(data: dict[str, object]) -> Iterator[str]:
    for value in data.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, str))


def _keys() -> MultiFernet:
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_of(one)) for one in known])


def _key_of(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=_LENGTH, salt=None, info=_FOR).derive(secret.encode())
    return base64.urlsafe_b64encode(made)
