"""Sign-ins, tries that failed and sign-outs as rows of the audit: never what was typed."""

from __future__ import annotations

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from wholeplace.care.access import Actor, Verb, actor_of
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.models import User
from wholeplace.store.clock import now as present

_NOBODY = "account:unknown"


def tell_refused(user: User | None, outcome: str, by: str) -> None:
    """Keep that somebody did not get in: whose account it was, if it is one of ours."""
    nobody = Actor(None, "", frozenset(), frozenset(), frozenset(), present())
    what = f"account:{user.pk}" if user is not None else _NOBODY
    look(nobody, Told(Verb.SIGN_IN, what=what, detail={"outcome": outcome, "by": by}))


def tell(user: User, outcome: str, **detail: object) -> None:
    """Keep what somebody who is known did about their sign-in."""
    told = {"outcome": outcome, **detail}
    look(actor_of(user), Told(Verb.SIGN_IN, what=f"account:{user.pk}", detail=told))


def listen() -> None:
    """Hear of every sign-in and sign-out, however it came about."""
    user_logged_in.connect(_signed_in, dispatch_uid="wholeplace.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="wholeplace.signed_out")


def _signed_in(user: User, request: HttpRequest | None = None, **_: object) -> None:
    records = get_authentication_records(request, user) if request is not None else []
    tell(user, "in", by=[str(record["method"]) for record in records])


def _signed_out(user: User | None, **_: object) -> None:
    if user is not None:
        tell(user, "out")
