"""An example of each action on a caseload, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tests.care.test_caseload import KEYS, TERMS, release
from tests.care.world import NOW, World
from wholeplace.care.actions import caseload
from wholeplace.care.models import Candidate, CandidateList, CaseloadEntry, Role
from wholeplace.privacy import of_nhs_number


def _listed(world: World) -> Candidate:
    nora = world.people["nora"]
    made, _ = CandidateList.objects.get_or_create(
        sha256="c" * 64, day=date(2019, 6, 1), caseload="n", model="m", taken_in_at=NOW
    )
    found, _ = Candidate.objects.get_or_create(
        release=made, pseudonym=of_nhs_number(KEYS, str(nora.nhs_number)), practice=nora.practice,
        team=world.teams["north"], rank=1, tier="weekly", age_from=70, risk="0.4",
    )  # fmt: skip
    return found


def _place(world: World, state: str = "accepted") -> CaseloadEntry:
    if "lead" not in world.users:
        world.user("lead", Role.LEAD, "ZCOMM", "north")
    found, _ = CaseloadEntry.objects.get_or_create(
        person=world.people["nora"], team=world.teams["north"],
        defaults={
            "reason": "gp", "tier": "weekly", "state": state, "entered_at": NOW,
            "controller": "ZCOMM", "lead": world.users["matron"],
        },
    )  # fmt: skip
    return found


def _take_in(world: World, by: str = "matron") -> object:
    system = replace(world.actor(by), user=None)
    return caseload.take_in_release(by=system, release=release(world), sha256="d" * 64)


def _accept(world: World, by: str = "gp") -> object:
    return caseload.accept_candidate(
        by=world.actor(by), id_=_listed(world).pk, reason="I know her garden.", keys=KEYS
    )


def _decline(world: World, by: str = "gp") -> object:
    return caseload.decline_candidate(by=world.actor(by), id_=_listed(world).pk, reason="She fell.")


def _put_forward(world: World, by: str = "gp") -> object:
    return caseload.put_forward(
        by=world.actor(by), person=world.people["nora"].pk, team=world.teams["north"],
        reason=CaseloadEntry.Reason.GP, tier="weekly",
    )  # fmt: skip


def _offer(world: World, by: str = "matron") -> object:
    return caseload.offer_place(by=world.actor(by), id_=_place(world).pk, seen=1)


def _consent(world: World, by: str = "matron") -> object:
    said = caseload.Consented(is_given=True, given_by="Who fell", said_on=date(2019, 6, 3))
    entry = _place(world, "offered")
    return caseload.record_consent(by=world.actor(by), id_=entry.pk, seen=1, said=said)


def _begin(world: World, by: str = "matron") -> object:
    return caseload.begin_following(
        by=world.actor(by), id_=_place(world, "consented").pk, seen=1,
        lead=world.users["matron"].pk, terms=TERMS,
    )  # fmt: skip


def _step(world: World, by: str = "matron") -> object:
    return caseload.step(
        by=world.actor(by), id_=_place(world, "active").pk, seen=1, tier="monthly",
        reason="Her garden again.", terms=TERMS,
    )  # fmt: skip


def _assign(world: World, by: str = "lead") -> object:
    entry = _place(world, "active")
    return caseload.assign_lead(
        by=world.actor(by), id_=entry.pk, seen=1, lead=world.users["matron"].pk, reason="fell ill"
    )


def _hand_over(world: World, by: str = "lead") -> object:
    _place(world, "active")
    return caseload.hand_over(
        by=world.actor(by), leaver=world.users["matron"].pk, to=world.users["lead"].pk,
        reason="fell ill",
    )  # fmt: skip


def _close(world: World, by: str = "matron") -> object:
    return caseload.close_place(
        by=world.actor(by), id_=_place(world, "active").pk, seen=1, why="Her garden is far."
    )


EXAMPLES: dict[str, Callable[..., object]] = {
    "take_in_release": _take_in,
    "accept_candidate": _accept,
    "decline_candidate": _decline,
    "put_forward": _put_forward,
    "offer_place": _offer,
    "record_consent": _consent,
    "begin_following": _begin,
    "step": _step,
    "assign_lead": _assign,
    "hand_over": _hand_over,
    "close_place": _close,
}

PREPARED: dict[str, Callable[[World], object]] = {
    "accept_candidate": _listed,
    "decline_candidate": _listed,
    "offer_place": _place,
    "record_consent": lambda world: _place(world, "offered"),
    "begin_following": lambda world: _place(world, "consented"),
    "step": lambda world: _place(world, "active"),
    "assign_lead": lambda world: _place(world, "active"),
    "hand_over": lambda world: _place(world, "active"),
    "close_place": lambda world: _place(world, "active"),
}

OF_NOBODY = {"take_in_release", "decline_candidate", "hand_over"}
"""Actions that are about no single person."""

NOT_OF_A_TEAM = {
    *("accept_candidate", "decline_candidate", "put_forward", "take_in_release"),
    *("assign_lead", "hand_over"),
}
"""Actions that the matron of another team may not do to anybody."""
