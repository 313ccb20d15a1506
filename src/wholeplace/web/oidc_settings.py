"""Sign-in with an organisation's own accounts (OpenID Connect), as the environment says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.web.oidc_client import read_keys

PROVIDER = "organisation"
_PREFIX = "WHOLEPLACE_OIDC_"
BY_KEY = "private_key_jwt"
_METHODS = ("client_secret_basic", "client_secret_post", BY_KEY)


@dataclass(frozen=True, slots=True)
class Oidc:
    """The provider: which one, what it calls us, and how well it must know who signs in.

    ``acr`` are the values of which the provider must state one; empty, any will do.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    acr: tuple[str, ...]
    scope: tuple[str, ...]
    method: str
    keys: tuple[RSAPrivateKey, ...] = field(default=(), repr=False)

    def apps(self) -> list[dict[str, Any]]:
        """Return it as the sign-in library reads it."""
        asked = {"acr_values": " ".join(self.acr)} if self.acr else {}
        told = {
            "server_url": self.issuer.rstrip("/"),
            "issuer": self.issuer,
            "oauth_pkce_enabled": True,
            "scope": list(self.scope),
            "auth_params": asked,
        }
        if self.method and self.method != BY_KEY:
            told["token_auth_method"] = self.method
        identity = {"client_id": self.client_id, "secret": self.client_secret, "name": self.name}
        return [{"provider_id": PROVIDER, **identity, "settings": told}]


def oidc_of(environment: Mapping[str, str], *, is_demo: bool) -> Oidc | None:
    """Return the provider; none where no issuer is named.

    Raises ``Refused`` for one that is named in part, or would be spoken to in the clear.
    """
    said = {
        key.removeprefix(_PREFIX): value.strip()
        for key, value in environment.items()
        if key.startswith(_PREFIX) and value.strip()
    }
    if not said:
        return None
    problems = _problems(said, is_demo=is_demo)
    if problems:
        raise Refused(problems)
    return Oidc(
        issuer=said["ISSUER"],
        client_id=said["CLIENT_ID"],
        client_secret=said.get("CLIENT_SECRET", ""),
        name=said.get("NAME", "your organisation's account"),
        acr=tuple(said.get("ACR", "").split()),
        scope=tuple(said.get("SCOPE", "openid profile email").split()),
        method=said.get("METHOD", ""),
        keys=read_keys(said.get("KEY", "")),
    )


def _problems(said: Mapping[str, str], *, is_demo: bool) -> list[Problem]:
    issuer = said.get("ISSUER", "")
    shown = "KEY" if said.get("METHOD") == BY_KEY else "CLIENT_SECRET"
    found = [
        _problem(name, "it is missing", "set it, or take away the other WHOLEPLACE_OIDC_ names")
        for name in ("ISSUER", "CLIENT_ID", shown)
        if not said.get(name)
    ]
    schemes = {"https", "http"} if is_demo else {"https"}
    if issuer and (urlsplit(issuer).scheme not in schemes or not urlsplit(issuer).hostname):
        found.append(_problem("ISSUER", "it is no https address", "write https://HOST/PATH"))
    if said.get("METHOD", _METHODS[0]) not in _METHODS:
        found.append(_problem("METHOD", "it is not known", f"write {' or '.join(_METHODS)}"))
    return found


def _problem(name: str, what: str, remedy: str) -> Problem:
    return Problem(Where(f"{_PREFIX}{name}"), what, remedy)
