"""Sign in through an organisation's provider: only who has an account here already.

The provider says who somebody is. What it says of their organisation and roles is not read: what
they may see follows from the posts that they hold here.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess, Provider
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from wholeplace.care.models import User
from wholeplace.web.oidc_client import TYPE, assertion, published
from wholeplace.web.oidc_settings import PROVIDER
from wholeplace.web.oidc_token import Wanted, claims_of, nonce_of
from wholeplace.web.sign_in_audit import tell, tell_refused

BY = "organisation"
_LOG = logging.getLogger(__name__)
_LONGEST = 191
# What a provider that is down, or that says what it may not, makes the library raise. An error of
# the network is an OSError.
_UNFIT = (OSError, KeyError, ValueError, OAuth2Error)


class Client(OAuth2Client):  # type: ignore[misc]  # the library has no types
    """Asks for a token that repeats our nonce; the library asks for none."""

    def get_redirect_url(
        self, authorization_url: str, scope: list[str], extra_params: Mapping[str, str]
    ) -> str:
        """Return where the browser is sent to."""
        asked = {**extra_params, "nonce": nonce_of(self.state)}
        return str(super().get_redirect_url(authorization_url, scope, asked))

    def get_access_token(
        self,
        code: str,
        pkce_code_verifier: str | None = None,
        extra_data: Mapping[str, str] | None = None,
    ) -> Mapping[str, Any]:
        """Return the tokens; with a key, we show by a signature that it is we who ask."""
        more = dict(extra_data or {})
        if settings.OIDC_KEYS:
            self.basic_auth, self.consumer_secret = False, ""
            signed = assertion(settings.OIDC_KEYS, self.consumer_key, self.access_token_url)
            more |= {"client_assertion_type": TYPE, "client_assertion": signed}
        found: Mapping[str, Any] = super().get_access_token(code, pkce_code_verifier, more)
        return found


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the library has no types
    """Reads what the provider says, and believes only what is signed for us and for this try."""

    client_class = Client

    def get_provider(self) -> Provider:
        """Return the provider, which is to use this adapter."""
        provider = super().get_provider()
        provider.oauth2_adapter_class = type(self)
        return provider

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002
        """Return where the provider sends the browser back to."""
        return request.build_absolute_uri(reverse("organisation_callback"))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Mapping[str, str]
    ) -> SocialLogin:
        """Return who it is. Raises ``OAuth2Error`` for a token that was not made for this try."""
        claims = self._claims(app, kwargs["response"].get("id_token", ""), request.GET["state"])
        if "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("userinfo is of somebody else")
            claims = {**claims, **more}
        uid = f"{self.openid_config['issuer']}#{claims['sub']}"
        if len(uid) > _LONGEST:
            raise OAuth2Error("the subject is too long")
        login = self.get_provider().sociallogin_from_response(request, {"sub": claims["sub"]})
        # Nothing else that the provider told is kept.
        login.account.uid, login.account.extra_data = uid, {}
        login.email_addresses = []
        login.verified_email = _verified_email(claims)
        return login

    def _claims(self, app: SocialApp, token: str, state: str) -> dict[str, Any]:
        # The library trusts the connection; the signature is checked all the same.
        issuer = self.openid_config["issuer"]
        if issuer != app.settings["issuer"]:
            raise OAuth2Error("the provider names another issuer")
        with get_adapter().get_requests_session() as session:
            keys = session.get(self.openid_config["jwks_uri"]).json()["keys"]
        wanted = Wanted(issuer, app.client_id, nonce_of(state), settings.OIDC_ACR)
        return claims_of(token, keys, wanted)


def _verified_email(claims: Mapping[str, Any]) -> str:
    # Some providers write it as text, of which "false" would count as true.
    is_verified = str(claims.get("email_verified", "")).lower() == "true"
    address = str(claims.get("email", "")).strip() if is_verified else ""
    # Accounts have lower case. Letters of other alphabets may become plain ones by it: left alone.
    return address.lower() if address.isascii() else address


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # no types
    """Lets in who is known: by a subject linked before, or by a verified address the first time."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Return that nobody may."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link who comes for the first time and has an account; turn away who has none."""
        if sociallogin.is_existing:
            return
        user = User.objects.filter(email=sociallogin.verified_email, is_active=True).first()
        # An address may be given to the next who holds the job: it opens no account but the first.
        if user is None or SocialAccount.objects.filter(user=user, provider=PROVIDER).exists():
            tell_refused(user, "no account for this subject", BY)
            page = render(request, "socialaccount/stranger.html", status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, user)
        tell(user, "linked", by=BY)

    def on_authentication_error(self, request: HttpRequest, *_: object, **__: object) -> None:  # noqa: ARG002
        """Keep that it failed."""
        tell_refused(None, "refused", BY)


@require_GET
def keys(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's
    """Show the public halves of our keys, by which the provider knows us."""
    if not settings.OIDC_KEYS:
        raise Http404
    return JsonResponse(published(settings.OIDC_KEYS))


@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider. By a link: the policy lets no form lead elsewhere."""
    then = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(then, None)
    try:
        provider = get_adapter().get_provider(request, PROVIDER)
        provider.oauth2_adapter_class = Adapter
        answer: HttpResponse = provider.redirect(
            request, process=AuthProcess.LOGIN, next_url=then if is_ours else None
        )
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except _UNFIT:
        return _failed(request)
    return answer


@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """Take what the provider says of who signs in."""
    try:
        view = OAuth2CallbackView.adapter_view(Adapter(request, PROVIDER))
        answer: HttpResponse = view(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except _UNFIT:
        return _failed(request)
    return answer


def _failed(request: HttpRequest) -> HttpResponse:
    # Its kind and place: the formatter leaves out what it says, which may be of a person.
    _LOG.warning("the provider of sign-ins failed", exc_info=True)
    tell_refused(None, "provider failed", BY)
    return render(request, "socialaccount/authentication_error.html", status=503)
