"""How a workspace behaves in use: again, elsewhere, interrupted, and through other programs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.spec.test_tiny_place import FEED
from tests.workspaces import bytes_of, write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.cli import main
from wholeplace.store.files import new_folder, recovered
from wholeplace.store.ledger import read_ledger


def _command(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result


SECRET = b"the key of invented people"


def _workspace(folder: Path, key: bytes | None = None) -> Path:
    init_workspace(folder / "W", "hillingdon-2019", key=key)
    _command("load", folder / "W", "--from", "canonical", write_feed(folder / "feed", FEED))
    return folder / "W"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return _workspace(tmp_path)


def _results(workspace: Path) -> dict[str, str]:
    return {
        name: digest
        for name, digest in bytes_of(workspace).items()
        if name.startswith(("results", "reports")) and not name.endswith("timings.json")
    }


def test_the_same_inputs_give_the_same_bytes_here_and_elsewhere(tmp_path: Path) -> None:
    found = []
    for name in ("here", "elsewhere"):
        workspace = _workspace(tmp_path / name, SECRET)
        for _ in range(2):
            _command("run", workspace)
            _command("report", workspace)
            found.append(_results(workspace))
    assert len(found[0]) >= 8
    assert found[0] == found[1] == found[2] == found[3]


def test_loading_twice_is_loading_once(workspace: Path, tmp_path: Path) -> None:
    before = bytes_of(workspace)
    again = _command("load", workspace, "--from", "canonical", tmp_path / "feed")
    assert "loaded already" in again.stdout
    assert bytes_of(workspace) == before


def test_a_workspace_may_list_its_feeds(tmp_path: Path) -> None:
    _command("init", tmp_path / "W", "--place", "hillingdon-2019")
    write_feed(tmp_path / "feed", FEED)
    listed = "feeds:\n  - {name: trusts, mapping: canonical, path: ../feed}\n"
    (tmp_path / "W" / "feeds.yaml").write_text(listed)
    assert "of 'trusts' as batch" in _command("load", tmp_path / "W").stdout


def test_a_changed_agreement_is_settled_again_without_counting_again(workspace: Path) -> None:
    _command("run", workspace)
    figures = bytes_of(workspace)["results/2019-20/figures.parquet"]
    contract = workspace / "contract.yaml"
    contract.write_text(contract.read_text().replace("value: 50%", "value: 0%"))
    settled = _command("settle", workspace).stdout
    assert "Part of the providers (negative is what they owe)" in settled
    assert "£0.00" in settled
    assert bytes_of(workspace)["results/2019-20/figures.parquet"] == figures
    manifest = json.loads((workspace / "results/2019-20/manifest.json").read_text())
    assert manifest["contract"]["sha256"] == sha256(contract.read_bytes()).hexdigest()
    assert "£0.00" in _command("explain", workspace, "providers_part").stdout


def test_every_command_speaks_json(tmp_path: Path) -> None:
    workspace, feed = tmp_path / "W", write_feed(tmp_path / "feed", FEED)
    said = [
        _command("init", workspace, "--place", "hillingdon-2019", "--json"),
        _command("load", workspace, "--from", "canonical", feed, "--json"),
        _command("run", workspace, "--json"),
        _command("settle", workspace, "--json"),
        _command("explain", workspace, "--json"),
        _command("explain", workspace, "budget.in_scope", "--json"),
        _command("report", workspace, "--json"),
        _command("check", workspace, "--json"),
    ]
    read = [json.loads(result.stdout) for result in said]
    assert read[1][0]["rows"][0] == {
        "file": "person.csv",
        "table": "person",
        "in": 6,
        "stored": 6,
        "set_aside": {},
        "refused": 0,
        "superseded": 0,
        "adds_up": True,
        "months": {},
        "late": {},
        "late_after_flex": {},
        "late_after_freeze": {},
    }
    assert read[2]["figures"]["budget.in_scope"] == "£3,159.61"
    assert read[5]["value"] == "315961/100"
    assert read[7]["examples"] >= 4


def test_problems_are_json_too(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["run", str(tmp_path / "nowhere"), "--json"])
    assert result.exit_code == 1
    assert "wholeplace init" in json.loads(result.stdout)["refused"][0]["remedy"]


@pytest.mark.parametrize("word", ["linking", "counting the base year", "settling"])
def test_a_run_that_is_killed_leaves_the_last_results_and_the_next_starts_clean(
    workspace: Path, word: str
) -> None:
    _command("run", workspace)
    before = _results(workspace)
    command = [sys.executable, "-m", "wholeplace", "run", str(workspace)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        reached = next((line for line in process.stderr if word in line), None)
        os.kill(process.pid, signal.SIGKILL)
    assert reached is not None
    # Results are the same bytes for the same inputs, so it does not matter how far it came.
    assert "budget.in_scope" in _command("explain", workspace).stdout
    assert _results_now(workspace) == before
    _command("run", workspace)
    assert _results(workspace) == before
    assert not [path for path in (workspace / "results").iterdir() if path.name.startswith(".")]


def _results_now(workspace: Path) -> dict[str, str]:
    return {name: digest for name, digest in _results(workspace).items() if "/." not in name}


def test_a_load_that_is_killed_leaves_the_records_as_they_were(
    workspace: Path, tmp_path: Path
) -> None:
    more = FEED | {"cost": FEED["cost"].replace("3000.00", "3100.00")}
    feed = write_feed(tmp_path / "more", more)
    before = bytes_of(workspace)
    load = [sys.executable, "-m", "wholeplace", "load", str(workspace), "--replace"]
    with subprocess.Popen(
        [*load, "--from", "canonical", str(feed)], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        reached = next((line for line in process.stderr if "storing activity" in line), None)
        os.kill(process.pid, signal.SIGKILL)
    assert reached is not None
    left = {name: digest for name, digest in bytes_of(workspace).items() if name in before}
    assert left == before
    _command("run", workspace)
    assert "£3,100.00" in _command("explain", workspace, "base.in_scope").stdout
    _command("load", workspace, "--replace", "--from", "canonical", feed)
    # The earlier load is kept, and counts no more; of the killed one nothing is left.
    assert len(_batches(workspace)) == len(_folders(workspace)) == 2


def _batches(workspace: Path) -> list[str]:
    return [batch.batch_id for batch in read_ledger(workspace / "data")]


def _folders(workspace: Path) -> list[str]:
    folders = [path.name for path in (workspace / "data").iterdir() if path.is_dir()]
    return [name for name in folders if name != "derived"]


def test_a_crash_between_the_two_renames_loses_nothing(tmp_path: Path) -> None:
    final = tmp_path / "2019-20"
    with new_folder(final) as folder:
        (folder / "a").write_text("earlier")
    final.rename(tmp_path / ".2019-20.earlier")
    (tmp_path / ".2019-20.part").mkdir()
    assert (recovered(final) / "a").read_text() == "earlier"
    with new_folder(final) as folder:
        (folder / "a").write_text("later")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2019-20"]
    assert (final / "a").read_text() == "later"


def test_a_step_that_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    final = tmp_path / "x"
    with new_folder(final) as folder:
        (folder / "a").write_text("earlier")
    with pytest.raises(FileNotFoundError), new_folder(final) as folder:
        (folder / "nowhere" / "a").write_text("later")
    assert bytes_of(tmp_path).keys() == {"x/a"}
    assert (final / "a").read_text() == "earlier"
