"""What made-up people live with, who is around them, and where they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import numpy as np

from wholeplace.care.models import (
    AboutMe,
    Encounter,
    GlassBroken,
    LegitimateRelationship,
    Person,
    Problem,
    RelatedPerson,
    User,
)
from wholeplace.store.clock import random_generator

_BATCH = 1000
_PROBLEMS = (
    "Heart failure", "Type 2 diabetes", "Chronic obstructive pulmonary disease", "Osteoarthritis",
    "Falls", "Low mood", "Atrial fibrillation", "Chronic kidney disease", "Memory problems",
)  # fmt: skip
_IMPORTANT = (
    "My garden, and that my daughter can come on Sundays.",
    "To stay in my own home with my cat.",
    "To get to the mosque on Fridays.",
    "That nobody talks over my head.",
)
_REASONS = {
    Encounter.Kind.EMERGENCY: ("Short of breath", "Fell at home", "Chest pain", "Confused"),
    Encounter.Kind.GP: ("Review of medicines", "Pain", "Blood pressure"),
    Encounter.Kind.GP_HOME: ("Too unwell to come",),
    Encounter.Kind.ADMISSION: ("Heart failure", "Pneumonia", "Fracture of the hip"),
}
_OFTEN = {
    Encounter.Kind.EMERGENCY: 1.2,
    Encounter.Kind.GP: 5.0,
    Encounter.Kind.GP_HOME: 0.8,
    Encounter.Kind.ADMISSION: 0.5,
}
"""How often in a year, each on average; made up."""


def make_records(people: Sequence[Person], now: datetime, seed: int) -> None:
    """Give people problems, somebody around them, their words, and a year elsewhere."""
    chance = random_generator(seed + 2)
    Problem.objects.bulk_create(_problems(people, now.date(), chance), batch_size=_BATCH)
    RelatedPerson.objects.bulk_create(_related(people, now.date(), chance), batch_size=_BATCH)
    AboutMe.objects.bulk_create(_words(people, now.date(), chance), batch_size=_BATCH)
    Encounter.objects.bulk_create(_encounters(people, now, chance), batch_size=_BATCH)


def _problems(
    people: Sequence[Person], day: date, chance: np.random.Generator
) -> Iterator[Problem]:
    for one in people:
        for what in chance.choice(_PROBLEMS, size=int(chance.integers(1, 4)), replace=False):
            since = day - timedelta(days=int(chance.integers(200, 6000)))
            yield Problem(
                person=one, what=str(what), since=since, source="practice",
                controller=one.practice_id,
            )  # fmt: skip


def _related(
    people: Sequence[Person], day: date, chance: np.random.Generator
) -> Iterator[RelatedPerson]:
    for one in people:
        is_carer = bool(chance.integers(0, 2))
        yield RelatedPerson(
            person=one, name=f"Sam {one.family_name}", relationship="daughter",
            telephone=f"0161 496 {chance.integers(0, 1000):04d}", is_carer=is_carer,
            is_next_of_kin=True, may_be_told=True, controller=one.controller,
            carer_assessment_due=day + timedelta(days=int(chance.integers(-20, 200)))
            if is_carer
            else None,
        )  # fmt: skip


def _words(people: Sequence[Person], day: date, chance: np.random.Generator) -> Iterator[AboutMe]:
    for one in people:
        yield AboutMe(
            person=one, most_important=str(chance.choice(_IMPORTANT)),
            communicate="Please speak slowly, and face me.",
            written_on=day - timedelta(days=int(chance.integers(0, 300))),
            controller=one.controller,
        )  # fmt: skip


def _encounters(
    people: Sequence[Person], now: datetime, chance: np.random.Generator
) -> Iterator[Encounter]:
    for at, one in enumerate(people):
        for kind, often in _OFTEN.items():
            for number in range(int(chance.poisson(often))):
                starts = now - timedelta(minutes=int(chance.integers(600, 525_600)))
                ends = starts + timedelta(hours=int(chance.integers(1, 200)))
                yield Encounter(
                    person=one, kind=kind, organisation=_where(one, kind), starts=starts,
                    ends=ends if kind == Encounter.Kind.ADMISSION and ends < now else None,
                    reason=str(chance.choice(_REASONS[kind])), source="demonstration",
                    source_id=f"{at}-{kind}-{number}", controller=_where(one, kind),
                )  # fmt: skip


def _where(person: Person, kind: Encounter.Kind) -> str:
    of_practice = kind in {Encounter.Kind.GP, Encounter.Kind.GP_HOME}
    return person.practice_id if of_practice else "ZACUTE"


def make_broken_glass(person: Person, now: datetime) -> None:
    """Let somebody have broken the glass for a person, to be reviewed."""
    user = User.objects.get(email="other@demo.example")
    relationship = LegitimateRelationship.objects.create(
        person=person, holder=f"user:{user.pk}", starts=now - timedelta(hours=5),
        kind=LegitimateRelationship.Kind.BREAK_GLASS, ends=now - timedelta(hours=1),
    )  # fmt: skip
    reason = "They rang us by mistake, short of breath, and I had to know their medicines."
    GlassBroken.objects.create(relationship=relationship, user=user, reason=reason)
