"""The second factor: outside a demonstration nobody gets past the sign-in without one."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.signals import authentication_step_completed
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_removed
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from wholeplace.care.models import User
from wholeplace.web.secrets_at_rest import opened, shut
from wholeplace.web.sessions import is_account
from wholeplace.web.sign_in_audit import tell, tell_refused

PROVED, THEN = "second_factor_of", "after_second_factor"
# What may be reached by who has only shown a password.
OPEN = frozenset(
    {
        "account_change_password",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "health",
        "mfa_activate_totp",
        "mfa_authenticate",
        "organisation_callback",
        "organisation_keys",
        "organisation_login",
        "ready",
    }
)


class SecondFactorMiddleware:
    """Leads to the setting up of a second factor who has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; pages about an account, which may show secrets, stay in no cache."""
        response = self.get_response(request)
        if is_account(request.path):
            add_never_cache_headers(response)
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Let through who has shown a second factor in this very session."""
        match = request.resolver_match
        is_open = match is not None and match.view_name in OPEN
        if is_open or not settings.SECOND_FACTOR_IS_ASKED or not request.user.is_authenticated:
            return None
        if request.session.get(PROVED) == str(request.user.pk):
            return None
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            # Begun before there was a second factor, perhaps by another who had the password.
            logout(request)
            return _to("account_login", next=request.get_full_path())
        request.session[THEN] = request.get_full_path() if request.method == "GET" else "/"
        return _to("mfa_activate_totp")


class SetUp(ActivateTOTPView):  # type: ignore[misc]  # the library has no types
    """Sets up an app that shows codes; the code typed there proves it for this session."""

    def form_valid(self, form: object) -> HttpResponse:
        """Take the app, and let through."""
        response: HttpResponse = super().form_valid(form)
        _prove(self.request, self.request.user)
        tell(self.request.user, "second factor set up")
        return response


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Draws the code to be photographed so that it may stand in the page; keeps seeds shut."""

    def encrypt(self, text: str) -> str:
        """Return a seed as it is kept in the database."""
        return shut(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a seed that was kept."""
        return opened(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """Return the picture without what belongs before a file."""
        svg: str = super().build_totp_svg(url)
        drawn = svg[svg.index("<svg") :]
        name = "Code to be photographed by the app; the key beneath says the same"
        return drawn.replace("<svg ", f'<svg class="wp-qr" role="img" aria-label="{name}" ', 1)


def listen() -> None:
    """Hear of what proves a second factor, and of what takes it away."""
    authentication_step_completed.connect(_step, dispatch_uid="wholeplace.step")
    authenticator_removed.connect(_removed, dispatch_uid="wholeplace.removed")
    authentication_failed.connect(_failed, dispatch_uid="wholeplace.code_failed")


def _step(request: HttpRequest, user: User, method: str, **_: object) -> None:
    # A provider that had to say how well it knows somebody has asked for both factors itself.
    if method == "mfa" or (method == "socialaccount" and settings.OIDC_ACR):
        _prove(request, user)


def _prove(request: HttpRequest, user: User) -> None:
    request.session[PROVED] = str(user.pk)


def _removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: object) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        request.session.pop(PROVED, None)
        tell(user, "second factor removed")


def _failed(user: User, **_: object) -> None:
    tell_refused(user, "wrong code", "mfa")


def _to(name: str, **query: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(name)}{'?' if query else ''}{urlencode(query)}")
