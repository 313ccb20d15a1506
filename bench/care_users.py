"""What one of fifty does all day: begin, look at a caseload, at somebody, at what happened, write.

Run by ``care_load.py`` through locust; each signs in once, and then thinks for some seconds between
clicks, as people do.
"""

from __future__ import annotations

import itertools
import re
from random import Random

from locust import HttpUser, between, task

_NUMBERS = itertools.count()
_CHANCE = Random(2019)  # noqa: S311 - where somebody clicks is no secret
_SEE_OTHER = 302
_PERSON = re.compile(r'href="(/people/[0-9a-f-]{36}/)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Colleague(HttpUser):
    """Somebody signed in, of one of the teams."""

    wait_time = between(2, 8)

    def on_start(self) -> None:
        """Sign in, and find out who is on the caseload."""
        who = f"load{next(_NUMBERS)}@demo.example"
        page = self.client.get("/account/login/", name="sign in: page")
        sent = {"login": who, "password": "demonstration-only", "csrfmiddlewaretoken": _in(page)}
        self.client.post("/account/login/", sent, name="sign in")
        self.people = sorted(set(_PERSON.findall(self.client.get("/caseload/").text)))

    @task(3)
    def today(self) -> None:
        """Begin the day again."""
        self.client.get("/", name="list: today")

    @task(3)
    def caseload(self) -> None:
        """Look at a page of the caseload."""
        self.client.get(f"/caseload/?page={_CHANCE.randint(1, 5)}", name="list: caseload")

    @task(5)
    def person(self) -> None:
        """Look at somebody."""
        self.client.get(_CHANCE.choice(self.people), name="person")

    @task(2)
    def timeline(self) -> None:
        """Look at what happened to somebody."""
        self.client.get(f"{_CHANCE.choice(self.people)}timeline/", name="person: timeline")

    @task(2)
    def write(self) -> None:
        """Write down what somebody says."""
        path = f"{_CHANCE.choice(self.people)}about-me/"
        page = self.client.get(path, name="person: form")
        sent = {
            "most_important": "My garden.", "written_on": "2026-11-01",
            "csrfmiddlewaretoken": _in(page),
        }  # fmt: skip
        with self.client.post(
            path, sent, name="write", allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != _SEE_OTHER:
                answer.failure(f"not kept: {answer.status_code}")


def _in(page: object) -> str:
    found = _TOKEN.search(getattr(page, "text", ""))
    if found is None:
        raise RuntimeError("a page without a form")
    return found.group(1)
