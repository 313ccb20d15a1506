"""One record of each kind for somebody of the small world."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.care.world import NOW, World
from wholeplace.care.models import (
    Alert,
    CarePlan,
    CaseloadEntry,
    Consent,
    Contact,
    Contingency,
    Encounter,
    Goal,
    Huddle,
    HuddleItem,
    Need,
    Observation,
    Record,
    Referral,
    RelatedPerson,
    Service,
    Task,
)

ED_AT = datetime(2019, 5, 20, 22, 15, tzinfo=UTC)


def made_records(world: World, of: str = "nora", team: str = "north") -> dict[str, Record]:
    """Keep one record of each kind; returns them by the name of their model."""
    person = world.people[of]
    mine: dict[str, Any] = {"person": person, "controller": "ZCOMM"}
    found: list[Record] = [
        *_plan(mine, world),
        *_work(mine, world, team),
        *_care(mine, world, team),
    ]
    return {type(one).__name__: one for one in found}


def _plan(mine: dict[str, Any], world: World) -> list[Record]:
    plan = CarePlan.objects.create(
        **mine, number=1, state="active", summary="My garden first.", agreed_by="Nora",
        agreed_on=date(2019, 5, 1), gp=world.users["gp"], gp_agreed_at=NOW - timedelta(days=30),
        review_due=date(2019, 11, 1),
    )  # fmt: skip
    need = Need.objects.create(**mine, plan=plan, what="Stairs")
    goal = Goal.objects.create(
        **mine, need=need, what="To reach the garden", importance=9, target="Twice a week",
        target_on=date(2019, 9, 1), status="better",
    )  # fmt: skip
    if_worse = Contingency.objects.create(
        **mine, plan=plan, trigger="I fell", do="Ring the team", call="0161 496 0000"
    )
    task = Task.objects.create(
        **mine, what="Rail at the stairs", owner=world.users["matron"], goal=goal, priority="2",
        state="done", due_at=NOW, done_at=NOW - timedelta(days=3), because=f"careplan:{plan.pk}",
    )  # fmt: skip
    return [plan, need, goal, if_worse, task]


def _work(mine: dict[str, Any], world: World, team: str) -> list[Record]:
    contact = Contact.objects.create(
        **mine, team=world.teams[team], staff=world.users["matron"], mode="visit",
        state="happened", at=NOW - timedelta(days=7), minutes=45, note="She fell last week.",
    )  # fmt: skip
    Contact.objects.create(
        **mine, team=world.teams[team], mode="telephone", state="not_reached",
        at=NOW - timedelta(days=2),
    )  # fmt: skip
    Contact.objects.create(**mine, team=world.teams[team], mode="visit", at=NOW + timedelta(days=7))
    encounter = Encounter.objects.create(
        **mine, kind="ed", organisation="ZACUTE", starts=ED_AT, ends=ED_AT + timedelta(hours=4),
        reason="fall", source="ed-alerts", source_id=f"ED-{mine['person'].pk}",
    )  # fmt: skip
    alert = Alert.objects.create(
        **mine, kind="ed", encounter=encounter, at=ED_AT, due_at=ED_AT + timedelta(days=7),
        because=encounter.reference,
    )  # fmt: skip
    huddle = Huddle.objects.create(
        team=world.teams[team], at=NOW - timedelta(days=4), state="closed", closed_at=NOW
    )
    item = HuddleItem.objects.create(
        **mine, huddle=huddle, state="decided", decision="Physiotherapy", preference_stated=True,
        decided_at=NOW - timedelta(days=4),
    )  # fmt: skip
    return [contact, encounter, alert, item]


def _care(mine: dict[str, Any], world: World, team: str) -> list[Record]:
    service, _ = Service.objects.get_or_create(
        slug="physio", name="Physiotherapy", kind="community_health", organisation_id="ZCOMM",
        about="Moving again",
    )  # fmt: skip
    return [
        RelatedPerson.objects.create(
            **mine, name="Ann", relationship="sister", is_carer=True, is_next_of_kin=True
        ),
        Observation.objects.create(
            **mine, code="PAM", value=Decimal("47.4"), unit="score", band="2",
            instrument_version="13", seen_on=date(2019, 1, 10),
        ),
        Consent.objects.create(
            **mine, scope="caseload", is_given=True, given_by="Nora", said_on=date(2019, 1, 5)
        ),
        Referral.objects.create(
            **mine, service=service, from_team=world.teams[team], referrer=world.users["matron"],
            source="07", urgency="urgent", need="Balance", consent="Nora", state="accepted",
            sent_at=NOW - timedelta(days=10), decided_at=NOW - timedelta(days=9),
        ),
        CaseloadEntry.objects.create(
            **mine, team=world.teams[team], reason="gp", tier="weekly", state="active",
            lead=world.users["matron"], entered_at=datetime(2019, 1, 4, tzinfo=UTC),
        ),
    ]  # fmt: skip
