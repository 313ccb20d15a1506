"""What several actions of a huddle do within their transaction: find it, build it, let see."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes import Hidden, huddle_items, huddle_members, huddles
from wholeplace.care.actions.steps import NotPossible, found, keep
from wholeplace.care.actions.writing import written
from wholeplace.care.agenda import Reason, Window, reasons, weight, window_of
from wholeplace.care.models import (
    Huddle,
    HuddleItem,
    LegitimateRelationship,
    Person,
    Post,
    Task,
)
from wholeplace.care.states import Huddling, Spoken
from wholeplace.place import CareTerms, on

ASKED = "asked"
_HUDDLE = LegitimateRelationship.Kind.HUDDLE


def huddle_of(by: Actor, id_: uuid.UUID) -> Huddle:
    """Return a huddle of the actor's teams, locked until the transaction ends."""
    rows = huddles(by).filter(team__in=by.teams).select_related("team")
    huddle = rows.select_for_update(of=("self",)).filter(pk=id_).first()
    if huddle is None:
        raise Hidden
    return huddle


def item_of(by: Actor, id_: uuid.UUID, seen: int) -> HuddleItem:
    """Return somebody on the agenda of a huddle that is under way, locked, and the huddle with it.

    The huddle is locked first, always in this order, so that nobody writes into closed minutes and
    no two wait for one another.
    """
    rows = huddle_items(by).filter(huddle__team__in=by.teams)
    of = rows.filter(pk=id_).values_list("huddle", flat=True).first()
    if of is None:
        raise Hidden
    huddle = huddle_of(by, of)
    check_is(huddle, Huddling.RUNNING)
    item = found(rows, id_, seen)
    item.huddle = huddle
    return item


def check_is(huddle: Huddle, *states: Huddling) -> None:
    """Raise ``NotPossible`` where a huddle is in none of some states, with what it is."""
    if huddle.state in states:
        return
    if huddle.state == Huddling.CLOSED:
        raise NotPossible("The huddle is closed, and its minutes stay as they are.")
    if huddle.state == Huddling.RUNNING:
        raise NotPossible("The huddle is under way already.")
    raise NotPossible("The huddle has not begun yet.")


def keep_huddle(huddle: Huddle) -> Huddle:
    """Keep a huddle that was changed, as a new version."""
    huddle.version += 1
    huddle.save()
    return huddle


def build(by: Actor, huddle: Huddle, terms: CareTerms) -> None:
    """Make the agenda what it has to be now; doing it twice changes nothing.

    People come and go with what happened; whom a colleague asked about stays.
    """
    day = by.today
    window = window_of(
        huddle, by.now, on(terms.huddle_every_days, day), on(terms.huddle_late_days, day)
    )
    events = reasons(window)
    rows = HuddleItem.objects.filter(huddle=huddle).select_related("person")
    items = {item.person_id: item for item in rows}
    asked = {person: _asked(item) for person, item in items.items()}
    wanted = {
        person: [one.kept() for one in events.get(person, [])] + asked.get(person, [])
        for person in {*events, *(person for person, rows in asked.items() if rows)}
    }
    gone = [item.pk for person, item in items.items() if person not in wanted]
    HuddleItem.objects.filter(pk__in=gone).delete()
    _keep_items(by, window, items, wanted, terms.weights(day))
    huddle.built_at = by.now
    huddle.save()


def _asked(item: HuddleItem) -> list[dict[str, str]]:
    return [row for row in item.why if row["why"] == ASKED]


def _keep_items(
    by: Actor,
    window: Window,
    items: Mapping[uuid.UUID, HuddleItem],
    wanted: Mapping[uuid.UUID, list[dict[str, str]]],
    weights: Mapping[str, float],
) -> None:
    people = {one.pk: one for one in Person.objects.filter(pk__in=list(wanted))}

    def place(id_: uuid.UUID) -> tuple[float, str, str, str]:
        person = people[id_]
        heavy = weight({row["why"] for row in wanted[id_]}, weights)
        return -heavy, person.family_name, person.given_name, str(id_)

    carried = _carried(window)
    new, changed = [], []
    for order, id_ in enumerate(sorted(wanted, key=place), 1):
        item = items.get(id_)
        if item is None:
            new.append(_item(by, window.huddle, people[id_], order, carried.get(id_)))
            new[-1].why = wanted[id_]
        elif (item.order, item.why) != (order, wanted[id_]):
            item.order, item.why = order, wanted[id_]
            changed.append(item)
    HuddleItem.objects.bulk_create(new)
    HuddleItem.objects.bulk_update(changed, ["order", "why"])


def _carried(window: Window) -> Mapping[uuid.UUID, HuddleItem]:
    rows = HuddleItem.objects.filter(huddle=window.last, state=Spoken.CARRIED)
    return {row.person_id: row for row in rows} if window.last is not None else {}


def _item(
    by: Actor, huddle: Huddle, person: Person, order: int, before: HuddleItem | None = None
) -> HuddleItem:
    """Return somebody on an agenda; a question that was not answered goes on with them."""
    return HuddleItem(
        controller=huddle.team.organisation_id, huddle=huddle, person=person, order=order,
        question=before.question if before else "",
        asked_by_id=before.asked_by_id if before else None,
        created_by_id=by.user, updated_by_id=by.user,
    )  # fmt: skip


def put_question(by: Actor, huddle: Huddle, person: Person, question: str) -> HuddleItem:
    """Put somebody on an agenda with a question, after those that others asked."""
    reason = Reason(ASKED, f"user:{by.user}", by.today).kept()
    rows = HuddleItem.objects.filter(huddle=huddle)
    item = rows.select_for_update().filter(person=person).first()
    if item is None:
        last = rows.order_by("-order").values_list("order", flat=True).first() or 0
        item = _item(by, huddle, person, last + 1)
        item.why, item.question, item.asked_by_id = [reason], question, by.user
        return written(by, item)
    if item.state != Spoken.WAITING:
        raise NotPossible("They were spoken of in this huddle: ask the next one, once it is over.")
    item.why = [*(row for row in item.why if row != reason), reason]
    item.question = f"{item.question}\n{by.name}: {question}" if item.question else question
    item.asked_by_id = item.asked_by_id or by.user
    return keep(by, item)


def let_guests_see(by: Actor, huddle: Huddle, terms: CareTerms) -> None:
    """Let members who are not of the team see those on the agenda, and end it some days later."""
    guests = _guests(by, huddle)
    items = list(HuddleItem.objects.filter(huddle=huddle))
    held = LegitimateRelationship.objects.filter(
        kind=_HUDDLE, because__in=[item.reference for item in items]
    )
    known = set(held.values_list("because", "holder"))
    days = on(terms.huddle_seen_days, by.today)
    ends = max(huddle.at, by.now) + timedelta(days=days)
    LegitimateRelationship.objects.bulk_create(
        LegitimateRelationship(
            person_id=item.person_id, holder=holder, kind=_HUDDLE, because=item.reference,
            starts=by.now, ends=ends,
        )
        for item in items
        for holder in guests
        if (item.reference, holder) not in known
    )  # fmt: skip


def let_owner_see(by: Actor, huddle: Huddle, task: Task, terms: CareTerms) -> None:
    """Let a member from elsewhere who took an action on see whom it is for, until it was due."""
    holder = f"user:{task.owner_id}"
    if task.due_at is None or holder not in _guests(by, huddle):
        return
    ends = task.due_at + timedelta(days=on(terms.huddle_seen_days, by.today))
    LegitimateRelationship.objects.create(
        person=task.person, holder=holder, kind=_HUDDLE, because=task.reference,
        starts=by.now, ends=ends,
    )  # fmt: skip


def see_no_longer(by: Actor, because: Iterable[str], holders: Iterable[str] | None = None) -> None:
    """End what members from elsewhere were let see because of items or actions, all or some."""
    rows = LegitimateRelationship.objects.filter(
        kind=_HUDDLE, because__in=list(because), ends__gt=by.now
    )
    rows = rows if holders is None else rows.filter(holder__in=list(holders))
    rows.update(ends=by.now)


def _guests(by: Actor, huddle: Huddle) -> list[str]:
    members = huddle_members(huddle).values_list("user", flat=True)
    of_team = Post.objects.filter(team=huddle.team_id, starts__lte=by.today)
    inside = set(of_team.exclude(ends__lte=by.today).values_list("user", flat=True))
    return [f"user:{user}" for user in members if user not in inside]
