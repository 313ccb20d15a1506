"""Referrals, the single point of access and intermediate care in a real Chromium."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.care.browser import WIDTHS, follow, is_fit, page_of, sign_in

pytestmark = pytest.mark.enable_socket


def _look(page: Page, name: str) -> None:
    """Check that a page is fit; keep a picture where a folder is named."""
    is_fit(page)
    if folder := os.environ.get("WHOLEPLACE_PICTURES"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("name", list(WIDTHS))
def test_a_note_from_the_matron_to_the_dietitian_and_back(
    served: str, chromium: Browser, name: str
) -> None:
    matron, dietitian = (page_of(chromium, WIDTHS[name]) for _ in range(2))
    sign_in(matron, served, "matron")
    matron.goto(f"{served}/caseload/")
    follow(matron.locator("main table th a").first)
    follow(matron.get_by_role("link", name="Referrals", exact=True))
    _look(matron, "person-referrals")
    follow(matron.get_by_role("link", name="Refer to a service"))
    _look(matron, "refer")
    follow(matron.get_by_role("button", name="Send"))
    _look(matron, "refer-wrong")
    who = matron.locator("h1").inner_text()
    matron.get_by_label("Which service").select_option("dietitian")
    matron.get_by_label("How soon").select_option("crisis")
    need = f"Has lost 8 kg since the operation ({name})."
    matron.get_by_label("What they need").fill(need)
    matron.get_by_label("Who agreed that we ask").fill("They themselves")
    follow(matron.get_by_role("button", name="Send"))
    assert "To Community dietitian: sent" in matron.inner_text("main")
    _look(matron, "note-sent")

    sign_in(dietitian, served, "dietitian")
    _look(dietitian, "today")
    dietitian.goto(f"{served}/triage/")
    _look(dietitian, "triage")
    given, _, family = who.partition(" ")
    follow(dietitian.get_by_role("link", name=f"{family}, {given}").last)
    assert need in dietitian.inner_text("main")
    dietitian.get_by_text("Reject", exact=True).first.click()
    _look(dietitian, "note-to-us")
    follow(dietitian.get_by_role("button", name="Accept, and see the record"))
    dietitian.get_by_label("What came of it").fill("Eats five small meals.")
    _look(dietitian, "note-accepted")
    follow(dietitian.get_by_role("button", name="It is done"))

    matron.goto(f"{served}/referrals/?state=unread")
    _look(matron, "tracker")
    follow(matron.get_by_role("link", name=f"{family}, {given}").first)
    assert "Eats five small meals." in matron.inner_text("main")
    follow(matron.get_by_role("button", name="I have read it"))
    matron.close()
    dietitian.close()


@pytest.mark.parametrize("name", list(WIDTHS))
def test_a_call_is_taken_and_decided_on(served: str, chromium: Browser, name: str) -> None:
    page = page_of(chromium, WIDTHS[name], java_script_enabled=False)
    sign_in(page, served, "triage")
    page.close()
    page = page_of(chromium, WIDTHS[name])
    sign_in(page, served, "triage")
    page.goto(f"{served}/triage/")
    _look(page, "triage-access")
    follow(page.get_by_role("link", name="Take a call or a letter"))
    _look(page, "call")
    page.get_by_label("Who asks").fill("A neighbour")
    page.get_by_label("They are").select_option("03")
    page.get_by_label("How soon").select_option("crisis")
    page.get_by_label("Given name").fill("Ida")
    page.get_by_label("Family name").fill(f"New-{name.title()}")
    page.get_by_label("Date of birth").fill("1931-02-03")
    page.get_by_label("What they ask for").fill("Fell, and cannot get up the stairs.")
    page.get_by_label("Who agreed that we ask others").fill("She herself")
    follow(page.get_by_role("button", name="Go on"))
    assert "Nobody here is known by this" in page.inner_text("main")
    _look(page, "call-new")
    page.get_by_label("Practice").select_option("ZP001")
    follow(page.get_by_role("button", name="Register them"))
    assert "is registered" in page.inner_text("main")
    page.get_by_text("Send on to a service").first.click()
    _look(page, "call-decide")
    page.get_by_label("To which service").select_option("rapid-response")
    page.locator("#id_on-reason").fill("She needs somebody today.")
    follow(page.get_by_role("button", name="Send on", exact=True))
    assert "sent on to another service" in page.inner_text("main")
    _look(page, "call-done")
    page.close()


@pytest.mark.parametrize("name", list(WIDTHS))
def test_services_are_found_and_kept(served: str, chromium: Browser, name: str) -> None:
    page = page_of(chromium, WIDTHS[name])
    sign_in(page, served, "triage")
    page.goto(f"{served}/services/")
    _look(page, "directory")
    page.get_by_label("What somebody needs").fill("carers")
    follow(page.get_by_role("button", name="Find", exact=True))
    assert "Support for carers" in page.inner_text("main")
    follow(page.get_by_role("link", name="Change Support for carers"))
    _look(page, "service")
    follow(page.get_by_role("button", name="Save"))
    page.close()


@pytest.mark.parametrize("name", list(WIDTHS))
def test_a_package_is_asked_for_given_and_ended(served: str, chromium: Browser, name: str) -> None:
    matron, giver = (page_of(chromium, WIDTHS[name]) for _ in range(2))
    sign_in(matron, served, "matron")
    matron.goto(f"{served}/caseload/")
    follow(matron.locator("main table th a").nth(2))
    follow(matron.get_by_role("link", name="Packages", exact=True))
    _look(matron, "person-packages")
    follow(matron.get_by_role("link", name="Crisis at home").last)
    _look(matron, "ask-package")
    matron.get_by_label("What it is called").fill(f"Crisis {name}")
    matron.get_by_label("How soon").select_option("crisis")
    follow(matron.get_by_role("button", name="Ask for it"))
    address = matron.url

    sign_in(giver, served, "triage")
    giver.goto(f"{served}/intermediate/")
    _look(giver, "intermediate")
    follow(giver.get_by_role("link", name="Set what there is"))
    _look(giver, "capacity-days")
    giver.locator("main input[type=text]").nth(2).fill("30")
    follow(giver.get_by_role("button", name="Save"))
    giver.goto(address)
    _look(giver, "package-waiting")
    giver.get_by_label("From which day").evaluate("field => field.value")
    follow(giver.get_by_role("button", name="Give it"))
    main = giver.inner_text("main")
    assert "Saved." in main or "There is not enough left" in main
    _look(giver, "package-given")
    matron.close()
    giver.close()
