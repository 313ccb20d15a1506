"""Make the demonstration's organisations, teams, staff and people, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from wholeplace.care.demo.assessment import make_assessments
from wholeplace.care.demo.caseload import make_candidates, make_caseload
from wholeplace.care.demo.cover import make_cover
from wholeplace.care.demo.huddle import make_huddles
from wholeplace.care.demo.mr_n import make_mr_n
from wholeplace.care.demo.people import made_up_people
from wholeplace.care.demo.plan import make_plans
from wholeplace.care.demo.record import make_broken_glass, make_records
from wholeplace.care.demo.referral import OF_SERVICES, make_referrals
from wholeplace.care.demo.work import make_work
from wholeplace.care.models import (
    LegitimateRelationship,
    Organisation,
    Person,
    Post,
    Role,
    Team,
    User,
)

DEMO_PASSWORD = "demonstration-only"  # noqa: S105 - everybody can read it, and that is its use
_SEED = 2019
_FOLLOWED, _LISTED = 40, 10
"""Of a hundred people, how many are on a caseload, and how many are candidates."""
_BATCH = 1000
_KIND = Organisation.Kind
_ORGANISATIONS = (
    ("ZCOMM", "Community and mental health trust", _KIND.COMMUNITY),
    ("ZACUTE", "Hospital trust", _KIND.ACUTE),
    ("ZCOUNCIL", "Council", _KIND.COUNCIL),
    ("ZVOL", "Voluntary sector consortium", _KIND.VOLUNTARY),
    ("ZP001", "Elm Practice", _KIND.PRACTICE),
    ("ZP002", "Oak Practice", _KIND.PRACTICE),
    ("ZP003", "Ash Practice", _KIND.PRACTICE),
    ("ZP004", "Yew Practice", _KIND.PRACTICE),
)
_STAFF = (
    ("matron", "Grace Matron", Role.MATRON, "ZCOMM", 1),
    ("coordinator", "Colin Coordinator", Role.COORDINATOR, "ZCOMM", 1),
    ("gp", "Gita General", Role.GP, "ZP001", None),
    ("geriatrician", "Gerald Frailty", Role.GERIATRICIAN, "ZACUTE", 1),
    ("wellbeing", "Wendy Wellbeing", Role.WELLBEING, "ZVOL", 1),
    ("social", "Sofia Social", Role.SOCIAL_WORKER, "ZCOUNCIL", 1),
    ("triage", "Tariq Triage", Role.TRIAGE, "ZCOMM", None),
    ("lead", "Lena Lead", Role.LEAD, "ZCOMM", 1),
    ("privacy", "Priya Privacy", Role.PRIVACY, "ZCOMM", None),
    ("other", "Olga Other", Role.MATRON, "ZCOMM", 2),
)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: sign-ins by address and what they do, and how many people."""

    sign_ins: tuple[tuple[str, str], ...]
    people: int


def make_demo_team(
    number: int, now: datetime, teams: int = 2, seed: int = _SEED, followed: int = _FOLLOWED
) -> Made:
    """Make everything, in one transaction; where it is there already nothing is changed.

    Everybody is registered with a practice; ``followed`` in a hundred are on the caseload of the
    team that serves it, and some more are candidates for one.
    """
    sign_ins = tuple((f"{id_}@demo.example", Role(role).label) for id_, _, role, _, _ in _STAFF)
    sign_ins += tuple((f"{id_}@demo.example", f"for {team}") for id_, *_, team in OF_SERVICES)
    if User.objects.exists():
        return Made(sign_ins, Person.objects.count())
    with transaction.atomic():
        made = _teams(teams)
        _staff(made, now.date())
        return Made(sign_ins, _people(number, made, now, seed, number * followed // 100))


def _teams(number: int) -> list[Team]:
    Organisation.objects.bulk_create(
        Organisation(code=code, name=name, kind=kind) for code, name, kind in _ORGANISATIONS
    )
    trust = Organisation.objects.get(code="ZCOMM")
    practices = list(Organisation.objects.filter(kind=_KIND.PRACTICE).order_by("code"))
    # Every team serves a practice at least.
    practices += Organisation.objects.bulk_create(
        Organisation(code=f"ZP{i:03d}", name=f"Practice {i}", kind=_KIND.PRACTICE)
        for i in range(len(practices) + 1, number + 1)
    )
    found = []
    for i in range(1, number + 1):
        team = Team.objects.create(
            slug=f"team-{i}", name=f"Care Connection Team {i}", organisation=trust
        )
        team.practices.set(practices[i - 1 :: number])
        found.append(team)
    return found


def _staff(teams: list[Team], starts: date) -> None:
    password = make_password(DEMO_PASSWORD)
    for id_, name, role, organisation, team in _STAFF:
        user = User.objects.create(email=f"{id_}@demo.example", name=name, password=password)
        Post.objects.create(
            user=user,
            role=role,
            organisation_id=organisation,
            team=teams[team - 1] if team else None,
            hours_a_week="37.5",
            starts=starts,
        )


def _people(number: int, teams: list[Team], now: datetime, seed: int, follow: int) -> int:
    team_of = {practice.pk: team for team in teams for practice in team.practices.all()}
    practices = [Organisation.objects.get(pk=code) for code in sorted(team_of)]
    people = list(made_up_people(number - 1, practices, seed, "ZCOMM"))
    for one in people:
        one.set_search_name()
    Person.objects.bulk_create(people, batch_size=_BATCH)
    kinds = LegitimateRelationship.Kind
    reasons = [
        LegitimateRelationship(
            person=one, holder=f"org:{one.practice_id}", kind=kinds.REGISTRATION, starts=now
        )
        for one in people
    ]
    LegitimateRelationship.objects.bulk_create(reasons, batch_size=_BATCH)
    make_caseload(people[:follow], team_of, now, seed)
    make_candidates(people[follow : follow + number * _LISTED // 100], team_of, now, seed)
    make_records(people[:follow], now, seed)
    make_assessments(now, seed)
    for one in people[:1]:
        make_broken_glass(one, now)
    make_mr_n(practices[0], now)
    make_referrals(people[:follow], people[follow:], now)
    make_plans(now, seed)
    make_work(now, seed)
    make_huddles(now, seed)
    make_cover(now.date())
    return number
