"""A plan written, agreed and read in a real Chromium, at desk and phone width."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.care.browser import WIDTHS, follow, is_fit, page_of, sign_in

pytestmark = pytest.mark.enable_socket

PICTURES = os.environ.get("WHOLEPLACE_PICTURES")


def _looks(page: Page, name: str) -> None:
    """Check a page, and keep a picture of it where somebody wants to look."""
    is_fit(page)
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("name", list(WIDTHS))
def test_a_plan_is_written_with_them_and_waits_for_the_gp(
    served: str, chromium: Browser, name: str
) -> None:
    page = page_of(chromium, WIDTHS[name])
    sign_in(page, served, "matron")
    page.goto(f"{served}/plans/?show=none")
    _looks(page, "plans-none")
    follow(page.locator("main table a").first)
    _looks(page, "plan-none")
    follow(page.get_by_role("button", name="Begin a plan"))
    _looks(page, "plan-write-empty")
    follow(page.get_by_role("link", name="Add what is difficult"))
    _looks(page, "plan-part-need")
    follow(page.get_by_role("button", name="Save", exact=True))
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    _looks(page, "plan-part-wrong")
    page.get_by_label("What is difficult").fill("Worries when the bag leaks")
    follow(page.get_by_role("button", name="Save", exact=True))
    follow(page.get_by_role("link", name="Add what they want"))
    page.get_by_label("What I want").fill("Manage the bag and stay calm")
    page.get_by_label("How important it is").fill("9")
    _looks(page, "plan-part-goal")
    follow(page.get_by_role("button", name="Save", exact=True))
    follow(page.get_by_role("link", name="Add what is done for it"))
    page.get_by_label("What", exact=True).fill("Show how the bag is changed")
    page.get_by_label("Who does it").select_option(label="Grace Matron, Guided care matron")
    _looks(page, "plan-part-action")
    follow(page.get_by_role("button", name="Save", exact=True))
    follow(page.get_by_role("link", name="Add a 'what if'"))
    page.get_by_label("If this happens").fill("The bag leaks\nThe skin is sore")
    page.get_by_label("What to do").fill("Change it as shown, ring us first")
    page.get_by_label("Whom to call").fill("Colin Coordinator, 0161 496 0001")
    follow(page.get_by_role("button", name="Save", exact=True))
    _looks(page, "plan-write")
    follow(page.get_by_role("button", name="They agreed"))
    assert "waits for the GP" in page.inner_text("main")
    _looks(page, "plan-waits")
    follow(page.get_by_role("link", name="Look at it"))
    _looks(page, "plan-version")
    page.goto(f"{served}/plans/?show=gp")
    _looks(page, "plans-gp-list")
    page.close()


@pytest.mark.parametrize("name", list(WIDTHS))
def test_a_gp_agrees_with_one_click_or_asks_for_a_change(
    served: str, chromium: Browser, name: str
) -> None:
    page = page_of(chromium, WIDTHS[name])
    sign_in(page, served, "gp")
    page.goto(f"{served}/plans/for-the-gp/")
    _looks(page, "gp-list")
    follow(page.get_by_role("link", name="Read all of it").first)
    _looks(page, "gp-version")
    page.get_by_label("What should be changed").fill("Which nurse?")
    follow(page.get_by_role("button", name="Ask for a change"))
    assert "Sent back" in page.inner_text("main")
    _looks(page, "gp-sent-back")
    page.goto(f"{served}/plans/for-the-gp/")
    follow(page.get_by_role("button", name="Agree").first)
    assert "holds from now on" in page.inner_text("main")
    page.goto(f"{served}/")
    _looks(page, "gp-today")
    page.close()


@pytest.mark.parametrize("name", list(WIDTHS))
def test_the_plan_that_holds_is_read_and_its_versions(
    served: str, chromium: Browser, name: str
) -> None:
    page = page_of(chromium, WIDTHS[name])
    sign_in(page, served, "matron")
    page.goto(f"{served}/plans/?show=review")
    _looks(page, "plans-review")
    follow(page.locator("main table a").nth(list(WIDTHS).index(name)))
    _looks(page, "plan-holds")
    follow(page.get_by_role("button", name="Begin a new version"))
    _looks(page, "plan-write-copy")
    page.go_back()
    page.reload()
    follow(page.get_by_role("link", name="All versions"))
    _looks(page, "plan-versions")
    page.close()


def test_what_is_typed_outlives_the_session(served: str, chromium: Browser) -> None:
    page = page_of(chromium, WIDTHS["desk"])
    sign_in(page, served, "lead")
    page.goto(f"{served}/plans/?show=none")
    follow(page.locator("main table a").nth(3))
    follow(page.get_by_role("button", name="Begin a plan"))
    follow(page.get_by_role("link", name="Add what is difficult"))
    address = page.url
    page.get_by_label("What is difficult").fill("A long story about the stairs")
    page.context.clear_cookies()
    follow(page.get_by_role("button", name="Save", exact=True))
    sign_in(page, served, "lead")
    page.goto(address)
    assert page.get_by_label("What is difficult").input_value() == "A long story about the stairs"
    page.close()
