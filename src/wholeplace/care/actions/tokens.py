"""Keys by which other systems read for an account: made by who runs the records, and ended."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from wholeplace.care.access import Actor, Hidden, Verb
from wholeplace.care.access.tokens import hash_of
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import write
from wholeplace.care.models import ApiToken, User

_BYTES = 32


def make_token(*, by: Actor, user: uuid.UUID, name: str, ends_at: datetime) -> tuple[ApiToken, str]:
    """Make a key of an account; returns it with the secret, which is shown once and not kept.

    Raises ``Hidden`` where there is no such account, ``NotPossible`` where it is closed, or the
    key would have ended already.
    """
    with write(by, Verb.MANAGE_ACCOUNTS) as wrote:
        found = User.objects.filter(pk=user).first()
        if found is None:
            raise Hidden
        if not found.is_active:
            raise NotPossible("This account is closed.")
        if ends_at <= by.now:
            raise NotPossible("A key must end later than now.")
        secret = secrets.token_urlsafe(_BYTES)
        made = ApiToken.objects.create(
            user=found, name=name, sha256=hash_of(secret), made_at=by.now, ends_at=ends_at
        )
        wrote.of(f"apitoken:{made.pk}", account=str(user), ends=ends_at.isoformat(), did="made")
        return made, secret


def end_token(*, by: Actor, id_: int) -> ApiToken:
    """End a key now; raises ``Hidden`` where there is none, ``NotPossible`` where it has ended."""
    with write(by, Verb.MANAGE_ACCOUNTS) as wrote:
        found = ApiToken.objects.select_for_update().filter(pk=id_).first()
        if found is None:
            raise Hidden
        if found.ends_at <= by.now:
            raise NotPossible("This key has ended already.")
        found.ends_at = by.now
        found.save(update_fields=["ends_at"])
        wrote.of(f"apitoken:{found.pk}", account=str(found.user_id), did="ended")
        return found
