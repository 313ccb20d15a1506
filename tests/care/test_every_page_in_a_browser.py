"""Every page that is reached by links, in a real Chromium: WCAG 2.2 AA, and nothing sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.care.browser import WIDTHS, is_fit, is_narrow_enough, page_of, sign_in
from tests.care.walker import NOT_WALKED, view_of

pytestmark = pytest.mark.enable_socket

ROLES = (
    *("lead", "matron", "gp", "coordinator", "triage", "social", "wellbeing", "geriatrician"),
    "privacy",
)


def _links(page: Page, served: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    inside = [link.removeprefix(served) for link in found if link.startswith(served)]
    return [link.split("#")[0] for link in inside if not link.startswith(NOT_WALKED)]


def test_every_page_is_fit_for_everybody(served: str, chromium: Browser) -> None:
    known: set[str] = set()
    for who in ROLES:
        page = page_of(chromium, WIDTHS["desk"])
        sign_in(page, served, who)
        queue, begun = ["/"], False
        while queue:
            path = queue.pop(0)
            view = view_of(path)
            # Everybody's own start page is looked at, and every other page once.
            if not view or (view in known and begun):
                continue
            begun = True
            answer = page.request.get(f"{served}{path}")
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            known.add(view)
            page.goto(f"{served}{path}")
            is_fit(page)
            # The rules hold for both widths; the tests of each room try them on a phone too.
            page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
            is_narrow_enough(page)
            page.set_viewport_size({"width": WIDTHS["desk"], "height": 900})
            queue += _links(page, served)
        page.close()
    assert len(known) > 20
