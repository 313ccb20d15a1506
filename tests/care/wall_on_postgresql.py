"""What the second wall holds. It stands on PostgreSQL alone: test_rls runs this file there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import ForeignKey, QuerySet
from django.test import Client
from django.urls import reverse

from tests.care.referrals import sent, waiting, with_beds
from tests.care.world import KINDS, World
from wholeplace.care.access import Actor, actor_of, wall
from wholeplace.care.access.scopes import see_new
from wholeplace.care.actions.steps import let_see
from wholeplace.care.models import (
    AboutMe,
    GlassBroken,
    LegitimateRelationship,
    Package,
    Person,
    Problem,
    Referral,
    RelatedPerson,
)


@contextmanager
def asked_by(world: World, who: str) -> Iterator[Actor]:
    """Ask as a request does: with the actor known."""
    wall.begin()
    yield actor_of(world.users[who])
    wall.end()


@contextmanager
def refused() -> Iterator[None]:
    with (
        pytest.raises(DatabaseError, match="violates row-level security"),
        transaction.atomic(),
    ):
        yield


def _records_of_both(world: World) -> None:
    for person in world.people.values():
        AboutMe.objects.create(person=person, written_on=date(2019, 1, 1), controller="ZCOMM")
        RelatedPerson.objects.create(person=person, name="Ann", controller="ZCOMM")
        Problem.objects.create(person=person, controller="ZCOMM")


def test_the_database_shows_a_team_only_its_own_whatever_is_asked_of_it(world: World) -> None:
    _records_of_both(world)
    with asked_by(world, "matron"):
        for kind in (Person, AboutMe, RelatedPerson, Problem):
            assert [row.person.given_name for row in kind.objects.all()] == ["Nora"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT given_name FROM care_person")
            assert cursor.fetchall() == [("Nora",)]
    assert Person.objects.count() == 2


def test_nothing_of_another_teams_person_is_written(world: World) -> None:
    _records_of_both(world)
    sam, nora = world.people["sam"], world.people["nora"]
    with asked_by(world, "matron"):
        assert Person.objects.filter(pk=sam.pk).update(telephone="1") == 0
        assert AboutMe.objects.filter(person=sam).update(wellness="none") == 0
        assert Problem.objects.all().delete()[0] == 1
        with refused():
            RelatedPerson.objects.create(person=sam, name="Ann", controller="ZCOMM")
        with refused():
            # A record of one's own person cannot be made into another's.
            RelatedPerson.objects.filter(person=nora).update(person=sam)
    assert [row.person for row in Problem.objects.all()] == [sam]


def test_where_the_scope_is_broken_the_pages_still_show_nobody(
    world: World, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam = world.people["sam"]

    def everybody(_: Actor) -> QuerySet[Person]:
        return Person.objects.all()

    # By import: the package's own name for it is the function.
    monkeypatch.setattr(import_module("wholeplace.care.access.scopes.people"), "people", everybody)
    monkeypatch.setattr("wholeplace.care.views.people.people", everybody)
    assert browser.get(f"/people/{sam.pk}/").status_code == 404
    found = browser.get(reverse("search"), {"name": "harefield"}).content.decode()
    assert "Sam" not in found
    assert browser.get(f"/people/{world.people['nora'].pk}/").status_code == 200


def test_before_anybody_is_known_nobody_is_shown(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET wholeplace.holders = ''")
        assert Person.objects.count() == 0
        cursor.execute("SET wholeplace.holders = 'somebody'")
        assert Person.objects.count() == 0
        cursor.execute("RESET wholeplace.holders")
    assert Person.objects.count() == 2


def test_somebody_new_is_written_and_shown_to_a_team(world: World) -> None:
    with asked_by(world, "matron") as actor:
        new = _somebody("New")
        see_new(new)
        new.save()
        about = AboutMe.objects.create(person=new, written_on=date(2019, 1, 1), controller="ZCOMM")
        let_see(actor, new, f"team:{world.teams['south'].pk}", KINDS.REFERRAL, about)
    with asked_by(world, "stranger"):
        assert Person.objects.filter(pk=new.pk).exists()
        assert AboutMe.objects.filter(person=new).exists()
    with asked_by(world, "matron"):
        assert not Person.objects.filter(pk=new.pk).exists()
    with asked_by(world, "matron"), refused():
        _somebody("Hidden").save()


def _somebody(given_name: str) -> Person:
    return Person(
        given_name=given_name, family_name="Here", birth_date=date(1941, 1, 1), controller="ZCOMM",
        practice_id="ZP001",
    )  # fmt: skip


def test_the_glass_is_broken_through_the_wall_by_who_knows_both_facts(
    world: World, client: Client
) -> None:
    nora = world.people["nora"]
    client.force_login(world.users["stranger"])
    said = {
        "nhs_number": nora.nhs_number,
        "birth_date": "1940-05-01",
        "reason": "She fell outside.",
    }
    wrong = client.post("/break-glass/", {**said, "birth_date": "1940-05-02"})
    assert "Nobody here" in wrong.content.decode()
    right = client.post("/break-glass/", said)
    assert (right.status_code, right["Location"]) == (302, f"/people/{nora.pk}/")
    assert client.get(right["Location"]).status_code == 200
    client.force_login(world.users["privacy"])
    assert "She fell outside." in client.get(reverse("glass")).content.decode()
    row = GlassBroken.objects.get()
    reviewed = client.post(reverse("review-glass", args=[row.pk]), {"outcome": "right"})
    assert reviewed.status_code == 302
    row.refresh_from_db()
    assert row.outcome == "right"
    with asked_by(world, "privacy"):
        assert [one.given_name for one in Person.objects.all()] == ["Nora"]
    with asked_by(world, "matron"):
        assert not GlassBroken.objects.exists()


def test_a_relationship_that_has_ended_shows_nobody(world: World) -> None:
    held = LegitimateRelationship.objects.filter(person=world.people["nora"])
    with asked_by(world, "matron") as actor:
        held.update(ends=actor.now - timedelta(seconds=1))
        assert Person.objects.count() == 0


def test_every_table_of_a_persons_records_is_behind_the_wall(db: None) -> None:
    kinds = apps.get_app_config("care").get_models()
    of_people = {
        kind._meta.db_table  # noqa: SLF001 - Django's name for what is told of a model
        for kind in kinds
        for field in kind._meta.get_fields()  # noqa: SLF001 - the same
        if isinstance(field, ForeignKey) and field.related_model is Person
    } - {"care_legitimaterelationship"}
    assert of_people | {"care_person", "care_glassbroken"} == set(wall.policies())
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        assert {row[0] for row in cursor.fetchall()} == set(wall.policies())
    assert wall.holds()


def test_a_note_shows_its_service_for_whom_it_asks_and_a_call_is_taken_through_the_wall(
    world: World, client: Client
) -> None:
    note = sent(world)
    client.force_login(world.users["dietitian"])
    assert "Harefield, Nora" in client.get(reverse("triage")).content.decode()
    said = {"seen": str(note.version), "on-service": "therapies", "on-reason": "Low.",
            "on-urgency": "urgent"}  # fmt: skip
    assert client.post(reverse("note-do", args=[note.pk, "on"]), said).status_code == 302
    with asked_by(world, "therapist"):
        assert [one.given_name for one in Person.objects.all()] == ["Nora"]
        assert Referral.objects.count() == 1
    with asked_by(world, "giver"):
        assert not Person.objects.exists()
        assert not Referral.objects.exists()
    client.force_login(world.users["triage"])
    call = {
        "caller": "A neighbour", "source": "03", "need": "Fell.", "urgency": "urgent",
        "consent": "She", "birth_date": "1940-05-01", "given_name": "Nora",
        "family_name": "Harefield",
    }  # fmt: skip
    taken = client.post(reverse("access-call"), call)
    assert client.get(taken["Location"]).status_code == 200
    assert Person.objects.filter(given_name="Nora").count() == 1
    new = {**call, "given_name": "Ida", "register": "yes", "sex": "2", "practice": "ZP001"}
    taken = client.post(reverse("access-call"), new)
    assert "Ida Harefield" in client.get(taken["Location"]).content.decode()
    twice = {**new, "given_name": "Eve", "nhs_number": str(world.people["sam"].nhs_number)}
    assert client.post(reverse("access-call"), twice).status_code == 409


def test_who_gives_packages_sees_who_waits_for_one(world: World, client: Client) -> None:
    with_beds(world)
    package = waiting(world)
    client.force_login(world.users["giver"])
    assert "Harefield, Nora" in client.get(reverse("intermediate")).content.decode()
    assert client.get(reverse("package", args=[package.pk])).status_code == 200
    with asked_by(world, "dietitian"):
        assert not Person.objects.exists()
        assert not Package.objects.exists()
