"""Made-up capacity of intermediate care, packages that were given, and some who wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings

from wholeplace.care.fitting import Calendar, Part, Slot, lasts, needed
from wholeplace.care.models import (
    DayCapacity,
    LegitimateRelationship,
    Package,
    PackageDay,
    Person,
    StatusChange,
    Team,
)
from wholeplace.care.place_terms import read_intermediate
from wholeplace.care.states import Giving
from wholeplace.place import PackageTemplate, on

_DAYS, _MOST, _SHARE = 70, 40, 0.5
_URGENCIES = ("urgent", "routine", "crisis", "routine")


def make_packages(people: Sequence[Person], now: datetime) -> None:
    """Set what there is for some weeks, and give packages until no more begins today."""
    team = Team.objects.filter(kind=Team.Kind.INTERMEDIATE).first()
    if team is None:
        return
    terms, first = read_intermediate(settings.WORKSPACE), now.date()
    # Half of what the document says: so that somebody has to wait.
    left: dict[Slot, Decimal] = {
        (one.id, first + timedelta(days=at)): Decimal(str(on(one.each_day, first) * _SHARE))
        for one in terms.resources
        for at in range(_DAYS)
    }
    DayCapacity.objects.bulk_create(
        DayCapacity(team=team, resource=name, day=day, amount=n) for (name, day), n in left.items()
    )
    packages, days = [], list[PackageDay]()
    chosen = [one for one in people[3::5] if one.died_on is None][:_MOST]
    for at, one in enumerate(chosen):
        package = _package(one, team, terms.packages[at % len(terms.packages)], now, at)
        parts = [Part.of(part) for part in package.parts]
        starts = Calendar(left, first).first_day(parts, first)
        if starts == first:
            package.state, package.starts = Giving.GIVEN, first
            package.ends = first + timedelta(days=lasts(parts) - 1)
            for (name, day), n in needed(parts, first).items():
                left[name, day] -= n
                days.append(
                    PackageDay(package=package, team=team, resource=name, day=day, amount=n)
                )
        packages.append(package)
    Package.objects.bulk_create(packages)
    PackageDay.objects.bulk_create(days)
    _seen(packages, now)


def _package(
    person: Person, team: Team, template: PackageTemplate, now: datetime, at: int
) -> Package:
    parts = [
        Part(one.resource, one.from_day, one.days, Decimal(str(float(one.amount)))).kept()
        for one in template.parts
    ]
    return Package(
        person=person, team=team, name=template.name, parts=parts, goal=template.goal,
        urgency=_URGENCIES[at % len(_URGENCIES)], earliest=now.date(), controller="ZCOMM",
        asked_at=now - timedelta(hours=3 * at + 1),
    )  # fmt: skip


def _seen(packages: Sequence[Package], now: datetime) -> None:
    given = [one for one in packages if one.state == Giving.GIVEN]
    LegitimateRelationship.objects.bulk_create(
        LegitimateRelationship(
            person=one.person, holder=f"team:{one.team_id}", because=one.reference, starts=now,
            kind=LegitimateRelationship.Kind.REFERRAL,
        )
        for one in given
    )  # fmt: skip
    StatusChange.objects.bulk_create(
        StatusChange(what=one.reference, field="state", before="", after=one.state, at=one.asked_at)
        for one in packages
    )
