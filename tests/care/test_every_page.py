"""Every page and every form, of every role: found by walking, not by a list that somebody keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.care.walker import Form, Found, view_of, walk
from wholeplace.care.demo import make_demo_team
from wholeplace.care.models import AuditEvent, Role, User
from wholeplace.store.clock import now

PEOPLE = 200


@pytest.fixture
def demo(db: None) -> None:
    """The demonstration, in a database of the test's own."""
    make_demo_team(PEOPLE, now())


def _client(who: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=f"{who}@demo.example"))
    return client


WHO = {
    Role.MATRON: "matron", Role.COORDINATOR: "coordinator", Role.GP: "gp",
    Role.GERIATRICIAN: "geriatrician", Role.WELLBEING: "wellbeing", Role.SOCIAL_WORKER: "social",
    Role.TRIAGE: "triage", Role.LEAD: "lead", Role.PRIVACY: "privacy",
}  # fmt: skip


def _walked(who: str, most_of_each: int = 2) -> list[Found]:
    return list(walk(_client(who), most_of_each=most_of_each))


@pytest.mark.parametrize("role", list(WHO))
def test_every_link_of_a_role_leads_to_a_page(demo: None, role: Role) -> None:
    pages = _walked(WHO[role])
    assert pages
    for page in pages:
        assert "None" not in page.path
        # What the test's browser does not ask for, a real one is refused without.
        for form in page.forms:
            is_signed = bool(form.values.get("csrfmiddlewaretoken"))
            assert is_signed == (form.method == "post"), (page.path, form.action)


def test_all_pages_are_reached_by_somebody(demo: None) -> None:
    pages = [found for who in WHO.values() for found in _walked(who, 6)]
    reached = {found.view for found in pages}
    posted = {view_of(form.action) for found in pages for form in found.forms}
    names = {name for name in get_resolver("wholeplace.care.urls").reverse_dict if _is_page(name)}
    missing = sorted(names - reached - posted - NOT_BY_A_LINK)
    assert not missing, ", ".join(missing)


def _is_page(name: object) -> TypeGuard[str]:
    return isinstance(name, str) and not name.startswith("fhir")


NOT_BY_A_LINK = {"huddle-write"}
"""Forms that no page of the demonstration has: of a huddle that is under way."""


def _forms() -> Iterator[tuple[str, Form]]:
    known = set()
    for who in WHO.values():
        for found in _walked(who):
            for form in found.forms:
                id_ = (
                    view_of(form.action),
                    form.action.rsplit("/", 2)[-2:],
                    tuple(sorted(form.values)),
                )
                key = repr(id_)
                if form.method == "post" and key not in known and "logout" not in form.action:
                    known.add(key)
                    yield who, form


NASTY = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            *("", "0", "-1", "1e999", "NaN", "99999999999999999999", "2019-02-30", "0001-01-01"),
            *("9999-12-31", "9999-12-31T23:59", "\x00", "'; drop table care_person; --", "<b>"),
            *(
                "x" * 5000,
                "\u202eabc",
                "\ud800".encode("utf-8", "replace").decode(),
                "yes",
                "on",
                "²",
                "٣",
            ),
        ]
    ),
)


@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def _fuzzed(data: st.DataObject, client: Client, form: Form, times: int) -> None:
    for _ in range(times):
        sent = {
            name: data.draw(
                st.one_of(NASTY, st.just(form.values.get(name, "")), *_of(form, name)), label=name
            )
            for name in {*form.values, *form.options}
            if name != "csrfmiddlewaretoken"
        }
        with transaction.atomic():
            answer = client.post(form.action, sent)
            assert answer.status_code < 500, (form.action, sent)
            transaction.set_rollback(True)


def _of(form: Form, name: str) -> list[st.SearchStrategy[str]]:
    return [st.sampled_from(form.options[name])] if form.options.get(name) else []


def test_no_form_fails_whatever_is_sent(demo: None) -> None:
    forms = list(_forms())
    assert len(forms) > 5
    for who, form in forms:
        _fuzzed(client=_client(who), form=form, times=12)


def test_a_stranger_finds_no_page_of_anothers_person(demo: None) -> None:
    mine = [found for found in _walked("matron") if "/" in found.path.strip("/")]
    stranger = _client("other")
    tried = 0
    for found in mine:
        if not any(len(part) == 36 for part in found.path.split("/")):
            continue
        before = AuditEvent.objects.filter(verb="denied").count()
        assert stranger.get(found.path).status_code in {403, 404}, found.path
        assert AuditEvent.objects.filter(verb="denied").count() > before, found.path
        tried += 1
    assert tried > 5
    assert stranger.get(reverse("today")).status_code == 200
