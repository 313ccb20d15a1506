"""Accounts: made by who runs the records, opened once, let in again, and ended for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.care.commands import answer, care, made_demo, made_empty
from tests.care.examples.accounts import registered
from tests.care.world import NOW, World
from wholeplace.care.access import Actor
from wholeplace.care.actions import accounts, place
from wholeplace.care.actions.writing import NotAllowed
from wholeplace.care.models import (
    ApiToken,
    CaseloadEntry,
    LegitimateRelationship,
    Organisation,
    Person,
    Post,
    User,
)
from wholeplace.kernel import Refused
from wholeplace.store.clock import now as present
from wholeplace.web.account_list import account_list
from wholeplace.web.lockout import unlock

SIGN_IN, CHANGE = "/account/login/", "/account/password/change/"
OWN = "their own long words"


def system(world: World) -> Actor:
    return replace(world.actor("matron"), user=None)


def made(world: World, days: int = 7) -> str:
    until = present() + timedelta(days=days)
    return accounts.make_account(
        by=system(world), email=" Ann@New.example ", name="Ann New", once_until=until
    )


def sign_in(client: Client, password: str, email: str = "ann@new.example") -> str:
    answer_ = client.post(SIGN_IN, {"login": email, "password": password}, follow=True)
    return answer_.content.decode()


def test_a_password_for_once_opens_nothing_but_the_page_to_set_ones_own(
    world: World, client: Client
) -> None:
    password = made(world)
    post = accounts.NewPost("matron", "ZCOMM", "north", date(2016, 4, 1))
    accounts.give_post(by=system(world), email="ann@new.example", post=post)
    page = sign_in(client, password)
    assert "Set a password of your own" in page
    assert client.get(reverse("search"))["Location"] == CHANGE
    said = {"oldpassword": password, "password1": OWN, "password2": OWN}
    client.post(CHANGE, said)
    assert client.get("/").status_code == 200
    client.post("/account/logout/")
    assert "not right" in sign_in(client, password)
    assert "Today" in sign_in(client, OWN)


def test_a_password_for_once_ends(world: World, client: Client) -> None:
    password = made(world, days=-1)
    assert "its time is over" in sign_in(client, password)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("email", "name", "says"),
    [
        ("ann", "Ann", "no email address"),
        ("", "Ann", "no email address"),
        ("matron@demo.example", "Ann", "an account with this address"),
        ("MATRON@demo.example", "Ann", "an account with this address"),
        ("ann@x.example", " ", "a name has"),
        ("ann@x.example", "A" * 201, "a name has"),
    ],
    ids=["none", "empty", "taken", "taken-in-capitals", "no-name", "long-name"],
)
def test_what_is_no_account_is_refused(world: World, email: str, name: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        accounts.make_account(by=system(world), email=email, name=name, once_until=None)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"role": "matrons"}, "did you mean 'matron'"),
        ({"organisation": "ZCOM"}, "did you mean 'ZCOMM'"),
        ({"team": "nort"}, "did you mean 'north'"),
        ({"ends": date(2019, 6, 3)}, "ends after the day it starts"),
    ],
    ids=["role", "organisation", "team", "ends"],
)
def test_what_is_no_post_is_refused(world: World, change: dict[str, object], says: str) -> None:
    fit = accounts.NewPost("matron", "ZCOMM", "north", date(2019, 6, 3))
    with pytest.raises(Refused, match=says):
        accounts.give_post(
            by=system(world),
            email="gp@demo.example",
            post=replace(fit, **change),  # type: ignore[arg-type]  # one wrong value at a time
        )


def test_nobody_who_signs_in_makes_accounts(world: World) -> None:
    for name in world.users:
        with pytest.raises(NotAllowed):
            accounts.make_account(
                by=world.actor(name), email="x@y.example", name="X", once_until=None
            )


def test_who_leaves_is_out_at_once(world: World, browser: Client) -> None:
    matron = world.users["matron"]
    ApiToken.objects.create(
        user=matron, name="x", sha256="a" * 64, made_at=NOW, ends_at=NOW + timedelta(days=9)
    )
    CaseloadEntry.objects.create(
        person=world.people["nora"], team=world.teams["north"], reason="gp", tier="weekly",
        state="active", entered_at=NOW, controller="ZCOMM", lead=matron,
    )  # fmt: skip
    assert browser.get("/").status_code == 200
    assert accounts.end_account(by=system(world), email=matron.email) == 1
    assert browser.get("/").status_code == 302
    assert Client().post(
        SIGN_IN, {"login": matron.email, "password": "a long password"}
    ).status_code in {200, 302}
    assert ApiToken.objects.get().ends_at == NOW
    assert Post.objects.get(user=matron).ends == NOW.date()
    with pytest.raises(Refused, match="has ended"):
        accounts.reset_account(by=system(world), email=matron.email, once_until=NOW)


def test_a_post_of_today_ends_too(world: World) -> None:
    # A post is of one day at least; the account is closed in any case.
    world.user("late", "gp", "ZP001")  # type: ignore[arg-type]  # a role by its word
    Post.objects.filter(user=world.users["late"]).update(starts=NOW.date())
    accounts.end_account(by=system(world), email="late@demo.example")
    assert Post.objects.get(user=world.users["late"]).ends == date(2019, 6, 4)
    assert not User.objects.get(pk=world.users["late"].pk).is_active


def test_a_lock_is_taken_off(world: World, client: Client) -> None:
    for _ in range(5):
        sign_in(client, "wrong", "matron@demo.example")
    assert "locked" in sign_in(client, "a long password", "matron@demo.example")
    states = {one.email: one.state for one in account_list(NOW.date())}
    assert states["matron@demo.example"] == "locked"
    user = accounts.unlock_account(by=system(world), email="matron@demo.example")
    assert unlock(user)
    assert not unlock(user)
    assert "Today" in sign_in(client, "a long password", "matron@demo.example")


def test_a_reset_ends_sessions_and_the_second_factor(world: World, browser: Client) -> None:
    password = accounts.reset_account(
        by=system(world), email="matron@demo.example", once_until=present() + timedelta(days=7)
    )
    assert browser.get("/").status_code == 302
    assert "Set a password of your own" in sign_in(browser, password, "matron@demo.example")


def test_who_is_registered_is_seen_by_their_practice(world: World) -> None:
    rows = registered(world)
    brought = place.bring_people(by=system(world), registered=rows, controller="ZCOMM")
    assert brought.as_dict() == {"new": 1, "changed": 1, "the_same": 0, "left": 1}
    again = place.bring_people(by=system(world), registered=rows, controller="ZCOMM")
    assert again.as_dict() == {"new": 0, "changed": 0, "the_same": 2, "left": 0}
    new = Person.objects.get(nhs_number="9990000190")
    held = LegitimateRelationship.objects.filter(person=new).values_list("holder", flat=True)
    assert list(held) == ["org:ZP002"]
    sam = LegitimateRelationship.objects.get(person=world.people["sam"], kind="registration")
    assert sam.ends == NOW
    moved = [replace(rows[0], practice="ZP002"), rows[1]]
    place.bring_people(by=system(world), registered=moved, controller="ZCOMM")
    nora = LegitimateRelationship.objects.filter(person=world.people["nora"], ends=None)
    assert set(nora.values_list("holder", flat=True)) == {
        f"team:{world.teams['north'].pk}",
        "org:ZP002",
    }
    assert Person.objects.get(pk=world.people["nora"].pk).version == 3


def test_people_of_practices_that_are_not_here_are_refused(world: World) -> None:
    with pytest.raises(Refused, match="ZX009"):
        place.bring_people(
            by=system(world), registered=[replace(registered(world)[0], practice="ZX009")],
            controller="ZCOMM",
        )  # fmt: skip
    with pytest.raises(Refused, match="nobody"):
        place.bring_people(by=system(world), registered=[], controller="ZCOMM")
    team = place.Working("x", "X", "ZNONE", ("ZCOMM",))
    with pytest.raises(Refused) as told:
        place.bring_teams(by=system(world), organisations=[], teams=[team])
    assert len(told.value.problems) == 2
    assert not Organisation.objects.filter(pk="ZNONE").exists()


def test_the_commands_from_end_to_end(tmp_path: Path) -> None:
    folder = made_empty(tmp_path / "real")
    assert care("organisation", folder, "zcomm", "--name", "T", "--kind", "community").stdout
    first = answer("account", folder, "--email", "a@x.example", "--name", "Ann A")
    assert len(first["password"]) == 16
    post = ("--role", "lead", "--organisation", "ZCOMM", "--hours", "37.5")
    assert answer("account", folder, "--email", "a@x.example", *post)["password"] is None
    assert answer("accounts", folder) == [
        {
            "email": "a@x.example", "name": "Ann A", "posts": ["Team lead, T"],
            "state": "has not signed in yet",
        }
    ]  # fmt: skip
    assert answer("unlock", folder, "--email", "a@x.example")["was_locked"] is False
    assert answer("reset", folder, "--email", "a@x.example")["password"] != first["password"]
    assert answer("end", folder, "--email", "a@x.example") == {
        "email": "a@x.example",
        "still_lead_of": 0,
    }
    assert answer("verify", folder) == {"rows": 6, "broken": None}
    known = ("--email", "b@x.example")
    for words, code in (
        ((*known,), 2),
        ((*known, "--role", "gp"), 2),
        ((*known, "--name", "B", "--role", "gp", "--organisation", "NONE"), 1),
        ((*known, "--name", "B", "--hours", "1000"), 2),
    ):
        refused = care("account", folder, *words)
        assert (refused.returncode, "Traceback" in refused.stderr) == (code, False)
    # Refused with its post, the account was not made either.
    assert len(answer("accounts", folder)) == 1


def test_commands_refuse_what_is_not_ready(tmp_path: Path) -> None:
    nothing = care("accounts", tmp_path)
    assert (nothing.returncode, "no care records here" in nothing.stderr) == (1, True)
    gone = care("accounts", tmp_path, DATABASE_URL="postgresql://x@127.0.0.1:1/none")
    assert (gone.returncode, "does not answer" in gone.stderr) == (1, True)
    assert "Traceback" not in gone.stderr + nothing.stderr
    demo = made_demo(tmp_path / "demo", 5)
    (demo / "place.yaml").write_text("x")
    real = care("people", demo, "--controller", "ZCOMM")
    assert (real.returncode, "everybody knows its passwords" in real.stderr) == (1, True)
