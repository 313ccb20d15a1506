"""An example of each action on an assessment, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.care.world import NOW, World
from wholeplace.care.actions import assessment
from wholeplace.care.instruments import instruments_of
from wholeplace.care.models import Assessment

INSTRUMENTS = instruments_of(Path("nowhere"))
FALLS = {
    "number": "2", "blackout": "no", "gait": "yes", "dizzy": "no", "medicines": "no",
    "sight": "no", "mind": "no", "home": "yes", "how": "She fell in the garden.",
}  # fmt: skip
GRADED = {"grade": "5"}


def begun(world: World, instrument: str = "falls", **fields: object) -> Assessment:
    """Return an assessment of Nora that is begun; the same one when asked again."""
    found, _ = Assessment.objects.get_or_create(
        person=world.people["nora"], instrument=instrument,
        defaults={"instrument_version": "1", "begun_at": NOW, "controller": "ZCOMM", **fields},
    )  # fmt: skip
    return found


def _answered(world: World) -> Assessment:
    return begun(world, "cfs", answers=GRADED)


def _signed(world: World) -> Assessment:
    return begun(world, "cfs", answers=GRADED, state="signed", signed_at=NOW)


def _begin(world: World, by: str = "matron") -> object:
    return assessment.begin_assessment(
        by=world.actor(by), person=world.people["nora"].pk, instrument="home-assessment",
        instruments=INSTRUMENTS,
    )  # fmt: skip


def _save(world: World, by: str = "matron") -> object:
    return assessment.save_answers(
        by=world.actor(by), id_=begun(world).pk, section="history", seen=0, answers=FALLS,
        still=(), instruments=INSTRUMENTS,
    )  # fmt: skip


def _sign(world: World, by: str = "matron") -> object:
    return assessment.sign_assessment(
        by=world.actor(by), id_=_answered(world).pk, seen=1, instruments=INSTRUMENTS
    )


def _correct(world: World, by: str = "matron") -> object:
    return assessment.correct_assessment(
        by=world.actor(by), id_=_signed(world).pk, seen=1, instruments=INSTRUMENTS
    )


def _drop(world: World, by: str = "matron") -> object:
    return assessment.drop_assessment(
        by=world.actor(by), id_=begun(world).pk, seen=1, reason="She fell asleep in the garden."
    )


EXAMPLES: dict[str, Callable[..., object]] = {
    "begin_assessment": _begin,
    "save_answers": _save,
    "sign_assessment": _sign,
    "correct_assessment": _correct,
    "drop_assessment": _drop,
}

PREPARED: dict[str, Callable[[World], object]] = {
    "save_answers": begun,
    "sign_assessment": _answered,
    "correct_assessment": _signed,
    "drop_assessment": begun,
}
