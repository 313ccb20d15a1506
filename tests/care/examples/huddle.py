"""An example of each action of a huddle, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from tests.care.world import NOW, World
from wholeplace.care.actions import huddle, minutes
from wholeplace.care.models import Huddle, HuddleItem, HuddleMember, Task
from wholeplace.care.states import Huddling, Spoken
from wholeplace.care.terms import read_terms

TERMS = read_terms(Path("nowhere"))
AT = NOW + timedelta(days=1)


def a_huddle(world: World, state: Huddling = Huddling.PLANNED) -> Huddle:
    """Return the huddle of team North, with its matron asked, made if it is not there."""
    found, _ = Huddle.objects.get_or_create(
        team=world.teams["north"], at=AT, defaults={"state": state, "built_at": NOW}
    )
    HuddleMember.objects.get_or_create(
        huddle=found, user=world.users["matron"], role="matron", defaults={"came": True}
    )
    return found


def an_item(world: World, state: Spoken = Spoken.WAITING) -> HuddleItem:
    """Return Nora on the agenda of a huddle that is under way."""
    found, _ = HuddleItem.objects.get_or_create(
        huddle=a_huddle(world, Huddling.RUNNING), person=world.people["nora"],
        defaults={"controller": "ZCOMM", "state": state},
    )  # fmt: skip
    return found


def an_action(world: World) -> Task:
    """Return an action that was agreed for her there."""
    found, _ = Task.objects.get_or_create(
        because=an_item(world).reference, person=world.people["nora"], what="See the garden",
        controller="ZCOMM", owner=world.users["matron"], due_at=AT,
    )  # fmt: skip
    return found


def _plan(world: World, by: str = "matron") -> object:
    return huddle.plan_huddle(
        by=world.actor(by), team=world.teams["north"].pk, at=AT, chair=world.users["matron"].pk,
        terms=TERMS,
    )  # fmt: skip


def _change(world: World, by: str = "matron") -> object:
    return huddle.change_huddle(
        by=world.actor(by), id_=a_huddle(world).pk, seen=1, at=AT + timedelta(hours=1), chair=None
    )


def _ask_member(world: World, by: str = "matron") -> object:
    return huddle.ask_member(
        by=world.actor(by), id_=a_huddle(world).pk, user=world.users["gp"].pk, terms=TERMS
    )


def _leave_out(world: World, by: str = "matron") -> object:
    member = HuddleMember.objects.get(huddle=a_huddle(world))
    return huddle.leave_out_member(by=world.actor(by), id_=member.huddle_id, member=member.pk)


def _build(world: World, by: str = "matron") -> object:
    return huddle.build_agenda(by=world.actor(by), id_=a_huddle(world).pk, terms=TERMS)


def _ask(world: World, by: str = "gp") -> object:
    return huddle.ask_huddle(
        by=world.actor(by), person=world.people["nora"].pk, team=world.teams["north"].pk,
        question="She fell in her garden.", terms=TERMS,
    )  # fmt: skip


def _start(world: World, by: str = "matron") -> object:
    return huddle.start_huddle(by=world.actor(by), id_=a_huddle(world).pk, terms=TERMS)


def _attend(world: World, by: str = "matron") -> object:
    running = a_huddle(world, Huddling.RUNNING)
    return huddle.mark_attendance(by=world.actor(by), id_=running.pk, member=None, came=True)


def _close(world: World, by: str = "matron") -> object:
    item = an_item(world, Spoken.DECIDED)
    return huddle.close_huddle(by=world.actor(by), id_=item.huddle_id, terms=TERMS)


def _decide(world: World, by: str = "matron") -> object:
    said = minutes.Decided(
        "Visit, she fell.", "She is alone.", preference_stated=True, preference="Her garden."
    )
    return minutes.keep_decision(by=world.actor(by), id_=an_item(world).pk, seen=1, said=said)


def _carry(world: World, by: str = "matron") -> object:
    return minutes.carry_over(
        by=world.actor(by), id_=an_item(world).pk, seen=1, why="She is in her garden."
    )


def _agree(world: World, by: str = "matron") -> object:
    action = minutes.Agreed(
        "See the garden", date(2019, 6, 10), Task.Owner.STAFF, world.users["matron"].pk
    )
    return minutes.agree_action(
        by=world.actor(by), id_=an_item(world).pk, action=action, terms=TERMS
    )


def _take_back(world: World, by: str = "matron") -> object:
    return minutes.take_back_action(by=world.actor(by), id_=an_action(world).pk, seen=1)


EXAMPLES: dict[str, Callable[..., object]] = {
    "plan_huddle": _plan,
    "change_huddle": _change,
    "ask_member": _ask_member,
    "leave_out_member": _leave_out,
    "build_agenda": _build,
    "ask_huddle": _ask,
    "start_huddle": _start,
    "mark_attendance": _attend,
    "close_huddle": _close,
    "keep_decision": _decide,
    "carry_over": _carry,
    "agree_action": _agree,
    "take_back_action": _take_back,
}

PREPARED: dict[str, Callable[[World], object]] = {
    **dict.fromkeys(
        ("change_huddle", "ask_member", "leave_out_member", "build_agenda", "start_huddle"),
        a_huddle,
    ),
    "mark_attendance": lambda world: a_huddle(world, Huddling.RUNNING),
    "close_huddle": lambda world: an_item(world, Spoken.DECIDED),
    **dict.fromkeys(("keep_decision", "carry_over", "agree_action"), an_item),
    "take_back_action": an_action,
}

OF_NOBODY = {
    *("plan_huddle", "change_huddle", "ask_member", "leave_out_member", "build_agenda"),
    *("start_huddle", "mark_attendance", "close_huddle"),
}
"""A huddle is about nobody alone: those on its agenda are."""
