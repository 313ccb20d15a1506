"""Assessments: begun with what is known, answered by several hands, signed, corrected."""

from __future__ import annotations

import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.care.asking import asked_by
from tests.care.examples.assessment import FALLS, INSTRUMENTS, begun
from tests.care.world import NOW, World
from wholeplace.care.access import Hidden
from wholeplace.care.access.scopes import assessments, first_signed, observations
from wholeplace.care.actions import assessment as actions
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed, NotAllowed
from wholeplace.care.first_assessment import first_assessment, first_assessments
from wholeplace.care.models import (
    AboutMe,
    Assessment,
    CaseloadEntry,
    Encounter,
    Observation,
    Problem,
    RelatedPerson,
    Role,
    StatusChange,
    Visibility,
)
from wholeplace.care.terms import read_terms
from wholeplace.place.instruments import User as InstrumentUser

TERMS = read_terms(Path("nowhere"))
HOME = "home-assessment"
PAM = {"score": "51.0", "level": "2", "licence": "A-1"}


def _begin(world: World, instrument: str, by: str = "matron") -> Assessment:
    return actions.begin_assessment(
        by=world.actor(by), person=world.people["nora"].pk, instrument=instrument,
        instruments=INSTRUMENTS,
    )  # fmt: skip


def _save(
    world: World, row: Assessment, section: str, answers: dict[str, str], **more: object
) -> Assessment:
    saved = Assessment.objects.get(pk=row.pk).saved.get(section, {}).get("version", 0)
    words: dict[str, object] = {"seen": saved, "still": (), "by": world.actor("matron")} | more
    return actions.save_answers(
        id_=row.pk,
        section=section,
        answers=answers,
        instruments=INSTRUMENTS,
        **words,  # type: ignore[arg-type]
    )


def _sign(world: World, row: Assessment, by: str = "matron", now: datetime = NOW) -> Assessment:
    seen = Assessment.objects.get(pk=row.pk).version
    return actions.sign_assessment(
        by=world.actor(by, now), id_=row.pk, seen=seen, instruments=INSTRUMENTS
    )


def _signed(
    world: World, instrument: str, section: str, answers: dict[str, str], by: str = "matron"
) -> Assessment:
    row = _begin(world, instrument, by)
    _save(world, row, section, answers, by=world.actor(by))
    return _sign(world, row, by)


# Begun, with what is known


@pytest.fixture
def known(world: World) -> World:
    """Nora, of whom something is known."""
    nora = world.people["nora"]
    AboutMe.objects.create(
        person=nora, controller="ZCOMM", most_important="My garden", supported_by="Ann",
        written_on=date(2019, 5, 1),
    )  # fmt: skip
    Problem.objects.create(person=nora, controller="ZCOMM", what="A stoma", since=date(2017, 2, 1))
    Problem.objects.create(
        person=nora, controller="ZCOUNCIL", what="Owes rent", visibility=Visibility.ORGANISATION
    )
    RelatedPerson.objects.create(
        person=nora, controller="ZCOMM", name="Ann", relationship="wife", is_carer=True
    )
    for days in (10, 400):
        Encounter.objects.create(
            person=nora, controller="ZCOMM", kind="ed", organisation="ZACUTE", source="test",
            source_id=str(days), starts=NOW - timedelta(days=days), reason="stoma leaked",
        )  # fmt: skip
    return world


def test_it_begins_with_what_is_known_and_who_says_so(known: World) -> None:
    row = _begin(known, HOME)
    assert row.known["matters"] == {
        "value": "My garden", "source": "About me, written with Ann", "on": "2019-05-01",
    }  # fmt: skip
    assert row.known["problems"]["value"] == "A stoma (since 2017)"
    assert row.known["carer"]["value"] == "Ann (wife, carer)"
    # Of the last year alone.
    assert row.known["used"]["value"] == "24 May 2019, emergency department: stoma leaked"
    assert row.known["used"]["source"] == "other organisations"
    assert row.answers == {}


def test_what_only_one_organisation_sees_is_not_known_to_a_form_that_all_read(
    known: World,
) -> None:
    row = _begin(known, HOME, "social")
    assert "rent" not in str(row.known)


def test_what_was_answered_once_is_known_the_next_time_in_whatever_form(world: World) -> None:
    _signed(world, "cfs", "frailty", {"grade": "5"})
    row = _begin(world, HOME)
    assert row.known["cfs.grade"]["value"] == "5"
    assert row.known["cfs.grade"]["source"] == "Clinical Frailty Scale"


def test_what_was_known_becomes_the_answer_only_where_somebody_says_it_still_holds(
    known: World,
) -> None:
    row = _begin(known, HOME)
    saved = _save(known, row, "me", {}, still=["matters", "people"])
    assert saved.answers["matters"] == "My garden"
    # What is typed goes before what was known.
    typed = {"matters": "My wife", "people": saved.answers["people"]}
    again = _save(known, row, "me", typed, still=["matters", "people", "talk"])
    assert again.answers["matters"] == "My wife"
    assert "talk" not in again.answers


def test_one_of_an_instrument_is_open_at_a_time(world: World) -> None:
    _begin(world, "falls")
    _begin(world, "cfs")
    with pytest.raises(NotPossible, match="begun already"):
        _begin(world, "falls")


def test_nobody_who_died_is_assessed(world: World) -> None:
    nora = world.people["nora"]
    nora.died_on = date(2019, 6, 1)
    nora.save()
    with pytest.raises(NotPossible, match="They have died"):
        _begin(world, "falls")


def test_there_is_no_such_instrument(world: World) -> None:
    with pytest.raises(Hidden):
        _begin(world, "horoscope")


# Answered by several hands

SECTIONS: list[tuple[str, dict[str, str]]] = [
    ("history", {key: FALLS[key] for key in ("number", "blackout", "how")}),
    (
        "causes",
        {key: FALLS[key] for key in ("gait", "dizzy", "medicines", "sight", "mind", "home")},
    ),
    ("doing", {"steps": "Take up the rugs."}),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_sections_saved_in_any_order_give_the_same(world: World, order: tuple[int, ...]) -> None:
    row = _begin(world, "falls")
    for i in order:
        saved = _save(world, row, *SECTIONS[i])
    assert saved.answers == {key: word for _, some in SECTIONS for key, word in some.items()}


def test_two_who_write_in_different_sections_do_not_hinder_each_other(world: World) -> None:
    row = _begin(world, "falls")
    _save(world, row, *SECTIONS[0], seen=0)
    saved = _save(world, row, *SECTIONS[1], seen=0, by=world.actor("social"))
    assert {"number", "gait"} <= set(saved.answers)


def test_two_who_write_in_one_section_are_told_of_each_other(world: World) -> None:
    row = _begin(world, "falls")
    _save(world, row, *SECTIONS[0], seen=0)
    with pytest.raises(Changed) as told:
        _save(world, row, "history", {"number": "9"}, seen=0, by=world.actor("social"))
    assert told.value.who == "Matron"
    assert Assessment.objects.get(pk=row.pk).answers["number"] == "2"


@pytest.mark.parametrize(
    ("key", "text"),
    [("number", "often"), ("number", "-1"), ("number", "1.5"), ("blackout", "maybe"),
     ("how", "x" * 5001), ("how", "a\x00b")],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_not_kept(world: World, key: str, text: str) -> None:
    row = _begin(world, "falls")
    with pytest.raises(NotPossible):
        _save(world, row, "history", {key: text})
    assert Assessment.objects.get(pk=row.pk).answers == {}


def test_an_answer_to_no_question_of_the_section_is_not_kept(world: World) -> None:
    row = _begin(world, "falls")
    assert _save(world, row, "history", {"gait": "yes", "score": "1"}).answers == {}
    with pytest.raises(Hidden):
        _save(world, row, "nowhere", {})


# Signed


def test_what_is_signed_keeps_its_score_with_band_and_version(world: World) -> None:
    row = _signed(world, "pam", "result", PAM, "wellbeing")
    one = Observation.objects.get(assessment=row)
    assert (one.code, one.value, one.band) == ("pam", Decimal("51.00"), "Level 2")
    assert (one.instrument_version, one.licence, one.seen_on) == ("1", "A-1", date(2019, 6, 3))
    assert one.created_by == world.users["wellbeing"]


def test_a_score_and_a_level_that_do_not_agree_are_not_signed(world: World) -> None:
    with pytest.raises(NotPossible):
        _signed(world, "pam", "result", PAM | {"level": "3"}, "wellbeing")
    assert not Observation.objects.exists()


def test_what_is_required_must_be_answered(world: World) -> None:
    row = _begin(world, "falls")
    _save(world, row, *SECTIONS[0])
    with pytest.raises(NotPossible, match="6 answers are missing"):
        _sign(world, row)


def test_what_is_signed_is_never_written_in_again(world: World) -> None:
    row = _signed(world, "cfs", "frailty", {"grade": "5"})
    with pytest.raises(NotPossible):
        _save(world, row, "frailty", {"grade": "6"})
    with pytest.raises(NotPossible):
        _sign(world, row)
    with pytest.raises(NotPossible):
        actions.drop_assessment(by=world.actor("matron"), id_=row.pk, seen=row.version, reason="no")
    assert Assessment.objects.get(pk=row.pk).answers == {"grade": "5"}


def test_a_correction_takes_the_place_of_what_it_corrects_and_keeps_its_day(world: World) -> None:
    old = _signed(world, "cfs", "frailty", {"grade": "5"})
    new = actions.correct_assessment(
        by=world.actor("matron"), id_=old.pk, seen=old.version, instruments=INSTRUMENTS
    )
    assert new.answers == {"grade": "5"}
    with pytest.raises(NotPossible, match="begun already"):
        actions.correct_assessment(
            by=world.actor("matron"), id_=old.pk, seen=old.version, instruments=INSTRUMENTS
        )
    # Until it is signed the old one holds.
    assert observations(world.actor("gp")).get().value == 5
    _save(world, new, "frailty", {"grade": "6"})
    _sign(world, new, now=NOW + timedelta(days=9))
    old.refresh_from_db()
    assert old.state == "replaced"
    assert old.answers == {"grade": "5"}
    one = observations(world.actor("gp")).get()
    assert (int(one.value), one.seen_on) == (6, date(2019, 6, 3))
    # Nothing that was kept is gone.
    assert Observation.objects.count() == 2


def test_a_correction_that_is_given_up_leaves_room_for_another(world: World) -> None:
    old = _signed(world, "cfs", "frailty", {"grade": "5"})
    for _ in range(2):
        new = actions.correct_assessment(
            by=world.actor("matron"), id_=old.pk, seen=old.version, instruments=INSTRUMENTS
        )
        actions.drop_assessment(
            by=world.actor("matron"), id_=new.pk, seen=1, reason="A mistake of mine."
        )
    assert observations(world.actor("matron")).get().value == 5
    assert StatusChange.objects.filter(after="dropped").count() == 2


# Who may


def test_a_coordinator_answers_and_does_not_sign(world: World) -> None:
    world.user("coordinator", Role.COORDINATOR, "ZCOMM", "north")
    row = _begin(world, "cfs", "coordinator")
    _save(world, row, "frailty", {"grade": "4"}, by=world.actor("coordinator"))
    with pytest.raises(NotAllowed):
        _sign(world, row, "coordinator")


def test_a_wellbeing_adviser_does_and_sees_what_instruments_say(world: World) -> None:
    _signed(world, "cfs", "frailty", {"grade": "5"})
    _signed(world, "pam", "result", PAM, "wellbeing")
    wendy = world.actor("wellbeing")
    assert [one.instrument for one in assessments(wendy)] == ["pam"]
    assert [one.code for one in observations(wendy)] == ["pam"]
    assert len(assessments(world.actor("gp"))) == 2
    with pytest.raises(NotAllowed):
        _begin(world, "falls", "wellbeing")


def test_the_words_for_users_are_those_of_the_roles() -> None:
    words = set(get_args(InstrumentUser))
    assert words == {role.value for role in Role} - {Role.PRIVACY.value}


# The clock of the first assessment

ASKED = datetime(2019, 6, 3, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("signed", "now", "is_late"),
    [
        ([], "2019-06-03 12:00", False),
        ([], "2019-06-05 12:00", True),
        (["2019-06-03 15:00"], "2019-07-01 12:00", False),
        (["2019-06-10 15:00"], "2019-07-01 12:00", True),
        # What was signed before they were put forward was for something else.
        (["2019-01-01 15:00"], "2019-06-05 12:00", True),
        (["2019-01-01 15:00", "2019-06-03 10:00", "2019-08-01 10:00"], "2019-09-01 12:00", False),
    ],
)
def test_it_runs_from_put_forward_to_signed(signed: list[str], now: str, *, is_late: bool) -> None:
    days = [datetime.fromisoformat(f"{one}+00:00") for one in signed]
    clock = first_assessment(ASKED, days, TERMS)
    assert clock is not None
    assert clock.is_late(datetime.fromisoformat(f"{now}+00:00")) is is_late


def test_the_clock_of_many_is_asked_for_with_one_query(world: World) -> None:
    entries = [
        CaseloadEntry.objects.create(
            person=person, team=world.teams["north"], reason="gp", tier="weekly",
            entered_at=NOW - timedelta(days=days), controller="ZCOMM",
        )
        for person, days in ((world.people["nora"], 0), (world.people["sam"], 3))
    ]  # fmt: skip
    begun(world, HOME, state="signed", signed_at=NOW + timedelta(hours=1))
    matron, people = world.actor("matron"), [one.person_id for one in entries]
    with CaptureQueriesContext(connection) as caught:
        signed = first_signed(matron, people, INSTRUMENTS.first())
    assert len(caught) == 1
    found = first_assessments(entries, signed, TERMS)
    assert [(entry.person.given_name, clock.is_late(NOW)) for entry, clock in found] == [
        ("Sam", True),
        ("Nora", False),
    ]


def test_a_place_without_the_clock_has_none() -> None:
    assert first_assessment(ASKED, [], TERMS.model_copy(update={"clocks": ()})) is None


# The pages


def _page(client: Client, name: str, *arguments: object) -> str:
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def _started(client: Client, world: World, instrument: str) -> Assessment:
    nora = world.people["nora"]
    client.post(reverse("assessment-begin", args=[nora.pk]), {"instrument": instrument})
    return Assessment.objects.get(instrument=instrument, state="draft")


def test_an_assessment_from_begin_to_score(known: World, browser: Client) -> None:
    nora = known.people["nora"]
    assert "Nothing is signed yet" in _page(browser, "assessments", nora.pk)
    row = _started(browser, known, "cfs")
    page = _page(browser, "assessment", row.pk)
    assert "0 of 1 answered" in page
    refused = browser.post(reverse("assessment-do", args=[row.pk, "sign"]), {"seen": "1"})
    assert refused.status_code == 422
    assert f"{reverse('assessment-section', args=[row.pk, 'frailty'])}#id_grade" in (
        refused.content.decode()
    )
    answer = browser.post(
        reverse("assessment-section", args=[row.pk, "frailty"]), {"seen": "0", "grade": "6"}
    )
    assert answer["Location"] == reverse("assessment", args=[row.pk])
    browser.post(reverse("assessment-do", args=[row.pk, "sign"]), {"seen": "2"})
    page = _page(browser, "assessment", row.pk)
    assert "Signed by Matron" in page
    assert "moderate frailty" in page
    assert "Rockwood" in page
    assert "moderate frailty" in _page(browser, "assessments", nora.pk)


def test_what_is_known_stands_with_its_question(known: World, browser: Client) -> None:
    row = _started(browser, known, HOME)
    address = reverse("assessment-section", args=[row.pk, "me"])
    page = browser.get(address).content.decode()
    assert "Already known: <strong>My garden</strong>" in page
    assert "(from About me, written with Ann, on 1 May 2019)" in page
    browser.post(address, {"seen": "0", "still": ["matters"], "talk": "Slowly"})
    page = browser.get(address).content.decode()
    assert "Confirmed" in page
    browser.post(address, {"seen": "1", "matters": "My wife"})
    assert "Changed" in browser.get(address).content.decode()


def test_who_saves_what_another_saved_meanwhile_loses_nothing(
    world: World, browser: Client
) -> None:
    row = _started(browser, world, "falls")
    address = reverse("assessment-section", args=[row.pk, "history"])
    other = Client()
    other.force_login(world.users["social"])
    other.post(address, {"seen": "0", "number": "3", "how": "In the kitchen."})
    mine = {"seen": "0", "number": "4", "how": "On the stairs."}
    answer = browser.post(address, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Social saved this section while you were writing" in page
    assert "On the stairs." in page
    assert "Now there: In the kitchen." in page
    assert 'name="seen" value="1"' in page
    assert browser.post(address, mine | {"seen": "1"}).status_code == 302


def test_a_wrong_answer_is_shown_with_the_others_and_a_link(world: World, browser: Client) -> None:
    row = _started(browser, world, "falls")
    address = reverse("assessment-section", args=[row.pk, "history"])
    answer = browser.post(address, {"seen": "0", "number": "many", "how": "In the <b>hall</b>."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_number">' in page
    assert "Write a number." in page
    assert "In the &lt;b&gt;hall&lt;/b&gt;." in page


def test_who_answers_what_was_signed_meanwhile_gets_their_words_back(
    world: World, browser: Client
) -> None:
    row = _started(browser, world, "falls")
    address = reverse("assessment-section", args=[row.pk, "history"])
    Assessment.objects.filter(pk=row.pk).update(state="signed", signed_at=NOW)
    answer = browser.post(address, {"seen": "0", "how": "On the stairs."})
    assert answer.status_code == 409
    assert "can be changed no longer" in answer.content.decode()
    assert "On the stairs." in answer.content.decode()
    assert browser.get(address).status_code == 302


def test_a_signed_one_is_shown_though_its_form_is_gone(world: World, browser: Client) -> None:
    row = begun(world, "old-form", answers={"a": "My garden"}, state="signed", signed_at=NOW)
    page = _page(browser, "assessment", row.pk)
    assert "is not here any more" in page
    assert "My garden" in page
    _page(browser, "assessments", world.people["nora"].pk)


def test_a_correction_and_giving_up_by_the_pages(world: World, browser: Client) -> None:
    row = _signed(world, "cfs", "frailty", {"grade": "5"})
    do = reverse("assessment-do", args=[row.pk, "correct"])
    answer = browser.post(do, {"seen": str(row.version)})
    new = Assessment.objects.get(corrects=row)
    assert answer["Location"] == reverse("assessment", args=[new.pk])
    assert "It corrects" not in _page(browser, "assessment", new.pk)
    assert browser.post(do, {"seen": str(row.version)}).status_code == 409
    drop = reverse("assessment-do", args=[new.pk, "drop"])
    assert browser.post(drop, {"seen": "1", "reason": ""}).status_code == 422
    assert browser.post(drop, {"seen": "1", "reason": "A mistake."}).status_code == 302
    assert "given up" in _page(browser, "assessment", new.pk)


def test_nothing_of_anothers_person_is_there(world: World, client: Client) -> None:
    row = begun(world, "cfs")
    client.force_login(world.users["stranger"])
    nora = world.people["nora"].pk
    for name, arguments in (
        ("assessments", [nora]), ("assessment-begin", [nora]), ("assessment", [row.pk]),
        ("assessment-section", [row.pk, "frailty"]), ("assessment-do", [row.pk, "sign"]),
        ("assessment", [uuid.uuid4()]),
    ):  # fmt: skip
        address = reverse(name, args=arguments)
        assert client.get(address).status_code == 404, name
        assert client.post(address, {"seen": "1", "instrument": "cfs"}).status_code == 404, name


def test_an_adviser_finds_no_page_of_what_is_not_theirs(world: World, client: Client) -> None:
    row = begun(world, "cfs")
    client.force_login(world.users["wellbeing"])
    assert client.get(reverse("assessment", args=[row.pk])).status_code == 404
    page = _page(client, "assessments", world.people["nora"].pk)
    assert "Loneliness" in page
    assert "Frailty" not in page


@pytest.mark.parametrize(
    "seen", ["", "-1", "x", "²", "9" * 5000, "1e3", "\x00", "None"], ids=lambda one: one[:5]
)
def test_no_version_that_is_sent_makes_a_page_fail(
    world: World, browser: Client, seen: str
) -> None:
    row = _started(browser, world, "falls")
    section = reverse("assessment-section", args=[row.pk, "history"])
    assert browser.post(section, {"seen": seen, "number": "1"}).status_code == 409
    for what in ("sign", "correct", "drop", "nothing"):
        do = reverse("assessment-do", args=[row.pk, what])
        answer = browser.post(do, {"seen": seen, "reason": "x" * 20})
        assert answer.status_code in {302, 409, 422}


def test_no_page_asks_more_when_there_is_more(world: World, browser: Client) -> None:
    nora = world.people["nora"]
    row = _started(browser, world, HOME)
    pages = [
        reverse("assessments", args=[nora.pk]),
        reverse("assessment", args=[row.pk]),
        reverse("assessment-section", args=[row.pk, "barthel"]),
    ]

    def queries(address: str) -> int:
        return asked_by(lambda: browser.get(address))

    _signed(world, "cfs", "frailty", {"grade": "5"})
    _save(world, row, "me", {"matters": "My garden"})
    few = [queries(address) for address in pages]
    for grade in "3456":
        _signed(world, "cfs", "frailty", {"grade": grade})
    _save(world, row, "cfs", {"cfs.grade": "5"})
    _save(world, row, "mind", {"memory": "no"}, by=world.actor("social"))
    begun(world, "falls")
    assert [queries(address) for address in pages] == few
    assert max(few) <= 25
