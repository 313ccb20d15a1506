"""From a candidate by pseudonym to somebody who is followed, and stepped down, and let go."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.care.world import NOW, World
from wholeplace.care.access import Hidden
from wholeplace.care.access.scopes import candidates, people
from wholeplace.care.actions import caseload as actions
from wholeplace.care.actions import contacts
from wholeplace.care.actions.caseload import Consented
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed, NotAllowed
from wholeplace.care.models import (
    Alert,
    AuditEvent,
    Candidate,
    CaseloadEntry,
    Consent,
    Contact,
    LegitimateRelationship,
    Role,
    StatusChange,
    Task,
)
from wholeplace.care.states import Alarm, Candidacy, Doing, Meeting, Place
from wholeplace.care.terms import read_terms
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.place import CareTerms, on
from wholeplace.privacy import of_nhs_number

KEYS = (b"0" * 32,)
TODAY = date(2019, 6, 3)
TERMS = read_terms(Path("nowhere"))


def release(world: World, **changes: Any) -> dict[str, Any]:
    """Return a release with Nora on it, as the population step writes it."""
    nora = world.people["nora"]
    entry = {
        "team": "north", "rank": 1, "tier": "weekly", "practice_code": "ZP001", "age_from": 70,
        "person_id": of_nhs_number(KEYS, str(nora.nhs_number)), "risk": 0.412,
        "why": ["3 emergency admissions"], "can_change": ["review the medicines (11)"],
    } | changes  # fmt: skip
    return {
        "day": "2019-06-01",
        "caseload": {"name": "north", "version": "3"},
        "model": {"name": "logistic"},
        "entries": [entry],
    }


@pytest.fixture
def listed(world: World) -> Candidate:
    """Nora on a list; nobody but her practice may see her yet."""
    LegitimateRelationship.objects.filter(holder__startswith="team:").delete()
    lead = world.actor("matron")
    actions.take_in_release(by=_system(world), release=release(world), sha256="a" * 64)
    assert not people(lead).exists()
    return Candidate.objects.get()


def _system(world: World) -> Any:
    from dataclasses import replace

    return replace(world.actor("matron"), user=None, roles=frozenset())


def _accepted(world: World) -> CaseloadEntry:
    return actions.accept_candidate(
        by=world.actor("gp"), id_=Candidate.objects.get().pk, reason="I know her.", keys=KEYS
    )


def _now(entry: CaseloadEntry) -> CaseloadEntry:
    return CaseloadEntry.objects.get(pk=entry.pk)


def _active(world: World) -> CaseloadEntry:
    by, entry = world.actor("matron"), _accepted(world)
    actions.offer_place(by=by, id_=entry.pk, seen=_now(entry).version)
    said = Consented(is_given=True, given_by="Nora", said_on=TODAY)
    actions.record_consent(by=by, id_=entry.pk, seen=_now(entry).version, said=said)
    lead = world.users["matron"].pk
    return actions.begin_following(
        by=by, id_=entry.pk, seen=_now(entry).version, lead=lead, terms=TERMS
    )


def test_a_candidate_is_named_only_when_the_practice_accepts(
    world: World, listed: Candidate, client: Client
) -> None:
    client.force_login(world.users["gp"])
    page = client.get(reverse("candidates")).content.decode()
    assert "Number 1: 70 to 79 years, 41% within a year" in page
    assert "Harefield" not in page
    assert listed.pseudonym not in page
    entry = _accepted(world)
    assert entry.person == world.people["nora"]
    assert [person.given_name for person in people(world.actor("matron"))] == ["Nora"]
    row = AuditEvent.objects.get(verb="decide on a candidate")
    assert (row.person, row.why) == (entry.person.pk, "registration")
    assert "I know her." not in row.detail


def test_a_candidate_of_another_practice_is_not_there(world: World, listed: Candidate) -> None:
    world.user("other_gp", Role.GP, "ZP002")
    other = world.actor("other_gp")
    assert not candidates(other).exists()
    with pytest.raises(Hidden):
        actions.decline_candidate(by=other, id_=listed.pk, reason="not mine")
    with pytest.raises(NotAllowed):
        actions.decline_candidate(by=world.actor("matron"), id_=listed.pk, reason="not mine")


def test_who_is_declined_stays_unknown(world: World, listed: Candidate) -> None:
    actions.decline_candidate(by=world.actor("gp"), id_=listed.pk, reason="Has moved away.")
    assert not people(world.actor("matron")).exists()
    row = AuditEvent.objects.get(verb="decide on a candidate")
    assert row.person is None
    with pytest.raises(NotPossible, match="decided on this candidate already"):
        _accepted(world)


def test_a_pseudonym_that_is_nobodys_is_not_accepted(world: World, listed: Candidate) -> None:
    with pytest.raises(NotPossible, match="has this pseudonym"):
        actions.accept_candidate(
            by=world.actor("gp"), id_=listed.pk, reason="I know her.", keys=(b"1" * 32,)
        )
    assert not CaseloadEntry.objects.exists()


def test_a_release_is_taken_in_once_and_unknown_teams_are_refused(
    world: World, listed: Candidate
) -> None:
    assert listed.team == world.teams["north"]
    again = actions.take_in_release(by=_system(world), release=release(world), sha256="a" * 64)
    assert again.pk == listed.release_id
    assert Candidate.objects.count() == 1
    for changes, says in (({"team": "east"}, "team east"), ({"practice_code": "X"}, "practice X")):
        with pytest.raises(Refused, match=says):
            actions.take_in_release(
                by=_system(world), release=release(world, **changes), sha256="b" * 64
            )
    assert Candidate.objects.count() == 1


def test_from_asking_to_following_and_stepping_down_each_step_is_kept(
    world: World, listed: Candidate
) -> None:
    assert listed.state == Candidacy.WAITING
    entry = _active(world)
    assert entry.next_contact == TODAY + timedelta(days=7)
    by = world.actor("matron")
    for tier, days in (("monthly", 28), ("telephone", 56)):
        entry = actions.step(
            by=by, id_=entry.pk, seen=_now(entry).version, tier=tier, reason="Better.", terms=TERMS
        )
        assert entry.next_contact == TODAY + timedelta(days=days)
    steps = [(one.field, one.after) for one in StatusChange.objects.order_by("id")]
    assert steps == [
        ("state", "accepted"), ("state", "offered"), ("state", "consented"), ("state", "active"),
        ("lead", "Matron"), ("tier", "monthly"), ("tier", "telephone"),
    ]  # fmt: skip
    actions.close_place(by=by, id_=entry.pk, seen=_now(entry).version, why="Wants no more calls.")
    assert not people(by).exists()
    assert people(world.actor("gp")).exists()


def _promised(world: World, entry: CaseloadEntry) -> Task:
    """Promise to ring somebody back, and plan a visit."""
    by = world.actor("matron")
    contact = {"mode": Contact.Mode.VISIT, "at": by.now + timedelta(days=1), "purpose": "Leg"}
    contacts.plan_contact(by=by, person=entry.person.pk, **contact)  # type: ignore[arg-type]
    return Task.objects.create(
        controller="ZCOMM", person=entry.person, kind="call_back", what="The bag leaks",
        owner_kind="team", team=world.teams["north"], due_at=by.now,
    )  # fmt: skip


def test_nobody_is_let_go_while_something_is_promised(
    world: World, listed: Candidate, client: Client
) -> None:
    assert listed.state == Candidacy.WAITING
    entry = _active(world)
    task, by = _promised(world, entry), world.actor("matron")
    Alert.objects.create(
        controller="ZCOMM", person=entry.person, kind=Alert.Kind.MISSED, at=by.now, due_at=by.now
    )

    def close() -> None:
        actions.close_place(by=by, id_=entry.pk, seen=_now(entry).version, why="Better.")

    with pytest.raises(NotPossible, match=r"\(1 task, 1 planned contact, 1 alert\)"):
        close()
    client.force_login(world.users["matron"])
    refused = _do(client, entry, "close", why="She walks again.")
    assert refused.status_code == 409
    assert "She walks again." in refused.content.decode()  # nobody has to write it twice
    task.state = Doing.DONE
    task.save()
    Alert.objects.update(state=Alarm.NOT_NEEDED)
    with pytest.raises(NotPossible, match=r"\(1 planned contact\)"):
        close()
    # Who goes on seeing them, here as a service they were referred to, loses nothing.
    LegitimateRelationship.objects.create(
        person=entry.person, holder=f"team:{entry.team_id}", kind="referral", because="referral:1",
        starts=by.now,
    )  # fmt: skip
    close()
    assert _now(entry).state == Place.CLOSED


def test_who_refuses_is_not_rung_or_visited(world: World, listed: Candidate) -> None:
    assert listed.state == Candidacy.WAITING
    by, entry = world.actor("matron"), _accepted(world)
    actions.offer_place(by=by, id_=entry.pk, seen=1)
    task = _promised(world, entry)
    said = Consented(is_given=False, given_by="Nora", said_on=TODAY, note="")
    actions.record_consent(by=by, id_=entry.pk, seen=2, said=said)
    task.refresh_from_db()
    assert (task.state, task.reason) == (Doing.DROPPED, "they do not want it")
    assert Contact.objects.get().state == Meeting.CANCELLED


def test_another_team_reads_a_place_and_leaves_it_as_it_is(
    world: World, listed: Candidate, client: Client
) -> None:
    assert listed.state == Candidacy.WAITING
    entry = _active(world)
    LegitimateRelationship.objects.create(
        person=entry.person, holder=f"team:{world.teams['south'].pk}", kind="referral",
        because="referral:1", starts=NOW,
    )  # fmt: skip
    client.force_login(world.users["stranger"])
    page = client.get(reverse("place", args=[entry.pk])).content.decode()
    assert "Take off the caseload" not in page
    assert _do(client, entry, "close", why="Better.").status_code == 404
    assert _now(entry).state == Place.ACTIVE


def test_who_refuses_is_seen_by_the_team_no_longer(world: World, listed: Candidate) -> None:
    assert listed.state == Candidacy.WAITING
    by, entry = world.actor("matron"), _accepted(world)
    actions.offer_place(by=by, id_=entry.pk, seen=1)
    said = Consented(is_given=False, given_by="Nora", said_on=TODAY, note="Not now.")
    actions.record_consent(by=by, id_=entry.pk, seen=2, said=said)
    assert not people(by).exists()
    consent = Consent.objects.get()
    assert (consent.is_given, consent.note) == (False, "Not now.")


@pytest.mark.parametrize("what", ["begin", "step", "consent"])
def test_no_step_is_skipped(world: World, listed: Candidate, what: str) -> None:
    assert listed.state == Candidacy.WAITING
    by, entry = world.actor("matron"), _accepted(world)
    lead = world.users["matron"].pk
    said = Consented(is_given=True, given_by="Nora", said_on=TODAY)
    doing = {
        "begin": lambda: actions.begin_following(
            by=by, id_=entry.pk, seen=1, lead=lead, terms=TERMS
        ),
        "step": lambda: actions.step(
            by=by, id_=entry.pk, seen=1, tier="monthly", reason="Better.", terms=TERMS
        ),
        "consent": lambda: actions.record_consent(by=by, id_=entry.pk, seen=1, said=said),
    }
    with pytest.raises(NotPossible):
        doing[what]()
    assert _now(entry).state == "accepted"


def test_nobody_is_left_with_a_colleague_who_has_gone(world: World, listed: Candidate) -> None:
    assert listed.state == Candidacy.WAITING
    entry = _active(world)
    world.user("lead", Role.LEAD, "ZCOMM", "north")
    world.user("second", Role.MATRON, "ZCOMM", "north")
    leaver, to = world.users["matron"].pk, world.users["second"].pk
    by = world.actor("lead")
    assert actions.hand_over(by=by, leaver=leaver, to=to, reason="Grace retires.") == 1
    assert _now(entry).lead == world.users["second"]
    stranger = world.users["stranger"].pk
    with pytest.raises(NotPossible, match="must be of the team"):
        actions.assign_lead(by=by, id_=entry.pk, seen=_now(entry).version, lead=stranger, reason="")
    with pytest.raises(NotAllowed):
        actions.hand_over(by=world.actor("second"), leaver=to, to=to, reason="")


def test_a_second_place_with_the_same_team_is_refused(world: World, listed: Candidate) -> None:
    assert listed.state == Candidacy.WAITING
    entry = _accepted(world)
    with pytest.raises(NotPossible, match="have a place with this team already"):
        actions.put_forward(
            by=world.actor("gp"), person=entry.person.pk, team=world.teams["north"],
            reason=CaseloadEntry.Reason.GP, tier="weekly",
        )  # fmt: skip


def test_two_who_decide_at_once(world: World, listed: Candidate) -> None:
    assert listed.state == Candidacy.WAITING
    entry = _active(world)
    by, seen = world.actor("matron"), _now(entry).version
    actions.step(by=by, id_=entry.pk, seen=seen, tier="monthly", reason="Better.", terms=TERMS)
    with pytest.raises(Changed):
        actions.close_place(by=by, id_=entry.pk, seen=seen, why="Moved.")


# Pages


def _do(client: Client, entry: CaseloadEntry, what: str, **said: str) -> Any:
    values = {"seen": str(_now(entry).version), **said}
    return client.post(reverse("place-do", args=[entry.pk, what]), values)


def test_the_pages_from_candidate_to_close(world: World, listed: Candidate, client: Client) -> None:
    client.force_login(world.users["gp"])
    decide = reverse("decide", args=[listed.pk])
    assert client.post(decide, {"decision": "accept", "reason": ""})["Location"] == "/candidates/"
    assert Candidate.objects.get().state == "waiting"
    _accepted(world)
    entry = CaseloadEntry.objects.get()

    client.force_login(world.users["matron"])
    assert "accepted, not asked yet" in client.get("/").content.decode()
    assert _do(client, entry, "ask").status_code == 302
    wrong = _do(client, entry, "consent", is_given="yes", given_by="", said_on="2019-06-03")
    assert wrong.status_code == 422
    assert "This field is required" in wrong.content.decode()
    said = {"is_given": "yes", "given_by": "Nora", "said_on": "2019-06-03", "has_capacity": "on"}
    _do(client, entry, "consent", **said)
    _do(client, entry, "begin", lead=str(world.users["matron"].pk))
    page = client.get(reverse("caseload")).content.decode()
    assert "Harefield, Nora" in page
    assert "Weekly visits" in page
    assert "Nobody is on it" in client.get(f"{reverse('caseload')}?tier=watch").content.decode()
    late = _do(client, entry, "begin", lead=str(world.users["matron"].pk))
    assert late.status_code == 409
    assert "cannot become" in late.content.decode()
    _do(client, entry, "step", tier="monthly", reason="Better.")
    place = client.get(reverse("place", args=[entry.pk])).content.decode()
    assert "Better." in place
    assert "agreed to be on the caseload" in place
    closed = _do(client, entry, "close", why="Moved away.")
    assert closed["Location"] == reverse("caseload")
    assert client.get(reverse("place", args=[entry.pk])).status_code == 404


def test_capacity_is_hours_taken_against_hours_there(
    world: World, listed: Candidate, client: Client
) -> None:
    assert listed.state == Candidacy.WAITING
    _active(world)
    world.user("lead", Role.LEAD, "ZCOMM", "north")
    client.force_login(world.users["lead"])
    page = client.get(reverse("capacity")).content.decode()
    assert "takes 2.0 hours a week; the posts have 0.0" in page
    assert "More than there is" in page
    client.force_login(world.users["matron"])
    assert client.get(reverse("capacity")).status_code == 403


def test_a_stranger_gets_nothing_of_a_place(
    world: World, listed: Candidate, client: Client
) -> None:
    assert listed.state == Candidacy.WAITING
    entry = _active(world)
    client.force_login(world.users["stranger"])
    for address in (
        reverse("place", args=[entry.pk]),
        reverse("place-do", args=[entry.pk, "close"]),
        reverse("place", args=[uuid.uuid4()]),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"seen": "1", "why": "none"}).status_code == 404
    assert _now(entry).state == "active"


# What a place has agreed


def test_the_shipped_terms_are_read_and_dated() -> None:
    assert [tier.id for tier in TERMS.tiers] == ["weekly", "monthly", "telephone", "watch"]
    assert on(TERMS.tier("weekly").contact_every_days, NOW.date()) == 7
    # Before the first date the first value holds: somebody is seen from the first day on.
    assert on(TERMS.break_glass_hours, date(2000, 1, 1)) == 4


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("value: 7,", "value: 0,", "it is not above nought"),
        ("id: monthly", "id: weekly", "'weekly' is there twice"),
        (
            "clock: candidate_decision",
            "clock: first_assessment",
            "'first_assessment' is there twice",
        ),
        ("value: 28,", "value: soon,", "value"),
    ],
)
def test_terms_that_cannot_be_are_refused(was: str, now: str, says: str) -> None:
    from wholeplace.store.shipped import shipped_file

    text = shipped_file("policies", "care.yaml").read_text()
    assert was in text
    with pytest.raises(Refused, match=says):
        read_document(text.replace(was, now), "care.yaml", CareTerms)
