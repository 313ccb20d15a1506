"""A plan with everything that belongs to it, read at once."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from wholeplace.care.models import (
    AboutMe,
    CarePlan,
    CaseloadEntry,
    Contingency,
    Goal,
    Need,
    Person,
    Post,
    RelatedPerson,
    Role,
    Task,
    Visibility,
)
from wholeplace.care.states import OPEN, Doing, Planning

GOES_ON = (Doing.PROPOSED, Doing.AGREED, Doing.DOING)
"""Tasks that go on when a newer version of their plan takes over."""

WRITTEN = (Planning.DRAFT, Planning.PERSON_AGREED)
"""A version that does not hold yet: what goes on from the version that holds stands in it."""


@dataclass(frozen=True, slots=True)
class OfGoal:
    """A goal, and what is done for it."""

    goal: Goal
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class OfNeed:
    """A need, and what is aimed at."""

    need: Need
    goals: tuple[OfGoal, ...]


@dataclass(frozen=True, slots=True)
class Professional:
    """Somebody whose work it is."""

    name: str
    role: str
    team: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A plan, whose it is, and everything in it, in the order in which it is shown."""

    plan: CarePlan
    person: Person
    needs: tuple[OfNeed, ...]
    contingencies: tuple[Contingency, ...]
    about: AboutMe | None = None
    related: tuple[RelatedPerson, ...] = ()
    professionals: tuple[Professional, ...] = ()

    @property
    def goals(self) -> tuple[OfGoal, ...]:
        """All goals, of whatever need."""
        return tuple(goal for need in self.needs for goal in need.goals)


ByGoal = Mapping[uuid.UUID, list[Task]]


def whole(plan: CarePlan) -> Whole:
    """Return a plan that was found in a scope with all its parts, in a fixed number of queries.

    What only some may see of a person's records is left out: a plan is for all who care for them.
    """
    shared = Visibility.PARTNERSHIP
    goals = list(
        Goal.objects.filter(need__plan=plan)
        .select_related("need__plan", "person")
        .order_by(F("importance").desc(nulls_last=True), "created_at", "id")
    )
    person = plan.person
    return Whole(
        plan,
        person,
        _of_needs(
            Need.objects.filter(plan=plan).order_by("order", "created_at", "id"),
            goals,
            _tasks(plan, goals),
        ),
        tuple(Contingency.objects.filter(plan=plan)),
        AboutMe.objects.filter(person=person, visibility=shared).first(),
        tuple(
            RelatedPerson.objects.filter(person=person, visibility=shared).order_by(
                "contact_order", "name", "id"
            )
        ),
        _professionals(person),
    )


def _of_needs(needs: Iterable[Need], goals: Sequence[Goal], tasks: ByGoal) -> tuple[OfNeed, ...]:
    return tuple(
        OfNeed(
            need,
            tuple(OfGoal(goal, tuple(tasks[goal.pk])) for goal in goals if goal.need_id == need.pk),
        )
        for need in needs
    )


def _tasks(plan: CarePlan, goals: Sequence[Goal]) -> ByGoal:
    """Return the tasks by goal: in a version that does not hold yet, with those that go on."""
    own = {goal.pk: goal.pk for goal in goals}
    if plan.state in WRITTEN:
        own |= {goal.follows_id: goal.pk for goal in goals if goal.follows_id is not None}
    shared = Visibility.PARTNERSHIP
    rows = Task.objects.filter(goal__in=own, visibility=shared).select_related("owner", "team")
    found: dict[uuid.UUID, list[Task]] = defaultdict(list)
    for task in rows.order_by(F("due_at").asc(nulls_last=True), "priority", "id"):
        goal = task.goal_id
        is_own = goal is not None and own[goal] == goal
        if goal is not None and (is_own or task.state in GOES_ON):
            found[own[goal]].append(task)
    return found


def _professionals(person: Person) -> tuple[Professional, ...]:
    entries = CaseloadEntry.objects.filter(person=person, state__in=OPEN)
    rows = list(entries.select_related("team__organisation", "lead").order_by("team__name", "id"))
    posts = Post.objects.filter(user__in=[one.lead_id for one in rows if one.lead_id])
    roles = {(post.user_id, post.team_id): Role(post.role).label for post in posts.order_by("pk")}
    return tuple(
        Professional(
            one.lead.name if one.lead else "",
            roles.get((one.lead_id, one.team_id), "") if one.lead_id else "",
            one.team.name,
            one.team.organisation.name,
        )
        for one in rows
    )
