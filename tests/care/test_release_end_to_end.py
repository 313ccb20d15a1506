"""From the records of a place to a caseload: who is accepted is who the records meant."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.care.commands import answer, care, made_empty, wholeplace
from tests.care.serving import environment

ACCEPT = """
import json, sys
from pathlib import Path
from wholeplace.cli.care_ready import open_records
open_records(Path(sys.argv[1]))
from wholeplace.care.access import actor_of
from wholeplace.care.actions.caseload import accept_candidate
from wholeplace.care.models import Candidate, Person, User
from wholeplace.store.identity import read_keys
from wholeplace.store.workspace import Workspace
keys = read_keys(Workspace(Path(sys.argv[1])))
found = {}
for one in Candidate.objects.filter(practice="ZP001"):
    by = actor_of(User.objects.get(email="gp@x.example"))
    entry = accept_candidate(by=by, id_=one.pk, reason="We know them.", keys=keys)
    found[one.pseudonym] = [entry.person.nhs_number, entry.person.practice_id, entry.team.slug]
print(json.dumps(found))
"""

CAN_BE_WRONG = [
    ("garbage", "\\x00", "no JSON"),
    ("list", "[]", "no list of candidates"),
    ("no-day", '{"entries": [], "day": "x"}', "of which day"),
    ("entry", '{"entries": [7], "day": "2020-01-01"}', "candidate 1 is none"),
    ("deep", "[" * 100_000, "no JSON"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place of invented people with names, and the candidates of its teams."""
    folder = tmp_path_factory.mktemp("place") / "W"
    for words in (
        ("demo", str(folder), "--people", "2500", "--years", "4", "--identified"),
        ("risk", str(folder)),
        ("candidates", str(folder), "--output", str(folder / "release")),
    ):
        done = wholeplace(*words)
        assert done.returncode == 0, done.stderr
    return made_empty(folder)


def test_who_is_accepted_is_who_the_records_meant(place: Path) -> None:
    assert answer("place", place, "--teams-of", "ZCOMM")["teams"] == 8
    brought = answer("people", place, "--controller", "ZCOMM")
    assert brought["new"] > 2000
    release = answer("release", place, str(place / "release"))
    assert release["candidates"] > 20
    assert release["nobody_here"] == 0
    assert answer("release", place, str(place / "release")) == release
    post = ("--name", "Gita", "--role", "gp", "--organisation", "ZP001")
    answer("account", place, "--email", "gp@x.example", *post)
    done = subprocess.run(
        [sys.executable, "-c", ACCEPT, str(place)],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    accepted = json.loads(done.stdout)
    entries = json.loads((place / "release" / "release.json").read_text())["entries"]
    assert {one["person_id"] for one in entries if one["practice_code"] == "ZP001"} == set(accepted)
    ages = {one["person_id"]: one["age_from"] for one in entries}
    with closing(sqlite3.connect(place / "care" / "care.sqlite3")) as found:
        for person, (number, practice, team) in accepted.items():
            born = found.execute(
                "SELECT birth_date FROM care_person WHERE nhs_number = ?", [number]
            ).fetchone()[0]
            # What the release knows of them fits who was named: practice, team and age.
            assert (practice, team) == ("ZP001", "team-1")
            assert ages[person] <= 2020 - int(born[:4]) <= ages[person] + 10
    assert answer("people", place, "--controller", "ZCOMM")["new"] == 0
    assert answer("verify", place)["broken"] is None


@pytest.mark.parametrize(
    ("content", "says"), [one[1:] for one in CAN_BE_WRONG], ids=[one[0] for one in CAN_BE_WRONG]
)
def test_what_is_no_release_is_refused(
    place: Path, tmp_path: Path, content: str, says: str
) -> None:
    (tmp_path / "release.json").write_text(content, encoding="utf-8")
    refused = care("release", place, str(tmp_path))
    assert (refused.returncode, says in refused.stderr) == (1, True), refused.stderr
    assert "Traceback" not in refused.stderr
