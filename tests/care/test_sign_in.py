"""Sign in by password: locked after five wrong ones, kept in the audit, over in a quarter hour."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from tests.care.world import World
from wholeplace.care.access import Verb
from wholeplace.care.models import AuditEvent, User
from wholeplace.web import lockout, sessions, sign_in_audit
from wholeplace.web.settings import CACHES

LOGIN = "/account/login/"
ADDRESS, RIGHT = "matron@demo.example", "a long password"
COOKIE = settings.SESSION_COOKIE_NAME

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(autouse=True)
def shared_cache(world: World) -> Iterator[None]:
    """The cache that is served: a table, of which every process sees the same."""
    with override_settings(CACHES=CACHES):
        call_command("createcachetable", verbosity=0)
        cache.clear()
        yield


def _try(password: str, address: str = ADDRESS, client: Client | None = None) -> Any:
    return (client or Client()).post(LOGIN, {"login": address, "password": password})


def _outcomes() -> list[tuple[str, str]]:
    rows = AuditEvent.objects.filter(verb=Verb.SIGN_IN).order_by("number")
    return [(row.what, json.loads(row.detail)["outcome"]) for row in rows]


def test_five_wrong_passwords_lock_an_account_wherever_they_come_from(world: World) -> None:
    account = f"account:{world.users['matron'].pk}"
    # In another case, from another address of the server, in another browser.
    for address, host in ((ADDRESS, "localhost"), (ADDRESS.upper(), "127.0.0.1")) * 2:
        page = Client(headers={"host": host}).post(LOGIN, {"login": address, "password": "no"})
        assert "is not right" in page.content.decode()
    assert "locked for 15 minutes" in _try("no").content.decode()
    assert "locked for 15 minutes" in _try(RIGHT).content.decode()
    assert _outcomes() == [(account, "wrong password")] * 5 + [(account, "locked")]
    kept = "".join(str(row) for row in AuditEvent.objects.values_list())
    assert "matron@" not in kept.lower()
    assert '"no"' not in kept
    # Others are not kept out.
    assert _try(RIGHT, "gp@demo.example").status_code == 302


def test_an_address_without_an_account_looks_the_same() -> None:
    pages = [_try("no", "nobody@demo.example").content.decode() for _ in range(5)]
    assert "is not right" in pages[3]
    assert "locked for 15 minutes" in pages[4]
    assert _outcomes()[-1] == ("account:unknown", "locked")


def test_after_fifteen_minutes_the_door_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        _try("no")
    real = timezone.now
    backend = "django.core.cache.backends.db.tz_now"
    monkeypatch.setattr(backend, lambda: real() + timedelta(minutes=14))
    assert _try(RIGHT).status_code == 200
    monkeypatch.setattr(backend, lambda: real() + timedelta(minutes=15, seconds=2))
    assert _try(RIGHT).status_code == 302


def test_a_right_password_gives_the_tries_back() -> None:
    for _ in range(3):
        for _ in range(4):
            _try("no")
        assert _try(RIGHT).status_code == 302


def test_who_tries_many_addresses_does_not_push_a_lock_out() -> None:
    for _ in range(5):
        _try("no")
    # As tries of other addresses would. They stand behind the lock: it would be first to go.
    for i in range(320):
        cache.add(f"zz:{lockout.door(f'{i}@demo.example')}", 1, lockout.LOCKED_SECONDS)
    assert "locked" in _try(RIGHT).content.decode()


def test_a_sign_in_and_a_sign_out_are_rows_of_the_audit(world: World) -> None:
    client = Client()
    _try(RIGHT, client=client)
    client.post("/account/logout/")
    account = f"account:{world.users['matron'].pk}"
    assert _outcomes() == [(account, "in"), (account, "out")]
    row = AuditEvent.objects.get(verb=Verb.SIGN_IN, number=1)
    assert (row.user, row.roles) == (world.users["matron"].pk, "matron")
    assert json.loads(row.detail)["by"] == ["password"]


def test_nobody_gets_in_whom_the_audit_cannot_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(sign_in_audit, "look", failing)
    client = Client(raise_request_exception=False)
    assert _try(RIGHT, client=client).status_code == 500
    assert SESSION_KEY not in client.session


def test_a_closed_account_is_told_so_and_kept(world: World) -> None:
    User.objects.filter(pk=world.users["matron"].pk).update(is_active=False)
    client = Client()
    assert _try(RIGHT, client=client)["Location"] == "/account/inactive/"
    assert "This account is closed" in client.get("/account/inactive/").content.decode()
    assert _outcomes()[-1][1] == "closed account"


def test_a_session_has_a_new_key_from_the_sign_in_and_none_after() -> None:
    client = Client()
    client.get("/account/organisation/cancelled/")
    session = client.session
    session["something"] = 1
    session.save()
    before = client.cookies[COOKIE].value
    _try(RIGHT, client=client)
    key = client.cookies[COOKIE].value
    assert key != before
    assert client.get("/").status_code == 200
    client.post("/account/logout/")
    thief = Client()
    thief.cookies[COOKIE] = key
    assert thief.get("/").status_code == 302
    thief.cookies[COOKIE] = before
    assert thief.get("/").status_code == 302


def test_fifteen_minutes_without_a_click_end_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    # However it was asked for: there is no "remember me".
    client = Client()
    client.post(LOGIN, {"login": ADDRESS, "password": RIGHT, "remember": "on"})
    assert client.cookies[COOKIE]["max-age"] == ""
    began, real = timezone.now(), timezone.now

    def at(minutes: float) -> int:
        for place, name in ((timezone, "now"), (sessions, "present")):
            monkeypatch.setattr(place, name, lambda: began + timedelta(minutes=minutes))
        return client.get("/").status_code

    assert [at(14), at(28), at(42)] == [200, 200, 200]
    ends = Session.objects.get().expire_date
    # Not every page writes: half a minute later is soon enough.
    assert (at(42.4), Session.objects.get().expire_date) == (200, ends)
    assert at(57.1) == 302
    monkeypatch.setattr(timezone, "now", real)


@pytest.mark.parametrize(
    "page",
    ["signup/", "email/", "confirm-email/", "password/set/", "password/reset/", "connections/",
     "3rdparty/", "3rdparty/signup/", "2fa/webauthn/", "login/code/", "social/signup/"],
)  # fmt: skip
def test_pages_that_have_no_use_do_not_exist(browser: Client, page: str) -> None:
    for client in (browser, Client()):
        answer = client.get(f"/account/{page}")
        assert answer.status_code == 404
        assert "nothing here that you can see" in answer.content.decode()


def test_a_form_from_before_the_sign_in_is_answered_clearly() -> None:
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"login": ADDRESS, "password": RIGHT})
    assert answer.status_code == 403
    assert "This page is too old" in answer.content.decode()


def test_pages_about_an_account_stay_in_no_cache(browser: Client) -> None:
    assert "no-store" in browser.get("/account/2fa/")["Cache-Control"]
