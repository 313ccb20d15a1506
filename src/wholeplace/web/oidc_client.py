"""How we show a provider who we are by a signature instead of a secret (RFC 7523, 2.2).

The private key stays in its file; its public half is published where the provider looks for it.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from allauth.core.internal.deferred import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.utils.http import urlsafe_base64_encode
from jwt.algorithms import RSAAlgorithm

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.store.clock import now as present
from wholeplace.store.files import parts_of

ALGORITHM = "RS512"
TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_SECONDS = 60
_FEWEST_BITS = 2048
_OPEN_TO_OTHERS = 0o077


def read_keys(paths: str) -> tuple[RSAPrivateKey, ...]:
    """Return the keys in some files, ``:`` between them; the first is the one that signs.

    Raises ``Refused`` for a file that is not there, that others may read, or that holds no RSA key
    of 2,048 bits or more.
    """
    return tuple(_read(Path(path)) for path in paths.split(os.pathsep) if path)


def assertion(keys: Sequence[RSAPrivateKey], client_id: str, audience: str) -> str:
    """Return what says to one token endpoint, once and for a minute, that it is we who ask."""
    now = int(present().timestamp())
    claims = {
        "iss": client_id, "sub": client_id, "aud": audience, "jti": str(uuid.uuid4()),
        "iat": now, "exp": now + _SECONDS,
    }  # fmt: skip
    headers = {"kid": _public(keys[0])["kid"]}
    return str(jwt.encode(claims, keys[0], algorithm=ALGORITHM, headers=headers))


def published(keys: Sequence[RSAPrivateKey]) -> dict[str, Any]:
    """Return the public halves (JWK set), by which a provider checks what we signed."""
    return {"keys": [_public(key) for key in keys]}


def _public(key: RSAPrivateKey) -> Mapping[str, Any]:
    told = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    # Its name follows from the key itself (RFC 7638).
    core = json.dumps({"e": told["e"], "kty": "RSA", "n": told["n"]}, separators=(",", ":"))
    digest = Hash(SHA256())
    digest.update(core.encode())
    kid = urlsafe_base64_encode(digest.finalize())
    return {
        "kty": "RSA", "n": told["n"], "e": told["e"], "use": "sig", "alg": ALGORITHM, "kid": kid,
    }  # fmt: skip


def _read(path: Path) -> RSAPrivateKey:
    if not path.is_file():
        raise Refused([_problem(path, "there is no such file", "name one, or make a key")])
    if os.name == "posix" and path.stat().st_mode & _OPEN_TO_OTHERS:
        what = "other people of this machine may read the key"
        raise Refused([_problem(path, what, f"close it to them: chmod 600 {path}")])
    try:
        key = load_pem_private_key(b"".join(parts_of(path)), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, RSAPrivateKey) or key.key_size < _FEWEST_BITS:
        what = f"it holds no RSA key of {_FEWEST_BITS} bits or more"
        raise Refused([_problem(path, what, f"openssl genrsa -out {path} 4096")])
    return key


def _problem(path: Path, what: str, remedy: str) -> Problem:
    return Problem(Where("WHOLEPLACE_OIDC_KEY", path=str(path)), what, remedy)
