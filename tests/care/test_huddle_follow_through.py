"""What became of what huddles decided: counted once each, by fifth of deprivation, with care."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.care.asking import asked_by
from tests.care.world import NOW, World
from wholeplace.care.follow_through import FIFTHS, Action, by_fifth, parted, share, tally
from wholeplace.care.models import (
    AuditEvent,
    Huddle,
    HuddleItem,
    HuddleMember,
    LegitimateRelationship,
    Person,
    Role,
    Task,
)
from wholeplace.care.states import Doing, Huddling, Spoken
from wholeplace.privacy import SmallNumbers

DAY = timedelta(days=1)
RULE = SmallNumbers(hide_from=1, hide_to=7, source="assumed: of a test")

moments = st.none() | st.integers(-30, 30).map(lambda days: NOW + days * DAY)
actions = st.lists(
    st.builds(
        Action,
        person=st.integers(1, 20),
        state=st.sampled_from([one.value for one in Doing]),
        due_at=moments,
        done_at=moments,
        fifth=st.sampled_from(list(FIFTHS)),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("state", "due", "done", "became"),
    [
        ("done", 2, 1, "in_time"),
        ("done", 2, 2, "in_time"),
        ("done", 2, 3, "late"),
        ("done", None, 3, "in_time"),
        ("not_done", 2, None, "not_done"),
        ("dropped", 2, None, "not_done"),
        ("agreed", 2, None, "still_open"),
        ("doing", -2, None, "overdue"),
    ],
)
def test_an_action_becomes_one_thing(
    state: str, due: int | None, done: int | None, became: str
) -> None:
    due_at, done_at = (None if n is None else NOW + n * DAY for n in (due, done))
    found = tally([Action("nora", state, due_at, done_at)], NOW)
    assert getattr(found, became) == 1
    assert found.total == 1


@given(actions)
def test_the_parts_are_the_whole_however_it_is_parted(some: list[Action]) -> None:
    whole = tally(some, NOW)
    assert whole.total == len(some)
    for key in (lambda one: one.fifth, lambda one: one.person, lambda one: one.state):
        parts = [tally(part, NOW) for part in parted(some, key).values()]
        for name in ("in_time", "late", "not_done", "still_open", "overdue"):
            assert sum(getattr(part, name) for part in parts) == getattr(whole, name)


@given(actions)
def test_a_share_lies_within_its_limits(some: list[Action]) -> None:
    found = tally(some, NOW)
    one = share(found.done, found.ripe)
    if one is None:
        assert not found.ripe
    else:
        assert -1e-9 <= one.limits.lower <= one.value + 1e-9
        assert one.value - 1e-9 <= one.limits.upper <= 1 + 1e-9


@given(actions)
def test_no_small_group_is_shown_or_can_be_found(some: list[Action]) -> None:
    rows = by_fifth(some, NOW, RULE)
    for fifth, name in FIFTHS.items():
        part = [one for one in some if one.fifth == fifth]
        shown = next((row for row in rows if row.name == name), None)
        if not part:
            assert shown is None
        elif len(part) <= 7 or len({one.person for one in part}) <= 7:
            assert shown is not None
            assert shown.actions is None
            assert shown.carried_out is None
    # A reader who takes what is shown from the whole does not find a single group.
    hidden = [row for row in rows if row.actions is None]
    with_some = [row for row in hidden if any(FIFTHS[one.fifth] == row.name for one in some)]
    assert len(with_some) != 1 or len(rows) == 1


def test_wilsons_limits_are_those_of_the_paper() -> None:
    # Newcombe 1998, Statistics in Medicine 17:857, table I: 81 of 263, Wilson without correction.
    found = share(81, 263)
    assert found is not None
    assert (round(found.limits.lower, 4), round(found.limits.upper, 4)) == (0.2553, 0.3662)


def _spoken_of(world: World, number: int, at: datetime = NOW - 10 * DAY) -> list[HuddleItem]:
    huddle, _ = Huddle.objects.get_or_create(
        team=world.teams["north"], at=at, defaults={"state": Huddling.CLOSED, "closed_at": at}
    )
    HuddleMember.objects.get_or_create(
        huddle=huddle, user=world.users["gp"], role="gp", defaults={"came": False}
    )
    people = Person.objects.bulk_create(
        Person(
            given_name="Ann", family_name="Ickley", birth_date=NOW.date(), practice_id="ZP001",
            controller="ZCOMM", deprivation=1 + i % 2,
        )
        for i in range(number)
    )  # fmt: skip
    holder = f"team:{world.teams['north'].pk}"
    LegitimateRelationship.objects.bulk_create(
        LegitimateRelationship(person=one, holder=holder, kind="caseload", starts=at)
        for one in people
    )
    return HuddleItem.objects.bulk_create(
        HuddleItem(
            huddle=huddle, person=person, state=Spoken.DECIDED, controller="ZCOMM",
            preference_stated=bool(i % 4), decided_at=at,
        )
        for i, person in enumerate(people)
    )  # fmt: skip


def _agreed(items: list[HuddleItem]) -> None:
    Task.objects.bulk_create(
        Task(
            person=item.person, what="Ring", because=item.reference, controller="ZCOMM",
            due_at=NOW - 7 * DAY, state=Doing.DONE if i % 4 else Doing.NOT_DONE,
            done_at=NOW - (8 if i % 4 > 1 else 6) * DAY if i % 4 else None,
            reason="" if i % 4 else "She was away.",
        )
        for i, item in enumerate(items)
    )  # fmt: skip


@pytest.fixture
def lead(world: World, client: Client) -> Client:
    world.user("lead", Role.LEAD, "ZCOMM", "north")
    client.force_login(world.users["lead"])
    return client


PERIOD = {"first": "2019-05-01", "last": "2019-06-30"}


def test_the_lead_sees_what_became_of_decisions_and_by_where_people_live(
    world: World, lead: Client
) -> None:
    _agreed(_spoken_of(world, 40))
    # What another team decided is not counted.
    other = Huddle.objects.create(team=world.teams["south"], at=NOW - 9 * DAY, state="closed")
    sam = world.people["sam"]
    _agreed([HuddleItem.objects.create(huddle=other, person=sam, controller="ZCOMM")])
    page = lead.get(reverse("follow-through"), PERIOD).content.decode()
    assert "What became of 40 actions" in page
    for says in (
        'Done in time</th><td class="nhsuk-table__cell--numeric" data-name="Actions">20<',
        'Done late</th><td class="nhsuk-table__cell--numeric" data-name="Actions">10<',
        'Not done</th><td class="nhsuk-table__cell--numeric" data-name="Actions">10<',
        '75% <span class="wp-quiet">(60% to 86%)</span> were carried out',
        "370 meetings",
        'data-name="Asked">1</td><td class="nhsuk-table__cell--numeric" data-name="Came">0<',
        "Of 40 decisions, 75%",
    ):
        assert says in page, says
    assert page.count("Most deprived fifth") >= 1
    row = AuditEvent.objects.get(verb="see what became of decisions")
    assert '"actions": 40' in row.detail


def test_a_small_group_is_not_shown(world: World, lead: Client) -> None:
    _agreed(_spoken_of(world, 12))
    page = lead.get(reverse("follow-through"), PERIOD).content.decode()
    assert 'data-name="Carried out">*<' in page
    assert 'data-name="Carried out">75%' not in page


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "2019-06-30", "last": "2019-05-01"},
        {"first": "soon", "last": ""},
        {"first": "0001-01-01", "last": "9999-12-31"},
    ],
)
def test_a_period_that_cannot_be_is_said(lead: Client, asked: dict[str, str]) -> None:
    answer = lead.get(reverse("follow-through"), asked)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_only_a_lead_sees_it(browser: Client) -> None:
    assert browser.get(reverse("follow-through")).status_code == 403


def test_it_takes_no_more_queries_when_there_is_more(world: World, lead: Client) -> None:
    def queries() -> int:
        return asked_by(lambda: lead.get(reverse("follow-through"), PERIOD))

    assert "No huddle of your teams" in lead.get(reverse("follow-through")).content.decode()
    _agreed(_spoken_of(world, 4))
    few = queries()
    _agreed(_spoken_of(world, 60, NOW - 3 * DAY))
    assert queries() == few
