"""The served application in a real Chromium: sign in, find, write, at desk and phone width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.care.browser import WIDTHS, follow, is_fit, page_of, sign_in

pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize("name", list(WIDTHS))
def test_a_matron_finds_somebody_and_writes_what_they_say(
    served: str, chromium: Browser, name: str
) -> None:
    page = page_of(chromium, WIDTHS[name])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served)
    is_fit(page)
    sign_in(page, served, "matron")
    is_fit(page)
    follow(page.get_by_role("link", name="Find a person").first)
    page.get_by_label("Family name").fill("e")
    follow(page.get_by_role("button", name="Find"))
    is_fit(page)
    follow(page.locator("main table a").first)
    is_fit(page)
    follow(page.get_by_role("link", name="Write what they say"))
    is_fit(page)
    page.get_by_label("What is most important to me").fill("My garden.")
    follow(page.get_by_role("button", name="Save"))
    assert "My garden." in page.inner_text("main")
    follow(page.get_by_role("link", name="Add somebody"))
    follow(page.get_by_role("button", name="Save"))
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    is_fit(page)
    page.go_back()
    page.go_back()
    follow(page.get_by_role("link", name="Who has looked"))
    is_fit(page)
    # Nothing came from anywhere but the server itself.
    assert {url for url in asked if not url.startswith((served, "data:"))} == set()
    page.close()


def test_it_works_by_keyboard_alone(served: str, chromium: Browser) -> None:
    page = page_of(chromium, WIDTHS["desk"])
    sign_in(page, served, "coordinator")
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
    page = page_of(chromium, WIDTHS["phone"], java_script_enabled=False)
    sign_in(page, served, "social")
    page.goto(f"{served}/people/")
    page.get_by_label("Family name").fill("e")
    follow(page.get_by_role("button", name="Find"))
    follow(page.locator("main table a").first)
    assert "About me" in page.inner_text("main")
    page.close()


@pytest.mark.parametrize("name", list(WIDTHS))
def test_a_candidate_is_accepted_asked_and_followed(
    served: str, chromium: Browser, name: str
) -> None:
    gp, matron = (page_of(chromium, WIDTHS[name]) for _ in range(2))
    sign_in(gp, served, "gp")
    is_fit(gp)
    gp.goto(f"{served}/candidates/")
    is_fit(gp)
    gp.get_by_label("Why you accept or decline").first.fill("I know them.")
    follow(gp.get_by_role("button", name="Accept number").first)
    who = gp.locator("h1").inner_text()
    assert "is put forward" in gp.inner_text("main")

    sign_in(matron, served, "matron")
    is_fit(matron)
    follow(matron.get_by_role("link", name=who))
    is_fit(matron)
    follow(matron.get_by_role("button", name="They were asked"))
    matron.get_by_label("Who said it").fill(who)
    matron.get_by_label("On", exact=True).fill("2026-11-22")
    follow(matron.get_by_role("button", name="Keep what they said"))
    follow(matron.get_by_role("button", name="Begin to follow"))
    assert "on the caseload" in matron.inner_text("main")
    is_fit(matron)
    matron.goto(f"{served}/caseload/?tier=monthly")
    is_fit(matron)
    gp.close()
    matron.close()


def test_a_lead_sees_what_the_team_can_take(served: str, chromium: Browser) -> None:
    for width in WIDTHS.values():
        page = page_of(chromium, width)
        sign_in(page, served, "lead")
        page.goto(f"{served}/capacity/")
        assert "hours a week" in page.inner_text("main")
        is_fit(page)
        page.close()
