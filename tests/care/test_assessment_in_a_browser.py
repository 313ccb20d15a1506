"""Assessments in a real Chromium: begun, answered, signed, at desk and phone width."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.care.browser import WIDTHS, follow, is_fit, page_of, sign_in

pytestmark = pytest.mark.enable_socket
SHOTS = os.environ.get("WHOLEPLACE_SHOTS")


def _shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def _somebody(page: Page, served: str, at: int) -> None:
    """Go to the assessments of somebody on the caseload who has none open."""
    page.goto(f"{served}/caseload/")
    follow(page.locator("main table tbody th a").nth(at))
    if "/caseload/" in page.url:
        follow(page.locator(".nhsuk-back-link"))
    follow(page.get_by_role("link", name="Assessments", exact=True))


@pytest.mark.parametrize("name", list(WIDTHS))
def test_a_matron_assesses_somebody_at_home(served: str, chromium: Browser, name: str) -> None:
    page = page_of(chromium, WIDTHS[name])
    sign_in(page, served, "matron")
    _somebody(page, served, 5 + list(WIDTHS).index(name))
    is_fit(page)
    _shot(page, f"{name}-1-assessments")
    page.get_by_label("What do you want to assess by?").select_option("falls")
    follow(page.get_by_role("button", name="Begin"))
    is_fit(page)
    page.get_by_label("What do you want to assess by?").is_hidden()
    # Signed too soon: what is missing is named, with a link to the question.
    follow(page.get_by_role("button", name="Sign", exact=True))
    assert page.get_by_role("heading", name="It cannot be signed yet").is_visible()
    is_fit(page)
    _shot(page, f"{name}-2-not-yet")
    page.locator(".nhsuk-error-summary a").first.click()
    is_fit(page)
    page.get_by_label("How often did they fall").fill("many")
    page.get_by_label("How it happened").fill("On the stairs, at night.")
    follow(page.get_by_role("button", name="Save and go on"))
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    is_fit(page)
    _shot(page, f"{name}-3-wrong")
    page.get_by_label("How often did they fall").fill("2")
    page.get_by_role("group", name="Did they faint").get_by_label("No", exact=True).check()
    follow(page.get_by_role("button", name="Save and go on"))
    is_fit(page)
    for words in ("unsteady", "dizzy when", "blood pressure, calms", "see badly", "confused"):
        page.get_by_role("group", name=words).get_by_label("No", exact=True).check()
    page.get_by_role("group", name="rugs").get_by_label("Yes", exact=True).check()
    _shot(page, f"{name}-4-causes")
    follow(page.get_by_role("button", name="Save and go on"))
    page.get_by_label("What is to be done").fill("Take up the rugs.")
    follow(page.get_by_role("button", name="Save", exact=True))
    _shot(page, f"{name}-5-whole")
    follow(page.get_by_role("button", name="Sign", exact=True))
    assert "Signed by Grace Matron" in page.inner_text("main")
    is_fit(page)
    _shot(page, f"{name}-6-signed")
    follow(page.get_by_role("button", name="Begin a correction"))
    assert "It corrects" not in page.inner_text("h1")
    is_fit(page)
    page.close()


@pytest.mark.parametrize("name", list(WIDTHS))
def test_what_is_known_is_shown_and_confirmed(served: str, chromium: Browser, name: str) -> None:
    page = page_of(chromium, WIDTHS[name])
    sign_in(page, served, "matron")
    _somebody(page, served, 8 + list(WIDTHS).index(name))
    page.get_by_label("What do you want to assess by?").select_option("home-assessment")
    follow(page.get_by_role("button", name="Begin"))
    _shot(page, f"{name}-7-home")
    is_fit(page)
    follow(page.get_by_role("link", name="Health and medicines"))
    is_fit(page)
    assert "Already known" in page.inner_text("main")
    _shot(page, f"{name}-8-known")
    page.get_by_label("It is still as it was known: What I live with").check()
    follow(page.get_by_role("button", name="Save and stop here"))
    follow(page.get_by_role("link", name="Health and medicines"))
    assert "CONFIRMED" in page.inner_text("main").upper()
    follow(page.get_by_role("link", name="All sections"))
    follow(page.get_by_role("link", name="How I manage"))
    is_fit(page)
    _shot(page, f"{name}-9-radios")
    page.close()


def test_a_section_is_answered_by_keyboard_and_without_scripts(
    served: str, chromium: Browser
) -> None:
    page = page_of(chromium, WIDTHS["phone"], java_script_enabled=False)
    sign_in(page, served, "wellbeing")
    page.goto(f"{served}/people/")
    page.get_by_label("Family name").fill("e")
    follow(page.get_by_role("button", name="Find"))
    follow(page.locator("main table a").first)
    follow(page.get_by_role("link", name="Assessments", exact=True))
    page.get_by_label("What do you want to assess by?").select_option("pam")
    follow(page.get_by_role("button", name="Begin"))
    follow(page.get_by_role("link", name="The result"))
    page.get_by_label("Score").focus()
    page.keyboard.type("51.5")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("LIC-1")
    page.keyboard.press("Enter")
    # Level 1 was ticked, and the score means another.
    follow(page.get_by_role("button", name="Sign", exact=True))
    assert "The score that is written means Level 2." in page.inner_text("main")
    page.locator(".nhsuk-error-summary a").first.click()
    page.get_by_label("Level 2").check()
    follow(page.get_by_role("button", name="Save", exact=True))
    follow(page.get_by_role("button", name="Sign", exact=True))
    assert "51.5" in page.inner_text("main")
    page.close()


def test_what_was_typed_outlives_the_session(served: str, chromium: Browser) -> None:
    page = page_of(chromium, WIDTHS["desk"])
    sign_in(page, served, "matron")
    _somebody(page, served, 12)
    page.get_by_label("What do you want to assess by?").select_option("falls")
    follow(page.get_by_role("button", name="Begin"))
    follow(page.get_by_role("link", name="Falls in the last year"))
    page.get_by_label("How it happened").fill("In the dark hall.")
    page.get_by_role("group", name="Did they faint").get_by_label("Yes", exact=True).check()
    page.context.clear_cookies(name="sessionid")
    follow(page.get_by_role("button", name="Save and go on"))
    address = page.url
    page.get_by_label("Email").fill("matron@demo.example")
    page.get_by_label("Password").fill("demonstration-only")
    follow(page.get_by_role("button", name="Sign in"))
    assert "history" in page.url, address
    assert page.get_by_label("How it happened").input_value() == "In the dark hall."
    assert page.get_by_role("group", name="Did they faint").get_by_label("Yes").is_checked()
    page.close()
