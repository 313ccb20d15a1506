"""The served application in a real Chromium: sign in, find, write, at desk and phone width."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.care.serving import environment, free_port, running
from wholeplace.care.demo import DEMO_PASSWORD

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WIDTHS = {"desk": 1200, "phone": 390}

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, folder = free_port(), tmp_path_factory.mktemp("served")
    words = ["serve", str(folder), "--demo", "--people", "300", "--port", str(port)]
    command = [sys.executable, "-m", "wholeplace", *words]
    with running(command, port, folder / "log", environment()):
        yield f"http://127.0.0.1:{port}"


def _page(chromium: Browser, width: int, **options: Any) -> Page:
    return chromium.new_page(viewport={"width": width, "height": 900}, **options)


def _sign_in(page: Page, served: str, who: str) -> None:
    page.goto(served)
    page.get_by_label("Email").fill(f"{who}@demo.example")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _is_fit(page: Page) -> None:
    """No violation of WCAG 2.2 AA, and nothing to scroll to the side."""
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, page.url


@pytest.mark.parametrize("name", list(WIDTHS))
def test_a_matron_finds_somebody_and_writes_what_they_say(
    served: str, chromium: Browser, name: str
) -> None:
    page = _page(chromium, WIDTHS[name])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served)
    _is_fit(page)
    _sign_in(page, served, "matron")
    _is_fit(page)
    page.get_by_role("link", name="Find a person").first.click()
    page.get_by_label("Family name").fill("e")
    page.get_by_role("button", name="Find").click()
    _is_fit(page)
    page.locator("main table a").first.click()
    _is_fit(page)
    page.get_by_role("link", name="Write what they say").click()
    _is_fit(page)
    page.get_by_label("What is most important to me").fill("My garden.")
    page.get_by_role("button", name="Save").click()
    assert "My garden." in page.inner_text("main")
    page.get_by_role("link", name="Add somebody").click()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    _is_fit(page)
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="Who has looked").click()
    _is_fit(page)
    # Nothing came from anywhere but the server itself.
    assert {url for url in asked if not url.startswith((served, "data:"))} == set()
    page.close()


def test_it_works_by_keyboard_alone(served: str, chromium: Browser) -> None:
    page = _page(chromium, WIDTHS["desk"])
    _sign_in(page, served, "coordinator")
    page.goto(f"{served}/people/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("e")
    page.keyboard.press("Enter")
    page.wait_for_selector("main table")
    page.close()


def test_it_works_without_scripts(served: str, chromium: Browser) -> None:
    page = _page(chromium, WIDTHS["phone"], java_script_enabled=False)
    _sign_in(page, served, "social")
    page.goto(f"{served}/people/")
    page.get_by_label("Family name").fill("e")
    page.get_by_role("button", name="Find").click()
    page.locator("main table a").first.click()
    assert "About me" in page.inner_text("main")
    page.close()


@pytest.mark.parametrize("name", list(WIDTHS))
def test_a_candidate_is_accepted_asked_and_followed(
    served: str, chromium: Browser, name: str
) -> None:
    gp, matron = (_page(chromium, WIDTHS[name]) for _ in range(2))
    _sign_in(gp, served, "gp")
    _is_fit(gp)
    gp.goto(f"{served}/candidates/")
    _is_fit(gp)
    gp.get_by_label("Why you accept or decline").first.fill("I know them.")
    gp.get_by_role("button", name="Accept number").first.click()
    who = gp.locator("h1").inner_text()
    assert "is put forward" in gp.inner_text("main")

    _sign_in(matron, served, "matron")
    _is_fit(matron)
    matron.get_by_role("link", name=who).click()
    _is_fit(matron)
    matron.get_by_role("button", name="They were asked").click()
    matron.get_by_label("Who said it").fill(who)
    matron.get_by_label("On", exact=True).fill("2026-11-22")
    matron.get_by_role("button", name="Keep what they said").click()
    matron.get_by_role("button", name="Begin to follow").click()
    assert "on the caseload" in matron.inner_text("main")
    _is_fit(matron)
    matron.goto(f"{served}/caseload/?tier=monthly")
    _is_fit(matron)
    gp.close()
    matron.close()


def test_a_lead_sees_what_the_team_can_take(served: str, chromium: Browser) -> None:
    for width in WIDTHS.values():
        page = _page(chromium, width)
        _sign_in(page, served, "lead")
        page.goto(f"{served}/capacity/")
        assert "hours a week" in page.inner_text("main")
        _is_fit(page)
        page.close()
