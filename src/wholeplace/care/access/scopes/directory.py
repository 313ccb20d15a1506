"""The directory of services: everybody here may read it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from wholeplace.care.access.scopes.seen import Hidden
from wholeplace.care.models import Organisation, Service, Team


def services() -> QuerySet[Service]:
    """Return the services of the directory."""
    return Service.objects.select_related("organisation", "team")


def services_for(word: str, kind: str, *, only_open: bool) -> QuerySet[Service]:
    """Return the services that have a word in what is said of them, of a kind, open or all."""
    rows = services()
    for one in word.split()[:_MOST_WORDS]:
        rows = rows.filter(
            Q(name__icontains=one)
            | Q(about__icontains=one)
            | Q(for_whom__icontains=one)
            | Q(needs__icontains=one)
            | Q(organisation__name__icontains=one)
        )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(is_open=True) if only_open else rows


_MOST_WORDS = 8


def takers() -> QuerySet[Service]:
    """Return the services to which a referral can be sent here: open, and with a team."""
    return services().filter(is_open=True, team__isnull=False)


def service_for(slug: str) -> Service:
    """Return a service; raises ``Hidden``."""
    found = services().filter(pk=slug).first()
    if found is None:
        raise Hidden
    return found


def organisations() -> QuerySet[Organisation]:
    """Return all organisations: whose they are is no secret."""
    return Organisation.objects.all()


def practices() -> QuerySet[Organisation]:
    """Return the practices with which people can be registered."""
    return Organisation.objects.filter(kind=Organisation.Kind.PRACTICE)


def teams() -> QuerySet[Team]:
    """Return all teams."""
    return Team.objects.all()
