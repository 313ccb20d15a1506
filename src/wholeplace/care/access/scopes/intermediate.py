"""Packages of intermediate care, what there is on a day, and what of it is taken."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes.seen import Hidden, of_people, relationships, visible
from wholeplace.care.fitting import Slot
from wholeplace.care.models import DayCapacity, Package, PackageDay, Referral, Team
from wholeplace.care.states import Giving


def packages(actor: Actor) -> QuerySet[Package]:
    """Return the packages of intermediate care of people whom the actor may see."""
    return of_people(actor, Package.objects.all())


def packages_of(actor: Actor) -> QuerySet[Package]:
    """Return the packages asked of the actor's teams: what is asked for, and for whom."""
    return Package.objects.filter(visible(actor), team__in=actor.teams)


def packages_known(actor: Actor) -> QuerySet[Package]:
    """Return the packages of people whom the actor may see, and those asked of their teams."""
    seen = Q(person__in=relationships(actor).values("person"))
    return Package.objects.filter(visible(actor), seen | Q(team__in=actor.teams))


def package_for(actor: Actor, id_: uuid.UUID) -> Package:
    """Return a package that the actor may read; raises ``Hidden``."""
    rows = packages_known(actor).select_related("person__practice", "team", "referral__service")
    found = rows.filter(pk=id_).first()
    if found is None:
        raise Hidden
    return found


def in_order(rows: QuerySet[Package]) -> QuerySet[Package]:
    """Return who waits in the order in which they are to be given theirs: urgency, then time."""
    ranks = [When(urgency=one, then=Value(at)) for at, one in enumerate(Referral.Urgency.values)]
    order = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    waiting = rows.filter(state=Giving.WAITING).annotate(urgency_rank=order)
    return waiting.order_by("urgency_rank", "asked_at", "id")


def intermediate_teams() -> QuerySet[Team]:
    """Return the teams that give packages: that they are there is no secret."""
    return Team.objects.filter(kind=Team.Kind.INTERMEDIATE)


def intermediate_team(slug: str) -> Team:
    """Return a team that gives packages; raises ``Hidden``."""
    found = intermediate_teams().filter(slug=slug).first()
    if found is None:
        raise Hidden
    return found


def there(team: uuid.UUID, first: date) -> dict[Slot, Decimal]:
    """Return what a team has of each resource on the days from the first on."""
    rows = DayCapacity.objects.filter(team=team, day__gte=first)
    return {
        (resource, day): n for resource, day, n in rows.values_list("resource", "day", "amount")
    }


def used(team: uuid.UUID, first: date) -> dict[Slot, Decimal]:
    """Return what of it is taken by packages that were given."""
    rows = PackageDay.objects.filter(team=team, day__gte=first).order_by()
    sums = rows.values_list("resource", "day").annotate(taken=Sum("amount"))
    return {(resource, day): taken for resource, day, taken in sums}


def free(team: uuid.UUID, first: date) -> Mapping[Slot, Decimal]:
    """Return what is left of each resource on the days from the first on; 0 of all others."""
    taken = used(team, first)
    left = {slot: n - taken.get(slot, Decimal(0)) for slot, n in there(team, first).items()}
    return defaultdict(Decimal, left)
