"""What is written down while a huddle lasts: decisions, what people want, and who does what."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import Hidden, huddle_items, huddle_members, tasks
from wholeplace.care.access.scopes.huddle import ACTION
from wholeplace.care.actions.huddle_steps import (
    check_is,
    huddle_of,
    item_of,
    let_owner_see,
    see_no_longer,
)
from wholeplace.care.actions.steps import NotPossible, found, move
from wholeplace.care.actions.writing import write, written
from wholeplace.care.clocks import end_of_day
from wholeplace.care.models import HuddleItem, Post, Task
from wholeplace.care.states import NEXT_SPOKEN, NEXT_TASK, Doing, Huddling, Spoken
from wholeplace.place import CareTerms


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of somebody and why, and what they themselves said that they want."""

    decision: str
    rationale: str = ""
    preference_stated: bool = False
    preference: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is to be done by a day, and by whom: one of us by id, the team, the person, a carer."""

    what: str
    due: date
    owner_kind: Task.Owner
    owner: uuid.UUID | None = None


def keep_decision(*, by: Actor, id_: uuid.UUID, seen: int, said: Decided) -> HuddleItem:
    """Keep what was decided of somebody; while the huddle lasts it may be put better."""
    with write(by, Verb.RUN_HUDDLE) as wrote:
        item = item_of(by, id_, seen)
        item.decision, item.rationale = said.decision, said.rationale
        item.preference_stated, item.preference = said.preference_stated, said.preference
        item.decided_at = item.decided_at or by.now
        wrote.about(item, huddle=str(item.huddle_id), preference=said.preference_stated)
        return move(by, item, Spoken.DECIDED, NEXT_SPOKEN)


def carry_over(*, by: Actor, id_: uuid.UUID, seen: int, why: str) -> HuddleItem:
    """Leave somebody for the next huddle: they stand on its agenda."""
    with write(by, Verb.RUN_HUDDLE) as wrote:
        item = item_of(by, id_, seen)
        wrote.about(item, huddle=str(item.huddle_id))
        return move(by, item, Spoken.CARRIED, NEXT_SPOKEN, why)


def agree_action(*, by: Actor, id_: uuid.UUID, action: Agreed, terms: CareTerms) -> Task:
    """Add what is to be done for somebody who is spoken of; it is a task from now on.

    It leaves the item as it is, so that one may write the decision and another the actions.
    """
    with write(by, Verb.RUN_HUDDLE) as wrote:
        now = huddle_items(by).filter(pk=id_).values_list("version", flat=True).first()
        item = item_of(by, id_, now or 0)
        task = Task(
            person=item.person, what=action.what, because=item.reference,
            owner_kind=action.owner_kind, state=Doing.AGREED, due_at=_end_of(action.due),
        )  # fmt: skip
        if action.owner_kind == Task.Owner.STAFF:
            task.owner_id = _member(by, item, action.owner)
        if action.owner_kind == Task.Owner.TEAM:
            task.team_id = item.huddle.team_id
        written(by, task)
        let_owner_see(by, item.huddle, task, terms)
        wrote.about(task, huddle=str(item.huddle_id), item=str(item.pk))
        return task


def take_back_action(*, by: Actor, id_: uuid.UUID, seen: int) -> Task:
    """Take an action that was written down by mistake back, while the huddle still lasts.

    It is dropped, and counts no longer among what was decided.
    """
    with write(by, Verb.RUN_HUDDLE) as wrote:
        rows = tasks(by).filter(because__startswith=ACTION)
        because = rows.filter(pk=id_).values_list("because", flat=True).first()
        if because is None:
            raise Hidden
        items = huddle_items(by).filter(pk=because.removeprefix(ACTION))
        of = items.values_list("huddle", flat=True).first()
        if of is None:
            raise Hidden
        check_is(huddle_of(by, of), Huddling.RUNNING)
        task = found(rows, id_, seen)
        task.because = ""
        move(by, task, Doing.DROPPED, NEXT_TASK)
        see_no_longer(by, [task.reference])
        wrote.about(task, item=because)
        return task


def _member(by: Actor, item: HuddleItem, owner: uuid.UUID | None) -> uuid.UUID:
    of_team = Post.objects.filter(team=item.huddle.team_id, user=owner, starts__lte=by.today)
    is_member = huddle_members(item.huddle).filter(user=owner).exists()
    if owner is None or not (is_member or of_team.exclude(ends__lte=by.today).exists()):
        raise NotPossible("Who does it must be of the team, or asked to this huddle.")
    return owner


def _end_of(day: date) -> datetime:
    return end_of_day(timezone.make_aware(datetime.combine(day, time.min)))
