"""Made-up huddles: those of the last weeks with their minutes, and the next with its agenda."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from wholeplace.care.access.actor import system_actor
from wholeplace.care.access.scopes import posts_to_ask
from wholeplace.care.actions.huddle_steps import build
from wholeplace.care.clocks import days_later, end_of_day
from wholeplace.care.models import CaseloadEntry, Huddle, HuddleItem, HuddleMember, Task, Team
from wholeplace.care.states import Doing, Huddling, Place, Spoken
from wholeplace.care.terms import read_terms
from wholeplace.store.clock import random_generator

_WEEKS, _SPOKEN_OF, _BATCH = 8, 9, 1000
_HOUR = 13
_DECIDED = (
    ("Visit this week, and look at the medicines together.", "Ring the pharmacy about the pills"),
    ("Ask for the falls clinic.", "Write to the falls clinic"),
    ("Ring twice a week until they feel safe again.", "Ring on Tuesday and Friday"),
    ("Talk with the daughter about respite.", "Ring the daughter"),
)
_WANTS = ("To stay at home.", "To sleep through the night.", "Not to go to hospital again.", "")
# Done in time, done late, not done.
_FATES = (0.68, 0.82, 0.92)


def make_huddles(now: datetime, seed: int) -> None:
    """Make the huddles of all teams: eight weeks that are over, and one that is to come."""
    local = timezone.localtime(now)
    coming = days_later(local.replace(hour=_HOUR, minute=0, second=0, microsecond=0), 1)
    huddles = [
        Huddle(
            team=team, at=days_later(coming, -7 * week), state=Huddling.CLOSED,
            built_at=days_later(coming, -7 * week),
            closed_at=days_later(coming, -7 * week) + timedelta(hours=1),
        )
        for team in Team.objects.filter(kind=Team.Kind.CARE)
        for week in range(1, _WEEKS + 1)
    ]  # fmt: skip
    Huddle.objects.bulk_create(huddles, batch_size=_BATCH)
    items = list(_items(huddles, seed))
    HuddleItem.objects.bulk_create(items, batch_size=_BATCH)
    Task.objects.bulk_create(_actions(items, now, seed), batch_size=_BATCH)
    HuddleMember.objects.bulk_create(_members(huddles, now, seed), batch_size=_BATCH)
    for team in Team.objects.filter(kind=Team.Kind.CARE):
        _coming(team, coming, now)


def _coming(team: Team, at: datetime, now: datetime) -> None:
    huddle = Huddle.objects.create(team=team, at=at)
    HuddleMember.objects.bulk_create(_asked([huddle], now))
    build(system_actor(now), huddle, read_terms(Path("shipped")))


def _asked(huddles: Iterable[Huddle], now: datetime) -> Iterator[HuddleMember]:
    posts = {
        huddle.team_id: list(posts_to_ask(huddle.team, timezone.localtime(now).date()))
        for huddle in {huddle.team_id: huddle for huddle in huddles}.values()
    }
    for huddle in huddles:
        for post in {post.user_id: post for post in posts[huddle.team_id]}.values():
            yield HuddleMember(huddle=huddle, user=post.user, role=post.role)


def _members(huddles: Sequence[Huddle], now: datetime, seed: int) -> Iterator[HuddleMember]:
    chance = random_generator(seed + 31)
    for member in _asked(huddles, now):
        member.came = bool(chance.random() < 0.8)  # noqa: PLR2004 - most come
        yield member


def _items(huddles: Sequence[Huddle], seed: int) -> Iterator[HuddleItem]:
    chance = random_generator(seed + 32)
    rows = CaseloadEntry.objects.filter(state=Place.ACTIVE).order_by("team", "pk")
    of_team: dict[object, list[CaseloadEntry]] = {}
    for row in rows.order_by("team", "person__nhs_number").select_related("person"):
        of_team.setdefault(row.team_id, []).append(row)
    for huddle in huddles:
        places = of_team.get(huddle.team_id, [])
        number = min(_SPOKEN_OF, len(places))
        for order, at in enumerate(chance.permutation(len(places))[:number], 1):
            wants = _WANTS[int(chance.integers(len(_WANTS)))]
            decision, _ = _DECIDED[(order + int(at)) % len(_DECIDED)]
            day = timezone.localtime(huddle.at).date() - timedelta(days=2)
            yield HuddleItem(
                controller=huddle.team.organisation_id, huddle=huddle, order=order,
                person=places[int(at)].person, state=Spoken.DECIDED, decision=decision,
                why=[{"why": "contact_overdue", "of": places[int(at)].reference,
                      "on": day.isoformat()}],
                preference=wants, preference_stated=bool(wants), decided_at=huddle.at,
            )  # fmt: skip


def _actions(items: Sequence[HuddleItem], now: datetime, seed: int) -> Iterator[Task]:
    chance = random_generator(seed + 33)
    what = dict(_DECIDED)
    for item in items:
        due = end_of_day(days_later(item.huddle.at, 3))
        fate, late = float(chance.random()), int(chance.integers(1, 5))
        done = item.huddle.at + timedelta(days=1 if fate < _FATES[0] else 3 + late)
        if done > now or fate >= _FATES[2]:
            state, done_at = Doing.AGREED, None
        elif fate < _FATES[1]:
            state, done_at = Doing.DONE, done
        else:
            state, done_at = Doing.NOT_DONE, None
        yield Task(
            controller=item.controller, person=item.person, what=what[item.decision],
            owner_kind=Task.Owner.TEAM, team=item.huddle.team, due_at=due, state=state,
            done_at=done_at, because=item.reference,
            reason="They were away." if state == Doing.NOT_DONE else "",
        )  # fmt: skip
