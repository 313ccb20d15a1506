"""The pages of people: found, shown, written; and what happens when two write at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.care.asking import asked_by
from tests.care.world import World
from wholeplace.care.access import Verb
from wholeplace.care.demo import made_up_people
from wholeplace.care.models import (
    AboutMe,
    AuditEvent,
    LegitimateRelationship,
    Organisation,
    Person,
)


def _text(client: Client, name: str, *arguments: object) -> str:
    return client.get(reverse(name, args=arguments)).content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "HARE"},
        {"nhs_number": "{number}"},
        {"name": "harefield", "birth_date": "1940-05-01"},
    ],
)
def test_somebody_is_found_by_name_number_or_birth(
    world: World, browser: Client, asked: dict[str, str]
) -> None:
    number = str(world.people["nora"].nhs_number)
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    asked = {name: value.format(number=spaced) for name, value in asked.items()}
    page = browser.post(reverse("search"), asked).content.decode()
    assert "1 found" in page
    assert "Harefield, Nora" in page
    row = AuditEvent.objects.get(verb=Verb.SEARCH)
    # By what was searched is kept, not what was typed.
    assert "hare" not in row.detail.lower()
    assert number not in row.detail


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({}, "Write an NHS number, or a family name."),
        ({"nhs_number": "999 000 0000"}, "This is no NHS number"),
        ({"name": "hare", "birth_date": "1940-13-45"}, "Enter a valid date"),
        ({"name": "x" * 101}, "at most 100 characters"),
    ],
)
def test_what_cannot_be_searched_for_is_said(
    browser: Client, asked: dict[str, str], says: str
) -> None:
    page = browser.post(reverse("search"), asked)
    assert page.status_code == 200
    assert says in page.content.decode()


def test_the_page_begins_with_what_they_want_to_be_known(world: World, browser: Client) -> None:
    nora = world.people["nora"]
    assert "Nothing is written here yet" in _text(browser, "person", nora.pk)
    words = {"most_important": "My <b>garden</b>", "written_on": "2019-06-03"}
    answer = browser.post(reverse("about-me", args=[nora.pk]), words)
    assert answer["Location"] == reverse("person", args=[nora.pk])
    page = _text(browser, "person", nora.pk)
    assert "My &lt;b&gt;garden&lt;/b&gt;" in page
    assert page.index("About me") < page.index("People around them")
    # The next form begins with the words said last.
    assert "My &lt;b&gt;garden" in _text(browser, "about-me", nora.pk)


def test_people_around_them_are_added_and_changed(world: World, browser: Client) -> None:
    nora = world.people["nora"]
    refused = browser.post(reverse("add-related", args=[nora.pk]), {"name": ""})
    assert "This field is required" in refused.content.decode()
    ann = {"name": "Ann", "relationship": "sister", "contact_order": "1", "is_carer": "on"}
    browser.post(reverse("add-related", args=[nora.pk]), ann)
    page = _text(browser, "person", nora.pk)
    assert "sister, carer" in page
    around = nora.related.get()
    changed = {**ann, "seen": "1", "telephone": "0161 496 0000"}
    browser.post(reverse("related", args=[nora.pk, around.pk]), changed)
    assert "0161 496 0000" in _text(browser, "person", nora.pk)
    # A second writer is shown what is there now, and saves again knowing of it.
    mine = {**changed, "telephone": "0161 496 0001"}
    again = browser.post(reverse("related", args=[nora.pk, around.pk]), mine)
    assert again.status_code == 409
    assert "0161 496 0000" in again.content.decode()
    assert 'name="seen" value="2"' in again.content.decode()
    mine["seen"] = "2"
    assert browser.post(reverse("related", args=[nora.pk, around.pk]), mine).status_code == 302


def test_two_who_write_at_once_lose_nothing(world: World, browser: Client) -> None:
    nora = world.people["nora"]
    address = reverse("details", args=[nora.pk])
    other = Client()
    other.force_login(world.users["gp"])
    first = {"seen": "1", "telephone": "111", "adjustments": "Speak slowly."}
    assert other.post(address, first).status_code == 302
    mine = {"seen": "1", "telephone": "222", "adjustments": "Ring twice."}
    answer = browser.post(address, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Gp changed this while you were writing" in page
    assert "Speak slowly." in page
    assert "Ring twice." in page
    nora.refresh_from_db()
    assert nora.adjustments == "Speak slowly."
    # Saved again, knowing of the other, it is written.
    assert browser.post(address, {**mine, "seen": "2"}).status_code == 302
    nora.refresh_from_db()
    assert (nora.adjustments, nora.version) == ("Ring twice.", 3)


def test_who_looked_is_shown_with_why(world: World, browser: Client) -> None:
    nora = world.people["nora"]
    _text(browser, "person", nora.pk)
    page = _text(browser, "who-looked", nora.pk)
    assert "Matron" in page
    assert "caseload" in page


def test_a_death_is_told_at_the_name(world: World, browser: Client) -> None:
    Person.objects.filter(pk=world.people["nora"].pk).update(died_on=date(2019, 6, 1))
    assert "Died 1 June 2019" in _text(browser, "person", world.people["nora"].pk)


def _queries(browser: Client, ask: str) -> int:
    return asked_by(lambda: browser.post(reverse("search"), {"name": ask}))


def test_no_page_asks_the_database_more_when_there_are_more_people(
    world: World, browser: Client
) -> None:
    few = _queries(browser, "h")
    practice = Organisation.objects.get(pk="ZP001")
    more = list(made_up_people(40, [practice], 1, "ZCOMM"))
    for one in more:
        one.nhs_number, one.family_name = None, "Harefield"
        one.save()
    holder = f"team:{world.teams['north'].pk}"
    start = world.people["nora"].relationships.all()[0].starts
    LegitimateRelationship.objects.bulk_create(
        LegitimateRelationship(person=one, holder=holder, kind="caseload", starts=start)
        for one in more
    )
    assert _queries(browser, "h") == few
    nora = world.people["nora"]
    assert asked_by(lambda: browser.get(reverse("person", args=[nora.pk]))) <= 25
    assert AboutMe.objects.count() == 0
