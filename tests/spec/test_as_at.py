"""A quarter is settled, a month is sent again, and what was known before is settled once more."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.spec.test_tiny_place import FEED
from tests.workspaces import bytes_of, write_feed
from wholeplace.app.load import load_feed
from wholeplace.cli import main
from wholeplace.store.lock import writing

MONTHLY = """
mapping: acute
about: stays and their costs, sent every month
version: "1"
source: "assumed: invented for this test"
refresh: months
files:
  stays: {file: stays}
tables:
  - table: activity
    from: stays
    period: DAY
    columns:
      activity_id: ID
      person_id: WHO
      source: {value: acute}
      setting: {value: APC}
      admission_method: HOW
      start_ts: DAY
      quantity: {value: "1"}
  - table: cost
    from: stays
    period: DAY
    columns:
      cost_id: {column: ID, prefix: "c:"}
      activity_id: ID
      person_id: WHO
      basis: {value: tariff}
      amount: PRICE
      currency: {value: GBP}
"""
MAY = """
    ID  WHO  DAY                  HOW  PRICE
    m1  H1   2019-05-03T10:00:00  21   1000.00
    m2  H2   2019-05-31T10:00:00  21   500.00
"""
# m2 began in June after all, and cost more; May is not sent again. m3 is new.
JUNE = """
    ID  WHO  DAY                  HOW  PRICE
    m2  H2   2019-06-01T10:00:00  21   800.00
    m3  H1   2019-06-02T10:00:00  21   70.00
"""
MAY_AGAIN = MAY.replace("1000.00", "1300.00").replace("500.00 ", "800.00 ")


def command(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    command("init", tmp_path / "W", "--place", "hillingdon-2019")
    (tmp_path / "acute.yaml").write_text(MONTHLY)
    _on(monkeypatch, "2019-06-10")
    command("load", tmp_path / "W", "--from", "canonical", write_feed(tmp_path / "feed", FEED))
    _send(tmp_path / "W", "may", MAY)
    return tmp_path / "W"


def _on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setattr(load_feed, "now", lambda: datetime.fromisoformat(day).replace(tzinfo=UTC))


def _send(workspace: Path, name: str, drawing: str) -> None:
    feed = write_feed(workspace.parent / name, {"stays": drawing})
    command("load", workspace, feed, "--from", workspace.parent / "acute.yaml")


def _results(workspace: Path) -> dict[str, str]:
    hashes = bytes_of(workspace / "results" / "2019-20")
    return {name: h for name, h in hashes.items() if name not in {"timings.json", "manifest.json"}}


def _manifest(workspace: Path) -> dict[str, dict[str, object]]:
    path = workspace / "results" / "2019-20" / "manifest.json"
    return json.loads(path.read_text())  # type: ignore[no-any-return]


@pytest.mark.parametrize("sent", [MAY_AGAIN, JUNE], ids=["a month again", "a stay that moved"])
def test_last_quarter_is_settled_again_from_what_was_known_then(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, sent: str
) -> None:
    command("run", workspace)
    then = _results(workspace)
    assert "statement.json" in then
    assert _manifest(workspace)["inputs"]["as_at"] is None
    _on(monkeypatch, "2019-07-10")
    _send(workspace, "later", sent)
    command("run", workspace)
    later = _results(workspace)
    assert later["statement.json"] != then["statement.json"]

    told = command("run", workspace, "--as-at", "2019-07-09")
    assert _results(workspace) == then
    assert _manifest(workspace)["inputs"]["as_at"] == "2019-07-09"
    assert "counted from what was known at 2019-07-09" in told.stdout
    # The page tells of the loads that were counted, as they then stood.
    page = workspace.parent / "page.html"
    command("report", workspace, "--output", page)
    assert "sent again later" not in page.read_text()

    command("run", workspace, "--as-at", "2019-07-10")
    assert _results(workspace) == later
    command("report", workspace, "--output", page)
    assert "sent again later" in page.read_text()


def test_a_moment_tells_two_loads_of_one_day_apart(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("run", workspace)
    then = _results(workspace)
    _on(monkeypatch, "2019-06-10T15:00:00")
    _send(workspace, "later", JUNE)
    command("run", workspace, "--as-at", "2019-06-10T14:59")
    assert _results(workspace) == then
    command("run", workspace, "--as-at", "2019-06-10")
    assert _results(workspace) != then


def test_before_anything_was_loaded_there_is_nothing_to_count(workspace: Path) -> None:
    told = command("run", workspace, "--as-at", "2019-06-09", code=1)
    assert "no records were loaded by 2019-06-09" in told.stderr
    assert "the first were loaded at 2019-06-10T00:00:00+00:00" in told.stderr


@pytest.mark.parametrize("words", ["31/12/2019", "2019-13-01", "2019-06-10Tnoon", "soon"])
def test_what_is_no_day_is_wrong_usage(workspace: Path, words: str) -> None:
    told = command("run", workspace, "--as-at", words, code=2)
    assert "write a day as 2019-07-01" in told.stderr


def test_a_statement_is_restated_from_what_was_known_on_a_day(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("run", workspace)
    _on(monkeypatch, "2019-07-10")
    _send(workspace, "july", MAY_AGAIN)
    _on(monkeypatch, "2019-08-10")
    _send(workspace, "august", JUNE.replace("800.00", "9999.00"))
    command(
        "restate", workspace, "--recount", "--as-at", "2019-07-31", "--reason", "May came again"
    )
    assert _manifest(workspace)["inputs"]["as_at"] == "2019-07-31"
    told = command("restate", workspace, "--as-at", "2019-07-31", code=2)
    assert "add --recount" in told.stderr


def test_a_run_waits_for_a_load(workspace: Path) -> None:
    with ThreadPoolExecutor() as pool:
        with writing(workspace, "loading"):
            asked = pool.submit(CliRunner().invoke, main, ["run", str(workspace)])
            with pytest.raises(TimeoutError):
                asked.result(timeout=2)
        assert "has been writing here since" in asked.result().stderr
        assert asked.result().exit_code == 0
