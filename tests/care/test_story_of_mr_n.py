"""The story of Mr N, part by part, in a real browser: at a desk and on a phone.

Hillingdon Health and Wellbeing Board, 8 December 2016: a man of 79, often at A&E, referred by his
GP, assessed the same day, one plan agreed with him and then the GP, visited weekly, rung back
the same day, spoken of in the weekly huddle, referred to four services, visited monthly, then rung.
The parts build on one another; they run in their order.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.care.browser import WIDTHS, follow, is_fit, page_of, sign_in
from tests.care.serving import environment, free_port, running
from wholeplace.store.clock import now

pytestmark = pytest.mark.enable_socket

MR_N = "Nightwell"
_BORN = now().date().replace(year=now().year - 79, day=1)


@dataclass
class Story:
    """Where it is served, and in what browser it is told."""

    served: str
    chromium: Browser
    width: int

    def page(self, who: str, path: str = "/") -> Page:
        """Return a page on which somebody is signed in."""
        page = page_of(self.chromium, self.width)
        sign_in(page, self.served, who)
        page.goto(f"{self.served}{path}")
        return page

    def person(self, who: str, part: str = "") -> Page:
        """Return the page of Mr N, or one about him, as somebody finds it by his name."""
        page = self.page(who, "/people/")
        page.get_by_label("Family name").fill(MR_N)
        follow(page.get_by_role("button", name="Find"))
        follow(page.get_by_role("link", name=re.compile(MR_N)))
        if part:
            follow(page.get_by_label("About Norman").get_by_role("link", name=part))
        return page


@pytest.fixture(scope="module", params=list(WIDTHS))
def story(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> Iterator[Story]:
    port, folder = free_port(), tmp_path_factory.mktemp("story")
    words = ["serve", str(folder), "--demo", "--people", "60", "--port", str(port)]
    command = [sys.executable, "-m", "wholeplace", *words]
    with running(command, port, folder / "log", environment()):
        yield Story(f"http://127.0.0.1:{port}", chromium, WIDTHS[request.param])


def _says(page: Page) -> str:
    return page.inner_text("main")


def test_the_gp_puts_him_forward(story: Story) -> None:
    page = story.person("gp")
    assert "Stoma" in _says(page)
    follow(page.get_by_role("link", name="Put forward for a caseload"))
    is_fit(page)
    page.get_by_label("What it is about").select_option("hiu")
    page.get_by_label("How closely").select_option("weekly")
    page.get_by_label("What you see").fill("More and more at A&E, and rings us for home visits.")
    follow(page.get_by_role("button", name="Save"))
    assert "is put forward" in _says(page)
    page.close()


def _answer(page: Page) -> None:
    """Answer what is needed to sign, and confirm what is known."""
    for still in page.get_by_label(re.compile("It is still as it was known")).all():
        still.check()
    for group in page.get_by_role("group", name=re.compile("needed to sign")).all():
        radios = group.get_by_role("radio")
        if not any(one.is_checked() for one in radios.all()):
            radios.first.check()
    for field in page.get_by_label(re.compile("needed to sign")).all():
        if field.evaluate("one => one.type") in {"text", "textarea"} and not field.input_value():
            is_number = field.get_attribute("inputmode") == "decimal"
            field.fill("1" if is_number else "He worries about the stoma bag, which leaks.")


def test_the_matron_asks_him_and_assesses_him_the_same_day(story: Story) -> None:
    page = story.page("matron")
    follow(page.get_by_role("link", name=re.compile(MR_N)).first)
    follow(page.get_by_role("button", name="They were asked"))
    page.get_by_label("Who said it").fill("Norman Nightwell")
    page.get_by_label("On", exact=True).fill(now().date().isoformat())
    follow(page.get_by_role("button", name="Keep what they said"))
    follow(page.get_by_role("button", name="Begin to follow"))
    assert "on the caseload" in _says(page)
    follow(page.get_by_role("link", name="Back to Norman"))
    follow(page.get_by_label("About Norman").get_by_role("link", name="Assessments"))
    page.get_by_label("What do you want to assess by?").select_option(label="Home assessment")
    follow(page.get_by_role("button", name="Begin"))
    is_fit(page)
    follow(page.get_by_role("link", name="Who I am and what matters"))
    is_fit(page)
    # His story is not told twice: what the practice knows stands there already.
    for number in range(1, 16):
        assert f"section {number} of 15" in _says(page)
        if number == 2:
            assert "Stoma" in _says(page)
            assert "Already known" in _says(page)
        _answer(page)
        follow(page.get_by_role("button", name=re.compile("^Save( and go on)?$")))
    follow(page.get_by_role("button", name="Sign", exact=True))
    assert "Signed by Grace Matron" in _says(page)
    follow(page.get_by_role("link", name="Back to assessments"))
    assert "in time" in _says(page).lower()
    is_fit(page)
    page.close()


def _choose(select: Locator, words: str) -> None:
    """Choose the option that has the words."""
    select.select_option(select.locator("option", has_text=words).first.get_attribute("value"))


def _part(page: Page, link: str, **values: str) -> None:
    """Add a part of the plan: a need, what they want, what is done, a what if."""
    follow(page.get_by_role("link", name=re.compile(link)).last)
    for label, value in values.items():
        found = page.get_by_label(label.replace("_", " "))
        if found.first.evaluate("one => one.tagName") == "SELECT":
            _choose(found.first, value)
        else:
            found.first.fill(value)
    follow(page.get_by_role("button", name="Save", exact=True))


def test_one_plan_is_written_and_agreed_with_him(story: Story) -> None:
    page = story.person("matron", "Plan")
    follow(page.get_by_role("button", name="Begin a plan"))
    assert "What their assessment says" in _says(page)
    _part(page, "Add what is difficult", What_is_difficult="The stoma bag leaks, and I panic")
    _part(
        page, "Add what they want", What_I_want="To manage the bag without going to A&E",
        How_important_it_is="10",
    )  # fmt: skip
    _part(page, "Add what is done for it", What="Show him the new bags", Who_does_it="Grace Matron")
    _part(
        page, "Add a 'what if'", If_this_happens="The bag leaks and I am frightened",
        What_to_do="Change the bag, sit down, ring us", Whom_to_call="The care coordinator",
    )  # fmt: skip
    follow(page.get_by_role("link", name=re.compile("Change.*the whole plan")))
    is_fit(page)
    page.get_by_label("Where I want to be cared for").select_option("home")
    page.get_by_label("To be looked at again by").fill(
        (now().date() + timedelta(days=90)).isoformat()
    )
    follow(page.get_by_role("button", name="Save", exact=True))
    is_fit(page)
    page.get_by_label("Who agreed to it").fill("Norman Nightwell")
    page.get_by_label("On", exact=True).fill(now().date().isoformat())
    follow(page.get_by_role("button", name="They agreed"))
    assert "waits for the GP" in _says(page)
    page.close()


def test_then_his_gp_agrees_and_has_the_plan(story: Story) -> None:
    page = story.page("gp", "/plans/for-the-gp/")
    assert "The stoma bag leaks" in _says(page)
    is_fit(page)
    his = page.get_by_role("region", name=re.compile(MR_N))
    follow(his.get_by_role("button", name=re.compile("^Agree")))
    page = story.person("gp", "Plan")
    assert "The plan that holds" in _says(page)
    for name in ("my-action-plan.pdf", "summary.pdf"):
        href = page.locator(f"a[href$='{name}']").first.get_attribute("href")
        answer = page.request.get(f"{story.served}{href}")
        assert answer.body()[:5] == b"%PDF-"
    page.close()


def test_he_is_visited_each_week_and_the_next_visit_is_set(story: Story) -> None:
    page = story.person("matron", "Contacts")
    for note in ("Very anxious. Showed him the new bag.", "Changed the bag by himself."):
        follow(page.get_by_role("link", name="Keep a contact"))
        page.get_by_label("How", exact=True).select_option("visit")
        page.get_by_label("How many minutes").fill("60")
        page.get_by_label("What was said and done").fill(note)
        follow(page.get_by_role("button", name="Save"))
        assert note in _says(page)
        is_fit(page)
    page.close()
    place = story.page("matron", "/caseload/")
    row = place.get_by_role("row", name=re.compile(MR_N))
    week = now().date() + timedelta(days=7)
    assert f"{week.day} {week:%B %Y}" in row.inner_text()
    place.close()


def test_he_rings_and_the_coordinator_rings_back_the_same_day(story: Story) -> None:
    page = story.person("coordinator", "Contacts")
    follow(page.get_by_role("link", name="They rang"))
    page.get_by_label("What about").fill("The bag leaks and he is frightened")
    page.get_by_label("They are rung back").check()
    follow(page.get_by_role("button", name="Save"))
    page.goto(f"{story.served}/")
    is_fit(page)
    assert "To be rung back" in _says(page)
    page.goto(f"{story.served}/calls/")
    promised = page.get_by_role("table", name=re.compile("To be rung back"))
    follow(promised.get_by_role("link", name=re.compile(f"^Norman {MR_N}")))
    page.get_by_label("What was said and done").fill("Talked it through; he managed.")
    follow(page.get_by_role("button", name="Save"))
    page.goto(f"{story.served}/calls/")
    assert not promised.get_by_role("row", name=re.compile(MR_N)).count()
    page.close()


def test_the_huddle_speaks_of_him_and_knows_what_he_wants(story: Story) -> None:
    page = story.person("matron", "Huddle")
    page.get_by_label("What do you want to ask").fill("Who else can help with the bag?")
    follow(page.get_by_role("button", name="Ask the huddle"))
    page.goto(f"{story.served}/huddles/")
    follow(page.get_by_role("row", name=re.compile("Planned")).get_by_role("link").first)
    follow(page.get_by_role("button", name="Bring the agenda up to date"))
    follow(page.get_by_role("button", name="Begin the huddle"))
    follow(page.get_by_role("button", name="Everybody else is here"))
    is_fit(page)
    follow(page.get_by_role("link", name=re.compile(MR_N)).first)
    is_fit(page)
    page.get_by_label("What was decided").fill("Dietitian, talking therapies, carer's assessment.")
    page.get_by_role("radio", name="Yes").first.check()
    page.get_by_label("What they want").fill("To manage by himself.")
    follow(page.get_by_role("button", name="Keep the decision"))
    page.get_by_label("What is to be done").fill("Refer him to the dietitian")
    page.get_by_label("By", exact=True).fill((now().date() + timedelta(days=7)).isoformat())
    follow(page.get_by_role("button", name="Add the action"))
    assert "Refer him to the dietitian" in _says(page)
    page.close()


SERVICES = {
    "Community dietitian": "dietitian",
    "Talking therapies": "therapist",
    "Social services, carer's assessment": "social",
    "Over 75s GP service": "over75",
}


def test_he_is_referred_to_four_services(story: Story) -> None:
    page = story.person("matron", "Referrals")
    his = page.url
    for service in SERVICES:
        page.goto(his)
        follow(page.get_by_role("link", name="Refer to a service"))
        _choose(page.get_by_label("Which service"), service)
        page.get_by_label("What they need").fill("Help with the stoma and the worry about it.")
        page.get_by_label("Who agreed that we ask").fill("Norman Nightwell")
        follow(page.get_by_role("button", name="Send"))
        assert f"To {service}: sent" in _says(page)
    is_fit(page)
    page.close()


@pytest.mark.parametrize(("service", "who"), list(SERVICES.items()))
def test_each_service_accepts_and_tells_what_came_of_it(
    story: Story, service: str, who: str
) -> None:
    page = story.page(who, "/triage/")
    is_fit(page)
    follow(page.get_by_role("row", name=re.compile(MR_N)).get_by_role("link").first)
    is_fit(page)
    follow(page.get_by_role("button", name=re.compile("Accept")))
    page.get_by_label("What came of it").fill(f"{service}: seen and helped.")
    follow(page.get_by_role("button", name=re.compile("Done|Finish|finish|done")))
    page.close()


def test_the_referrer_reads_what_came_of_it(story: Story) -> None:
    page = story.page("matron", "/referrals/")
    is_fit(page)
    assert MR_N in _says(page)
    page.close()


def test_he_is_stepped_down_to_monthly_and_then_to_the_telephone(story: Story) -> None:
    page = story.person("matron")
    follow(page.get_by_role("link", name=re.compile("on the caseload")))
    for tier, name in (("monthly", "Monthly visits"), ("telephone", "Telephone")):
        page.get_by_label("From now on").select_option(tier)
        page.get_by_label("Why").first.fill("Much less anxious, and copes.")
        follow(page.get_by_role("button", name="Change"))
        assert f"Followed by\n{name}" in _says(page)
    is_fit(page)
    page.close()


def test_before_and_since_stand_with_their_caveat(story: Story) -> None:
    page = story.person("matron", "Timeline")
    says = _says(page)
    assert "regression to the mean" in says
    for told in ("Changed the bag by himself.", "Spoken of in the huddle", "plan 1 agreed"):
        assert told.lower() in says.lower()
    is_fit(page)
    page.close()


def test_a_stranger_finds_nothing_of_him_until_the_glass_is_broken(story: Story) -> None:
    page = story.person("matron")
    address = page.url
    page.close()
    stranger = story.page("other")
    for part in ("", "timeline/", "plan/", "contacts/", "tasks/", "assessments/", "referrals/"):
        answer = stranger.request.get(f"{address}{part}")
        assert answer.status == 404, part
    stranger.goto(f"{story.served}/break-glass/")
    stranger.get_by_label("NHS number").fill("999 900 0002")
    stranger.get_by_label("Date of birth").fill(_BORN.isoformat())
    stranger.get_by_label("Why do you have to").fill("He rang us by mistake, short of breath.")
    follow(stranger.get_by_role("button", name="Break the glass"))
    assert "You see this record because you said why" in _says(stranger)
    is_fit(stranger)
    stranger.close()
    privacy = story.page("privacy", "/broken-glass/")
    assert "He rang us by mistake, short of breath." in _says(privacy)
    privacy.close()
