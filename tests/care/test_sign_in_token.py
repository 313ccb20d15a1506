"""Tokens that are forged, old, for others or signed in a way that anybody could: all refused."""

from __future__ import annotations

import json
import time
from functools import cache
from typing import Any

import jwt
import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from wholeplace.web.oidc_token import Wanted, claims_of

WANTED = Wanted("https://id.example", "care", "n" * 64, ("AAL3_ANY", "AAL2_OR_AAL3_ANY"))


@cache
def _private(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _jwk(name: str) -> dict[str, Any]:
    return {**json.loads(RSAAlgorithm.to_jwk(_private(name).public_key())), "kid": name}


def _claims(**other: object) -> dict[str, object]:
    now = int(time.time())
    told = {"iss": WANTED.issuer, "aud": "care", "sub": "101", "exp": now + 60, "iat": now,
            "nonce": WANTED.nonce, "acr": "AAL3_ANY"}  # fmt: skip
    return {name: value for name, value in {**told, **other}.items() if value is not None}


def _signed(claims: dict[str, object], kid: str | None = "a", algorithm: str = "RS256") -> str:
    headers = {"kid": kid} if kid else None
    return jwt.encode(claims, _private("a"), algorithm=algorithm, headers=headers)


def _token(kid: str | None = "a", algorithm: str = "RS256") -> str:
    return _signed(_claims(), kid, algorithm)


@pytest.mark.parametrize("algorithm", ["RS256", "RS512", "PS256"])
def test_a_token_made_for_us_is_believed(algorithm: str) -> None:
    found = claims_of(_token(algorithm=algorithm), [_jwk("b"), _jwk("a")], WANTED)
    assert found["sub"] == "101"


def test_a_token_need_not_name_the_only_key() -> None:
    assert claims_of(_token(kid=None), [_jwk("a")], WANTED)["sub"] == "101"
    with pytest.raises(OAuth2Error, match="does not have the key"):
        claims_of(_token(kid=None), [_jwk("a"), _jwk("b")], WANTED)


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "another application"},
        {"aud": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 32503680000},  # in the year 3000
        {"sub": None},
        {"nonce": "of another try"},
        {"nonce": None},
        {"acr": "AAL1_USERPASS"},
        {"acr": None},
        {"acr": ["AAL3_ANY"]},
    ],
    ids=str,
)
def test_a_token_for_others_is_refused(other: dict[str, object]) -> None:
    with pytest.raises(OAuth2Error):
        claims_of(_signed(_claims(**other)), [_jwk("a")], WANTED)


def test_a_token_that_somebody_else_signed_is_refused() -> None:
    forged = jwt.encode(_claims(), _private("b"), algorithm="RS256", headers={"kid": "a"})
    unsigned = jwt.encode(_claims(), "", algorithm="none", headers={"kid": "a"})
    shared = jwt.encode(_claims(), "s" * 40, algorithm="HS256", headers={"kid": "a"})
    for token in (forged, unsigned, shared, _token()[:-4], "", "no.token.atall"):
        with pytest.raises(OAuth2Error):
            claims_of(token, [_jwk("a")], WANTED)
    with pytest.raises(OAuth2Error):
        claims_of(_token(), [], WANTED)
