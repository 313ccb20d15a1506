"""The single point of access: who calls, for whom, who knows them already, and what is decided."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.care.examples.referral import followed_call
from tests.care.referrals import with_services
from tests.care.world import NOW, World
from wholeplace.care.access.scopes import anybody, named, people, referrals_from
from wholeplace.care.actions import access_point
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.demo import synthetic_number
from wholeplace.care.forms.access_point import SOURCES
from wholeplace.care.models import AuditEvent, Contact, Person, Referral, Task
from wholeplace.store.clock import now

CALL = {
    "caller": "Her daughter", "source": "03", "need": "Cannot get up the stairs.",
    "urgency": "urgent", "consent": "She herself", "birth_date": "1940-05-01",
}  # fmt: skip


@pytest.fixture
def desk(world: World, client: Client) -> Client:
    """A browser in which who answers the telephone is signed in."""
    with_services(world)
    client.force_login(world.users["triage"])
    return client


def _call(desk: Client, **said: str) -> Any:
    return desk.post(reverse("access-call"), {**CALL, **said})


def test_who_is_known_is_found_by_number_and_birth(world: World, desk: Client) -> None:
    followed_call(world)
    Referral.objects.all().delete()
    answer = _call(desk, nhs_number=str(world.people["nora"].nhs_number))
    note = Referral.objects.get()
    assert answer["Location"] == reverse("note", args=[note.pk])
    assert (note.state, note.caller, note.service_id) == ("received", "Her daughter", "access")
    page = desk.get(answer["Location"]).content.decode()
    assert "Team north follows them; Matron leads." in page
    # The record stays closed.
    assert desk.get(reverse("person", args=[world.people["nora"].pk])).status_code == 404


def test_who_is_known_is_found_by_names_and_birth(world: World, desk: Client) -> None:
    _call(desk, given_name="nora ", family_name=" HAREFIELD")
    assert Referral.objects.get().person == world.people["nora"]


@pytest.mark.parametrize(
    ("given", "family", "born"),
    [
        ("Nora", "Harefield", "1940-05-02"),
        ("Nor", "Harefield", "1940-05-01"),
        ("%", "%", "1940-05-01"),
    ],
)
def test_one_fact_is_not_enough(
    world: World, desk: Client, given: str, family: str, born: str
) -> None:
    answer = _call(desk, given_name=given, family_name=family, birth_date=born)
    assert "Nobody here is known by this" in answer.content.decode()
    assert not Referral.objects.exists()


def test_two_of_the_same_name_and_day_are_not_guessed(world: World) -> None:
    with_services(world)
    nora = world.people["nora"]
    assert named("Nora", "Harefield", nora.birth_date) == nora
    Person.objects.create(
        given_name="Nora", family_name="Harefield", birth_date=nora.birth_date,
        practice_id="ZP002", controller="ZCOMM",
    )  # fmt: skip
    assert named("Nora", "Harefield", nora.birth_date) is None


def test_who_is_new_is_registered_and_the_call_is_kept(world: World, desk: Client) -> None:
    new = {"given_name": "Ida", "family_name": "New", "birth_date": "1931-02-03"}
    first = _call(desk, **new)
    assert "Cannot get up the stairs." in first.content.decode()
    answer = _call(desk, **new, register="yes", sex="2", practice="ZP001")
    ida = Person.objects.get(given_name="Ida")
    assert answer["Location"] == reverse("note", args=[Referral.objects.get(person=ida).pk])
    assert people(world.actor("gp", now())).filter(pk=ida.pk).exists()
    assert not people(world.actor("triage", now())).filter(pk=ida.pk).exists()
    row = AuditEvent.objects.get(verb="register a person who is new")
    assert row.person == ida.pk
    assert "Ida" not in row.detail


def test_a_number_that_is_somebodys_already_is_not_given_twice(world: World, desk: Client) -> None:
    number = str(world.people["nora"].nhs_number)
    answer = _call(
        desk, nhs_number=number, given_name="Ida", family_name="New", birth_date="1931-02-03",
        register="yes", sex="2", practice="ZP001",
    )  # fmt: skip
    assert answer.status_code == 409
    assert "another date of birth" in answer.content.decode()
    with pytest.raises(NotPossible, match="no NHS number"):
        access_point.register_person(
            by=world.actor("triage"), values={"nhs_number": "9990000000", "practice_id": "ZP001"}
        )
    assert anybody(number, world.people["nora"].birth_date) == world.people["nora"]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({}, "Write their NHS number, or both their names."),
        ({"nhs_number": "999 000 0000"}, "This is no NHS number"),
        ({"given_name": "Ida"}, "Write their NHS number, or both their names."),
        ({"nhs_number": "{n}", "birth_date": "1940-13-45"}, "Enter a valid date"),
        ({"nhs_number": "{n}", "source": "99"}, "Select a valid choice"),
        ({"nhs_number": "{n}", "need": ""}, "This field is required"),
        ({"nhs_number": "{n}", "caller": "x" * 201}, "at most 200 characters"),
        ({"nhs_number": "{n}", "need": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_a_call_is_said(desk: Client, said: dict[str, str], says: str) -> None:
    number = str(synthetic_number(0))
    answer = _call(desk, **{name: value.replace("{n}", number) for name, value in said.items()})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Referral.objects.exists()


def test_nobody_else_takes_calls(world: World, client: Client) -> None:
    with_services(world)
    for name, status in (("dietitian", 404), ("matron", 403), ("privacy", 403)):
        client.force_login(world.users[name])
        assert client.get(reverse("access-call")).status_code == status


def _decide(desk: Client, note: Referral, what: str, /, **said: str) -> Any:
    values = {f"{what}-{name}": value for name, value in said.items()}
    return desk.post(
        reverse("note-do", args=[note.pk, what]), {"seen": str(note.version), **values}
    )


def test_a_call_is_given_to_the_team_that_knows_them(world: World, desk: Client) -> None:
    note = followed_call(world)
    answer = _decide(desk, note, "give", team=str(world.teams["north"].pk), what="Ring today")
    assert answer.status_code == 302
    task = Task.objects.get()
    assert (task.team, task.what, task.priority, task.because) == (
        world.teams["north"], "Ring today", "1", note.reference,
    )  # fmt: skip
    assert Referral.objects.get().feedback == "Given to Team north, who follow them already."
    assert not people(world.actor("triage")).exists()


def test_a_call_is_not_given_to_a_team_that_does_not_know_them(world: World, desk: Client) -> None:
    note = followed_call(world)
    answer = _decide(desk, note, "give", team=str(world.teams["south"].pk), what="Ring today")
    assert answer.status_code == 422
    assert not Task.objects.exists()


def test_who_asked_is_pointed_to_a_service(world: World, desk: Client) -> None:
    note = followed_call(world)
    _decide(desk, note, "point", service="carers", words="Has the number.")
    contact = Contact.objects.get()
    assert (contact.purpose, contact.is_theirs) == ("Pointed to Carers centre", True)
    assert Referral.objects.get().state == "done"


def test_a_call_is_routed_and_the_single_point_sees_what_came_of_it(
    world: World, desk: Client
) -> None:
    note = followed_call(world)
    _decide(desk, note, "on", service="dietitian", reason="Theirs.", urgency="crisis")
    new = Referral.objects.get(follows=note)
    assert new.due_at == note.due_at
    assert new in referrals_from(world.actor("triage"))
    assert desk.get(reverse("note", args=[new.pk])).status_code == 200
    assert "Harefield, Nora" in desk.get(reverse("tracker")).content.decode()


def test_who_waits_too_long_is_marked(world: World, desk: Client) -> None:
    note = followed_call(world)
    assert "Late" in desk.get(reverse("triage")).content.decode()
    assert note.due_at is not None
    assert note.due_at > NOW


def test_the_codes_of_who_calls_are_those_of_the_nhs() -> None:
    codes = {f"{number:02d}" for number in range(1, 24)}
    assert {code for code, _ in SOURCES} <= codes
