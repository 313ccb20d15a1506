"""What a plan says, under the headings of the PRSB Personalised Care and Support Plan 2.0.

It is what somebody agrees to: frozen with its hash, printed and handed on, never drawn again from
records that change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from wholeplace.care.models import AboutMe, CarePlan, Contingency, Person, RelatedPerson, Task
from wholeplace.care.plans.whole import OfGoal, OfNeed, Professional, Whole
from wholeplace.care.states import Doing

STANDARD = "PRSB Personalised Care and Support Plan 2.0"

SECTIONS = (
    *("Person demographics", "GP practice", "About me", "Professional contacts"),
    *("Personal contacts", "Formulation", "Care and support plan", "Contingency/safety plans"),
    *("Additional support plans", "Places and wishes"),
)
"""The sections in their order. The last is of the PRSB Palliative and End of Life standard."""

ABOUT_ME = {
    "most_important": "What is most important to me",
    "people": "People who are important to me",
    "communicate": "How I communicate and how to communicate with me",
    "wellness": "My wellness",
    "do_and_do_not": "Please do and please do not",
    "support": "How and when to support me",
    "worth_knowing": "Also worth knowing about me",
}

Said = dict[str, Any]
"""Headings with what stands under them; it is JSON."""


def content(plan: Whole) -> Said:
    """Return what a plan says; the same for the same records. What is empty is left out."""
    return {
        "Standard": STANDARD,
        "Version": plan.plan.number,
        "Person demographics": _demographics(plan.person),
        "GP practice": {
            "GP practice details": plan.person.practice.name,
            "GP practice identifier": plan.person.practice_id,
        },
        "About me": _about_me(plan.about),
        "Professional contacts": [_professional(one) for one in plan.professionals],
        "Personal contacts": [_around(one) for one in plan.related],
        "Formulation": _kept({"Formulation": plan.plan.formulation}),
        "Care and support plan": _care(plan),
        "Contingency/safety plans": [_contingency(one) for one in plan.contingencies],
        "Additional support plans": _kept(
            {"Additional support plan content": plan.plan.additional}
        ),
        "Places and wishes": _wishes(plan.plan),
    }


def sealed(said: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a plan says: of its JSON with keys in order and no spaces."""
    plain = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


def is_intact(plan: CarePlan) -> bool:
    """Return whether what was agreed is still what was sealed."""
    return plan.as_agreed is not None and sealed(plan.as_agreed) == plan.sha256


def _kept(values: Mapping[str, Any]) -> Said:
    """Return what is there, with one kind of line ending; what is empty is left out."""
    tidy = {
        name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
        for name, value in values.items()
    }
    return {name: value for name, value in tidy.items() if value not in ("", None, [], {})}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _demographics(person: Person) -> Said:
    return _kept(
        {
            "Person full name": f"{person.given_name} {person.family_name}",
            "Person preferred name": person.preferred_name,
            "Date of birth": _day(person.birth_date),
            "Gender": person.get_sex_display(),
            "NHS number": person.nhs_number,
            "Person's address": _kept(
                {"Address line 1": person.address, "Postcode": person.postcode}
            ),
            "Person's telephone number": person.telephone,
            "Interpreter": person.interpreter,
            "Reasonable adjustments": person.adjustments,
        }
    )


def _about_me(about: AboutMe | None) -> Said:
    if about is None:
        return {}
    texts = {heading: getattr(about, name) for name, heading in ABOUT_ME.items()}
    return _kept(
        {**texts, "Date": _day(about.written_on), "Supported to write this by": about.supported_by}
    )


def _professional(one: Professional) -> Said:
    said = {"Name": one.name, "Role": one.role, "Team": one.team, "Organisation": one.organisation}
    return _kept({**said, "Key worker": "yes" if one.name else ""})


def _around(one: RelatedPerson) -> Said:
    kinds = {
        "carer": one.is_carer,
        "next of kin": one.is_next_of_kin,
        "power of attorney": one.has_power_of_attorney,
    }
    return _kept(
        {
            "Name": one.name,
            "Relationship": one.relationship,
            "Relationship type": ", ".join(name for name, is_so in kinds.items() if is_so),
            "Contact details": one.telephone,
        }
    )


def _care(plan: Whole) -> Said:
    one = plan.plan
    return _kept(
        {
            "What matters to me now": one.summary,
            "Strengths": one.strengths,
            "Needs, concerns or problems": [_need(need) for need in plan.needs],
            "Agreed with person or legitimate representative": _agreed(one),
            "Care funding source": one.funding,
            "Planned review date": _day(one.review_due),
            "Responsibility for review": one.review_by,
        }
    )


def _agreed(plan: CarePlan) -> Said:
    if plan.agreed_on is None:
        return {}
    return _kept(
        {
            "Person full name": plan.agreed_by,
            "Role": plan.get_agreed_as_display(),
            "Date": _day(plan.agreed_on),
            "Able to decide on it": "yes" if plan.has_capacity else "no",
            "Not agreed to": plan.refused,
        }
    )


def _need(one: OfNeed) -> Said:
    return _kept(
        {"Need": one.need.what, "Goals and hopes": [_goal(of_goal) for of_goal in one.goals]}
    )


def _goal(one: OfGoal) -> Said:
    goal = one.goal
    tasks = [_action(task) for task in one.tasks if task.state != Doing.DROPPED]
    return _kept(
        {
            "Goal": goal.what,
            "Goal importance score": goal.importance,
            "How it is now": goal.baseline,
            "Outcome aimed at": goal.target,
            "By when": _day(goal.target_on),
            "Goal status": goal.get_status_display(),
            "Actions and activities": tasks,
        }
    )


def _action(task: Task) -> Said:
    return _kept(
        {
            "What": task.what,
            "Who": _kept({"Name": who(task), "Role": task.get_owner_kind_display()}),
            "When": _day(_local(task)),
            "Suggested strategies": task.detail,
            "Confidence": task.confidence,
        }
    )


def who(task: Task) -> str:
    """Return who does something, by name where there is one."""
    if task.owner_kind == Task.Owner.STAFF and task.owner:
        return task.owner.name
    if task.owner_kind == Task.Owner.TEAM and task.team:
        return task.team.name
    return task.owner_name


def _local(task: Task) -> date | None:
    return timezone.localtime(task.due_at).date() if task.due_at else None


def _contingency(one: Contingency) -> Said:
    return _kept(
        {
            "Trigger factors": one.triggers,
            "Relapse indicators / early warning signs": one.early_signs,
            "What should happen": one.do,
            "What should not happen": one.do_not,
            "Who should be contacted": one.call,
        }
    )


def _wishes(plan: CarePlan) -> Said:
    asked = {
        "Preferred place of care": plan.place_of_care,
        "Preferred place of death": plan.place_of_death,
    }
    names = dict(CarePlan.Place.choices)
    places = {
        heading: "" if place == CarePlan.Place.NOT_ASKED else names[place]
        for heading, place in asked.items()
    }
    return _kept({**places, "Advance statement": plan.wishes})


def lines_of(said: object, heading: str = "") -> Iterable[str]:
    """Yield what stands under a heading, a line each: to compare, and to read aloud."""
    if isinstance(said, Mapping):
        for name, value in said.items():
            yield from lines_of(value, str(name))
    elif isinstance(said, list):
        for value in said:
            yield from lines_of(value, heading)
    elif said is not None:
        yield f"{heading}: {said}"
