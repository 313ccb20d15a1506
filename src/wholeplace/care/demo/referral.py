"""Made-up services with staff, notes on their way, calls, and packages of intermediate care."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import cycle, islice

from django.conf import settings
from django.contrib.auth.hashers import make_password

from wholeplace.care.access.actor import system_actor
from wholeplace.care.actions.directory import load_services
from wholeplace.care.clocks import due
from wholeplace.care.demo.intermediate import make_packages
from wholeplace.care.models import (
    LegitimateRelationship,
    Person,
    Post,
    Referral,
    Role,
    Service,
    StatusChange,
    Team,
    User,
)
from wholeplace.care.place_terms import read_directory
from wholeplace.care.states import Note
from wholeplace.care.terms import read_terms
from wholeplace.store.clock import random_generator

OF_SERVICES = (
    ("dietitian", "Dina Dietitian", Role.TRIAGE, "ZCOMM", "dietitian"),
    ("therapist", "Theo Therapist", Role.TRIAGE, "ZCOMM", "talking-therapies"),
    ("over75", "Olu Overton", Role.GP, "ZP001", "over-75s"),
)
"""Those who answer for a service and are in no care team: who, as what, where."""
_ALSO = (
    ("triage", Role.TRIAGE, "intermediate-care"),
    ("triage", Role.TRIAGE, "rapid-response"),
    ("wellbeing", Role.WELLBEING, "wellbeing"),
    ("social", Role.SOCIAL_WORKER, "adult-social-care"),
    ("social", Role.SOCIAL_WORKER, "reablement"),
    ("geriatrician", Role.GERIATRICIAN, "community-geriatrician"),
)
_NOTES = (
    ("dietitian", "Has lost weight since the operation and is unsure what to eat."),
    ("talking-therapies", "Low in mood, worries about health and sleeps badly."),
    ("carer-assessment", "Their carer does not sleep and cannot go on like this."),
    ("social-prescribing", "Sees nobody from one week to the next. Likes gardens."),
    ("community-geriatrician", "Fell twice this month. Eleven medicines: are all of them needed?"),
    ("over-75s", "Rings the practice often. A call every week may be enough."),
)
_STATES = (
    *(Note.SENT, Note.RECEIVED, Note.ACCEPTED, Note.BOOKED, Note.DONE, Note.INFO_NEEDED),
    *(Note.REJECTED, Note.SENT, Note.DRAFT),
)
_CALLS = (
    ("A daughter", "03", "Her mother fell again, is not hurt, and cannot get up the stairs."),
    ("111", "19", "Breathless since the morning, does not want to go to hospital."),
    ("A neighbour", "03", "Has not been seen for two days, opens the door, seems confused."),
    ("Ward 4", "06", "Goes home tomorrow, lives alone, needs help with washing for some weeks."),
)
_URGENCIES = ("routine", "urgent", "routine", "routine", "crisis")
_ONE_IN, _BATCH = 7, 1000


def make_referrals(followed: Sequence[Person], others: Sequence[Person], now: datetime) -> None:
    """Fill the directory, put staff into its services, and send notes and calls on their way."""
    load_services(by=system_actor(now), directory=read_directory(settings.WORKSPACE))
    _staff(now.date())
    services = {one.slug: one for one in Service.objects.all()}
    notes = [*_notes(followed, services, now), *_calls(others, services, now)]
    Referral.objects.bulk_create(notes, batch_size=_BATCH)
    StatusChange.objects.bulk_create(_steps(notes, now), batch_size=_BATCH)
    accepted = {Note.ACCEPTED, Note.BOOKED}
    LegitimateRelationship.objects.bulk_create(
        (
            LegitimateRelationship(
                person=one.person, holder=f"team:{one.service.team_id}", starts=one.sent_at or now,
                kind=LegitimateRelationship.Kind.REFERRAL, because=one.reference,
            )
            for one in notes if one.state in accepted
        ),
        batch_size=_BATCH,
    )  # fmt: skip
    make_packages(followed, now)


def _staff(starts: date) -> None:
    teams = {team.slug: team for team in Team.objects.all()}
    password = User.objects.values_list("password", flat=True).first() or make_password(None)
    for id_, name, role, organisation, team in OF_SERVICES:
        user = User.objects.create(email=f"{id_}@demo.example", name=name, password=password)
        Post.objects.create(
            user=user, role=role, organisation_id=organisation, team=teams[team], starts=starts,
            hours_a_week="37.5",
        )  # fmt: skip
    Post.objects.filter(role=Role.TRIAGE, team=None).update(team=teams["single-point-of-access"])
    for id_, role, slug in _ALSO:
        first = Post.objects.get(user__email=f"{id_}@demo.example", role=role, team__slug__in=_OWN)
        Post.objects.create(
            user_id=first.user_id, role=role, organisation_id=first.organisation_id,
            team=teams[slug], starts=starts,
        )  # fmt: skip


_OWN = ("team-1", "single-point-of-access")


def _notes(
    people: Sequence[Person], services: dict[str, Service], now: datetime
) -> Iterator[Referral]:
    chance, terms = random_generator(8), read_terms(settings.WORKSPACE)
    held = LegitimateRelationship.objects.filter(holder__startswith="team:")
    team_of = dict(held.values_list("person", "holder"))
    leads = {
        str(post.team_id): post.user_id
        for post in Post.objects.filter(role=Role.MATRON).order_by("-id")
    }
    said = zip(cycle(_NOTES), cycle(_STATES), cycle(_URGENCIES), strict=False)
    chosen = [one for one in islice(people, 0, None, _ONE_IN) if one.pk in team_of]
    for one, ((slug, need), state, urgency) in zip(chosen, said, strict=False):
        team = team_of[one.pk].removeprefix("team:")
        sent = now - timedelta(hours=int(chance.integers(1, 60)))
        note = Referral(
            person=one, service=services[slug], from_team_id=team, referrer_id=leads.get(team),
            created_by_id=leads.get(team), controller="ZCOMM", source="07", urgency=urgency,
            need=need, consent="They themselves", state=state, sent_at=sent,
            due_at=due(terms, f"triage_{urgency}", sent),
        )  # fmt: skip
        yield _as_far(note, now)


def _as_far(note: Referral, now: datetime) -> Referral:
    """Say of a note what belongs to how far it has come."""
    match Note(note.state):
        case Note.DRAFT:
            note.sent_at = note.due_at = None
        case Note.INFO_NEEDED:
            note.question, note.due_at = "Since when, and how much do they weigh?", None
        case Note.BOOKED:
            note.booked_for = now + timedelta(days=3)
        case Note.DONE:
            note.feedback = "Seen twice. Knows what to do now, and may ring again."
        case Note.REJECTED:
            note.reason, note.instead = "They live outside our area.", "Ask the practice nurse."
    if note.state not in {Note.DRAFT, Note.SENT, Note.RECEIVED, Note.INFO_NEEDED}:
        note.decided_at = note.sent_at
    return note


def _calls(
    people: Sequence[Person], services: dict[str, Service], now: datetime
) -> Iterator[Referral]:
    access, terms = services["single-point-of-access"], read_terms(settings.WORKSPACE)
    urgencies = ("urgent", "crisis", "crisis", "routine")
    for at, (one, (caller, source, need)) in enumerate(zip(people, _CALLS, strict=False)):
        rang = now - timedelta(minutes=35 * at + 10)
        yield Referral(
            person=one, service=access, from_team_id=access.team_id, controller="ZCOMM",
            caller=caller, caller_telephone=f"01632 96{at:04d}", source=source, need=need,
            urgency=urgencies[at], consent="They themselves", state=Note.RECEIVED, sent_at=rang,
            due_at=due(terms, f"triage_{urgencies[at]}", rang),
        )  # fmt: skip


def _steps(notes: Sequence[Referral], now: datetime) -> Iterator[StatusChange]:
    for one in notes:
        begun = {Note.DRAFT, Note.SENT}
        path = [Note(one.state)] if one.state in begun else [Note.SENT, Note(one.state)]
        before = ""
        for state in path:
            yield StatusChange(
                what=one.reference, field="state", before=before, after=state,
                at=one.sent_at or now, by_id=one.created_by_id,
                reason=one.reason if state == Note.REJECTED else "",
            )  # fmt: skip
            before = state
