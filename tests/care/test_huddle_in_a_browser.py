"""A huddle in a real Chromium: on the big screen by keyboard, and on a phone without scripts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.care.browser import WIDTHS, follow, is_fit, page_of, sign_in

pytestmark = pytest.mark.enable_socket


def _picture(page: Page, name: str) -> None:
    """Keep a picture of the page, where somebody asks for them."""
    folder = os.environ.get("HUDDLE_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def _ask_the_huddle(page: Page, served: str) -> None:
    page.goto(f"{served}/caseload/")
    follow(page.locator("main table th a").nth(3))
    follow(page.get_by_role("link", name="Huddle", exact=True))
    is_fit(page)
    follow(page.get_by_role("button", name="Ask the huddle"))
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    page.get_by_label("What do you want to ask").fill("Does she eat enough?")
    follow(page.get_by_role("button", name="Ask the huddle"))
    assert "They stand on the agenda" in page.inner_text("main")


@pytest.fixture(scope="module")
def begun(served: str, chromium: Browser) -> str:
    """A huddle that has begun, at the desk; its address."""
    page = page_of(chromium, WIDTHS["desk"])
    sign_in(page, served, "matron")
    _ask_the_huddle(page, served)
    page.goto(f"{served}/huddles/")
    is_fit(page)
    follow(page.locator("main table th a").first)
    is_fit(page)
    _picture(page, "planned-desk")
    follow(page.get_by_role("link", name="Ask somebody else to come"))
    page.get_by_label("Name, or a part of it").fill("olga")
    follow(page.get_by_role("button", name="Find"))
    is_fit(page)
    follow(page.get_by_role("button", name="Ask to come"))
    assert "They are asked to come." in page.inner_text("main")
    follow(page.get_by_role("button", name="Begin the huddle"))
    assert "Under way" in page.inner_text("h1")
    address = page.url
    page.close()
    return address


@pytest.mark.parametrize("name", list(WIDTHS))
def test_one_person_at_a_time(served: str, begun: str, chromium: Browser, name: str) -> None:
    page = page_of(chromium, WIDTHS[name])
    sign_in(page, served, "coordinator")
    page.goto(begun)
    is_fit(page)
    _picture(page, f"running-{name}")
    follow(page.get_by_role("link", name="Go on:"))
    is_fit(page)
    follow(page.get_by_role("button", name="Keep the decision"))
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    is_fit(page)
    page.get_by_label("What was decided").fill("Visit on Tuesday.")
    page.get_by_text("Yes", exact=True).click()
    page.get_by_label("What they want").fill("To stay at home.")
    page.get_by_label("What is to be done").fill("Ring the daughter")
    page.get_by_label("By", exact=True).fill("2199-12-31")
    _picture(page, f"item-{name}")
    follow(page.get_by_role("button", name="Add the action"))
    assert "Ring the daughter" in page.inner_text("main")
    # What was written of the decision, and not kept yet, stands there still.
    assert page.get_by_label("What was decided").input_value() == "Visit on Tuesday."
    follow(page.get_by_role("button", name="Keep the decision"))
    assert "The decision is kept." in page.inner_text("main")
    is_fit(page)
    _picture(page, f"decided-{name}")
    page.close()


def test_the_arrow_keys_go_from_one_to_the_next(served: str, begun: str, chromium: Browser) -> None:
    page = page_of(chromium, WIDTHS["desk"])
    sign_in(page, served, "matron")
    page.goto(begun)
    follow(page.locator("main table th a").first)
    first = page.url
    assert "1 of" in page.inner_text(".wp-steps")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: url != first)
    assert "2 of" in page.inner_text(".wp-steps")
    # In a field they move the cursor, as anywhere.
    page.get_by_label("What was decided").fill("Visit")
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(200)
    assert "2 of" in page.inner_text(".wp-steps")
    page.locator("h1").click()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(first)
    page.close()


def test_it_is_closed_on_a_phone_without_scripts(
    served: str, begun: str, chromium: Browser
) -> None:
    page = page_of(chromium, WIDTHS["phone"], java_script_enabled=False)
    sign_in(page, served, "lead")
    page.goto(begun)
    follow(page.get_by_role("button", name="Close the huddle"))
    assert "not spoken of yet" in page.inner_text("main")
    while page.get_by_role("link", name="Go on:").count():
        follow(page.get_by_role("link", name="Go on:"))
        page.locator("details summary").click()
        page.get_by_label("Why they wait").fill("No time today.")
        follow(page.get_by_role("button", name="Carry over, and go on"))
        page.goto(begun)
    follow(page.get_by_role("button", name="Everybody else is here"))
    follow(page.get_by_role("button", name="Close the huddle"))
    assert "Minutes of" in page.inner_text("h1")
    page.close()
    for name, width in WIDTHS.items():
        page = page_of(chromium, width)
        sign_in(page, served, "lead")
        page.goto(begun)
        is_fit(page)
        _picture(page, f"minutes-{name}")
        follow(page.get_by_role("link", name="Print view"))
        is_fit(page)
        page.goto(f"{served}/huddles/follow-through/")
        is_fit(page)
        _picture(page, f"follow-through-{name}")
        page.goto(f"{served}/huddles/plan/")
        is_fit(page)
        page.goto(served)
        is_fit(page)
        assert "Huddle" in page.inner_text("main")
        page.close()
