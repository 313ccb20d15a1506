"""Who sees whom: those who care for them, for as long as they do; all others see nothing there."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.care.world import KINDS, NOW, World
from wholeplace.care.access import Hidden, Verb, person_for
from wholeplace.care.access.scopes import about_me, anybody, people, related, why_seen
from wholeplace.care.actions import people as actions
from wholeplace.care.models import (
    AuditEvent,
    GlassBroken,
    LegitimateRelationship,
    Post,
    RelatedPerson,
    Role,
    Visibility,
)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("matron", {"Nora"}),
        ("stranger", {"Sam"}),
        ("gp", {"Nora"}),
        ("social", {"Nora"}),
        ("privacy", set()),
    ],
)
def test_each_sees_those_whom_they_care_for(world: World, name: str, seen: set[str]) -> None:
    assert {person.given_name for person in people(world.actor(name))} == seen


def test_a_relationship_that_has_ended_or_not_begun_is_none(world: World) -> None:
    rows = LegitimateRelationship.objects.filter(person=world.people["nora"])
    rows.update(ends=NOW)
    assert not people(world.actor("matron")).exists()
    rows.update(starts=NOW + timedelta(days=1), ends=None)
    assert not people(world.actor("matron")).exists()
    assert people(world.actor("matron", NOW + timedelta(days=2))).exists()


def test_who_has_left_sees_nobody(world: World) -> None:
    Post.objects.filter(user=world.users["matron"]).update(ends=date(2019, 6, 3))
    actor = world.actor("matron")
    assert actor.roles == frozenset()
    assert not people(actor).exists()
    # The day before, the post still held.
    assert people(world.actor("matron", NOW - timedelta(days=1))).exists()


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [
        (Visibility.PARTNERSHIP, {"matron", "gp", "social"}),
        (Visibility.ORGANISATION, {"social"}),
        (Visibility.SEALED, {"social"}),
    ],
)
def test_a_record_of_the_council_alone_is_seen_by_the_council_alone(
    world: World, visibility: Visibility, seen: set[str]
) -> None:
    RelatedPerson.objects.create(
        person=world.people["nora"], name="Ann", relationship="sister", controller="ZCOUNCIL",
        visibility=visibility, created_by=world.users["social"],
    )  # fmt: skip
    found = {name for name in ("matron", "gp", "social") if related(world.actor(name)).exists()}
    assert found == seen
    assert not related(world.actor("stranger")).exists()


def test_out_of_scope_looks_like_not_there_and_the_try_is_kept(
    world: World, browser: Client
) -> None:
    sam = world.people["sam"]
    answers = [browser.get(reverse("person", args=[id_])) for id_ in (sam.pk, uuid.uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    # But for the token of the form, the two are the same.
    pages = [re.sub(r'value="\w{64}"', "", answer.content.decode()) for answer in answers]
    assert pages[0] == pages[1]
    denied = AuditEvent.objects.filter(verb=Verb.DENIED)
    assert next(row.what for row in denied.order_by("number")) == f"id_:{sam.pk}"


def test_a_stranger_gets_nothing_from_any_address_of_a_person(world: World, client: Client) -> None:
    client.force_login(world.users["stranger"])
    nora = world.people["nora"]
    known = get_resolver("wholeplace.care.urls").reverse_dict
    tried = 0
    for name in [name for name in known if isinstance(name, str)]:
        ((pattern, parameters),) = known.getlist(name)[0][0]
        if not pattern.startswith("people/%(id_)s"):
            continue
        words = {one: nora.pk if one == "id_" else uuid.uuid4() for one in parameters}
        address = reverse(name, kwargs=words)
        for answer in (client.get(address, follow=True), client.post(address, {"seen": "1"})):
            # Refused by role, or not found: never told that she is there.
            assert answer.status_code in {403, 404}, address
            assert "Nora" not in answer.content.decode()
            tried += 1
    assert tried >= 40


def test_a_privacy_officer_has_no_page_of_a_person(world: World, client: Client) -> None:
    client.force_login(world.users["privacy"])
    assert client.get(reverse("person", args=[world.people["nora"].pk])).status_code == 404
    assert client.get(reverse("break-glass")).status_code == 403


def test_without_sign_in_there_is_only_the_sign_in_page(world: World, client: Client) -> None:
    answer = client.get(reverse("person", args=[world.people["nora"].pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


# Breaking the glass


def _broken(world: World) -> LegitimateRelationship:
    return actions.break_glass(
        by=world.actor("stranger"),
        person=world.people["nora"],
        reason="She fell in front of our surgery.",
        until=NOW + timedelta(hours=4),
    )


def test_who_breaks_the_glass_sees_for_some_hours_and_it_is_to_be_reviewed(world: World) -> None:
    _broken(world)
    nora = world.people["nora"]
    actor = world.actor("stranger")
    assert person_for(actor, nora.pk) == nora
    assert why_seen(actor, nora) == KINDS.BREAK_GLASS
    with pytest.raises(Hidden):
        person_for(world.actor("stranger", NOW + timedelta(hours=4)), nora.pk)
    # Nobody else of the team sees more by it.
    world.user("colleague", Role.MATRON, "ZCOMM", "south")
    assert not people(world.actor("colleague")).filter(pk=nora.pk).exists()
    assert GlassBroken.objects.get().outcome == "open"


def test_the_pages_of_it(world: World, client: Client) -> None:
    client.force_login(world.users["stranger"])
    nora = world.people["nora"]
    asked = {"nhs_number": nora.nhs_number, "birth_date": "1940-05-01"}
    refused = client.post(reverse("break-glass"), {**asked, "reason": "short"})
    assert "Ensure this value has at least 10 characters" in refused.content.decode()
    other = client.post(
        reverse("break-glass"), {**asked, "birth_date": "1941-05-01", "reason": "She fell outside."}
    )
    assert "Nobody here has this number and date of birth" in other.content.decode()
    assert not GlassBroken.objects.exists()
    answer = client.post(reverse("break-glass"), {**asked, "reason": "She fell outside."})
    assert answer["Location"] == reverse("person", args=[nora.pk])
    assert "That is reviewed" in client.get(answer["Location"]).content.decode()

    client.force_login(world.users["privacy"])
    assert "She fell outside." in client.get(reverse("today")).content.decode()
    page = client.get(reverse("glass")).content.decode()
    assert "She fell outside." in page
    assert "Nora" not in page
    looked = client.get(reverse("who-looked", args=[nora.pk])).content.decode()
    assert "break the glass" in looked
    assert "Nora" not in looked
    row = GlassBroken.objects.get()
    client.post(reverse("review-glass", args=[row.pk]), {"outcome": "wrong", "note": "No need."})
    row.refresh_from_db()
    assert (row.outcome, row.note) == ("wrong", "No need.")
    assert "No need." in client.get(reverse("glass")).content.decode()
    client.force_login(world.users["matron"])
    assert client.get(reverse("glass")).status_code == 403


def test_who_asks_who_has_looked_is_told_by_the_privacy_officer(
    world: World, client: Client
) -> None:
    nora = world.people["nora"]
    client.force_login(world.users["matron"])
    client.get(reverse("person", args=[nora.pk]))
    assert client.post(reverse("looks"), {}).status_code == 403
    client.force_login(world.users["privacy"])
    asked = {"nhs_number": nora.nhs_number, "birth_date": "1940-05-01"}
    alone = client.post(reverse("looks"), {"nhs_number": nora.nhs_number})
    assert "Write both" in alone.content.decode()
    wrong = client.post(reverse("looks"), {**asked, "birth_date": "1941-05-01"})
    assert "Nobody here" in wrong.content.decode()
    right = client.post(reverse("looks"), asked)
    assert right["Location"] == reverse("who-looked", args=[nora.pk])
    page = client.get(right["Location"]).content.decode()
    assert "read: person" in page
    assert "Guided care matron, ZCOMM" in page
    assert "Nora" not in page
    # Who looked for them is told too.
    assert AuditEvent.objects.filter(person=nora.pk, verb=Verb.SEE_ACCESS).exists()
    client.force_login(world.users["stranger"])
    assert client.get(right["Location"]).status_code == 404


def test_without_both_facts_nobody_is_found(world: World) -> None:
    nora = world.people["nora"]
    assert anybody(str(nora.nhs_number), date(1940, 5, 1)) == nora
    assert anybody(str(nora.nhs_number), date(1940, 5, 2)) is None


def test_words_about_oneself_are_not_seen_by_strangers(world: World) -> None:
    actions.write_about_me(
        by=world.actor("matron"), person=world.people["nora"].pk, written_on=date(2019, 6, 3),
        supported_by="", words={"most_important": "My garden"},
    )  # fmt: skip
    assert about_me(world.actor("gp")).count() == 1
    assert not about_me(world.actor("stranger")).exists()
