"""What a provider says of somebody, believed only if it is signed for us and for this very try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.core.internal.deferred import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.utils.crypto import constant_time_compare, salted_hmac

# Signed with a key that only the provider has; never with one that we know too, or with none.
_ALGORITHMS = [f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)]
_REQUIRED = ["iss", "aud", "exp", "iat", "sub"]
_CLOCK_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a token must say: by whom, for whom, in answer to what, and how well it knows them."""

    issuer: str
    audience: str
    nonce: str
    acr: tuple[str, ...]


def nonce_of(state: str) -> str:
    """Return what the token must repeat: bound to the state, which is of one session, used once."""
    return salted_hmac("wholeplace.oidc", state, algorithm="sha256").hexdigest()


def claims_of(token: str, keys: Sequence[Mapping[str, Any]], wanted: Wanted) -> dict[str, Any]:
    """Return the claims of an ID token (OpenID Connect Core 1.0, 3.1.3.7), all of them checked.

    ``keys`` are those of the provider (JWK). Raises ``OAuth2Error``.
    """
    try:
        key = jwt.PyJWK(dict(_key(token, keys)), algorithm=_algorithm(token))
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key.key,
            algorithms=_ALGORITHMS,
            issuer=wanted.issuer,
            audience=wanted.audience,
            leeway=_CLOCK_SECONDS,
            options={"require": _REQUIRED},
        )
    except jwt.PyJWTError as error:
        raise OAuth2Error("the token does not hold") from error
    if not constant_time_compare(str(claims.get("nonce", "")), wanted.nonce):
        raise OAuth2Error("the nonce is not ours")
    if wanted.acr and claims.get("acr") not in wanted.acr:
        raise OAuth2Error("signed in less strongly than is required")
    return claims


def _algorithm(token: str) -> str:
    named = str(jwt.get_unverified_header(token).get("alg", ""))
    if named not in _ALGORITHMS:
        raise OAuth2Error("signed in a way that is not taken")
    return named


def _key(token: str, keys: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    # A token need not name its key where the provider has but one.
    named = jwt.get_unverified_header(token).get("kid")
    found = [
        key
        for key in keys
        if key.get("use", "sig") == "sig" and (named is None or key.get("kid") == named)
    ]
    if len(found) != 1:
        raise OAuth2Error("the provider does not have the key of the token")
    return found[0]
