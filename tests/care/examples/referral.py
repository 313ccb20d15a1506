"""An example of each action on a note, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from tests.care.referrals import TERMS, accepted, asked, draft, sent, with_services
from tests.care.world import World
from wholeplace.care.actions import access_point, referral, triage
from wholeplace.care.models import CaseloadEntry, Person, Referral

CALL = access_point.Call(
    "A neighbour who fell", "01632 960999", "03", "crisis", "Her garden gate is open.", "Nora"
)


def _now(world: World, made: Callable[[World], Referral]) -> Referral:
    return Referral.objects.order_by("-created_at").first() or made(world)


def _write(world: World, by: str = "matron") -> object:
    with_services(world)
    nora = world.people["nora"].pk
    return referral.write_note(by=world.actor(by), person=nora, asked=asked())


def _change(world: World, by: str = "matron") -> object:
    note = _now(world, draft)
    return referral.change_note(
        by=world.actor(by), id_=note.pk, seen=note.version, asked=asked("therapies", "urgent")
    )


def _send(world: World, by: str = "matron") -> object:
    note = _now(world, draft)
    return referral.send_note(by=world.actor(by), id_=note.pk, seen=note.version, terms=TERMS)


def _question(world: World) -> Referral:
    note = sent(world)
    return triage.ask_back(
        by=world.actor("dietitian"), id_=note.pk, seen=note.version, question="How tall?"
    )


def _answer(world: World, by: str = "matron") -> object:
    note = _now(world, _question)
    return referral.answer_note(
        by=world.actor(by), id_=note.pk, seen=note.version, answer="As tall as the garden wall",
        terms=TERMS,
    )  # fmt: skip


def _revoke(world: World, by: str = "matron") -> object:
    note = _now(world, sent)
    return referral.revoke_note(
        by=world.actor(by), id_=note.pk, seen=note.version, reason="She fell ill."
    )


def _done(world: World) -> Referral:
    note = accepted(world)
    return triage.finish_note(
        by=world.actor("dietitian"), id_=note.pk, seen=note.version, feedback="Eats from her garden"
    )


def _read(world: World, by: str = "matron") -> object:
    note = _now(world, _done)
    return referral.see_feedback(by=world.actor(by), id_=note.pk, seen=note.version)


def _receive(world: World, by: str = "dietitian") -> object:
    note = _now(world, sent)
    return triage.receive_note(by=world.actor(by), id_=note.pk, seen=note.version)


def _accept(world: World, by: str = "dietitian") -> object:
    note = _now(world, sent)
    return triage.accept_note(by=world.actor(by), id_=note.pk, seen=note.version)


def _send_on(world: World, by: str = "dietitian") -> object:
    note = _now(world, sent)
    return triage.send_on(
        by=world.actor(by), id_=note.pk, seen=note.version, service="therapies",
        reason="Since she fell she is low", terms=TERMS,
    )  # fmt: skip


def _reject(world: World, by: str = "dietitian") -> object:
    note = _now(world, sent)
    return triage.reject_note(
        by=world.actor(by), id_=note.pk, seen=note.version, reason="She fell: not ours",
        alternative="carers", instead="",
    )  # fmt: skip


def _ask_back(world: World, by: str = "dietitian") -> object:
    note = _now(world, sent)
    return triage.ask_back(
        by=world.actor(by), id_=note.pk, seen=note.version, question="Has she a garden?"
    )


def _book(world: World, by: str = "dietitian") -> object:
    note = _now(world, accepted)
    when = datetime(2019, 6, 10, 14, 0, tzinfo=UTC)
    return triage.book_note(by=world.actor(by), id_=note.pk, seen=note.version, booked_for=when)


def _finish(world: World, by: str = "dietitian") -> object:
    note = _now(world, accepted)
    return triage.finish_note(
        by=world.actor(by), id_=note.pk, seen=note.version, feedback="She fell less."
    )


def _register(world: World, by: str = "triage") -> object:
    with_services(world)
    new = {
        "given_name": "Gertrude", "family_name": "Garden", "birth_date": "1931-02-03",
        "practice_id": "ZP001", "sex": "2",
    }  # fmt: skip
    return access_point.register_person(by=world.actor(by), values=new)


def _call(world: World, by: str = "triage") -> Referral:
    with_services(world)
    return access_point.note_call(
        by=world.actor(by), person=Person.objects.get(pk=world.people["nora"].pk), call=CALL,
        terms=TERMS,
    )  # fmt: skip


def followed_call(world: World) -> Referral:
    """Return a call about Nora, whom team North follows."""
    CaseloadEntry.objects.get_or_create(
        person=world.people["nora"], team=world.teams["north"],
        defaults={
            "reason": "gp", "tier": "weekly", "state": "active", "controller": "ZCOMM",
            "entered_at": world.actor("matron").now, "lead": world.users["matron"],
        },
    )  # fmt: skip
    return _call(world)


def _give(world: World, by: str = "triage") -> object:
    note = _now(world, followed_call)
    return access_point.give_to_team(
        by=world.actor(by), id_=note.pk, seen=note.version, team=world.teams["north"].pk,
        what="Look at her garden gate",
    )  # fmt: skip


def _point(world: World, by: str = "triage") -> object:
    note = _now(world, followed_call)
    return access_point.point_on(
        by=world.actor(by), id_=note.pk, seen=note.version, service="carers", words="She fell."
    )


def _signpost(world: World, by: str = "matron") -> object:
    with_services(world)
    return access_point.signpost(
        by=world.actor(by), person=world.people["nora"].pk, service="carers", mode="visit",
        words="Her garden",
    )  # fmt: skip


EXAMPLES: dict[str, Callable[..., object]] = {
    "write_note": _write,
    "change_note": _change,
    "send_note": _send,
    "answer_note": _answer,
    "revoke_note": _revoke,
    "see_feedback": _read,
    "receive_note": _receive,
    "accept_note": _accept,
    "send_on": _send_on,
    "reject_note": _reject,
    "ask_back": _ask_back,
    "book_note": _book,
    "finish_note": _finish,
    "register_person": _register,
    "note_call": _call,
    "give_to_team": _give,
    "point_on": _point,
    "signpost": _signpost,
}

PREPARED: dict[str, Callable[[World], object]] = {
    "write_note": with_services,
    "change_note": draft,
    "send_note": draft,
    "answer_note": _question,
    "revoke_note": sent,
    "see_feedback": _done,
    "receive_note": sent,
    "accept_note": sent,
    "send_on": sent,
    "reject_note": sent,
    "ask_back": sent,
    "book_note": accepted,
    "finish_note": accepted,
    "register_person": with_services,
    "note_call": with_services,
    "give_to_team": followed_call,
    "point_on": followed_call,
    "signpost": with_services,
}

OF_SOMEBODY_NEW = {"register_person"}
"""It is about somebody who was not there before."""

NOT_OF_A_TEAM = {
    *("receive_note", "accept_note", "send_on", "reject_note", "ask_back", "book_note"),
    *("finish_note", "register_person", "note_call", "give_to_team", "point_on"),
}
"""Actions that a matron may not do at all; that another service may not is tried by itself."""
