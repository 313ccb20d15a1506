"""The second factor: forced outside a demonstration, offered within one."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from tests.care.world import World
from wholeplace.care.models import AuditEvent, User

ADDRESS, RIGHT = "matron@demo.example", "a long password"
SET_UP = "/account/2fa/app/"


def code_of(secret: str, at: float) -> str:
    """Return the six digits that an app shows (RFC 6238)."""
    told = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at) // 30), "sha1")
    offset = told[-1] & 15
    return f"{(struct.unpack('>I', told[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def secret_in(page: str) -> str:
    """Return the key that the page of the set-up shows."""
    found = re.search(r'class="wp-key">([A-Z2-7]+)<', page)
    assert found
    return found.group(1)


@pytest.fixture(autouse=True)
def asked(world: World) -> Iterator[None]:
    """As it is outside a demonstration."""
    cache.clear()
    with override_settings(SECOND_FACTOR_IS_ASKED=True):
        yield


def _signed_in(address: str = ADDRESS) -> Client:
    client = Client()
    client.post("/account/login/", {"login": address, "password": RIGHT})
    return client


def _set_up(client: Client) -> str:
    secret = secret_in(client.get(SET_UP).content.decode())
    answer = client.post(SET_UP, {"code": code_of(secret, time.time())})
    assert answer["Location"] == "/account/2fa/codes/", answer.content.decode()
    return secret


def test_who_has_none_reaches_nothing_but_the_setting_up(world: World) -> None:
    client = _signed_in()
    nora = f"/people/{world.people['nora'].pk}/"
    for path in ("/", "/people/", nora, "/account/2fa/", "/account/2fa/codes/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, SET_UP)
    # What is sent does not arrive, and is not taken for saved.
    assert client.post("/people/", {"name": "h", "kept_as": "abc"}).status_code == 302
    assert "saved_forms" not in client.session
    assert not AuditEvent.objects.filter(verb="search").exists()
    for path in ("/health", "/ready", "/account/password/change/", SET_UP):
        assert client.get(path).status_code == 200, path


def test_set_up_one_goes_on_to_where_one_was_going(world: World) -> None:
    client = _signed_in()
    path = f"/people/{world.people['nora'].pk}/"
    client.get(path)
    page = client.get(SET_UP).content.decode()
    assert "<svg class=" in page
    assert "style=" not in page
    _set_up(client)
    codes = client.get("/account/2fa/codes/").content.decode()
    assert f'href="{path}"' in codes
    assert len(re.findall(r"<li>\d{8}</li>", codes)) == 10
    assert client.get(path).status_code == 200


def test_a_wrong_code_sets_nothing_up_and_is_said() -> None:
    client = _signed_in()
    client.get(SET_UP)
    page = client.post(SET_UP, {"code": "000000"}).content.decode()
    assert "Incorrect code" in page
    assert client.get("/")["Location"] == SET_UP


def test_the_next_sign_in_asks_for_a_code() -> None:
    secret = _set_up(_signed_in())
    client = _signed_in()
    assert client.get("/")["Location"].startswith("/account/login/")
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "Incorrect code" in wrong.content.decode()
    assert AuditEvent.objects.filter(detail__contains="wrong code").count() == 1
    # The code of the set-up was used; the next is taken although the clock is half a minute off.
    right = client.post("/account/2fa/authenticate/", {"code": code_of(secret, time.time() + 30)})
    assert right["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_recovery_code_opens_once() -> None:
    first = _signed_in()
    _set_up(first)
    code = re.findall(r"<li>(\d{8})</li>", first.get("/account/2fa/codes/").content.decode())[0]
    second, third = _signed_in(), _signed_in()
    assert second.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
    assert second.get("/").status_code == 200
    assert third.post("/account/2fa/authenticate/", {"code": code}).status_code == 200
    assert third.get("/").status_code == 302


def test_five_wrong_codes_lock_the_second_door() -> None:
    secret = _set_up(_signed_in())
    client = _signed_in()
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    right = {"code": code_of(secret, time.time() + 30)}
    page = client.post("/account/2fa/authenticate/", right).content.decode()
    assert "locked for 15 minutes" in page


def test_a_session_from_before_the_second_factor_ends() -> None:
    # Somebody else who had the password was waiting at the setting up.
    thief = _signed_in()
    thief.get(SET_UP)
    _set_up(_signed_in())
    assert thief.get("/")["Location"] == "/account/login/?next=%2F"
    assert thief.get(SET_UP).status_code == 302


def test_without_the_app_one_is_led_to_set_up_another() -> None:
    client = _signed_in()
    _set_up(client)
    assert client.post("/account/2fa/app/remove/").status_code == 302
    assert client.get("/")["Location"] == SET_UP


def test_a_while_after_the_sign_in_the_account_asks_for_the_password_again() -> None:
    client = _signed_in()
    _set_up(client)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    answer = client.get("/account/2fa/codes/")
    assert answer["Location"] == "/account/reauthenticate/?next=%2Faccount%2F2fa%2Fcodes%2F"
    asked = client.post(answer["Location"], {"password": "no", "next": "/account/2fa/codes/"})
    assert "Incorrect password" in asked.content.decode()
    right = client.post(answer["Location"], {"password": RIGHT, "next": "/account/2fa/codes/"})
    assert right["Location"] == "/account/2fa/codes/"
    assert client.get("/account/2fa/codes/").status_code == 200


def test_in_a_demonstration_it_is_offered() -> None:
    with override_settings(SECOND_FACTOR_IS_ASKED=False):
        client = _signed_in("gp@demo.example")
        assert client.get("/").status_code == 200
        assert 'href="/account/2fa/"' in client.get("/").content.decode()
        assert "Set up a second factor" in client.get("/account/2fa/").content.decode()
    assert User.objects.filter(email="gp@demo.example").exists()
