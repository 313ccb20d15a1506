"""Made-up places on caseloads, and candidates for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from wholeplace.care.models import (
    Candidate,
    CandidateList,
    CaseloadEntry,
    LegitimateRelationship,
    Person,
    Role,
    Team,
    User,
)
from wholeplace.care.states import Place
from wholeplace.privacy import key_of_seed, of_nhs_number
from wholeplace.store.clock import random_generator

DEMO_KEYS = (key_of_seed(0),)
"""The key of invented people: everybody can make it."""

_TIERS, _SHARES = ("weekly", "monthly", "telephone", "watch"), (0.15, 0.35, 0.35, 0.15)
_BATCH = 1000
_WHY = ("3 emergency admissions in the last 12 months", "frail, by what is coded of them")
_CAN_CHANGE = (
    "review the medicines (11 at once)",
    "make a plan for the next crisis (5 times)",
)


def make_caseload(
    people: Sequence[Person], team_of: Mapping[str, Team], now: datetime, seed: int
) -> None:
    """Put people on the caseload of the team that serves their practice."""
    chance = random_generator(seed)
    leads = {
        team.pk: User.objects.filter(posts__team=team, posts__role=Role.MATRON).first()
        for team in set(team_of.values())
    }
    entries = [
        CaseloadEntry(
            controller=team.organisation_id,
            person=one,
            team=team,
            reason=CaseloadEntry.Reason.RISK,
            tier=str(chance.choice(_TIERS, p=_SHARES)),
            state=Place.ACTIVE,
            lead=leads[team.pk],
            next_contact=now.date() + timedelta(days=int(chance.integers(-3, 28))),
            entered_at=now - timedelta(days=int(chance.integers(1, 400))),
        )
        for one in people
        for team in (team_of[one.practice_id],)
    ]
    CaseloadEntry.objects.bulk_create(entries, batch_size=_BATCH)
    LegitimateRelationship.objects.bulk_create(
        (
            LegitimateRelationship(
                person=one.person, holder=f"team:{one.team_id}", starts=now,
                kind=LegitimateRelationship.Kind.CASELOAD, because=f"caseloadentry:{one.pk}",
            )
            for one in entries
        ),
        batch_size=_BATCH,
    )  # fmt: skip


def make_candidates(
    people: Sequence[Person], team_of: Mapping[str, Team], now: datetime, seed: int
) -> None:
    """Put people on a list of candidates, by pseudonym."""
    chance = random_generator(seed + 1)
    made = CandidateList.objects.create(
        sha256="0" * 64, day=now.date(), caseload="demonstration", model="logistic",
        taken_in_at=now,
    )  # fmt: skip
    Candidate.objects.bulk_create(
        Candidate(
            release=made,
            pseudonym=of_nhs_number(DEMO_KEYS, str(one.nhs_number)),
            practice_id=one.practice_id,
            team=team_of[one.practice_id],
            rank=at,
            tier="monthly",
            age_from=(now.year - one.birth_date.year) // 10 * 10,
            risk=f"{0.2 + 0.5 * float(chance.random()):.3f}",
            why=list(_WHY),
            can_change=[_CAN_CHANGE[at % len(_CAN_CHANGE)]],
        )
        for at, one in enumerate(people, 1)
    )
