"""Who we are, shown to a provider by a signature that only we can make, once and for a minute."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.core.cache import cache
from django.test import Client, override_settings

from tests.care.serving import provider
from tests.care.test_sign_in_oidc import PEOPLE, _come_back, _is_in
from tests.care.world import World
from wholeplace.kernel import Refused
from wholeplace.web.oidc_client import TYPE, published, read_keys
from wholeplace.web.oidc_settings import oidc_of

pytestmark = pytest.mark.enable_socket
KEYS = "/account/organisation/keys/"


def written(path: Path, key: Any, mode: int = 0o600) -> Path:
    """Write a private key as its owner keeps it."""
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(mode)
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("keys")
    keys = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]
    return [written(folder / f"{i}.pem", key) for i, key in enumerate(keys)]


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with provider(tmp_path_factory.mktemp("provider"), PEOPLE) as found:
        yield found


def said(issuer: str, key: str, **more: str) -> dict[str, str]:
    told = {"ISSUER": issuer, "CLIENT_ID": "care", "METHOD": "private_key_jwt", "KEY": key, **more}
    return {f"WHOLEPLACE_OIDC_{name}": value for name, value in told.items()}


@pytest.fixture
def asked(issuer: str, files: list[Path], world: World) -> Iterator[list[dict[str, str]]]:
    """What was asked of the provider for a token, while our way of showing who we are is a key."""
    cache.clear()
    oidc = oidc_of(said(issuer, ":".join(map(str, files))), is_demo=True)
    assert oidc
    seen: list[dict[str, str]] = []
    send = requests.Session.send

    def watching(self: requests.Session, asked_: Any, **more: Any) -> requests.Response:
        body = asked_.body.decode() if isinstance(asked_.body, bytes) else asked_.body or ""
        if "grant_type" in body:
            said_ = {name: values[0] for name, values in parse_qs(body).items()}
            seen.append({"url": asked_.url, **said_})
            assert "Authorization" not in asked_.headers
            # This provider takes no signatures: they are checked here, and a secret goes on to it.
            asked_.prepare_body({**said_, "client_secret": "shared"}, None)
        return send(self, asked_, **more)

    told = {"openid_connect": {"APPS": oidc.apps()}}
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(SOCIALACCOUNT_PROVIDERS=told, OIDC_ACR=(), OIDC_KEYS=oidc.keys),
    ):
        patch.setattr(requests.Session, "send", watching)
        yield seen


def test_it_is_signed_for_this_provider_once_and_for_a_minute(
    asked: list[dict[str, str]],
) -> None:
    client = Client()
    back = _come_back(client, "101")
    assert _is_in(client), back.content.decode()
    _come_back(Client(), "101")
    claims = []
    for one in asked:
        assert one["client_assertion_type"] == TYPE
        assert "client_secret" not in one
        keys = {key["kid"]: key for key in Client().get(KEYS).json()["keys"]}
        token = one["client_assertion"]
        header = jwt.get_unverified_header(token)
        assert header["alg"] == "RS512"
        key = jwt.PyJWK(keys[header["kid"]])
        need = ["iss", "sub", "aud", "jti", "iat", "exp"]
        told = jwt.decode(
            token, key.key, ["RS512"], audience=one["url"], issuer="care",
            options={"require": need},
        )  # fmt: skip
        assert told["sub"] == "care"
        assert told["exp"] - told["iat"] == 60
        claims.append(told["jti"])
    assert len(set(claims)) == 2


def test_both_keys_are_published_while_one_takes_over_and_nothing_private(
    asked: list[dict[str, str]], files: list[Path]
) -> None:
    assert asked == []
    keys = Client().get(KEYS).json()["keys"]
    assert [set(key) for key in keys] == [{"kty", "n", "e", "use", "alg", "kid"}] * 2
    assert keys == published(read_keys(f"{files[0]}:{files[1]}"))["keys"]
    assert keys[0]["kid"] != keys[1]["kid"]


def test_without_a_key_there_is_no_such_page(client: Client, db: None) -> None:
    assert client.get(KEYS).status_code == 404


def test_a_key_that_is_not_fit_is_refused(tmp_path: Path, files: list[Path]) -> None:
    # Too short on purpose.
    small = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505
    curve = ec.generate_private_key(ec.SECP256R1())
    text = tmp_path / "text.pem"
    text.write_text("no key")
    text.chmod(stat.S_IRUSR)
    for path, says in (
        (tmp_path / "none.pem", "no such file"),
        (text, "no RSA key of 2048"),
        (written(tmp_path / "small.pem", small), "no RSA key of 2048"),
        (written(tmp_path / "curve.pem", curve), "no RSA key of 2048"),
        (written(tmp_path / "open.pem", small, 0o644), "other people"),
    ):
        with pytest.raises(Refused, match=says):
            oidc_of(said("https://id.example", str(path)), is_demo=False)
    with pytest.raises(Refused, match="WHOLEPLACE_OIDC_KEY"):
        oidc_of(said("https://id.example", ""), is_demo=False)
    found = oidc_of(said("https://id.example", str(files[0])), is_demo=False)
    assert found
    assert "RSA" not in repr(found)
