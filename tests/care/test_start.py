"""Start as a site would: refused where it is unsafe, ready where it is not, quiet about people."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, override_settings

from wholeplace.kernel import Refused
from wholeplace.web.database import database_of
from wholeplace.web.logs import JsonFormatter, without_identifiers
from wholeplace.web.production import check_production

LONG = "x" * 60


def _serve(workspace: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-m", "wholeplace", "serve", str(workspace), "--prepare-only"]
    return subprocess.run(
        [*command, *words], env=kept | environment, capture_output=True, text=True, check=False
    )


def test_the_demonstration_is_made_once_and_tells_its_sign_ins(tmp_path: Path) -> None:
    first = _serve(tmp_path, "--demo", "--people", "30")
    assert first.returncode == 0, first.stderr
    assert "30 made-up people" in first.stdout
    assert "matron@demo.example  Guided care matron" in first.stdout
    again = _serve(tmp_path, "--demo", "--people", "99")
    assert again.stdout == first.stdout
    assert (tmp_path / "care" / "care.sqlite3").is_file()


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "there is no secret of its own"),
        ({"WHOLEPLACE_SECRET": "short"}, "fewer than 50 characters"),
        ({"WHOLEPLACE_SECRET": LONG, "DATABASE_URL": "mysql://x/y"}, "no address of a PostgreSQL"),
    ],
)
def test_production_refuses_what_is_unsafe(
    tmp_path: Path, environment: dict[str, str], says: str
) -> None:
    found = _serve(tmp_path, **environment)
    assert found.returncode == 1
    assert says in found.stderr + found.stdout
    assert "Traceback" not in found.stderr


def test_production_starts_with_a_secret_and_makes_nobody(tmp_path: Path) -> None:
    found = _serve(tmp_path, WHOLEPLACE_SECRET=LONG)
    assert found.returncode == 0, found.stderr
    assert found.stdout == ""


def test_debug_is_refused() -> None:
    with pytest.raises(Refused, match="DEBUG"):
        check_production(is_demo=False, secret=LONG, demo_secret="", debug=True)


def test_a_postgresql_address_is_read(tmp_path: Path) -> None:
    found = database_of("postgresql://ann:a%40b@db.example:5433/care?sslmode=require", tmp_path)
    wanted = {"NAME": "care", "USER": "ann", "PASSWORD": "a@b", "HOST": "db.example"}
    assert {name: found[name] for name in wanted} == wanted
    assert (found["PORT"], found["OPTIONS"]) == ("5433", {"sslmode": "require"})
    socket = database_of("postgresql://postgres:@/care?host=/run/pg", tmp_path)
    assert socket["HOST"] == "/run/pg"


@pytest.mark.usefixtures("world")
def test_health_and_readiness(client: Client) -> None:
    assert client.get("/health").json() == {"status": "alive"}
    assert client.get("/ready").json() == {"status": "ready"}


def test_readiness_is_503_without_tables(client: Client, db: None) -> None:
    from wholeplace.care.models import AuditHead

    AuditHead.objects.all().delete()
    assert client.get("/ready").status_code == 503


def test_pages_ask_the_network_for_nothing_and_allow_no_script_within(browser: Client) -> None:
    answer = browser.get("/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert "http://" not in page
    assert "https://" not in page
    assert "<script>" not in page


def test_log_lines_tell_of_nobody() -> None:
    path = "/people/ed09df96-f963-4edc-8b09-043b811b97af/?name=harefield"
    told = f"Not Found: {path} 999 000 0018"
    assert without_identifiers(told) == "Not Found: /people/[id]/?[query] [number]"
    try:
        int("Nora Harefield")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "it failed", None, sys.exc_info())
    line = json.loads(JsonFormatter().format(record))
    assert "Nora" not in json.dumps(line)
    assert line["error"].startswith("ValueError in tests.care.test_start:")


@pytest.mark.usefixtures("world")
def test_after_twelve_hours_one_signs_in_again(browser: Client) -> None:
    assert browser.get("/").status_code == 200
    with override_settings(SESSION_ABSOLUTE_AGE=-1):
        assert browser.get("/").status_code == 302


@pytest.mark.usefixtures("world")
def test_five_wrong_passwords_lock_the_door(client: Client) -> None:
    wrong = {"login": "matron@demo.example", "password": "wrong"}
    pages = [client.post("/account/login/", wrong).content.decode() for _ in range(6)]
    right = client.post("/account/login/", {**wrong, "password": "a long password"})
    assert "Too many failed" in pages[-1]
    assert right.status_code == 200


def test_nobody_signs_up(client: Client, db: None) -> None:
    page = client.get("/account/signup/").content.decode()
    assert "password1" not in page
