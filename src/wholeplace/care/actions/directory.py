"""How the directory of services is kept."""

from __future__ import annotations

from collections.abc import Mapping

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import Hidden
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed, write
from wholeplace.care.models import Organisation, Service, Team
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.place import Directory, Offered


def add_service(*, by: Actor, slug: str, values: Mapping[str, object]) -> Service:
    """Add a service to the directory."""
    with write(by, Verb.KEEP_SERVICES) as wrote:
        if Service.objects.filter(pk=slug).exists():
            raise NotPossible("There is a service of this short name already.")
        new = Service(slug=slug, **{"checked_on": by.today, **values})
        new.save(force_insert=True)
        wrote.of(f"service:{slug}")
        return new


def change_service(*, by: Actor, slug: str, seen: int, values: Mapping[str, object]) -> Service:
    """Change what the directory says of a service; who looked at it today says that it holds."""
    with write(by, Verb.KEEP_SERVICES) as wrote:
        service = Service.objects.select_for_update().filter(pk=slug).first()
        if service is None:
            raise Hidden
        if service.version != seen:
            raise Changed("", by.now)
        for name, value in values.items():
            setattr(service, name, value)
        service.version, service.checked_on = service.version + 1, by.today
        service.save()
        wrote.of(f"service:{slug}", changed=sorted(values))
        return service


def load_services(*, by: Actor, directory: Directory) -> int:
    """Take in the services of a document that are not there yet; returns how many.

    What somebody changed here stays as it is. Teams that are not there are made. Raises
    ``Refused`` for organisations that are not here, all of them.
    """
    with write(by, Verb.KEEP_SERVICES) as wrote:
        there = set(Service.objects.values_list("pk", flat=True))
        new = [one for one in directory.services if one.service not in there]
        offering = _offering(new)
        teams = {team.slug: team for team in Team.objects.all()}
        for one in new:
            _kept(one, offering[one.service], teams)
        wrote.of("services.yaml", added=len(new))
        return len(new)


def _offering(wanted: list[Offered]) -> dict[str, Organisation]:
    """Return who offers each service; raises ``Refused`` where that is nobody."""
    here = list(Organisation.objects.order_by("code"))
    found = {one.service: _of(one, here) for one in wanted}
    problems = [
        Problem(
            Where("services.yaml"),
            f"nobody here offers '{one.service}': {one.organisation or one.offered_by}",
            "name an organisation that is here",
        )
        for one in wanted
        if found[one.service] is None
    ]
    if problems:
        raise Refused(problems)
    return {name: of for name, of in found.items() if of is not None}


def _of(one: Offered, here: list[Organisation]) -> Organisation | None:
    if one.organisation:
        return next((of for of in here if of.code == one.organisation), None)
    return next((of for of in here if of.kind == one.offered_by), None)


def _kept(one: Offered, of: Organisation, teams: dict[str, Team]) -> None:
    if one.team and one.team not in teams:
        teams[one.team] = Team.objects.create(
            slug=one.team, name=one.name, kind=one.team_is, organisation=of
        )
    Service.objects.create(
        slug=one.service, name=one.name, kind=one.kind, organisation=of,
        team=teams[one.team] if one.team else None, about=one.about, for_whom=one.for_whom,
        needs="; ".join(one.needs), how=one.how, telephone=one.telephone, is_open=one.is_open,
        checked_on=one.checked_on,
    )  # fmt: skip
