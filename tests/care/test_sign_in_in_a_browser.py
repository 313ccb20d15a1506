"""Sign in with a real Chromium: every page fit for all, and no text lost when a session ends."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.care.browser import WIDTHS, follow, is_fit
from tests.care.serving import environment, free_port, provider, running
from tests.care.test_sign_in_second_factor import code_of
from wholeplace.care.demo import DEMO_PASSWORD

SESSION = "sessionid"
RIGHT = "a long password"
MADE = """
import django; django.setup()
from wholeplace.care.models import Organisation, Post, User
Organisation.objects.create(code="ZCOMM", name="Trust", kind="community")
for name in ("ann", "ben"):
    user = User.objects.create_user(f"{name}@demo.example", name.title(), "a long password")
    Post.objects.create(user=user, role="matron", organisation_id="ZCOMM", starts="2016-04-01")
"""

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration, with a provider of sign-ins beside it."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    people: list[dict[str, object]] = [
        {"sub": "card-7", "email": "lead@demo.example", "email_verified": True},
        {"sub": "card-8", "email": "who@elsewhere.example", "email_verified": True},
    ]
    words = [*("serve", str(folder), "--demo"), *("--people", "300"), *("--port", str(port))]
    with provider(folder, people) as issuer:
        told = {"ISSUER": issuer, "CLIENT_ID": "care", "CLIENT_SECRET": "shared", "NAME": "Care ID"}
        env = environment(**{f"WHOLEPLACE_OIDC_{name}": value for name, value in told.items()})
        command = [sys.executable, "-m", "wholeplace", *words]
        with running(command, port, folder / "log", env):
            yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def production(
    tmp_path_factory: pytest.TempPathFactory, requires_program: Callable[[str], str]
) -> Iterator[str]:
    """As a team has it: over TLS, without a demonstration, with two accounts."""
    requires_program("openssl")
    folder, port = tmp_path_factory.mktemp("production"), free_port()
    env = environment(
        WHOLEPLACE_SECRET="x" * 60,
        WHOLEPLACE_WORKSPACE=str(folder),
        DJANGO_SETTINGS_MODULE="wholeplace.web.settings",
    )
    prepare = [sys.executable, "-m", "wholeplace", "serve", str(folder), "--prepare-only"]
    subprocess.run(prepare, env=env, check=True)
    subprocess.run([sys.executable, "-c", MADE], env=env, check=True)
    certificate, key = _certificate(folder)
    command = [
        *(sys.executable, "-m", "gunicorn", "wholeplace.web.wsgi:application", "--workers", "2"),
        *("--bind", f"127.0.0.1:{port}", "--certfile", str(certificate), "--keyfile", str(key)),
    ]
    with running(command, port, folder / "log", env):
        yield f"https://127.0.0.1:{port}"


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=care"]
    asked = ["openssl", *words, "-out", str(certificate), "-keyout", str(key)]
    subprocess.run(asked, check=True, capture_output=True)
    return certificate, key


def _page(chromium: Browser, width: int = WIDTHS["desk"], **options: Any) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 900}, **options)
    page.set_default_timeout(8_000)
    return page


def _secure(chromium: Browser, width: int) -> Page:
    # The header is what a proxy that speaks TLS adds.
    headers = {"X-Forwarded-Proto": "https"}
    return _page(chromium, width, ignore_https_errors=True, extra_http_headers=headers)


def _sign_in(page: Page, address: str, password: str = DEMO_PASSWORD) -> None:
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(password)
    follow(page.get_by_role("button", name="Sign in", exact=True))


@pytest.mark.parametrize(("width", "name"), [(1200, "ann"), (390, "ben")])
def test_a_second_factor_is_set_up_and_asked_for(
    production: str, chromium: Browser, width: int, name: str
) -> None:
    page = _secure(chromium, width)
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text))
    address = f"{name}@demo.example"
    page.goto(f"{production}/people/")
    is_fit(page)
    _sign_in(page, address, "wrong")
    assert "is not right" in page.inner_text("main")
    is_fit(page)
    _sign_in(page, address, RIGHT)
    page.wait_for_url("**/account/2fa/app/")
    page.goto(f"{production}/people/")
    page.wait_for_url("**/account/2fa/app/")
    is_fit(page)
    box = page.locator("svg.wp-qr").bounding_box()
    assert box
    assert box["width"] > 200
    page.get_by_label("Authenticator code").fill("000000")
    follow(page.get_by_role("button", name="Set up"))
    assert "Incorrect code" in page.inner_text("main")
    is_fit(page)
    secret = page.inner_text(".wp-key")
    page.get_by_label("Authenticator code").fill(code_of(secret, time.time()))
    follow(page.get_by_role("button", name="Set up"))
    page.wait_for_url("**/account/2fa/codes/")
    is_fit(page)
    codes = re.findall(r"\b\d{8}\b", page.inner_text("main"))
    assert len(codes) == 10
    follow(page.get_by_role("link", name="go on"))
    page.wait_for_url("**/people/")
    for path in ("", "codes/new/", "app/remove/", "reauthenticate/"):
        page.goto(f"{production}/account/2fa/{path}")
        is_fit(page)
    for path in ("password/change/", "reauthenticate/", "logout/", "inactive/", "signup/"):
        page.goto(f"{production}/account/{path}")
        is_fit(page)
    page.goto(production)
    follow(page.get_by_role("button", name="Sign out"))
    page.wait_for_url("**/account/login/")
    is_fit(page)
    _sign_in(page, address, RIGHT)
    page.wait_for_url("**/account/2fa/authenticate/")
    is_fit(page)
    page.get_by_label("Code").fill(codes[0])
    follow(page.get_by_role("button", name="Sign in"))
    page.wait_for_url(f"{production}/")
    # The policy had nothing to refuse.
    assert [line for line in told if "Content Security Policy" in line] == []
    page.close()


def test_five_wrong_passwords_lock_an_account_in_every_process(
    demo: str, chromium: Browser
) -> None:
    for _ in range(5):
        page = _page(chromium, WIDTHS["phone"])
        page.goto(demo)
        _sign_in(page, "privacy@demo.example", "wrong")
        is_fit(page)
        last = page.inner_text("main")
        page.close()
    assert "locked for 15 minutes" in last
    # Whichever of the two processes answers.
    for _ in range(6):
        page = _page(chromium)
        page.goto(demo)
        _sign_in(page, "privacy@demo.example")
        assert "locked for 15 minutes" in page.inner_text("main")
        page.close()


def test_an_organisation_signs_in_whom_we_know(demo: str, chromium: Browser) -> None:
    page = _page(chromium)
    page.goto(f"{demo}/people/")
    is_fit(page)
    follow(page.get_by_role("link", name="Sign in with Care ID"))
    follow(page.get_by_role("button", name="card-7"))
    page.wait_for_url(f"{demo}/people/")
    assert "Lena Lead" in page.inner_text("header")
    page.close()


@pytest.mark.parametrize("width", list(WIDTHS.values()))
def test_an_organisation_does_not_sign_in_a_stranger(
    demo: str, chromium: Browser, width: int
) -> None:
    page = _page(chromium, width)
    page.goto(demo)
    follow(page.get_by_role("link", name="Sign in with Care ID"))
    follow(page.get_by_role("button", name="card-8"))
    page.get_by_role("heading", name="You have no account here").wait_for()
    is_fit(page)
    page.goto(demo)
    assert page.get_by_role("heading", name="Sign in").is_visible()
    follow(page.get_by_role("link", name="Sign in with Care ID"))
    follow(page.get_by_role("button", name="Deny"))
    # This provider leaves out the state when it says no, and so it is not known whose no it is.
    page.get_by_role("heading", name="You are not signed in").wait_for()
    is_fit(page)
    page.goto(f"{demo}/account/organisation/back/?code=1&state=2")
    page.get_by_role("heading", name="You are not signed in").wait_for()
    is_fit(page)
    page.close()


MOST = "What is most important to me"


def _writing(page: Page, demo: str, who: str) -> None:
    """Be signed in, and have the form of what somebody wants to be known before one."""
    page.goto(demo)
    _sign_in(page, f"{who}@demo.example")
    page.goto(f"{demo}/people/")
    page.get_by_label("Family name").fill("e")
    follow(page.get_by_role("button", name="Find"))
    follow(page.locator("main table a").first)
    follow(page.get_by_role("link", name="Write what they say"))


def _kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "Object.keys(sessionStorage).filter((key) => key.startsWith('kept:'))"
    )
    return found


def test_a_session_that_ends_while_one_writes_loses_no_text(demo: str, chromium: Browser) -> None:
    page = _page(chromium)
    _writing(page, demo, "matron")
    page.get_by_label(MOST).fill("My garden.")
    follow(page.get_by_role("button", name="Save"))
    follow(page.get_by_role("link", name="Write what they say"))
    # What is there already is written over: the form shows the newer words, not the saved ones.
    page.get_by_label(MOST).fill("My garden, and my dog.\nHe is called Bo.")
    page.context.clear_cookies(name=SESSION)
    follow(page.get_by_role("button", name="Save"))
    _sign_in(page, "matron@demo.example")
    page.wait_for_url("**/about-me/")
    assert page.get_by_label(MOST).input_value() == "My garden, and my dog.\nHe is called Bo."
    assert "not saved stands below again" in page.inner_text("main")
    is_fit(page)
    follow(page.get_by_role("button", name="Save"))
    page.get_by_text("He is called Bo.").wait_for()
    assert _kept(page) == []
    follow(page.get_by_role("link", name="Write what they say"))
    assert "stands below again" not in page.inner_text("main")
    page.close()


def test_nobody_else_is_offered_what_was_written(demo: str, chromium: Browser) -> None:
    page = _page(chromium)
    _writing(page, demo, "matron")
    address = page.url
    page.get_by_label(MOST).fill("Only for the matron.")
    page.context.clear_cookies(name=SESSION)
    follow(page.get_by_role("button", name="Save"))
    _sign_in(page, "coordinator@demo.example")
    page.wait_for_url(address)
    assert "Only for the matron." not in page.get_by_label(MOST).input_value()
    assert all("Only for the matron." not in text for text in _texts(page))
    page.close()


def _texts(page: Page) -> list[str]:
    found: list[str] = page.evaluate("Object.values(sessionStorage)")
    return found


def test_a_sign_out_forgets_what_was_written(demo: str, chromium: Browser) -> None:
    page = _page(chromium)
    _writing(page, demo, "matron")
    page.get_by_label(MOST).fill("Half a thought")
    assert len(_kept(page)) == 1
    follow(page.get_by_role("button", name="Sign out"))
    page.wait_for_url("**/account/login/")
    assert _kept(page) == []
    page.close()


def test_what_was_kept_can_be_thrown_away(demo: str, chromium: Browser) -> None:
    page = _page(chromium, WIDTHS["phone"])
    _writing(page, demo, "coordinator")
    before = page.get_by_label(MOST).input_value()
    page.get_by_label(MOST).fill("Half a thought")
    page.reload()
    assert page.get_by_label(MOST).input_value() == "Half a thought"
    is_fit(page)
    page.get_by_role("button", name="Throw it away").click()
    page.get_by_role("button", name="Throw it away").wait_for(state="detached")
    assert page.get_by_label(MOST).input_value() == before
    page.close()


def test_what_others_changed_meanwhile_is_not_written_over(demo: str, chromium: Browser) -> None:
    page, other = _page(chromium), _page(chromium)
    _writing(page, demo, "matron")
    address = page.url.replace("about-me", "details")
    page.goto(address)
    page.get_by_label("Telephone").fill("111")
    page.context.clear_cookies(name=SESSION)
    other.goto(address)
    _sign_in(other, "coordinator@demo.example")
    other.get_by_label("Telephone").fill("222")
    follow(other.get_by_role("button", name="Save"))
    follow(page.get_by_role("button", name="Save"))
    _sign_in(page, "matron@demo.example")
    page.wait_for_url(address)
    assert page.get_by_label("Telephone").input_value() == "111"
    follow(page.get_by_role("button", name="Save"))
    assert "changed this while you were writing" in page.inner_text("main")
    # Put together and saved again, it is taken.
    follow(page.get_by_role("button", name="Save"))
    page.get_by_text("Saved.").wait_for()
    assert _kept(page) == []
    for one in (page, other):
        one.close()


def test_a_form_older_than_a_sign_in_elsewhere_keeps_its_text(demo: str, chromium: Browser) -> None:
    page = chromium.new_context().new_page()
    page.set_default_timeout(8_000)
    _writing(page, demo, "matron")
    page.get_by_label(MOST).fill("Written before")
    page.context.clear_cookies(name=SESSION)
    other = page.context.new_page()
    other.goto(demo)
    _sign_in(other, "matron@demo.example")
    follow(page.get_by_role("button", name="Save"))
    page.get_by_role("heading", name="This page is too old").wait_for()
    is_fit(page)
    page.go_back()
    page.reload()
    assert page.get_by_label(MOST).input_value() == "Written before"
    follow(page.get_by_role("button", name="Save"))
    page.get_by_text("What they said is kept.").wait_for()
    page.close()
