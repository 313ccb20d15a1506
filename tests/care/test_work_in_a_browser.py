"""A day's work in a real Chromium, at desk and phone width: calls, visits, tasks, alerts, cover."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.care.browser import WIDTHS, follow, is_fit, page_of, sign_in

pytestmark = pytest.mark.enable_socket

SHOTS = os.environ.get("WHOLEPLACE_SHOTS", "")


def _fit(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    is_fit(page)


def _to_first_person(page: Page, served: str) -> str:
    page.goto(f"{served}/caseload/")
    follow(page.locator("main table th a").first)
    return page.locator("h1").inner_text()


@pytest.mark.parametrize("name", list(WIDTHS))
def test_they_ring_and_a_coordinator_rings_back(served: str, chromium: Browser, name: str) -> None:
    page = page_of(chromium, WIDTHS[name])
    sign_in(page, served, "coordinator")
    _fit(page, f"today-coordinator-{name}")
    assert page.locator("main h2").first.inner_text() == "To be rung back"
    who = _to_first_person(page, served)
    follow(page.get_by_role("link", name="Contacts"))
    _fit(page, f"contacts-{name}")
    follow(page.get_by_role("link", name="They rang"))
    _fit(page, f"call-{name}")
    page.get_by_label("What about").fill(f"The bag leaks, {name}")
    page.get_by_label("They are rung back").check()
    page.get_by_label("Rung back today by").fill("23:58")
    follow(page.get_by_role("button", name="Save"))
    _fit(page, f"calls-{name}")
    row = page.locator("tr", has_text=f"The bag leaks, {name}").first
    follow(row.get_by_role("link", name=who).first)
    _fit(page, f"ring-back-{name}")
    page.get_by_label("What was said and done").fill("Reassured.")
    follow(page.get_by_role("button", name="Save"))
    waiting = page.locator("table", has_text="To be rung back")
    assert waiting.locator("tr", has_text=f"The bag leaks, {name}").count() == 0
    page.close()


@pytest.mark.parametrize("name", list(WIDTHS))
def test_a_matron_visits_and_does_her_tasks(served: str, chromium: Browser, name: str) -> None:
    page = page_of(chromium, WIDTHS[name])
    sign_in(page, served, "matron")
    _fit(page, f"today-matron-{name}")
    _to_first_person(page, served)
    follow(page.get_by_role("link", name="Contacts"))
    follow(page.get_by_role("link", name="Keep a contact"))
    _fit(page, f"keep-{name}")
    # Wrong at first: the summary leads to the field, and what was typed stays.
    page.get_by_label("What for").fill("Leg")
    page.get_by_label("Next contact").fill("2016-01-01")
    follow(page.get_by_role("button", name="Save"))
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert page.get_by_label("What for").input_value() == "Leg"
    _fit(page, f"keep-wrong-{name}")
    page.get_by_label("Next contact").fill("")
    follow(page.get_by_role("button", name="Save"))
    assert "The contact is kept." in page.inner_text("main")
    follow(page.get_by_role("link", name="Tasks", exact=True).last)
    _fit(page, f"person-tasks-{name}")
    follow(page.get_by_role("link", name="Add a task"))
    page.get_by_label("What", exact=True).fill(f"Order a walking stick, {name}")
    _fit(page, f"add-task-{name}")
    follow(page.get_by_role("button", name="Save"))
    follow(page.get_by_role("link", name=f"Order a walking stick, {name}"))
    _fit(page, f"task-{name}")
    follow(page.get_by_role("button", name="It is done").first)
    assert "done" in page.inner_text("main dl >> nth=1")
    page.goto(f"{served}/tasks/?of=team")
    _fit(page, f"tasks-{name}")
    page.goto(f"{served}/caseload/?order=need&of=mine")
    _fit(page, f"need-{name}")
    page.close()


@pytest.mark.parametrize("name", list(WIDTHS))
def test_an_alert_is_answered_and_counted(served: str, chromium: Browser, name: str) -> None:
    page = page_of(chromium, WIDTHS[name])
    sign_in(page, served, "lead")
    _fit(page, f"today-lead-{name}")
    page.goto(f"{served}/alerts/")
    _fit(page, f"alerts-{name}")
    follow(page.locator("main table th a").first)
    _fit(page, f"alert-{name}")
    page.get_by_text("It needs nothing").first.click()
    page.get_by_label("Why").fill("Spoken with the ward.")
    follow(page.get_by_role("button", name="It needs nothing"))
    assert "The alert is answered." in page.inner_text("main")
    follow(page.get_by_role("link", name="How many are answered in time"))
    _fit(page, f"answered-{name}")
    page.close()


def test_a_lead_lets_a_colleague_stand_in(served: str, chromium: Browser) -> None:
    page, other = page_of(chromium, WIDTHS["phone"]), page_of(chromium, WIDTHS["phone"])
    sign_in(page, served, "lead")
    page.goto(f"{served}/cover/")
    _fit(page, "cover-before")
    page.get_by_label("Who is away").select_option(label="Grace Matron")
    page.get_by_label("Who stands in").select_option(label="Colin Coordinator")
    page.get_by_label("Until, the last day").fill(date.today().isoformat())  # noqa: DTZ011 - theirs
    follow(page.get_by_role("button", name="Save"))
    assert "It ends by itself." in page.inner_text("main")
    _fit(page, "cover")
    sign_in(other, served, "coordinator")
    assert "You stand in for Grace Matron today." in other.inner_text("main")
    assert other.get_by_text("For Grace Matron").count() > 0
    _fit(other, "today-covering")
    follow(page.get_by_role("button", name="for Grace Matron"))
    page.goto(f"{served}/cover/")
    page.close()
    other.close()


def test_the_day_is_written_without_scripts(served: str, chromium: Browser) -> None:
    page = page_of(chromium, WIDTHS["phone"], java_script_enabled=False)
    sign_in(page, served, "matron")
    _to_first_person(page, served)
    follow(page.get_by_role("link", name="Contacts"))
    follow(page.get_by_role("link", name="Keep a contact"))
    follow(page.get_by_role("button", name="Save"))
    assert "The contact is kept." in page.inner_text("main")
    page.close()
