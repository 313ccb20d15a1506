"""A year that is closed, put right, and held against what it was, through the commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.spec.test_tiny_place import FEED
from tests.workspaces import bytes_of, write_feed
from wholeplace.cli import main

LATE = {
    "activity": """
        activity_id  person_id  source  setting  admission_method  start_ts             quantity
        z1           H1         acute   APC      21                2019-07-01T10:00:00  1
    """,
    "cost": """
        cost_id  person_id  activity_id  basis   amount  currency
        z2       H1         z1           tariff  123.45  GBP
    """,
}


def command(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    command("init", tmp_path / "W", "--place", "hillingdon-2019")
    feed = write_feed(tmp_path / "feed", FEED)
    command("load", tmp_path / "W", "--from", "canonical", feed)
    command("run", tmp_path / "W")
    return tmp_path / "W"


def share(workspace: Path, percent: int) -> None:
    contract = workspace / "contract.yaml"
    text = contract.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "value: " in line and "%" in line)
    changed = text.replace(line, f"      value: {percent}%", 1)
    contract.write_text(changed, encoding="utf-8")


def due(result: Result) -> dict[str, int]:
    """Return what each provider is to pay the commissioner now, in pence."""
    sign = {"ccg": -1}
    found = json.loads(result.stdout)["due"]
    return {
        (p["from"] if p["from"] != "ccg" else p["to"]): sign.get(p["from"], 1) * p["pence"]
        for p in found
    }


def test_a_final_year_is_neither_settled_nor_run_again(workspace: Path) -> None:
    assert "complete, provisional" in command("settle", workspace).stdout
    assert "complete, final" in command("settle", workspace, "--final").stdout
    before = bytes_of(workspace)
    for name in ("settle", "run"):
        said = command(name, workspace, code=1).output
        assert "the statement of 2019/20 is final" in said
        assert f"wholeplace restate {workspace} --year 2019/20" in said
    assert bytes_of(workspace) == before
    assert "nothing has changed" in command("restate", workspace, code=1).output
    assert bytes_of(workspace) == before


def test_a_restatement_pays_the_difference_and_keeps_what_was_said(workspace: Path) -> None:
    command("settle", workspace, "--final")
    first = (workspace / "results/2019-20/statement.json").read_bytes()
    share(workspace, 40)
    restated = command("restate", workspace, "--reason", "40% was agreed", "--json")
    # 10% of the overspend of 2,040.40 was paid too much: 408.08 - 326.46 by thh, and so on.
    assert due(restated) == {"thh": -8162, "cnwl": -5101, "gp": -5101, "h4all": -2040}
    written = json.loads(restated.stdout)
    assert written["standing"] == "final"
    assert written["restates"]["reason"] == "40% was agreed"
    assert (workspace / "results/2019-20/statements/1.json").read_bytes() == first
    manifest = json.loads((workspace / "results/2019-20/manifest.json").read_text())
    assert manifest["statement_sha256"] != written["restates"]["statement"]
    share(workspace, 50)
    again = command("restate", workspace, "--json")
    assert due(again) == {"thh": 8162, "cnwl": 5101, "gp": 5101, "h4all": 2040}
    kept = sorted(path.name for path in (workspace / "results/2019-20/statements").iterdir())
    assert kept == ["1.json", "2.json"]


def test_late_records_are_counted_when_a_year_is_restated(workspace: Path, tmp_path: Path) -> None:
    command("settle", workspace, "--final")
    late = write_feed(tmp_path / "late", LATE)
    command("load", workspace, "--from", "canonical", "--name", "late", late)
    assert "--recount" in command("restate", workspace, code=1).output
    restated = command("restate", workspace, "--recount", "--json")
    # Half of 123.45 more: 61.725 on -1,020.20 is -1,081.93; less 1,020.20 paid is 61.73.
    assert sum(due(restated).values()) == 6173
    assert (workspace / "results/2019-20/statements/1.json").is_file()
    assert "spend" in command("diff", workspace).stdout
    share(workspace, 40)
    command("restate", workspace, "--recount")
    kept = sorted(path.name for path in (workspace / "results/2019-20/statements").iterdir())
    assert kept == ["1.json", "2.json"]


def test_a_provisional_year_may_be_restated_and_closed_but_not_settled_over(
    workspace: Path,
) -> None:
    share(workspace, 40)
    assert "complete, provisional" in command("restate", workspace).stdout
    assert "restates an earlier one" in command("settle", workspace, code=1).output
    assert "complete, final" in command("restate", workspace, "--final").stdout


def test_a_restatement_that_was_stopped_halfway_is_taken_up(workspace: Path) -> None:
    folder = workspace / "results/2019-20"
    share(workspace, 40)
    # As if it had been stopped after keeping the earlier statement.
    (folder / "statements").mkdir()
    (folder / "statements/1.json").write_bytes((folder / "statement.json").read_bytes())
    command("restate", workspace)
    assert [path.name for path in (folder / "statements").iterdir()] == ["1.json"]


def test_a_shadow_year_is_worked_out_and_nothing_is_due(workspace: Path) -> None:
    contract = workspace / "contract.yaml"
    shadow = "\nphases: [{from: 2019-04-01, value: shadow, source: clause}]\n"
    contract.write_text(contract.read_text(encoding="utf-8") + shadow, encoding="utf-8")
    text = command("settle", workspace).stdout
    assert "complete, shadow" in text
    assert "payment, if the year were live" in text
    assert "a shadow year: nothing is due" in text
    assert json.loads(command("settle", workspace, "--json").stdout)["due"] == []
    assert "is a shadow year" in command("settle", workspace, "--final", code=1).output
    summary = command("report", workspace).stdout
    assert "This is a shadow year, so nothing is due." in summary
    share(workspace, 40)
    assert "nothing is still to be paid" in command("restate", workspace).stdout


def test_a_report_of_a_restated_year_says_what_is_still_to_be_paid(workspace: Path) -> None:
    share(workspace, 40)
    command("restate", workspace)
    assert "This puts an earlier statement right." in command("report", workspace).stdout
    page = (workspace / "reports/2019-20.html").read_text(encoding="utf-8")
    assert "Still to be paid, 2019/20" in page


# A, B | what is said
DIFFS = [
    (("{W}",), "this statement restates none, so there is nothing to hold it against"),
    (("{W}/contract.yaml",), "this is not a statement"),
    (("{W}/nowhere.json",), "there is no such file"),
    (("{W}/results/2019-20", "{W}/results/2019-20/manifest.json"), "this is not a statement"),
]


@pytest.mark.parametrize(("words", "said"), DIFFS)
def test_what_is_no_statement_is_refused(
    workspace: Path, words: tuple[str, ...], said: str
) -> None:
    asked = [word.replace("{W}", str(workspace)) for word in words]
    assert said in command("diff", *asked, code=1).output


def test_two_statements_that_say_the_same_are_told_to(workspace: Path) -> None:
    path = workspace / "results/2019-20/statement.json"
    assert command("diff", workspace, path).stdout == "the two statements say the same\n"
    assert json.loads(command("diff", workspace, path, "--json").stdout)["causes"] == []


def test_final_is_for_workspaces() -> None:
    result = command("settle", "us-aco-reach", "--figures", "x.csv", "--final", code=2)
    assert "--final is for a workspace" in result.output
