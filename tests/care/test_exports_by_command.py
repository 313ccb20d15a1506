"""Events, keys and what leaves, by command: as who runs the records does it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.care.commands import answer, care, made_demo
from wholeplace.care.exports.csds import TABLES


def test_the_commands_do_it_and_say_what_they_did(tmp_path: Path) -> None:
    folder = made_demo(tmp_path / "W", 40)
    named = answer("export", folder, "--output", str(tmp_path / "named"), "--reason", "law")
    assert named["rows"]["Patient"] == 40
    told = care("feed", folder, "--output", str(tmp_path / "feed"))
    assert (told.returncode, "people are named" in told.stderr) == (0, True)
    month = answer("csds", folder, "--output", str(tmp_path / "csds"), "--month", "2019-05")
    assert set(month["rows"]) == set(TABLES)
    both = care("export", folder, "--output", "x", "--reason", "law", "--pseudonyms")
    assert both.returncode == 2
    events = tmp_path / "events.csv"
    events.write_text(
        "source_id,nhs_number,kind,organisation,starts\nE1,,ed,ZACUTE,2019-06-01\n1\n"
    )
    brought = care("events", folder, str(events), "--source", "ed")
    assert brought.returncode == 1
    assert "events.csv:3 it has 1 cells" in brought.stderr
    assert "1 of people who are not here" in brought.stdout


def test_a_key_is_made_listed_used_and_ended_by_command(tmp_path: Path) -> None:
    folder = made_demo(tmp_path / "W", 20)
    words = ("--email", "GP@demo.example", "--name", "the practice", "--until", "2199-01-01")
    made = answer("token", folder, *words)
    assert len(made["key"]) > 40
    listed = answer("token", folder)
    assert (listed[0]["account"], listed[0]["used"]) == ("gp@demo.example", "never")
    assert made["key"] not in json.dumps(listed)
    assert care("token", folder, "--end", "1").returncode == 0
    for refused, says in (
        (("--end", "1"), "has ended already"),
        (("--end", "99"), "there is no key of this number"),
        (("--email", "x@y.z", "--name", "x", "--until", "2199-01-01"), "no account of this"),
        ((*words[:-1], "2001-01-01"), "A key must end later than now"),
    ):
        done = care("token", folder, *refused)
        assert done.returncode == 1
        assert says in done.stderr
    assert care("token", folder, "--email", "x").returncode == 2


def test_under_pseudonyms_a_workspace_needs_its_keys(tmp_path: Path) -> None:
    folder = made_demo(tmp_path / "W", 5)
    done = care("export", folder, "--output", str(tmp_path / "out"), "--pseudonyms")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()
