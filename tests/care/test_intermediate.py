"""Packages of intermediate care: never more than there is, in order, and free again when ended."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.care.asking import asked_by
from tests.care.referrals import GIVES, TODAY, bed, of_day, waiting, with_beds, with_services
from tests.care.referrals import given as given_to_nora
from tests.care.world import NOW, World
from wholeplace.care.access import Hidden
from wholeplace.care.access.scopes import in_order, packages_of, people
from wholeplace.care.access.scopes.intermediate import free, there, used
from wholeplace.care.actions import intermediate as actions
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed, NotAllowed
from wholeplace.care.fitting import Calendar, Part, Slot, lasts, needed, short
from wholeplace.care.forms.intermediate import key_of, read_back, written
from wholeplace.care.models import (
    DayCapacity,
    LegitimateRelationship,
    Package,
    PackageDay,
    Team,
)
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.place import IntermediateTerms
from wholeplace.store.clock import now
from wholeplace.store.shipped import shipped_file


def _give(world: World, package: Package, starts: date = TODAY, by: str = "giver") -> Package:
    seen = Package.objects.get(pk=package.pk).version
    return actions.give_package(by=world.actor(by), id_=package.pk, seen=seen, starts=starts)


def _end(world: World, package: Package, last: date) -> Package:
    by = replace(world.actor("giver"), now=NOW + (last - TODAY))
    seen = Package.objects.get(pk=package.pk).version
    return actions.end_package(by=by, id_=package.pk, seen=seen, last_day=last, outcome="Home.")


# Given, ended, withdrawn


def test_two_beds_are_given_to_two_and_the_third_waits(world: World) -> None:
    with_beds(world, "2")
    first, second, third = (waiting(world, bed(5)) for _ in range(3))
    _give(world, first)
    _give(world, second)
    with pytest.raises(NotPossible, match=r"not enough left: bed on 3 June 2019; .* 4 June 2019"):
        _give(world, third)
    calendar = Calendar(free(third.team_id, TODAY), TODAY)
    assert calendar.first_day(bed(5).parts, TODAY) == of_day(5)
    _give(world, third, of_day(5))
    assert used(third.team_id, TODAY)["bed", of_day(5)] == 1


def test_what_is_ended_early_is_free_for_who_waits(world: World) -> None:
    with_beds(world, "1")
    first = given_to_nora(world, bed(10))
    second = waiting(world, bed(5))
    _end(world, first, of_day(2))
    ended = Package.objects.get(pk=first.pk)
    assert (ended.state, ended.ends, ended.outcome) == ("ended", of_day(2), "Home.")
    calendar = Calendar(free(second.team_id, TODAY), TODAY)
    assert calendar.first_day(bed(5).parts, TODAY) == of_day(3)


def test_who_gives_sees_the_person_only_while_it_is_given(world: World) -> None:
    with_beds(world)
    package = waiting(world)
    giver = world.actor("giver")
    assert packages_of(giver).exists()
    assert not people(giver).exists()
    _give(world, package)
    assert [one.given_name for one in people(giver)] == ["Nora"]
    _end(world, package, TODAY)
    assert not people(giver).exists()


def test_one_that_never_began_takes_nothing(world: World) -> None:
    with_beds(world)
    package = _give(world, waiting(world), of_day(3))
    seen = package.version
    by = world.actor("giver")
    with pytest.raises(NotPossible, match="Its last day is between"):
        actions.end_package(
            by=by, id_=package.pk, seen=seen, last_day=of_day(4), outcome="Never came."
        )
    actions.end_package(by=by, id_=package.pk, seen=seen, last_day=of_day(2), outcome="Never came.")
    assert not PackageDay.objects.exists()


def test_the_most_urgent_is_first_and_then_who_was_asked_for_first(world: World) -> None:
    with_beds(world)
    order = [("routine", 0), ("crisis", 3), ("urgent", 2), ("crisis", 1)]
    for urgency, hour in order:
        by = replace(world.actor("matron"), now=NOW + timedelta(hours=hour))
        waiting(world, bed(urgency=urgency), by=by)
    asked = [(one.urgency, one.asked_at) for one in in_order(packages_of(world.actor("giver")))]
    assert [urgency for urgency, _ in asked] == ["crisis", "crisis", "urgent", "routine"]
    assert asked[0][1] < asked[1][1]


def test_capacity_is_not_set_below_what_is_given(world: World) -> None:
    team = with_beds(world, "2")
    given_to_nora(world, bed(3))
    by, slot = world.actor("giver"), ("bed", of_day(1))
    with pytest.raises(NotPossible, match="given already: bed on 4 June 2019"):
        actions.set_capacity(
            by=by, team=team.pk, amounts={slot: Decimal(0)}, was={slot: Decimal(2)}
        )
    assert (
        actions.set_capacity(
            by=by, team=team.pk, amounts={slot: Decimal(1)}, was={slot: Decimal(2)}
        )
        == 1
    )
    with pytest.raises(Changed):
        actions.set_capacity(
            by=by, team=team.pk, amounts={slot: Decimal(5)}, was={slot: Decimal(2)}
        )


@pytest.mark.parametrize(
    ("days", "amount", "says"),
    [(43, "1", "lasts 42 days at most"), (0, "1", "a day at least"), (5, "0", "above nought")],
)
def test_what_cannot_be_a_package_is_refused(
    world: World, days: int, amount: str, says: str
) -> None:
    with_beds(world)
    with pytest.raises(NotPossible, match=says):
        waiting(world, bed(days, amount))
    with pytest.raises(NotPossible, match="of what there is"):
        waiting(world, replace(bed(), parts=[Part("cloud", 0, 1, Decimal(1))]))
    with pytest.raises(NotPossible, match="too far away"):
        waiting(world, bed(earliest=date(9999, 12, 31)))


def test_other_teams_give_and_end_nothing(world: World) -> None:
    with_beds(world)
    package = waiting(world)
    for name in ("triage", "dietitian"):
        with pytest.raises(Hidden):
            _give(world, package, by=name)
    with pytest.raises(NotAllowed):
        _give(world, package, by="matron")
    with pytest.raises(Hidden):
        actions.set_capacity(
            by=world.actor("triage"), team=world.teams["stay"].pk, amounts={}, was={}
        )
    assert Package.objects.get().state == "waiting"


def test_it_is_not_given_before_it_can_begin_or_twice(world: World) -> None:
    with_beds(world)
    package = waiting(world, bed(earliest=of_day(2)))
    for day in (of_day(-1), TODAY, of_day(1), date(9999, 12, 31)):
        with pytest.raises(NotPossible, match="before they can begin, gone, or too far"):
            _give(world, package, day)
    _give(world, package, of_day(2))
    with pytest.raises(NotPossible, match="does not wait any longer"):
        _give(world, package, of_day(2))


# Laws

_DAYS = 8
_PARTS = st.lists(
    st.builds(
        Part,
        st.sampled_from(["bed", "therapy"]),
        st.integers(0, 3),
        st.integers(1, 4),
        st.sampled_from([Decimal("0.5"), Decimal(1), Decimal(2)]),
    ),
    min_size=1,
    max_size=3,
)
_LEFT = st.dictionaries(
    st.tuples(st.sampled_from(["bed", "therapy"]), st.integers(-2, 15).map(of_day)),
    st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1), Decimal(2), Decimal(5)]),
)


@given(_PARTS, _LEFT, st.integers(-3, 15))
def test_the_first_day_that_fits_is_the_one_found_by_trying_all(
    parts: list[Part], left: dict[Slot, Decimal], begin: int
) -> None:
    earliest = of_day(begin)
    tried = (of_day(at) for at in range(max(begin, 0), 30))
    wanted = next((day for day in tried if not short(needed(parts, day), left)), None)
    assert Calendar(left, TODAY).first_day(parts, earliest) == wanted


@given(_PARTS, st.integers(0, 400))
def test_what_a_package_takes_is_the_sum_of_its_parts(parts: list[Part], begin: int) -> None:
    need = needed(parts, of_day(begin))
    assert sum(need.values()) == sum(part.days * part.amount for part in parts)
    assert max(day for _, day in need) == of_day(begin + lasts(parts) - 1)
    assert [Part.of(part.kept()) for part in parts] == parts


_DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(1, 4), st.sampled_from(["0.5", "1", "2"])),
        st.tuples(st.just("give"), st.integers(0, 5), st.integers(0, _DAYS)),
        st.tuples(st.just("end"), st.integers(0, 5), st.integers(-1, _DAYS)),
        st.tuples(st.just("withdraw"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("set"), st.integers(0, _DAYS), st.sampled_from(["0", "1", "1.5", "3"])),
    ),
    max_size=14,
)


def _deed(world: World, deed: tuple[str, Any, Any]) -> None:
    """Do something with the packages there are; what is not possible is left."""
    what, first, second = deed
    team, giver = world.teams["stay"], world.actor("giver")
    every = list(Package.objects.order_by("asked_at", "id"))
    if what == "ask":
        waiting(world, bed(first, second), by=world.actor("matron"))
        return
    if what == "set":
        slot = ("bed", of_day(first))
        was = {one: n for one, n in there(team.pk, TODAY).items() if one == slot}
        actions.set_capacity(by=giver, team=team.pk, amounts={slot: Decimal(second)}, was=was)
        return
    if not every:
        return
    package = every[first % len(every)]
    told: dict[str, Any] = {"id_": package.pk, "seen": package.version}
    if what == "give":
        actions.give_package(by=giver, starts=of_day(second), **told)
    elif what == "end":
        later = replace(giver, now=NOW + timedelta(days=_DAYS))
        actions.end_package(by=later, last_day=of_day(second), outcome="x", **told)
    else:
        actions.withdraw_package(by=world.actor("matron"), why="x", **told)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_DEEDS)
def test_no_day_ever_gives_more_than_it_has(
    world: World, deeds: list[tuple[str, Any, Any]]
) -> None:
    PackageDay.objects.all().delete()
    LegitimateRelationship.objects.filter(because__startswith="package:").delete()
    Package.objects.all().delete()
    DayCapacity.objects.all().delete()
    team = with_beds(world, "2", _DAYS)
    for deed in deeds:
        with suppress(NotPossible):
            _deed(world, deed)
        have = there(team.pk, TODAY)
        for slot, taken in used(team.pk, TODAY).items():
            assert taken <= have[slot]
    for package in Package.objects.all():
        held = package.days.aggregate(n=Sum("amount"))["n"] or 0
        parts = [Part.of(one) for one in package.parts]
        whole = sum(part.days * part.amount for part in parts)
        assert {"given": held == whole, "ended": held <= whole}.get(package.state, held == 0)
    waits = Package.objects.filter(team=team, state="waiting")
    listed = [(one.asked_at, one.pk) for one in in_order(Package.objects.filter(team=team))]
    assert listed == sorted((one.asked_at, one.pk) for one in waits)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["bed", "therapy"]), st.dates()),
        st.decimals(0, 9999, places=2, allow_nan=False),
    )
)
def test_what_a_form_showed_is_read_back(amounts: dict[Slot, Decimal]) -> None:
    assert read_back(written(amounts)) == amounts


@given(st.text())
def test_what_cannot_be_read_back_is_nothing(text: str) -> None:
    assert all(isinstance(one, tuple) for one in read_back(text))


# What the place says


@pytest.mark.parametrize(
    ("was", "now_", "says"),
    [
        ("- id: therapy", "- id: bed", "'bed' is there twice"),
        ("resource: bed,", "resource: sofa,", "unknown resource 'sofa'"),
        ("days: 7, amount: 1}", "days: 50, amount: 1}", "longer than the longest"),
        ("amount: 0.5}", "amount: 0}", "not above nought"),
        ("amount: 0.5}", "amount: 0.333}", "not above nought, in hundredths"),
        ("from_day: 3,", "from_day: -3,", "from_day"),
    ],
)
def test_terms_that_cannot_be_are_refused(was: str, now_: str, says: str) -> None:
    text = shipped_file("policies", "intermediate.yaml").read_text()
    assert was in text
    with pytest.raises(Refused, match=says):
        read_document(text.replace(was, now_), "intermediate.yaml", IntermediateTerms)


def test_the_shipped_packages_fit_into_a_day_of_the_shipped_capacity() -> None:
    each = {one.id: one.each_day.root[0].value for one in GIVES.resources}
    for package in GIVES.packages:
        for part in package.parts:
            assert part.amount <= each[part.resource]


# Pages


@pytest.fixture
def beds(world: World) -> Team:
    """Beds from the real today on: pages have the clock of the wall."""
    team, first = with_services(world).teams["stay"], now().date()
    DayCapacity.objects.bulk_create(
        DayCapacity(team=team, resource=name, day=first + timedelta(days=at), amount=n)
        for at in range(40)
        for name, n in (("bed", 1), ("reablement", 4), ("therapy", 4), ("rapid_response", 4))
    )
    return team


def _asked(team: Team, /, **said: str) -> dict[str, str]:
    return {
        "name": "A bed", "team": str(team.pk), "urgency": "urgent", "goal": "Home",
        "earliest": now().date().isoformat(), "resource0": "bed", "amount0": "1", "from0": "1",
        "days0": "5", **said,
    }  # fmt: skip


def _do(client: Client, package: Package, what: str, /, **said: str) -> Any:
    seen = Package.objects.get(pk=package.pk).version
    values = {f"{what}-{name}": value for name, value in said.items()}
    return client.post(
        reverse("package-do", args=[package.pk, what]), {"seen": str(seen), **values}
    )


def test_the_pages_from_asking_to_the_end(world: World, beds: Team, client: Client) -> None:
    nora, today = world.people["nora"], now().date()
    client.force_login(world.users["matron"])
    page = client.get(reverse("person-packages", args=[nora.pk])).content.decode()
    assert "A bed for two weeks" in page
    begun = client.get(f"{reverse('ask-package', args=[nora.pk])}?of=bed").content.decode()
    assert 'value="14"' in begun
    address = reverse("ask-package", args=[nora.pk])
    assert client.post(address, _asked(beds)).status_code == 302
    assert client.post(address, _asked(beds)).status_code == 302
    first, second = Package.objects.order_by("asked_at")
    assert "can be given" not in client.get(reverse("intermediate")).content.decode()

    client.force_login(world.users["giver"])
    listed = client.get(reverse("intermediate")).content.decode()
    assert "Can be given now" in listed
    assert "1 free of 1" in listed
    # The unit stands beside a name that does not say it.
    assert ">Beds</th>" in listed
    assert ">Therapy, hours</th>" in listed
    assert _do(client, first, "give", starts=today.isoformat()).status_code == 302
    full = _do(client, second, "give", starts=today.isoformat())
    assert full.status_code == 409
    assert "There is not enough left" in full.content.decode()
    assert client.get(reverse("person", args=[nora.pk])).status_code == 200
    done = _do(client, first, "end", last_day=today.isoformat(), outcome="Home <i>again</i>.")
    assert done.status_code == 302
    page = client.get(reverse("package", args=[first.pk])).content.decode()
    assert "Home &lt;i&gt;again&lt;/i&gt;." in page
    assert "<dd>1 day</dd>" in page
    assert client.get(reverse("person", args=[nora.pk])).status_code == 404
    _do(client, second, "withdraw", why="Better.")
    assert Package.objects.get(pk=second.pk).state == "withdrawn"


def test_when_days_become_free_it_says_how_many_can_have_theirs(
    world: World, beds: Team, client: Client
) -> None:
    nora, today = world.people["nora"], now().date()
    client.force_login(world.users["matron"])
    for _ in range(2):
        client.post(reverse("ask-package", args=[nora.pk]), _asked(beds))
    first = Package.objects.order_by("asked_at")[0]
    client.force_login(world.users["giver"])
    _do(client, first, "give", starts=today.isoformat())
    never = (today - timedelta(days=1)).isoformat()
    page = client.post(
        reverse("package-do", args=[first.pk, "end"]),
        {"seen": "2", "end-last_day": never, "end-outcome": "Never came."},
        follow=True,
    ).content.decode()
    assert "1 of those who wait can be given theirs now." in page


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"resource0": ""}, 422),
        ({"amount0": ""}, 422),
        ({"amount0": "NaN"}, 422),
        ({"amount0": "0.001"}, 422),
        ({"amount0": "-1"}, 422),
        ({"days0": "99999999999999999999"}, 422),
        ({"from0": "42", "days0": "5"}, 409),
        ({"earliest": "9999-12-31"}, 409),
        ({"earliest": "0001-01-01"}, 409),
        ({"team": "x"}, 422),
        ({"urgency": "soon"}, 422),
        ({"name": "x" * 101}, 422),
        ({"resource3": "cloud"}, 422),
    ],
)
def test_what_cannot_be_asked_for_is_said(
    world: World, beds: Team, client: Client, said: dict[str, str], status: int
) -> None:
    client.force_login(world.users["matron"])
    address = reverse("ask-package", args=[world.people["nora"].pk])
    assert client.post(address, _asked(beds, **said)).status_code == status
    assert not Package.objects.exists()


def _fortnight(client: Client, team: Team, **said: str) -> Any:
    address = reverse("capacity-days", args=[team.slug])
    today = now().date()
    names = [one.id for one in GIVES.resources]
    slots = [(name, today + timedelta(days=at)) for at in range(14) for name in names]
    shown = {slot: n for slot, n in there(team.pk, today).items() if slot in slots}
    values = {key_of(*slot): str(shown.get(slot, 3)) for slot in slots}
    return client.post(address, {"was": written(shown), **values, **said})


def test_a_fortnight_is_set_at_once(world: World, client: Client) -> None:
    team = with_services(world).teams["stay"]
    client.force_login(world.users["giver"])
    page = client.get(reverse("capacity-days", args=["stay"])).content.decode()
    assert "not set yet" in page
    assert _fortnight(client, team).status_code == 302
    assert DayCapacity.objects.count() == 14 * 4
    today = now().date()
    bad = key_of("bed", today)
    for wrong in ("", "-1", "x", "1e9", "NaN", "0.001"):
        assert _fortnight(client, team, **{bad: wrong}).status_code == 422
    late = _fortnight(client, team, **{bad: "7", "was": ""})
    assert late.status_code == 409
    assert 'value="7"' in late.content.decode()
    for asked in ("x", "9999-12-31", ""):
        address = f"{reverse('capacity-days', args=['stay'])}?from={asked}"
        assert client.get(address).status_code == 200


def test_only_the_team_sets_what_it_has(world: World, client: Client) -> None:
    with_services(world)
    for name, status in (("triage", 404), ("matron", 403)):
        client.force_login(world.users[name])
        assert client.get(reverse("capacity-days", args=["stay"])).status_code == status
    client.force_login(world.users["giver"])
    assert client.get(reverse("capacity-days", args=["dietitian"])).status_code == 404


def test_a_stranger_gets_nothing_of_a_package(world: World, beds: Team, client: Client) -> None:
    client.force_login(world.users["matron"])
    client.post(reverse("ask-package", args=[world.people["nora"].pk]), _asked(beds))
    package = Package.objects.get()
    client.force_login(world.users["stranger"])
    assert "Harefield" not in client.get(reverse("intermediate")).content.decode()
    for address in (
        reverse("package", args=[package.pk]),
        reverse("package-do", args=[package.pk, "withdraw"]),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"seen": "1", "withdraw-why": "x"}).status_code == 404


def test_no_page_asks_more_when_more_wait(world: World, beds: Team, client: Client) -> None:
    client.force_login(world.users["giver"])
    parts = [part.kept() for part in bed(5).parts]
    counts = []
    for more in (1, 60):
        Package.objects.bulk_create(
            Package(
                person=world.people["nora"], team=beds, name="A bed", parts=parts, state="waiting",
                urgency="routine", earliest=now().date(), asked_at=now(), controller="ZCOMM",
            )
            for _ in range(more)
        )  # fmt: skip
        counts.append(asked_by(lambda: client.get(reverse("intermediate"))))
    assert counts[0] == counts[1] <= 25
