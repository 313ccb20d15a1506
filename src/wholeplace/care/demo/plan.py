"""Made-up plans: being written, waiting for the GP, holding, and due to be looked at again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from numpy.random import Generator

from wholeplace.care.models import (
    CarePlan,
    CaseloadEntry,
    Contingency,
    Goal,
    Need,
    Post,
    Record,
    RelatedPerson,
    Role,
    StatusChange,
    Task,
    User,
)
from wholeplace.care.plans import OfGoal, OfNeed, Professional, Whole, content, sealed
from wholeplace.care.states import Doing, Place, Planning
from wholeplace.store.clock import random_generator

_BATCH = 1000
_STATES = (Planning.ACTIVE, Planning.PERSON_AGREED, Planning.DRAFT, None)
_SHARES = (0.6, 0.08, 0.12, 0.2)
_FIRST = {0: Planning.ACTIVE, **dict.fromkeys((1, 3, 5), Planning.PERSON_AGREED)}
"""Of each practice's people, who surely has a plan that holds, or one that waits for the GP."""
_OWN, _CARER, _STAFF, _TEAM = (
    *(Task.Owner.PERSON, Task.Owner.CARER, Task.Owner.STAFF, Task.Owner.TEAM),
)
_PLACES = (CarePlan.Place.HOME, CarePlan.Place.UNDECIDED, CarePlan.Place.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Story:
    """Something that is difficult, what somebody wants, what is done, and what if."""

    need: str
    goal: str
    now: str
    there: str
    done: tuple[tuple[str, Task.Owner], ...]
    trigger: str
    do: str


STORIES = (
    Story(
        "Gets breathless on the stairs", "Sleep upstairs in my own bed",
        "Sleeps in the chair most nights", "A week of nights in bed",
        (("Weigh every morning and write it down", _OWN), ("Look at the tablets", _STAFF)),
        "Two kilograms more in three days\nBreathless lying down",
        "Take the extra water tablet that is agreed, sit up, ring us the same day",
    ),
    Story(
        "Falls at night on the way to the bathroom", "Get to the bathroom and back safely",
        "Two falls this year", "No fall for three months",
        (("Leave the lamp on and the stick by the bed", _OWN),
         ("Ask for rails and a frame", _STAFF), ("Look at the rug and the cable", _CARER)),
        "A fall, or nearly one", "Press the pendant, do not get up alone, ring us after",
    ),
    Story(
        "Worries when the bag leaks, and rings 999", "Manage the bag and stay calm",
        "At A&E six times in four months", "Changes the bag alone, no A&E for three months",
        (("Change the bag with the nurse, then alone", _OWN), ("Ring back the same day", _TEAM)),
        "The bag leaks\nThe skin round it is sore", "Change it as shown, breathe, ring us first",
    ),
    Story(
        "Sees nobody from Monday to Friday", "See a friend every week",
        "Only the carer comes", "Goes to the lunch club by themselves",
        (("Go along to the lunch club the first time", _STAFF), ("Ring an old friend", _OWN)),
        "Does not get up or eat for a day", "Ring us, or somebody of the family",
    ),
    Story(
        "Takes eleven medicines and mixes them up", "Take the right ones, and fewer",
        "Two boxes of the same in the kitchen", "One box a week, filled by the chemist",
        (("Review the medicines with the GP", _STAFF), ("Bring all boxes back", _CARER)),
        "Dizzy, or confused all of a sudden", "Take no more today, ring us or 111",
    ),
)  # fmt: skip


@dataclass(slots=True)
class _Made:
    """What is to be kept, by kind."""

    rows: dict[type[Record], list[Record]] = field(default_factory=lambda: defaultdict(list))
    steps: list[StatusChange] = field(default_factory=list)

    def add(self, record: Record) -> None:
        self.rows[type(record)].append(record)

    def keep(self) -> None:
        for kind in (CarePlan, Need, Goal, Contingency, Task):
            manager: Any = kind._default_manager  # noqa: SLF001 - any kind has one
            manager.bulk_create(self.rows[kind], batch_size=_BATCH)
        StatusChange.objects.bulk_create(self.steps, batch_size=_BATCH)


@dataclass(frozen=True, slots=True)
class _Case:
    """Whose plan it is, and when it was begun."""

    entry: CaseloadEntry
    plan: CarePlan
    begun: datetime


def make_plans(now: datetime, seed: int) -> None:
    """Make a plan for most of those who are followed; the same for a seed."""
    chance, made = random_generator(seed + 7), _Made()
    active = CaseloadEntry.objects.filter(state=Place.ACTIVE)
    rows = active.select_related("person__practice", "team__organisation", "lead")
    around: dict[object, list[RelatedPerson]] = defaultdict(list)
    for one in RelatedPerson.objects.order_by("contact_order", "name", "id"):
        around[one.person_id].append(one)
    gps = {
        post.organisation_id: post.user
        for post in Post.objects.filter(role=Role.GP).select_related("user")
    }
    seen: Counter[str] = Counter()
    for entry in rows.order_by("person__nhs_number", "id"):
        practice = entry.person.practice_id
        state = _FIRST.get(seen[practice]) or _STATES[int(chance.choice(len(_STATES), p=_SHARES))]
        seen[practice] += 1
        if state is not None:
            _plan(made, entry, state, around[entry.person_id], gps, now, chance)
    made.keep()


def _plan(
    made: _Made, entry: CaseloadEntry, state: Planning, around: Sequence[RelatedPerson],
    gps: Mapping[str, User], now: datetime, chance: Generator,
) -> None:  # fmt: skip
    told = [STORIES[i] for i in sorted(chance.choice(len(STORIES), 2, replace=False))]
    begun = now - timedelta(
        days=int(chance.integers(1, 9 if state == Planning.PERSON_AGREED else 300))
    )
    plan = CarePlan(
        person=entry.person, controller=entry.controller, number=1, state=state,
        summary="To stay at home, and to have somebody to ring who knows me.",
        strengths="Knows the street and everybody in it. Good with their hands.",
        place_of_care=_PLACES[int(chance.integers(len(_PLACES)))], funding="NHS",
        review_due=(begun + timedelta(days=int(chance.choice([180, 270, 365])))).date(),
        review_by=entry.lead.name if entry.lead else "", created_by=entry.lead,
        updated_by=entry.lead,
    )  # fmt: skip
    made.add(plan)
    case = _Case(entry, plan, begun)
    needs = tuple(_need(made, case, one, at, chance) for at, one in enumerate(told, 1))
    what_if = [_what_if(made, plan, entry, one) for one in told]
    if state == Planning.DRAFT:
        return
    plan.agreed_by, plan.agreed_as = str(entry.person), CarePlan.As.THEMSELVES.value
    plan.agreed_on, plan.sent_at = begun.date(), begun
    if state == Planning.ACTIVE:
        plan.gp = gps.get(entry.person.practice_id)
        plan.gp_agreed_at = begun + timedelta(days=2)
    lead = entry.lead.name if entry.lead else ""
    team = Professional(lead, Role.MATRON.label, entry.team.name, entry.team.organisation.name)
    plan.as_agreed = content(
        Whole(plan, entry.person, needs, tuple(what_if), None, tuple(around), (team,))
    )
    plan.sha256 = sealed(plan.as_agreed)
    made.steps += _steps(plan, entry)


def _steps(plan: CarePlan, entry: CaseloadEntry) -> list[StatusChange]:
    taken = [
        (Planning.DRAFT, Planning.PERSON_AGREED, plan.sent_at, entry.lead),
        (Planning.PERSON_AGREED, Planning.ACTIVE, plan.gp_agreed_at, plan.gp),
    ]
    return [
        StatusChange(what=plan.reference, field="state", before=before, after=after, at=at, by=who)
        for before, after, at, who in taken
        if at is not None
    ]


def _need(made: _Made, case: _Case, story: Story, at: int, chance: Generator) -> OfNeed:
    entry, plan = case.entry, case.plan
    of = {"person": entry.person, "controller": entry.controller}
    need = Need(plan=plan, what=story.need, order=at, **of)
    goal = Goal(
        need=need, what=story.goal, baseline=story.now, target=story.there,
        importance=int(chance.integers(5, 11)),
        target_on=(case.begun + timedelta(days=120)).date(), **of,
    )  # fmt: skip
    made.add(need)
    made.add(goal)
    tasks = []
    for what, owner in story.done:
        task = Task(
            goal=goal, what=what, owner_kind=owner, because=plan.reference,
            owner=entry.lead if owner == _STAFF else None,
            team=entry.team if owner == _TEAM else None,
            owner_name="Their family" if owner == _CARER else "",
            due_at=case.begun + timedelta(days=int(chance.integers(14, 320))),
            state=_done(plan, chance), confidence=int(chance.integers(4, 11)), **of,
        )  # fmt: skip
        if task.state == Doing.DONE:
            task.done_at = task.due_at
        made.add(task)
        tasks.append(task)
    return OfNeed(need, (OfGoal(goal, tuple(tasks)),))


def _done(plan: CarePlan, chance: Generator) -> str:
    if plan.state != Planning.ACTIVE:
        return Doing.PROPOSED.value
    return Doing.DONE.value if chance.random() < 0.5 else Doing.AGREED.value  # noqa: PLR2004


def _what_if(made: _Made, plan: CarePlan, entry: CaseloadEntry, story: Story) -> Contingency:
    one = Contingency(
        plan=plan, person=entry.person, controller=entry.controller, trigger=story.trigger,
        do=story.do, do_not="Do not wait until the weekend.",
        call=f"{entry.team.name}, by day; 111 by night",
    )  # fmt: skip
    made.add(one)
    return one
