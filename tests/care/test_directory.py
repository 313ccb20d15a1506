"""The directory of services: found by need, and kept by those who keep it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from django.test import Client
from django.urls import reverse

from tests.care.asking import asked_by
from tests.care.examples.directory import WRITTEN
from tests.care.referrals import with_services
from tests.care.world import World
from wholeplace.care.access.scopes import services_for
from wholeplace.care.actions import directory as actions
from wholeplace.care.models import Organisation, Referral, Service, Team
from wholeplace.care.place_terms import read_directory
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.place import Directory
from wholeplace.place.directory import Kind, OfferedBy, TeamIs
from wholeplace.store.shipped import shipped_file

SHIPPED = read_directory(Path("nowhere"))


def test_the_words_of_the_document_are_those_of_the_records() -> None:
    assert set(get_args(Kind)) == set(Service.Kind.values)
    assert set(get_args(OfferedBy)) == set(Organisation.Kind.values)
    assert set(get_args(TeamIs)) == set(Team.Kind.values) - {"care"}
    names = {one.service for one in SHIPPED.services}
    assert {"dietitian", "talking-therapies", "carer-assessment", "over-75s"} <= names


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("service: rapid-response", "service: reablement", "'reablement' is there twice"),
        ("kind: mental_health", "kind: mind", "kind"),
        ("value: 182,", "value: 0,", "it is not above nought"),
        ("service: dietitian", "service: Dietitian!", "service"),
        ("telephone: 01632 960100", f"telephone: '{'0' * 31}'", "telephone"),
    ],
)
def test_a_directory_that_cannot_be_is_refused(was: str, now: str, says: str) -> None:
    text = shipped_file("policies", "services.yaml").read_text()
    assert was in text
    with pytest.raises(Refused, match=says):
        read_document(text.replace(was, now), "services.yaml", Directory)


@pytest.mark.parametrize(
    ("word", "kind", "found"),
    [
        ("respite", "", ["Carers centre"]),
        ("CARERS groups", "", ["Carers centre"]),
        ("charity", "", ["Carers centre"]),
        ("", "social_prescribing", ["Carers centre"]),
        ("dietitian", "community_health", ["Dietitian"]),
        ("dietitian", "social_care", []),
        ("%", "", []),
    ],
)
def test_a_service_is_found_by_need_word_or_kind(
    world: World, word: str, kind: str, found: list[str]
) -> None:
    with_services(world)
    assert [one.name for one in services_for(word, kind, only_open=True)] == found


def test_a_closed_service_is_shown_only_to_who_asks(world: World, browser: Client) -> None:
    with_services(world)
    Service.objects.filter(pk="carers").update(is_open=False)
    assert "Carers centre" not in browser.get(reverse("directory")).content.decode()
    page = browser.get(f"{reverse('directory')}?closed=on").content.decode()
    assert "Takes nobody now" in page


def test_services_are_taken_in_once_and_stay_as_somebody_changed_them(world: World) -> None:
    with_services(world)
    by = world.actor("triage")
    assert actions.load_services(by=by, directory=WRITTEN) == 1
    club = Service.objects.get(pk="garden-club")
    assert (str(club.team), club.organisation_id, club.needs) == (
        "Garden club", "ZVOL", "loneliness; falls",
    )  # fmt: skip
    actions.change_service(by=by, slug="garden-club", seen=1, values={"about": "Closed on Mondays"})
    assert actions.load_services(by=by, directory=WRITTEN) == 0
    assert Service.objects.get(pk="garden-club").about == "Closed on Mondays"


def test_services_of_an_organisation_that_is_not_here_are_refused_all_at_once(
    world: World,
) -> None:
    with_services(world)
    with pytest.raises(Refused) as told:
        actions.load_services(by=world.actor("triage"), directory=SHIPPED)
    # The world has no hospital.
    assert [one.what for one in told.value.problems] == [
        "nobody here offers 'community-geriatrician': acute"
    ]
    assert Service.objects.count() == 5


def test_the_pages_that_keep_it(world: World, client: Client) -> None:
    with_services(world)
    client.force_login(world.users["matron"])
    assert client.get(reverse("add-service")).status_code == 403
    client.force_login(world.users["triage"])
    said = {
        "slug": "club", "name": "Club", "kind": "social_prescribing", "organisation": "ZVOL",
        "about": "A club", "is_open": "on",
    }  # fmt: skip
    assert client.post(reverse("add-service"), said).status_code == 302
    assert client.post(reverse("add-service"), said).status_code == 409
    assert client.post(reverse("add-service"), {**said, "slug": "a b"}).status_code == 422
    address = reverse("service", args=["club"])
    assert client.post(address, {**said, "seen": "1", "about": "Mine"}).status_code == 302
    late = client.post(address, {**said, "seen": "1", "about": "Yours"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Yours" in page
    assert "Mine" in page
    assert client.post(address, {**said, "seen": "2", "about": "Yours"}).status_code == 302
    assert client.get(reverse("service", args=["nowhere"])).status_code == 404


def test_the_page_asks_no_more_when_there_are_more(world: World, browser: Client) -> None:
    with_services(world)
    counts, asked = [], {"word": "", "kind": ""}
    for more in (0, 60):
        Service.objects.bulk_create(
            Service(slug=f"s{i}", name=f"S{i}", kind="hospital", organisation_id="ZCOMM", about="x")
            for i in range(more)
        )
        counts.append(asked_by(lambda: browser.get(reverse("directory"), asked)))
    assert counts[0] == counts[1]
    assert "Page 1 of 2" in browser.get(reverse("directory"), asked).content.decode()


@pytest.mark.parametrize(
    "asked", [{"kind": "x"}, {"word": "x" * 200}, {"page": "-1"}, {"page": "x"}]
)
def test_what_cannot_be_asked_does_no_harm(
    world: World, browser: Client, asked: dict[str, str]
) -> None:
    with_services(world)
    assert browser.get(reverse("directory"), asked).status_code == 200
    assert not Referral.objects.exists()
