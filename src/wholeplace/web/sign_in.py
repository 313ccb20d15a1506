"""Who may sign in, and how often they may try. Accounts are made by teams, not by who comes by."""

from __future__ import annotations

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.utils import filter_users_by_email
from allauth.core import context
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wholeplace.care.models import User
from wholeplace.web import lockout
from wholeplace.web.once import is_over
from wholeplace.web.sign_in_audit import tell_refused

_MINUTES = lockout.LOCKED_SECONDS // 60


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Signs in by password those who have an account."""

    error_messages = {  # noqa: RUF012 - as the library has it
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": (
            f"Too many failed sign-ins: this account is locked for {_MINUTES} minutes, wherever it"
            " is tried from. Wait, then try again. If it was not you who tried, tell your privacy"
            " officer."
        ),
        "once_over": (
            "This password was for once, and its time is over. Ask who gave it to you for another."
        ),
        "email_password_mismatch": "The email address or the password is not right.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's
        """Return that nobody may."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:  # noqa: ARG002
        """Take one of the tries before the password is looked at."""
        if not lockout.take_try(_door(credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: str) -> User | None:
        """Return whose the password is, and give their tries back."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None and is_over(user):
            tell_refused(user, "password for once too old", "password")
            raise self.validation_error("once_over")
        if user is not None:
            lockout.forget(_door(credentials))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:  # noqa: ARG002
        """Keep that it failed; the last of the tries locks the account, and says so at once."""
        user = _account(credentials)
        tell_refused(user, "wrong password", "password")
        if lockout.lock_if_spent(_door(credentials)):
            tell_refused(user, "locked", "password")
            raise self.validation_error("too_many_login_attempts")

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Keep that a closed account was tried."""
        tell_refused(user, "closed account", "password")
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Return whether to ask for the password again: not of who typed it a moment ago."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(context.request, context.request.user)
        last = max((float(record["at"]) for record in records), default=0.0)
        # The library wrote the moment; it is compared with the same clock.
        return time.time() - last > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class SignInForm(LoginForm):  # type: ignore[misc]  # the library has no types
    """The form of the sign-in, without the offer to send a new password."""

    def __init__(self, *arguments: object, **named: object) -> None:
        """Say who gives a new password."""
        super().__init__(*arguments, **named)
        self.fields["password"].help_text = "Forgotten? The lead of your team gives you a new one."


def no_such_page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer that there is none: what the library has and nobody here needs."""
    raise Http404


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer a form that comes from before the last sign-in: nothing of it was done."""
    return render(request, "account/too_old.html", status=403)


def _account(credentials: dict[str, str]) -> User | None:
    found = filter_users_by_email(credentials.get("email", ""))
    return next(iter(found), None)


def _door(credentials: dict[str, str]) -> str:
    # By account where there is one: an address can be spelt in several ways that find the same.
    user = _account(credentials)
    return lockout.door(str(user.pk) if user else credentials.get("email", "").casefold())
