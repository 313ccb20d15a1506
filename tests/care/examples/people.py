"""An example of each action on a person, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.care.world import NOW, World
from wholeplace.care.actions import death, people
from wholeplace.care.models import GlassBroken, RelatedPerson


def _about_me(world: World, by: str = "matron") -> object:
    return people.write_about_me(
        by=world.actor(by), person=world.people["nora"].pk, written_on=date(2019, 6, 3),
        supported_by="Ann", words={"most_important": "My garden"},
    )  # fmt: skip


def _details(world: World, by: str = "matron") -> object:
    return people.change_person(
        by=world.actor(by), person=world.people["nora"].pk, seen=1, values={"telephone": "1"}
    )


def _death(world: World, by: str = "matron") -> object:
    return death.record_death(
        by=world.actor(by), person=world.people["nora"].pk, seen=1, died_on=date(2019, 6, 2),
        seen_until=NOW + timedelta(days=28),
    )  # fmt: skip


def _add_related(world: World, by: str = "matron") -> RelatedPerson:
    return people.add_related(
        by=world.actor(by), person=world.people["nora"].pk,
        values={"name": "Ann", "relationship": "sister"},
    )  # fmt: skip


def _change_related(world: World, by: str = "matron") -> object:
    ann = RelatedPerson.objects.filter(name="Ann").first() or RelatedPerson.objects.create(
        person=world.people["nora"], name="Ann", relationship="sister", controller="ZCOMM"
    )
    return people.change_related(by=world.actor(by), id_=ann.pk, seen=1, values={"is_carer": True})


def _glass(world: World, by: str = "stranger") -> object:
    return people.break_glass(
        by=world.actor(by), person=world.people["nora"], reason="She fell outside.",
        until=NOW + timedelta(hours=4),
    )  # fmt: skip


def _review(world: World, by: str = "privacy") -> object:
    if not GlassBroken.objects.exists():
        _glass(world)
    row = GlassBroken.objects.get()
    return people.review_glass(by=world.actor(by), id_=row.pk, is_right=True, note="")


EXAMPLES: dict[str, Callable[..., object]] = {
    "write_about_me": _about_me,
    "change_person": _details,
    "record_death": _death,
    "add_related": _add_related,
    "change_related": _change_related,
    "break_glass": _glass,
    "review_glass": _review,
}

PREPARED: dict[str, Callable[[World], object]] = {
    "review_glass": _glass,
    "change_related": _add_related,
}

NOT_OF_A_TEAM = {"break_glass", "review_glass"}
"""Actions that the matron of another team may do to anybody, or not at all."""
