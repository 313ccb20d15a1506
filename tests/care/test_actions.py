"""Every write: allowed by role, of somebody in scope, with its row in the audit, or not at all."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.apps import apps

from tests.care.examples import EXAMPLES, NOT_OF_A_TEAM, OF_NOBODY, OF_SOMEBODY_NEW, PREPARED
from tests.care.world import World
from wholeplace.care import actions
from wholeplace.care.access import Hidden
from wholeplace.care.actions import people, writing
from wholeplace.care.actions.writing import Changed, NotAllowed
from wholeplace.care.models import AboutMe, AuditEvent

TOOLS = {"audit", "huddle_steps", "left_open", "parts", "referral_steps", "steps", "writing"}
"""Modules that actions are made with, and that have none themselves."""


def _prepare(world: World, name: str) -> None:
    if name in PREPARED:
        PREPARED[name](world)


def _all_actions() -> dict[str, Callable[..., object]]:
    found: dict[str, Callable[..., object]] = {}
    for module in iter_modules(actions.__path__):
        room = import_module(f"wholeplace.care.actions.{module.name}")
        for name, action in inspect.getmembers(room, inspect.isfunction):
            is_own = action.__module__ == room.__name__ and not name.startswith("_")
            if is_own and module.name not in TOOLS:
                found[name] = action
    return found


def test_every_action_has_an_example_and_takes_who_acts_by_name() -> None:
    found = _all_actions()
    assert set(found) == set(EXAMPLES)
    for name, action in found.items():
        kinds = inspect.signature(action).parameters
        assert "by" in kinds
        assert all(one.kind is one.KEYWORD_ONLY for one in kinds.values()), name


def _everything() -> dict[str, list[object]]:
    return {
        kind.__name__: list(kind._default_manager.order_by("pk").values())  # noqa: SLF001
        for kind in apps.get_app_config("care").get_models()
    }


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_action_leaves_one_row_in_the_audit(world: World, name: str) -> None:
    _prepare(world, name)
    before = AuditEvent.objects.count()
    EXAMPLES[name](world)
    assert AuditEvent.objects.count() == before + 1
    row = AuditEvent.objects.order_by("-number")[0]
    of = None if name in OF_NOBODY else world.people["nora"].pk
    if name not in OF_SOMEBODY_NEW:
        assert row.person == of
    assert row.what
    # What anybody typed is in no row.
    assert "garden" not in row.detail
    assert "fell" not in row.detail


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_where_the_audit_fails_nothing_is_written(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _prepare(world, name)
    before = _everything()

    def fails(*_: object) -> None:
        raise OSError("the audit cannot be written")

    monkeypatch.setattr(writing, "record", fails)
    with pytest.raises(OSError, match="the audit cannot be written"):
        EXAMPLES[name](world)
    assert _everything() == before


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - NOT_OF_A_TEAM))
def test_of_somebody_out_of_scope_nothing_is_written(world: World, name: str) -> None:
    _prepare(world, name)
    before, rows = _everything(), AuditEvent.objects.count()
    with pytest.raises(Hidden):
        EXAMPLES[name](world, by="stranger")
    assert _everything() == before
    assert AuditEvent.objects.count() == rows


@pytest.mark.parametrize(
    ("name", "by"),
    [("change_person", "wellbeing"), ("review_glass", "matron"), ("break_glass", "privacy")],
)
def test_a_role_that_does_not_allow_it_is_refused(world: World, name: str, by: str) -> None:
    EXAMPLES["break_glass"](world)
    with pytest.raises(NotAllowed, match="your role does not allow you to"):
        EXAMPLES[name](world, by=by)


def test_who_changes_what_another_changed_meanwhile_is_told_and_loses_nothing(
    world: World,
) -> None:
    nora = world.people["nora"]
    EXAMPLES["change_person"](world, by="gp")
    with pytest.raises(Changed) as told:
        people.change_person(
            by=world.actor("matron"), person=nora.pk, seen=1, values={"telephone": "2"}
        )
    assert told.value.who == "Gp"
    nora.refresh_from_db()
    assert (nora.telephone, nora.version) == ("1", 2)


def test_what_a_person_said_before_stays(world: World) -> None:
    EXAMPLES["write_about_me"](world)
    EXAMPLES["write_about_me"](world)
    assert AboutMe.objects.count() == 2


def test_an_action_says_what_it_was_about(world: World) -> None:
    from wholeplace.care.access import Verb

    with (
        pytest.raises(RuntimeError, match="did not say what it was about"),
        writing.write(world.actor("matron"), Verb.WRITE_PERSON),
    ):
        pass
