"""Processes killed, disks full, databases gone: nothing acknowledged is lost, and it is told."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests
from django.test import Client

from tests.care import postgresql
from tests.care.commands import answer, made_demo
from tests.care.serving import environment, free_port, running
from tests.care.world import World
from wholeplace.care.demo import DEMO_PASSWORD
from wholeplace.care.models import AboutMe

pytestmark = pytest.mark.enable_socket
WRITERS = 3


class Browser:
    """Somebody signed in, who sends forms as a browser does."""

    def __init__(self, address: str, who: str = "matron") -> None:
        self.address, self.session = address, requests.Session()
        self.send("/account/login/", login=f"{who}@demo.example", password=DEMO_PASSWORD)

    def get(self, path: str) -> requests.Response:
        return self.session.get(f"{self.address}{path}", timeout=20)

    def send(self, path: str, **said: str) -> requests.Response:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).text)
        told = {**said, "csrfmiddlewaretoken": found.group(1) if found else ""}
        return self.session.post(
            f"{self.address}{path}", told, timeout=20, allow_redirects=False,
            headers={"Referer": f"{self.address}{path}"},
        )  # fmt: skip

    def write(self, path: str, words: str) -> bool:
        """Write what somebody says of themselves; returns whether it was acknowledged."""
        return self.send(path, most_important=words, written_on="2019-01-01").status_code == 302


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_demo(tmp_path_factory.mktemp("faults") / "W", 20)


def somebody(folder: Path) -> str:
    """Return the address of what a person on the matron's caseload says of themselves."""
    asked = (
        "SELECT person_id FROM care_caseloadentry e JOIN care_team t ON t.id = e.team_id"
        " WHERE t.slug = 'team-1' AND e.state = 'active' LIMIT 1"
    )
    with closing(sqlite3.connect(folder / "care" / "care.sqlite3")) as found:
        return f"/people/{uuid.UUID(found.execute(asked).fetchone()[0])}/about-me/"


def serving(folder: Path, port: int) -> list[str]:
    words = ["serve", str(folder), "--demo", "--people", "20", "--port", str(port)]
    return [sys.executable, "-m", "wholeplace", *words]


def children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(one) for one in told.split()]


class Writers:
    """Several who write at once, and what each of them was told is kept."""

    def __init__(self, address: str, path: str) -> None:
        self.address, self.path = address, path
        self.kept: set[str] = set()
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self._write, args=(i,)) for i in range(WRITERS)]

    def _write(self, number: int) -> None:
        browser, at = None, 0
        while not self.stop.is_set():
            at += 1
            words = f"writer {number} says {at}"
            try:
                browser = browser or Browser(self.address)
                if browser.write(self.path, words):
                    self.kept.add(words)
            except requests.RequestException:
                browser = None

    def wait_for(self, number: int) -> None:
        """Wait until so many more are acknowledged."""
        begun = len(self.kept)
        for _ in range(1200):
            if len(self.kept) >= begun + number:
                return
            time.sleep(0.05)
        raise AssertionError(f"only {len(self.kept)} were acknowledged")


def test_killed_while_writing_nothing_acknowledged_is_lost(demo: Path, tmp_path: Path) -> None:
    port = free_port()
    writers = Writers(f"http://127.0.0.1:{port}", somebody(demo))
    with (tmp_path / "log").open("w") as out:
        server = subprocess.Popen(serving(demo, port), env=environment(), stdout=out, stderr=out)
    try:
        _until_it_answers(port)
        for one in writers.threads:
            one.start()
        writers.wait_for(10)
        # One of the processes that answer: another takes its place, and work goes on.
        os.kill(children(server.pid)[0], signal.SIGKILL)
        writers.wait_for(10)
        for pid in (server.pid, *children(server.pid)):
            os.kill(pid, signal.SIGKILL)
    finally:
        writers.stop.set()
        for one in writers.threads:
            one.join()
        server.kill()
        server.wait()
    _is_whole(demo, writers.kept)


def _is_whole(folder: Path, kept: set[str]) -> None:
    assert answer("verify", folder)["broken"] is None
    with closing(sqlite3.connect(folder / "care" / "care.sqlite3")) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = found.execute(
            "SELECT most_important FROM care_aboutme WHERE most_important LIKE 'writer %'"
        )
        written = [row[0] for row in rows]
        told = found.execute("SELECT count(*) FROM care_auditevent WHERE verb = 'write about me'")
        # Every one of them has its row of the audit, and no row of the audit is of nothing.
        assert told.fetchone() == (len(written),)
    assert kept <= set(written)


def _until_it_answers(port: int) -> None:
    for _ in range(600):
        try:
            if requests.get(f"http://127.0.0.1:{port}/ready", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError("it does not answer")


FULL = """
import json, os, sys
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "wholeplace.web.settings", "WHOLEPLACE_MODE": "demo",
    "WHOLEPLACE_WORKSPACE": sys.argv[1], "WHOLEPLACE_HOSTS": "testserver",
}
import django
django.setup()
from django.db import connection
from django.test import Client
from wholeplace.care.actions.audit import verify
from wholeplace.care.models import AboutMe, AuditEvent, User
client = Client(raise_request_exception=False)
client.force_login(User.objects.get(email="matron@demo.example"))
said = {"most_important": "w" * 20_000, "written_on": "2019-01-01"}
send = lambda: client.post(sys.argv[2], said)
first = send().status_code
begun = AboutMe.objects.count()
rows = AuditEvent.objects.filter(verb="write about me").count()
# The same connection answers: SQLite refuses what would make the file longer.
with connection.cursor() as cursor:
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count = {pages}")
answers = [send() for _ in range(40)]
with connection.cursor() as cursor:
    cursor.execute("PRAGMA max_page_count = 1073741823")
print(json.dumps({
    "codes": [one.status_code for one in answers],
    "page": answers[-1].content.decode(),
    "written": AboutMe.objects.count() - begun,
    "told": AuditEvent.objects.filter(verb="write about me").count() - rows,
    "broken": verify()[1] is not None,
    "around": [first, send().status_code],
}))
"""


def test_a_full_disk_is_told_and_nothing_half_is_written(demo: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(demo), somebody(demo)],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["around"] == [302, 302]
    assert set(found["codes"]) <= {302, 507}
    assert found["codes"][-1] == 507
    assert "There is no space left" in found["page"]
    assert not {"www", "Traceback", "sqlite"} & set(re.findall("[a-zA-Z]+", found["page"]))
    saved = found["codes"].count(302)
    assert (found["written"], found["told"], found["broken"]) == (saved, saved, False)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgresql.server(tmp_path_factory.mktemp("postgresql")) as address:
        yield address


def test_a_database_that_is_gone_is_told_and_comes_back(server: str, tmp_path: Path) -> None:
    address = postgresql.as_role(server, "faults")
    more = environment(DATABASE_URL=address)
    port = free_port()
    with running(serving(tmp_path / "W", port), port, tmp_path / "log", more):
        _until_it_answers(port)
        browser = Browser(f"http://127.0.0.1:{port}")
        assert browser.get("/").status_code == 200
        postgresql.stop(server)
        try:
            gone = browser.get("/")
            ready = browser.get("/ready")
            alive = browser.get("/health")
        finally:
            postgresql.start(server)
        assert (gone.status_code, gone.headers["Retry-After"]) == (503, "60")
        assert "The records cannot be reached" in gone.text
        assert "psycopg" not in gone.text
        assert (ready.status_code, alive.status_code) == (503, 200)
        _until_it_answers(port)
        assert browser.get("/").status_code == 200
    log = (tmp_path / "log").read_text()
    assert DEMO_PASSWORD not in log.partition("open http")[2]


@pytest.mark.parametrize("length", ["1048577", "99999999999", "-1", "x"])
def test_what_is_too_large_for_a_form_is_not_read(browser: Client, length: str) -> None:
    refused = browser.post("/break-glass/", {"reason": "x"}, CONTENT_LENGTH=length)
    assert refused.status_code == 413
    assert "was not read" in refused.content.decode()


def test_no_file_is_taken_that_is_larger_than_a_form(world: World, browser: Client) -> None:
    path = f"/people/{world.people['nora'].pk}/about-me/"
    from io import BytesIO

    refused = browser.post(path, {"file": BytesIO(b"x" * (2 * 1024 * 1024))})
    assert refused.status_code == 413
    many = browser.post(path, {f"f{i}": "x" for i in range(600)})
    assert many.status_code == 400
    assert "none of the forms here" in many.content.decode()
    assert AboutMe.objects.count() == 0
