"""A small world: two teams, a practice each, one person each, and somebody in every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from wholeplace.care.access import Actor, actor_of
from wholeplace.care.demo import synthetic_number
from wholeplace.care.models import (
    LegitimateRelationship,
    Organisation,
    Person,
    Post,
    Role,
    Team,
    User,
)

NOW = datetime(2019, 6, 3, 9, 30, tzinfo=UTC)
KINDS = LegitimateRelationship.Kind


@dataclass
class World:
    """Team North cares for Nora of Elm Practice, team South for Sam of Oak Practice."""

    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str, now: datetime = NOW) -> Actor:
        """Return somebody as they act now."""
        return actor_of(self.users[name], now)

    def user(self, name: str, role: Role, organisation: str, team: str | None = None) -> User:
        """Add somebody with a post."""
        found = User.objects.create_user(f"{name}@demo.example", name.title(), "a long password")
        Post.objects.create(
            user=found,
            role=role,
            organisation_id=organisation,
            team=self.teams[team] if team else None,
            starts=date(2016, 4, 1),
        )
        self.users[name] = found
        return found


def made_world() -> World:
    """Return the small world."""
    world = World()
    for code, name, kind in (
        ("ZCOMM", "Trust", Organisation.Kind.COMMUNITY),
        ("ZCOUNCIL", "Council", Organisation.Kind.COUNCIL),
        ("ZP001", "Elm Practice", Organisation.Kind.PRACTICE),
        ("ZP002", "Oak Practice", Organisation.Kind.PRACTICE),
    ):
        Organisation.objects.create(code=code, name=name, kind=kind)
    numbers = [found for i in range(20) if (found := synthetic_number(i)) is not None]
    for at, (team, practice, given) in enumerate(
        (("north", "ZP001", "Nora"), ("south", "ZP002", "Sam"))
    ):
        made = Team.objects.create(slug=team, name=f"Team {team}", organisation_id="ZCOMM")
        person = Person.objects.create(
            controller="ZCOMM",
            nhs_number=numbers[at],
            given_name=given,
            family_name="Harefield",
            birth_date=date(1940, 5, 1 + at),
            practice_id=practice,
        )
        for holder, how in (
            (f"team:{made.pk}", KINDS.CASELOAD),
            (f"org:{practice}", KINDS.REGISTRATION),
        ):
            LegitimateRelationship.objects.create(
                person=person, holder=holder, kind=how, starts=datetime(2019, 1, 1, tzinfo=UTC)
            )
        world.teams[team], world.people[given.lower()] = made, person
    world.user("matron", Role.MATRON, "ZCOMM", "north")
    world.user("stranger", Role.MATRON, "ZCOMM", "south")
    world.user("gp", Role.GP, "ZP001")
    world.user("social", Role.SOCIAL_WORKER, "ZCOUNCIL", "north")
    world.user("wellbeing", Role.WELLBEING, "ZCOMM", "north")
    world.user("privacy", Role.PRIVACY, "ZCOMM")
    return world
