"""A copy taken while people write holds all that was written before it, and goes back as it was."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.care import postgresql
from tests.care.commands import answer, care, made_demo
from tests.care.serving import environment

WRITER = """
import sys
from pathlib import Path
from wholeplace.cli.care_ready import open_records
by = open_records(Path(sys.argv[1]))
from wholeplace.care.actions.place import bring_organisations
from wholeplace.care.models import Organisation
for i in range(100_000):
    one = Organisation(code=f"W{i}", name="written", kind="voluntary")
    bring_organisations(by=by, organisations=[one])
    print(i, flush=True)
"""


def file_of(folder: Path) -> Path:
    return folder / "care" / "care.sqlite3"


def count(folder: Path, table: str) -> int:
    with closing(sqlite3.connect(file_of(folder))) as found:
        return int(found.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - ours


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records of a demonstration, to be copied: making them takes longer than all else."""
    return made_demo(tmp_path_factory.mktemp("demo") / "W", 20)


@pytest.fixture
def folder(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo, tmp_path / "W"))


def test_a_copy_taken_while_others_write_goes_back_whole(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    begun = {table: count(folder, table) for table in ("care_organisation", "care_auditevent")}
    command = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as writer:
        told: list[str] = []
        assert writer.stdout is not None
        reading = threading.Thread(target=lambda: told.extend(writer.stdout or ()))
        for _ in range(10):
            writer.stdout.readline()
        reading.start()
        made = answer("backup", folder, str(copy))
        during = writer.poll()
        writer.kill()
        reading.join()
    # Who wrote went on writing all the time.
    assert during is None
    assert made["rows"] >= 10
    assert count(folder, "care_auditevent") > made["rows"]
    refused = care("restore", folder, str(copy))
    assert (refused.returncode, "there are care records here" in refused.stderr) == (1, True)
    done = answer("restore", folder, str(copy), "--replace")
    # As many as it had in one transaction with their rows: the backup's own row came after it.
    written = count(folder, "care_organisation") - begun["care_organisation"]
    assert written == made["rows"] - begun["care_auditevent"]
    assert done["lost"] > 0
    assert answer("verify", folder) == {"rows": made["rows"] + 1, "broken": None}
    assert copy.stat().st_mode & 0o077 == 0
    elsewhere = tmp_path / "elsewhere"
    assert answer("restore", elsewhere, str(copy))["rows"] == made["rows"]
    assert count(elsewhere, "care_person") == count(folder, "care_person") == 20


def test_who_had_ended_since_is_named_and_everybody_signs_in_again(
    folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    with closing(sqlite3.connect(file_of(folder))) as found, found:
        found.execute("INSERT INTO django_session VALUES ('a', 'b', '2999-01-01')")
    answer("backup", folder, str(copy))
    answer("end", folder, "--email", "gp@demo.example")
    done = care("restore", folder, str(copy), "--replace")
    assert "gp@demo.example had ended since" in done.stderr
    assert count(folder, "django_session") == 0


def test_what_is_no_whole_copy_is_refused_and_changes_nothing(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    answer("backup", folder, str(copy))
    again = care("backup", folder, str(copy))
    assert (again.returncode, "a file here already" in again.stderr) == (1, True)
    nowhere = care("backup", folder, str(tmp_path / "no" / "copy"))
    assert (nowhere.returncode, "its folder is not there" in nowhere.stderr) == (1, True)
    manifest = copy.with_name("copy.manifest.json")
    good, told = copy.read_bytes(), manifest.read_text()
    bad = {
        "changed": (good[:-1] + b"x", told, "not what its manifest says"),
        "no-manifest": (good, "{}", "no manifest of a copy"),
        "list": (good, "[]", "no manifest of a copy"),
        "garbage": (good, "\x00", "no manifest of a copy"),
        "of-another": (good, told.replace("sqlite", "postgresql"), "a copy of PostgreSQL"),
    }
    before = file_of(folder).read_bytes()
    for name, (content, words, says) in bad.items():
        copy.write_bytes(content)
        manifest.write_text(words)
        refused = care("restore", folder, str(copy), "--replace")
        assert (refused.returncode, says in refused.stderr) == (1, True), (name, refused.stderr)
        assert "Traceback" not in refused.stderr
    assert file_of(folder).read_bytes() == before
    gone = care("restore", folder, str(tmp_path / "none"))
    assert (gone.returncode, "not both here" in gone.stderr) == (1, True)


def test_no_copy_is_taken_of_records_that_were_tampered_with(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    answer("account", folder, "--email", "a@x.example", "--name", "A")
    with closing(sqlite3.connect(file_of(folder))) as found, found:
        found.execute("DROP TRIGGER care_audit_no_update")
        found.execute("UPDATE care_auditevent SET verb = 'nothing' WHERE number = 1")
    refused = care("backup", folder, str(copy))
    assert (refused.returncode, "row 1 was changed" in refused.stderr) == (1, True)
    assert not copy.exists()
    broken = care("verify", folder)
    assert (broken.returncode, "row 1 was changed" in broken.stderr) == (1, True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgresql.server(tmp_path_factory.mktemp("postgresql")) as address:
        yield address


def test_postgresql_goes_there_and_back_behind_its_wall(tmp_path: Path, server: str) -> None:
    tools = {"PATH": f"{postgresql.tools()}:/usr/bin:/bin"}
    here = tools | {"DATABASE_URL": postgresql.as_role(server, "here")}
    there = tools | {"DATABASE_URL": postgresql.as_role(server, "there")}
    folder, copy = made_demo(tmp_path / "W", 20, **here), tmp_path / "copy"
    made = answer("backup", folder, str(copy), **here)
    answer("end", folder, "--email", "gp@demo.example", **here)
    assert answer("restore", folder, str(copy), **there)["rows"] == made["rows"]
    assert answer("verify", folder, **there)["broken"] is None
    refused = care("restore", folder, str(copy), **here)
    assert "there are care records here" in refused.stderr
    done = answer("restore", folder, str(copy), "--replace", **here)
    assert done["alive_again"] == ["gp@demo.example"]
    assert answer("verify", folder, **here)["rows"] == made["rows"] + 1
    assert answer("downtime", folder, "--output", str(tmp_path / "D"), **there)["people"] > 0
    missing = care("backup", folder, str(tmp_path / "b"), **{**here, "PATH": "/nowhere"})
    assert "pg_dump of PostgreSQL is not installed" in missing.stderr
    assert not (tmp_path / "b").exists()
