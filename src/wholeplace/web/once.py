"""A password for once: who was given one by somebody else sets one of their own before all else."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wholeplace.care.models import User
from wholeplace.store.clock import now as present
from wholeplace.web.second_factor import OPEN
from wholeplace.web.sign_in_audit import tell

DAYS = 7
"""For how long such a password may be used."""


def is_over(user: User) -> bool:
    """Return whether the password somebody was given for once was not used in time."""
    return user.once_until is not None and user.once_until <= present()


class OncePasswordMiddleware:
    """Leads who signed in with a password for once to where they set their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Let through whose password is their own, or who came in without one."""
        match = request.resolver_match
        if match is not None and match.view_name in OPEN:
            return None
        user = request.user
        if not isinstance(user, User) or user.once_until is None:
            return None
        records = get_authentication_records(request, user)
        if records and all(one["method"] != "password" for one in records):
            return None
        messages.warning(request, "Set a password of your own: the one you have is for once.")
        return HttpResponseRedirect(reverse("account_change_password"))


def listen() -> None:
    """Hear of passwords that are changed."""
    password_changed.connect(_changed, dispatch_uid="wholeplace.own_password")


def _changed(user: User, **_: object) -> None:
    if user.once_until is not None:
        user.once_until = None
        user.save(update_fields=["once_until"])
    tell(user, "password changed")
