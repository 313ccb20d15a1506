"""The plan: what is aimed at, what is to be done, and what if it gets worse."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from wholeplace.care.fhir.codes import ACHIEVEMENT, GOAL, PLAN, TEAM
from wholeplace.care.fhir.parts import (
    Json,
    coded,
    day,
    known_organisation,
    moment,
    note,
    organisation,
    patient,
    period,
    staff,
    text,
    to,
)
from wholeplace.care.fhir.sight import Sight
from wholeplace.care.models import CarePlan, CaseloadEntry, Contingency, Goal, Task
from wholeplace.care.states import OPEN, Planning


def plan(row: CarePlan) -> Json:
    """Return a version of a plan; what hangs on it comes with ``plan_links``."""
    agreed = f"Agreed by {row.agreed_by} {row.agreed_as}".strip() if row.agreed_by else ""
    gp = f"Agreed by the GP on {moment(row.gp_agreed_at)}" if row.gp_agreed_at else ""
    return {
        "status": PLAN[row.state],
        "intent": "plan",
        "category": [text("Personalised care and support plan")],
        "title": f"Care and support plan, version {row.number}",
        "description": row.summary,
        "subject": patient(row.person_id),
        "period": period(row.agreed_on, None),
        "created": moment(row.created_at),
        "author": organisation(row.controller),
        "note": [
            one for words in (agreed, gp, row.formulation, row.strengths) for one in note(words)
        ],
    }


def plan_links(rows: Sequence[CarePlan], sight: Sight) -> Mapping[uuid.UUID, Json]:
    """Return the goals, actions, contingencies and teams of plans, of those that are seen."""
    ids = [row.pk for row in rows]
    found: dict[uuid.UUID, dict[str, list[Json]]] = defaultdict(lambda: defaultdict(list))
    goals = sight.rows(Goal).filter(need__plan__in=ids).order_by("pk")
    for goal, of in goals.values_list("pk", "need__plan"):
        found[of]["goal"].append(to("Goal", goal))
    tasks = sight.rows(Task).filter(goal__need__plan__in=ids).order_by("pk")
    for task, of in tasks.values_list("pk", "goal__need__plan"):
        found[of]["activity"].append({"reference": to("Task", task)})
    for one in sight.rows(Contingency).filter(plan__in=ids):
        found[one.plan_id]["activity"].append({"detail": _if_it_happens(one)})
    _add_teams(rows, sight, found)
    return {id_: dict(links) for id_, links in found.items()}


def _add_teams(
    rows: Sequence[CarePlan], sight: Sight, found: dict[uuid.UUID, dict[str, list[Json]]]
) -> None:
    people = {row.person_id for row in rows}
    places = sight.rows(CaseloadEntry).filter(person__in=people, state__in=OPEN).order_by("pk")
    of_person = defaultdict(list)
    for place, person in places.values_list("pk", "person"):
        of_person[person].append(to("CareTeam", place))
    for row in rows:
        found[row.pk]["careTeam"] = of_person[row.person_id]


def _if_it_happens(row: Contingency) -> Json:
    parts = (
        ("How it begins to show", row.early_signs),
        ("What to do", row.do),
        ("What not to do", row.do_not),
        ("Whom to call", row.call),
    )
    return {
        "status": "not-started",
        "code": text("If it gets worse"),
        "scheduledString": f"if {row.trigger}",
        "description": "\n".join(f"{name}: {words}" for name, words in parts if words.strip()),
    }


def goal(row: Goal) -> Json:
    """Return what somebody wants to reach."""
    state = Planning(row.need.plan.state)
    is_proposed = state in {Planning.DRAFT, Planning.PERSON_AGREED}
    target: Json = {}
    if row.target.strip():
        target = {"measure": text("How they know that they are there"), "detailString": row.target}
    if row.target_on:
        target["dueDate"] = day(row.target_on)
    importance = f"{row.importance} of 10" if row.importance is not None else ""
    return {
        "lifecycleStatus": "proposed" if is_proposed else GOAL[row.status],
        "achievementStatus": coded("goal-achievement", ACHIEVEMENT[row.status]),
        "priority": text(f"importance to the person: {importance}") if importance else {},
        "description": text(row.what),
        "subject": patient(row.person_id),
        "target": [target],
        "note": note(f"Need: {row.need.what}") + note(row.baseline and f"Now: {row.baseline}"),
    }


def team(row: CaseloadEntry) -> Json:
    """Return who cares for somebody: the team of their caseload, their lead and their practice."""
    members: list[Json] = [
        {"role": [text("lead")], "member": staff(row.lead)} if row.lead else {},
        {"role": [text("general practice")], "member": known_organisation(row.person.practice)},
    ]
    return {
        "status": TEAM[row.state],
        "name": row.team.name,
        "subject": patient(row.person_id),
        "period": period(row.entered_at, row.closed_at),
        "participant": [one for one in members if one],
        "managingOrganization": [organisation(row.team.organisation_id)],
    }
