"""Packages of intermediate care: asked for, given from what a day has, ended, and its capacity."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import (
    Hidden,
    in_order,
    intermediate_teams,
    packages_known,
    packages_of,
    person_for,
    referrals,
)
from wholeplace.care.access.scopes.intermediate import free, there, used
from wholeplace.care.actions.left_open import Sight, let_go
from wholeplace.care.actions.referral_steps import check_living
from wholeplace.care.actions.steps import (
    NotPossible,
    found,
    keep_step,
    let_see,
    move,
)
from wholeplace.care.actions.writing import Changed, write, written
from wholeplace.care.fitting import Part, Slot, lasts, needed, parts_of, short
from wholeplace.care.models import DayCapacity, LegitimateRelationship, Package, PackageDay, Team
from wholeplace.care.states import NEXT_PACKAGE, Giving
from wholeplace.place import IntermediateTerms

_MOST_NAMED = 5
_MOST_DAYS_AHEAD = 366


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a package is to be: what it takes, how soon, not before when, and what for."""

    name: str
    parts: Sequence[Part]
    urgency: str
    earliest: date
    goal: str


def ask_package(
    *, by: Actor, person: uuid.UUID, team: uuid.UUID, wanted: Wanted, terms: IntermediateTerms,
    referral: uuid.UUID | None = None,
) -> Package:  # fmt: skip
    """Ask for a package: it waits until it is given."""
    with write(by, Verb.REFER) as wrote:
        about = person_for(by, person)
        check_living(about)
        if not intermediate_teams().filter(pk=team).exists():
            raise Hidden
        _check(by, wanted, terms)
        if referral and not referrals(by).filter(pk=referral, person=about).exists():
            raise Hidden
        new = Package(
            person=about, team_id=team, referral_id=referral, name=wanted.name,
            parts=[part.kept() for part in wanted.parts], urgency=wanted.urgency,
            earliest=wanted.earliest, goal=wanted.goal, asked_at=by.now,
        )  # fmt: skip
        written(by, new)
        keep_step(by, new, "state", "", new.state)
        wrote.about(new, parts=len(wanted.parts), urgency=wanted.urgency)
        return new


def give_package(*, by: Actor, id_: uuid.UUID, seen: int, starts: date) -> Package:
    """Give a package from a day on, if each of its days has enough left; never more than there is.

    The team is held until the transaction ends, so that two who give at once give after one
    another. Raises ``NotPossible``, and says the days that have too little.
    """
    with write(by, Verb.ALLOCATE) as wrote:
        package = found(packages_of(by), id_, seen)
        if package.state != Giving.WAITING:
            raise NotPossible("It does not wait any longer.")
        if not max(package.earliest, by.today) <= starts <= _last(by):
            raise NotPossible("That day is before they can begin, gone, or too far away.")
        _hold(package.team_id)
        parts = parts_of(package.parts)
        need = needed(parts, starts)
        missing = short(need, free(package.team_id, starts))
        if missing:
            raise NotPossible(f"There is not enough left: {_named(missing)}.")
        before = _before(package)
        PackageDay.objects.bulk_create(
            PackageDay(package=package, team_id=package.team_id, resource=name, day=day, amount=n)
            for (name, day), n in sorted(need.items(), key=lambda one: (one[0][1], one[0][0]))
        )
        package.starts, package.ends = starts, starts + timedelta(days=lasts(parts) - 1)
        move(by, package, Giving.GIVEN, NEXT_PACKAGE)
        kind = LegitimateRelationship.Kind.REFERRAL
        let_see(by, package.person, f"team:{package.team_id}", kind, package)
        wrote.about(package, starts=starts.isoformat(), days=len(need), before_others=before)
        return package


def end_package(*, by: Actor, id_: uuid.UUID, seen: int, last_day: date, outcome: str) -> Package:
    """End a package with what was reached; the days after its last are free again.

    One that never began ends on the day before its first, and took nothing. Raises ``NotPossible``
    also where the team would lose sight of what it has promised them.
    """
    with write(by, Verb.ALLOCATE) as wrote:
        package = found(packages_of(by), id_, seen)
        if package.state != Giving.GIVEN or package.starts is None or package.ends is None:
            raise NotPossible("It is not being given.")
        never = package.starts - timedelta(days=1)
        if last_day != never and not package.starts <= last_day <= min(package.ends, by.today):
            raise NotPossible(
                "Its last day is between its first and today; or the day before, if it never began."
            )
        _hold(package.team_id)
        freed, _ = PackageDay.objects.filter(package=package, day__gt=last_day).delete()
        package.ends, package.outcome = last_day, outcome
        move(by, package, Giving.ENDED, NEXT_PACKAGE)
        let_go(by, Sight(package.person, package.team_id, package))
        wrote.about(package, last_day=last_day.isoformat(), freed=freed)
        return package


def withdraw_package(*, by: Actor, id_: uuid.UUID, seen: int, why: str) -> Package:
    """Take somebody off the waiting list."""
    with write(by, Verb.REFER) as wrote:
        package = found(packages_known(by), id_, seen)
        package.outcome = why
        wrote.about(package)
        return move(by, package, Giving.WITHDRAWN, NEXT_PACKAGE, why)


def set_capacity(
    *, by: Actor, team: uuid.UUID, amounts: Mapping[Slot, Decimal], was: Mapping[Slot, Decimal]
) -> int:
    """Set what there is on some days; returns how many numbers are other than before.

    ``was`` is what the form showed. Raises ``Changed`` where somebody set one of them meanwhile,
    and ``NotPossible`` where less than what is given already would be left, with the days.
    """
    with write(by, Verb.SET_CAPACITY) as wrote:
        if team not in by.teams or not intermediate_teams().filter(pk=team).exists():
            raise Hidden
        _hold(team)
        first = min((day for _, day in amounts), default=by.today)
        now, taken = there(team, first), used(team, first)
        if any(now.get(slot) != was.get(slot) for slot in amounts):
            raise Changed("", by.now)
        below = [slot for slot, amount in amounts.items() if amount < taken.get(slot, Decimal(0))]
        if below:
            raise NotPossible(f"More than that is given already: {_named(_sorted(below))}.")
        changed = {slot: n for slot, n in amounts.items() if now.get(slot) != n}
        for (name, day), amount in changed.items():
            DayCapacity.objects.update_or_create(
                team_id=team, resource=name, day=day, defaults={"amount": amount}
            )
        wrote.of(f"team:{team}", numbers=len(changed), first=first.isoformat())
        return len(changed)


def _check(by: Actor, wanted: Wanted, terms: IntermediateTerms) -> None:
    known = {one.id for one in terms.resources}
    if not wanted.parts or any(part.resource not in known for part in wanted.parts):
        raise NotPossible("A package needs a part at least, of what there is.")
    if any(part.amount <= 0 or part.days < 1 or part.from_day < 0 for part in wanted.parts):
        raise NotPossible("Every part needs an amount above nought, and a day at least.")
    longest = terms.longest(by.today)
    if lasts(wanted.parts) > longest:
        raise NotPossible(f"A package lasts {longest} days at most.")
    if not by.today - timedelta(days=_MOST_DAYS_AHEAD) <= wanted.earliest <= _last(by):
        raise NotPossible("The day before which it cannot begin is too far away.")


def _last(by: Actor) -> date:
    return by.today + timedelta(days=_MOST_DAYS_AHEAD)


def _hold(team: uuid.UUID) -> None:
    """Hold a team until the transaction ends: who gives, ends or sets its capacity waits."""
    # Without the key: others may write records that only point to the team meanwhile.
    Team.objects.select_for_update(no_key=True).get(pk=team)


def _before(package: Package) -> int:
    """Return how many stand before somebody on the list who could begin on some day now."""
    order = list(
        in_order(Package.objects.filter(team=package.team_id)).values_list("pk", flat=True)
    )
    return order.index(package.pk) if package.pk in order else 0


def _sorted(slots: Sequence[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: (slot[1], slot[0]))


def _named(slots: Sequence[Slot]) -> str:
    """Return days with what they have too little of, the first few."""
    shown = [f"{name.replace('_', ' ')} on {day.day} {day:%B %Y}" for name, day in slots]
    more = f", and {len(shown) - _MOST_NAMED} more" if len(shown) > _MOST_NAMED else ""
    return "; ".join(shown[:_MOST_NAMED]) + more
