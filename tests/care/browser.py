"""What tests in a real browser share: two widths, signing in, and what every page keeps."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from wholeplace.care.demo import DEMO_PASSWORD

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WIDTHS = {"desk": 1200, "phone": 390}


def page_of(chromium: Browser, width: int, **options: Any) -> Page:
    """Return a new page of a width, with nobody signed in."""
    return chromium.new_page(viewport={"width": width, "height": 900}, **options)


def sign_in(page: Page, served: str, who: str) -> None:
    """Sign somebody of the demonstration in."""
    page.goto(served)
    page.get_by_label("Email").fill(f"{who}@demo.example")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    follow(page.get_by_role("button", name="Sign in"))


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait until that page is there.

    A click alone may return before the browser begins to leave the page.
    """
    with link.page.expect_navigation():
        link.click()


def is_fit(page: Page) -> None:
    """Check that there is no violation of WCAG 2.2 AA, and nothing to scroll to the side."""
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    is_narrow_enough(page)


def is_narrow_enough(page: Page) -> None:
    """Check that there is nothing to scroll to the side."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, page.url
