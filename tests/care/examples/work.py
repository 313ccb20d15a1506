"""An example of each action with contacts and tasks, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.care.test_caseload import TERMS
from tests.care.world import NOW, World
from wholeplace.care.actions import contacts, work
from wholeplace.care.actions.contacts import Had
from wholeplace.care.actions.parts import Order, Owner
from wholeplace.care.models import CaseloadEntry, Contact, Task
from wholeplace.care.states import Doing

SOON = NOW + timedelta(hours=3)


def placed(world: World) -> CaseloadEntry:
    """Nora on the caseload of team North, led by the matron."""
    found, _ = CaseloadEntry.objects.get_or_create(
        person=world.people["nora"], team=world.teams["north"],
        defaults={
            "reason": "gp", "tier": "weekly", "state": "active", "entered_at": NOW,
            "controller": "ZCOMM", "lead": world.users["matron"], "next_contact": NOW.date(),
        },
    )  # fmt: skip
    return found


def a_task(world: World, **values: object) -> Task:
    """Something the matron is to do for Nora."""
    old = Task.objects.filter(person=world.people["nora"]).first()
    mine = {"owner": world.users["matron"], "what": "Ask about her garden", "due_at": SOON}
    return old or Task.objects.create(
        controller="ZCOMM", person=world.people["nora"], **{**mine, **values}
    )


def of_the_team(world: World) -> Task:
    """Something the team is to do for Nora."""
    return a_task(world, owner=None, owner_kind="team", team=world.teams["north"])


def not_done(world: World) -> Task:
    """Something that was not done for Nora."""
    return a_task(world, state=Doing.NOT_DONE, reason="She fell")


def call_back(world: World) -> Task:
    """A call that Nora was promised."""
    return a_task(world, kind="call_back")


def planned(world: World) -> Contact:
    """A visit to Nora that is planned."""
    old = Contact.objects.filter(person=world.people["nora"]).first()
    return old or Contact.objects.create(
        controller="ZCOMM", person=world.people["nora"], team=world.teams["north"],
        staff=world.users["matron"], mode="visit", at=SOON,
    )  # fmt: skip


def had(**values: object) -> Had:
    """A visit to Nora an hour ago."""
    usual = {"purpose": "Her garden", "note": "She fell on Monday."}
    at = NOW - timedelta(hours=1)
    return Had(**{"mode": Contact.Mode.VISIT, "at": at, **usual, **values})  # type: ignore[arg-type]


def mine(world: World) -> Owner:
    """The matron, as the owner of a task."""
    return Owner(Task.Owner.STAFF, world.users["matron"].pk)


def _keep(world: World, by: str = "matron") -> object:
    return contacts.keep_contact(
        by=world.actor(by), person=world.people["nora"].pk, had=had(), terms=TERMS
    )


def _plan(world: World, by: str = "matron") -> object:
    return contacts.plan_contact(
        by=world.actor(by), person=world.people["nora"].pk, mode=Contact.Mode.VISIT, at=SOON,
        purpose="Her garden",
    )  # fmt: skip


def _cancel(world: World, by: str = "matron") -> object:
    return contacts.cancel_contact(
        by=world.actor(by), id_=planned(world).pk, seen=1, reason="She fell"
    )


def _call(world: World, by: str = "matron") -> object:
    return contacts.take_call(
        by=world.actor(by), person=world.people["nora"].pk, call=had(), ring_back=SOON,
        owner=mine(world),
    )  # fmt: skip


def _ring_back(world: World, by: str = "matron") -> object:
    return contacts.ring_back(
        by=world.actor(by), id_=call_back(world).pk, seen=1, had=had(), terms=TERMS
    )


def _add(world: World, by: str = "matron") -> object:
    order = Order("Dig her garden", Owner(Task.Owner.TEAM, world.teams["north"].pk), SOON)
    return work.add_task(by=world.actor(by), person=world.people["nora"].pk, order=order)


def _take(world: World, by: str = "matron") -> object:
    return work.take_task(by=world.actor(by), id_=of_the_team(world).pk, seen=1)


def _begin(world: World, by: str = "matron") -> object:
    return work.begin_task(by=world.actor(by), id_=a_task(world).pk, seen=1)


def _end(world: World, by: str = "matron") -> object:
    return work.end_task(
        by=world.actor(by), id_=a_task(world).pk, seen=1, to=Doing.NOT_DONE, reason="She fell"
    )


def _again(world: World, by: str = "matron") -> object:
    return work.take_up_again(by=world.actor(by), id_=not_done(world).pk, seen=1)


def _give(world: World, by: str = "matron") -> object:
    given = work.Given(
        Owner(Task.Owner.STAFF, world.users["social"].pk), SOON, Task.Priority.URGENT, "I fell ill"
    )
    return work.give_task(by=world.actor(by), id_=a_task(world).pk, seen=1, given=given)


EXAMPLES: dict[str, Callable[..., object]] = {
    "keep_contact": _keep,
    "plan_contact": _plan,
    "cancel_contact": _cancel,
    "take_call": _call,
    "ring_back": _ring_back,
    "add_task": _add,
    "take_task": _take,
    "begin_task": _begin,
    "end_task": _end,
    "take_up_again": _again,
    "give_task": _give,
}

PREPARED: dict[str, Callable[[World], object]] = {
    "keep_contact": placed,
    "plan_contact": placed,
    "cancel_contact": planned,
    "take_call": placed,
    "ring_back": call_back,
    "take_task": of_the_team,
    "begin_task": a_task,
    "end_task": a_task,
    "take_up_again": not_done,
    "give_task": a_task,
}
