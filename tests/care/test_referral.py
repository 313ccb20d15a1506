"""A note from the one who writes it to what came of it, and who sees what on the way."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.care.asking import asked_by
from tests.care.referrals import NEED, TERMS, accepted, asked, draft, sent, with_services
from tests.care.world import NOW, World
from wholeplace.care.access import Actor, Hidden
from wholeplace.care.access.scopes import notes, people, referrals_from, referrals_to
from wholeplace.care.actions import referral, triage
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed, NotAllowed
from wholeplace.care.models import AuditEvent, Referral, Role, Service, StatusChange, Task, Team
from wholeplace.care.states import NEXT_REFERRAL, Doing, Note

BOOKED = datetime(2019, 6, 10, 14, 0, tzinfo=UTC)


def _now(note: Referral) -> Referral:
    return Referral.objects.get(pk=note.pk)


def _seen(note: Referral) -> int:
    return _now(note).version


# From the note to what came of it


def test_from_the_note_to_what_came_of_it(world: World) -> None:
    note = sent(world)
    assert (note.state, note.source, note.from_team) == ("sent", "07", world.teams["north"])
    dietitian, matron = world.actor("dietitian"), world.actor("matron")
    triage.receive_note(by=dietitian, id_=note.pk, seen=_seen(note))
    assert not people(dietitian).exists()  # until it accepts, the team sees the note alone
    triage.accept_note(by=dietitian, id_=note.pk, seen=_seen(note))
    assert [one.given_name for one in people(dietitian)] == ["Nora"]
    triage.book_note(by=dietitian, id_=note.pk, seen=_seen(note), booked_for=BOOKED)
    triage.finish_note(by=dietitian, id_=note.pk, seen=_seen(note), feedback="Eats again.")
    assert not people(dietitian).exists()
    assert _now(note).feedback_seen_at is None
    referral.see_feedback(by=matron, id_=note.pk, seen=_seen(note))
    assert _now(note).feedback_seen_at == NOW
    steps = StatusChange.objects.filter(what=note.reference).order_by("id")
    assert [one.after for one in steps] == [
        "draft", "sent", "received", "accepted", "booked", "done",
    ]  # fmt: skip


@pytest.mark.parametrize(("urgency", "hours"), [("crisis", 2), ("urgent", 24), ("routine", 120)])
def test_the_clock_is_that_of_the_urgency(world: World, urgency: str, hours: int) -> None:
    note = sent(world, urgency=urgency)
    assert note.due_at == NOW + timedelta(hours=hours)


def test_a_draft_is_seen_by_nobody_but_those_who_write_it(world: World) -> None:
    note = draft(world)
    assert not referrals_to(world.actor("dietitian")).exists()
    assert referrals_from(world.actor("matron")).exists()
    assert not notes(world.actor("gp")).exists()
    referral.send_note(by=world.actor("matron"), id_=note.pk, seen=_seen(note), terms=TERMS)
    assert referrals_to(world.actor("dietitian")).exists()
    assert notes(world.actor("gp")).exists()
    with pytest.raises(NotPossible, match="sent already"):
        referral.change_note(by=world.actor("matron"), id_=note.pk, seen=_seen(note), asked=asked())


def test_other_services_and_teams_do_not_see_a_note(world: World) -> None:
    note = sent(world)
    for name in ("therapist", "triage", "stranger"):
        with pytest.raises((Hidden, NotAllowed)):
            triage.accept_note(by=world.actor(name), id_=note.pk, seen=note.version)
        assert not notes(world.actor(name)).exists()


def test_a_question_is_asked_once_and_the_clock_begins_again_with_the_answer(world: World) -> None:
    note = sent(world)
    dietitian, later = world.actor("dietitian"), NOW + timedelta(days=3)
    triage.ask_back(by=dietitian, id_=note.pk, seen=_seen(note), question="How tall?")
    assert _now(note).due_at is None
    matron = replace(world.actor("matron"), now=later)
    referral.answer_note(by=matron, id_=note.pk, seen=_seen(note), answer="1.6 m", terms=TERMS)
    assert _now(note).due_at == later + timedelta(hours=120)
    with pytest.raises(NotPossible, match="asked once already"):
        triage.ask_back(by=dietitian, id_=note.pk, seen=_seen(note), question="How heavy?")


def test_a_note_sent_on_keeps_its_clock_and_goes_back_to_who_asked(world: World) -> None:
    note = sent(world, urgency="urgent")
    later = replace(world.actor("dietitian"), now=NOW + timedelta(hours=10))
    new = triage.send_on(
        by=later, id_=note.pk, seen=_seen(note), service="therapies", reason="Low.", terms=TERMS
    )
    assert (_now(note).state, new.state, new.follows) == ("redirected", "sent", note)
    assert new.due_at == note.due_at
    assert (new.referrer, new.from_team) == (note.referrer, note.from_team)
    therapist = world.actor("therapist")
    triage.accept_note(by=therapist, id_=new.pk, seen=_seen(new))
    triage.finish_note(by=therapist, id_=new.pk, seen=_seen(new), feedback="Better.")
    unread = referrals_from(world.actor("matron")).filter(feedback_seen_at=None, state="done")
    assert [one.pk for one in unread] == [new.pk]


def test_a_note_that_became_more_urgent_is_due_sooner(world: World) -> None:
    note = sent(world)
    new = triage.send_on(
        by=world.actor("dietitian"), id_=note.pk, seen=_seen(note), service="therapies",
        reason="Worse.", terms=TERMS, urgency="crisis",
    )  # fmt: skip
    assert new.due_at == NOW + timedelta(hours=2)


def test_no_service_gets_the_same_note_twice(world: World) -> None:
    note = sent(world)
    by, service = world.actor("dietitian"), "therapies"
    new = triage.send_on(
        by=by, id_=note.pk, seen=_seen(note), service=service, reason="Low.", terms=TERMS
    )
    for back in ("dietitian", "therapies"):
        with pytest.raises(NotPossible, match="had this note already"):
            triage.send_on(
                by=world.actor("therapist"), id_=new.pk, seen=_seen(new), service=back,
                reason="No.", terms=TERMS,
            )  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "alternative", "instead"), [("", "carers", ""), ("Not ours.", "", "  ")]
)
def test_nothing_is_rejected_without_reason_and_what_may_help(
    world: World, reason: str, alternative: str, instead: str
) -> None:
    note = sent(world)
    with pytest.raises(NotPossible, match="Say why, and what may help"):
        triage.reject_note(
            by=world.actor("dietitian"), id_=note.pk, seen=_seen(note), reason=reason,
            alternative=alternative, instead=instead,
        )  # fmt: skip
    assert _now(note).state == "sent"


def test_only_who_referred_or_their_lead_takes_it_back(world: World) -> None:
    note = accepted(world)
    world.user("second", Role.MATRON, "ZCOMM", "north")
    with pytest.raises(NotPossible, match="Only who referred"):
        referral.revoke_note(by=world.actor("second"), id_=note.pk, seen=_seen(note), reason="No.")
    referral.revoke_note(by=world.actor("lead"), id_=note.pk, seen=_seen(note), reason="Moved.")
    assert _now(note).state == "revoked"
    assert not people(world.actor("dietitian")).exists()


def test_two_who_decide_at_once(world: World) -> None:
    note, by = sent(world), world.actor("dietitian")
    triage.receive_note(by=by, id_=note.pk, seen=note.version)
    with pytest.raises(Changed):
        triage.accept_note(by=by, id_=note.pk, seen=note.version)


def test_nothing_is_asked_of_a_closed_service_or_for_who_has_died(world: World) -> None:
    note = draft(world)
    Service.objects.filter(pk="dietitian").update(is_open=False)
    with pytest.raises(NotPossible, match="takes no notes here now"):
        referral.send_note(by=world.actor("matron"), id_=note.pk, seen=_seen(note), terms=TERMS)
    nora = world.people["nora"]
    nora.died_on = NOW.date()
    nora.save()
    with pytest.raises(NotPossible, match="have died"):
        draft(world, service="therapies")


def test_the_gp_of_the_practice_refers_and_a_colleague_sees_it(world: World) -> None:
    note = sent(world, by="gp")
    assert (note.source, note.from_team, note.controller) == ("01", None, "ZP001")
    world.user("colleague", Role.GP, "ZP001")
    assert referrals_from(world.actor("colleague")).exists()
    world.user("elsewhere", Role.GP, "ZP002")
    assert not notes(world.actor("elsewhere")).exists()


def _promised(world: World, note: Referral) -> Task:
    """Give the dietitian something to do for the person of a note."""
    return Task.objects.create(
        controller="ZCOMM", person=note.person, what="Send the diet sheet", due_at=NOW,
        owner_kind="staff", owner=world.users["dietitian"],
    )  # fmt: skip


def test_a_service_does_not_finish_while_something_is_promised(world: World) -> None:
    note = accepted(world)
    task, dietitian = _promised(world, note), world.actor("dietitian")
    told: dict[str, Any] = {"by": dietitian, "id_": note.pk, "seen": _seen(note)}
    with pytest.raises(NotPossible, match=r"\(1 task\)"):
        triage.finish_note(**told, feedback="Eats again.")
    assert people(dietitian).exists()
    task.state = Doing.DONE
    task.save()
    triage.finish_note(**told, feedback="Eats again.")
    assert not people(dietitian).exists()


def test_what_is_taken_back_is_not_done(world: World) -> None:
    note = accepted(world)
    task = _promised(world, note)
    referral.revoke_note(by=world.actor("matron"), id_=note.pk, seen=_seen(note), reason="Better.")
    task.refresh_from_db()
    assert (task.state, task.reason) == (Doing.DROPPED, "the referral was taken back")
    assert not people(world.actor("dietitian")).exists()


# Laws

_MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["send", "answer", "revoke", "read", "receive", "accept", "on", "reject", "ask", "book",
             "finish"]
        ),
        st.sampled_from(["matron", "lead", "dietitian", "therapist"]),
        st.sampled_from(["dietitian", "therapies", "access"]),
    ),
    max_size=12,
)  # fmt: skip


def _try(what: str, by: Actor, note: Referral, service: str) -> None:
    """Do one thing with a note; what is not possible is left."""
    told: dict[str, Any] = {"by": by, "id_": note.pk, "seen": _seen(note)}
    doing = {
        "send": lambda: referral.send_note(**told, terms=TERMS),
        "answer": lambda: referral.answer_note(**told, answer="Yes.", terms=TERMS),
        "revoke": lambda: referral.revoke_note(**told, reason="No."),
        "read": lambda: referral.see_feedback(**told),
        "receive": lambda: triage.receive_note(**told),
        "accept": lambda: triage.accept_note(**told),
        "on": lambda: triage.send_on(**told, service=service, reason="On.", terms=TERMS),
        "reject": lambda: triage.reject_note(**told, reason="No.", alternative="", instead="Rest."),
        "ask": lambda: triage.ask_back(**told, question="Why?"),
        "book": lambda: triage.book_note(**told, booked_for=BOOKED),
        "finish": lambda: triage.finish_note(**told, feedback="Done."),
    }
    try:
        doing[what]()
    except (Hidden, NotAllowed, NotPossible):
        return


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_MOVES)
def test_every_path_of_a_note_is_one_that_may_be_and_chains_end(
    world: World, moves: list[tuple[str, str, str]]
) -> None:
    Referral.objects.update(follows=None)
    Referral.objects.all().delete()
    StatusChange.objects.all().delete()
    first = draft(world)
    for what, who, service in moves:
        for note in list(Referral.objects.all()):
            _try(what, world.actor(who), note, service)
    for note in Referral.objects.all():
        before = "sent" if note.follows else "draft"
        for step in StatusChange.objects.filter(what=note.reference).order_by("id")[1:]:
            assert step.before == before
            assert step.after in NEXT_REFERRAL[Note(before)]
            before = step.after
        assert note.state == before
        # Who sees the person because of a note: exactly who has accepted it, and is not done.
        held = note.person.relationships.filter(because=note.reference, ends=None).count()
        assert held == (note.state in {"accepted", "booked"})
    chain = list(Referral.objects.values_list("service", flat=True))
    assert len(chain) == len(set(chain)) <= 3
    assert Referral.objects.filter(follows=None).get() == first


# Pages


def _post(client: Client, note: Referral, what: str, /, **said: str) -> Any:
    values = {f"{what}-{name}": value for name, value in said.items()}
    return client.post(
        reverse("note-do", args=[note.pk, what]), {"seen": str(_seen(note)), **values}
    )


def _in(client: Client, world: World, name: str) -> Client:
    client.force_login(world.users[name])
    return client


def test_the_pages_from_note_to_feedback(world: World, client: Client) -> None:
    with_services(world)
    nora = world.people["nora"]
    _in(client, world, "matron")
    refer = reverse("refer", args=[nora.pk])
    assert "Talking therapies" in client.get(refer).content.decode()
    wrong = client.post(refer, {"service": "dietitian", "urgency": "routine", "need": ""})
    assert wrong.status_code == 422
    said = {"service": "dietitian", "urgency": "urgent", "need": NEED, "consent": "Nora"}
    client.post(refer, said)
    note = Referral.objects.get()
    assert note.state == "draft"
    client.post(
        reverse("refer-on", args=[nora.pk, note.pk]),
        {**said, "need": "More.", "seen": str(note.version), "send": "yes"},
    )
    assert (_now(note).state, _now(note).need) == ("sent", "More.")
    listed = client.get(reverse("person-referrals", args=[nora.pk])).content.decode()
    assert "Dietitian" in listed

    _in(client, world, "dietitian")
    queue = client.get(reverse("triage")).content.decode()
    assert "Harefield, Nora" in queue
    page = client.get(reverse("note", args=[note.pk])).content.decode()
    assert "More." in page
    assert reverse("person", args=[nora.pk]) not in page
    assert client.get(reverse("person", args=[nora.pk])).status_code == 404
    row = AuditEvent.objects.filter(verb="read", person=nora.pk).order_by("-number")[0]
    assert row.why == "a_note_to_or_from_their_team"
    assert _post(client, note, "accept").status_code == 302
    assert client.get(reverse("person", args=[nora.pk])).status_code == 200
    assert _post(client, note, "book", booked_for="2019-06-10T14:00").status_code == 302
    assert _post(client, note, "finish", feedback="Eats <b>again</b>.").status_code == 302

    _in(client, world, "matron")
    unread = client.get(f"{reverse('tracker')}?state=unread").content.decode()
    assert "Not read yet" in unread
    page = client.get(reverse("note", args=[note.pk])).content.decode()
    assert "Eats &lt;b&gt;again&lt;/b&gt;." in page
    _post(client, note, "read")
    assert "There are none" in client.get(f"{reverse('tracker')}?state=unread").content.decode()


def test_what_was_typed_is_not_lost_when_somebody_else_was_first(
    world: World, client: Client
) -> None:
    note = sent(world)
    _in(client, world, "dietitian")
    triage.receive_note(by=world.actor("dietitian"), id_=note.pk, seen=note.version)
    address = reverse("note-do", args=[note.pk, "reject"])
    said = {"seen": str(note.version), "reject-reason": "My long reason.", "reject-instead": "Rest"}
    answer = client.post(address, said)
    assert answer.status_code == 409
    assert "My long reason." in answer.content.decode()
    triage.accept_note(by=world.actor("dietitian"), id_=note.pk, seen=_seen(note))
    answer = client.post(address, {**said, "seen": str(_seen(note))})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "cannot become" in page
    assert "My long reason." in page


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "²", "1.5"])
def test_a_version_that_is_none_changes_nothing(world: World, client: Client, seen: str) -> None:
    note = sent(world)
    _in(client, world, "dietitian")
    answer = client.post(reverse("note-do", args=[note.pk, "accept"]), {"seen": seen})
    assert answer.status_code == 409
    assert _now(note).state == "sent"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("on", {"service": "nowhere", "reason": "x", "urgency": "routine"}),
        ("on", {"service": "therapies", "reason": "x", "urgency": "soon"}),
        ("reject", {"reason": "x" * 5000, "instead": "y"}),
        ("reject", {"reason": "Not ours"}),
        ("ask", {"question": ""}),
    ],
)
def test_wrong_words_are_said_and_kept(
    world: World, client: Client, what: str, said: dict[str, str]
) -> None:
    note = sent(world)
    _in(client, world, "dietitian")
    answer = _post(client, note, what, **said)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert _now(note).state == "sent"


def test_a_stranger_gets_nothing_of_a_note(world: World, client: Client) -> None:
    note = sent(world)
    for name in ("stranger", "therapist", "privacy"):
        _in(client, world, name)
        for address in (
            reverse("note", args=[note.pk]),
            reverse("note-do", args=[note.pk, "accept"]),
            reverse("note", args=[uuid.uuid4()]),
        ):
            assert client.get(address).status_code == 404
            assert client.post(address, {"seen": "1"}).status_code == 404
    assert _now(note).state == "sent"
    _in(client, world, "stranger")
    nora = world.people["nora"]
    for name in ("person-referrals", "refer", "person-packages", "ask-package"):
        assert client.get(reverse(name, args=[nora.pk])).status_code == 404
    assert (
        client.get(reverse("refer-on", args=[world.people["sam"].pk, note.pk])).status_code == 404
    )


def test_who_was_told_of_a_service_has_a_contact_and_no_note(world: World, client: Client) -> None:
    with_services(world)
    nora = world.people["nora"]
    _in(client, world, "matron")
    address = reverse("person-referrals", args=[nora.pk])
    assert client.post(address, {"service": "carers", "mode": "visit"}).status_code == 302
    contact = nora.contacts.get()
    assert (contact.purpose, contact.mode) == ("Pointed to Carers centre", "visit")
    assert not Referral.objects.exists()
    assert client.post(address, {"service": "x", "mode": "visit"}).status_code == 422


def _many(world: World, number: int) -> None:
    team = world.teams["north"]
    Referral.objects.bulk_create(
        Referral(
            person=world.people["nora"], service_id="dietitian", from_team=team, state="sent",
            referrer=world.users["matron"], need="x", consent="x", controller="ZCOMM", sent_at=NOW,
        )
        for _ in range(number)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "who"),
    [("triage", "dietitian"), ("tracker", "matron"), ("person-referrals", "matron")],
)
def test_no_page_asks_more_when_there_are_more_notes(
    world: World, client: Client, name: str, who: str
) -> None:
    sent(world)
    _in(client, world, who)
    arguments = [world.people["nora"].pk] if name.startswith("person") else []
    counts = []
    for more in (0, 60):
        _many(world, more)
        counts.append(asked_by(lambda: client.get(reverse(name, args=arguments))))
    assert counts[0] == counts[1] <= 25


def test_a_note_for_our_team_alone_is_not_shown_to_others(world: World) -> None:
    note = sent(world)
    assert notes(world.actor("gp")).exists()
    Referral.objects.filter(pk=note.pk).update(visibility="team", only_team=world.teams["north"])
    assert not notes(world.actor("gp")).exists()
    assert not referrals_to(world.actor("dietitian")).exists()
    assert notes(world.actor("matron")).exists()
    assert Team.objects.filter(slug="dietitian").exists()
