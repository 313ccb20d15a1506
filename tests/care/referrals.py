"""What tests of referrals share: services with teams and staff, and a note on its way."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from tests.care.world import NOW, World
from wholeplace.care.access import Actor
from wholeplace.care.actions import intermediate, referral, triage
from wholeplace.care.actions.intermediate import Wanted
from wholeplace.care.actions.referral import Asked
from wholeplace.care.fitting import Part
from wholeplace.care.models import DayCapacity, Organisation, Package, Referral, Role, Service, Team
from wholeplace.care.place_terms import read_intermediate
from wholeplace.care.terms import read_terms

TERMS = read_terms(Path("nowhere"))
GIVES = read_intermediate(Path("nowhere"))
TODAY = date(2019, 6, 3)
NEED = "Has lost weight. Her garden is all she speaks of."
_SERVICES = (
    ("dietitian", "Dietitian", Team.Kind.SERVICE, "dietitian"),
    ("therapies", "Talking therapies", Team.Kind.SERVICE, "therapist"),
    ("access", "Single point of access", Team.Kind.ACCESS, "triage"),
    ("stay", "Intermediate care", Team.Kind.INTERMEDIATE, "giver"),
)


def with_services(world: World) -> World:
    """Add services, each with a team and somebody in it, and a lead; once."""
    if "dietitian" in world.users:
        return world
    Organisation.objects.get_or_create(
        code="ZVOL", defaults={"name": "Charity", "kind": Organisation.Kind.VOLUNTARY}
    )
    for slug, name, kind, user in _SERVICES:
        team = Team.objects.create(slug=slug, name=name, kind=kind, organisation_id="ZCOMM")
        world.teams[slug] = team
        Service.objects.create(
            slug=slug, name=name, kind="community_health", organisation_id="ZCOMM", team=team,
            about=f"What {name} does",
        )  # fmt: skip
        world.user(user, Role.TRIAGE, "ZCOMM", slug)
    Service.objects.create(
        slug="carers", name="Carers centre", kind="social_prescribing", organisation_id="ZVOL",
        about="Groups for carers", needs="carers; respite",
    )  # fmt: skip
    if "lead" not in world.users:
        world.user("lead", Role.LEAD, "ZCOMM", "north")
    return world


def asked(service: str = "dietitian", urgency: str = "routine") -> Asked:
    """Return what a note asks."""
    return Asked(service, urgency, NEED, "Nora herself, who fell")


def draft(world: World, by: str = "matron", service: str = "dietitian") -> Referral:
    """Return a note for Nora that was not sent yet."""
    with_services(world)
    nora = world.people["nora"].pk
    return referral.write_note(by=world.actor(by), person=nora, asked=asked(service))


def sent(
    world: World, by: str = "matron", service: str = "dietitian", urgency: str = "routine"
) -> Referral:
    """Return a note for Nora on its way to a service."""
    with_services(world)
    nora = world.people["nora"].pk
    actor = world.actor(by)
    note = referral.write_note(by=actor, person=nora, asked=asked(service, urgency))
    return referral.send_note(by=actor, id_=note.pk, seen=note.version, terms=TERMS)


def accepted(world: World) -> Referral:
    """Return a note for Nora that the dietitian has accepted."""
    note = sent(world)
    return triage.accept_note(by=world.actor("dietitian"), id_=note.pk, seen=note.version)


def of_day(number: int) -> date:
    """Return a day by its number from today on."""
    return TODAY + timedelta(days=number)


def with_beds(world: World, beds: str = "2", days: int = 20) -> Team:
    """Return the team of intermediate care, with so many beds on each day from today on."""
    team = with_services(world).teams["stay"]
    for at in range(days):
        DayCapacity.objects.update_or_create(
            team=team, resource="bed", day=of_day(at), defaults={"amount": Decimal(beds)}
        )
    return team


def bed(
    days: int = 5, amount: str = "1", earliest: date = TODAY, urgency: str = "routine"
) -> Wanted:
    """Return a wish for a bed for some days."""
    parts = [Part("bed", 0, days, Decimal(amount))]
    return Wanted("A bed", parts, urgency, earliest, "Back to the garden")


def waiting(
    world: World, wanted: Wanted | None = None, who: str = "nora", by: Actor | None = None
) -> Package:
    """Return a package that somebody waits for."""
    asking = {"nora": "matron", "sam": "stranger"}[who]
    return intermediate.ask_package(
        by=by or world.actor(asking, NOW), person=world.people[who].pk,
        team=world.teams["stay"].pk, wanted=wanted or bed(), terms=GIVES,
    )  # fmt: skip


def given(world: World, wanted: Wanted | None = None, starts: date = TODAY) -> Package:
    """Return a package that was given to Nora."""
    package = waiting(world, wanted)
    return intermediate.give_package(
        by=world.actor("giver"), id_=package.pk, seen=package.version, starts=starts
    )
