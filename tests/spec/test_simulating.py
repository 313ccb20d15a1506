"""``simulate`` and ``compare`` as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.unit.plan.drafts import HALF, SPREAD
from wholeplace.cli import main

PLACE = "hillingdon-2019"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "contract.yaml").write_text(HALF, encoding="utf-8")
    capped = HALF.replace("saving * share", "capped(saving * share, at_most = GBP 1m)")
    (tmp_path / "b.yaml").write_text(capped, encoding="utf-8")
    (tmp_path / "scenario.yaml").write_text(SPREAD, encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_a_shipped_place_can_be_simulated_as_it_is() -> None:
    done = run("simulate", PLACE, "--scenario", PLACE, "--draws", "500")
    assert done.exit_code == 0, done.output
    assert "500 draws of 5 years, seed 1" in done.output
    for party in ("ccg", "thh", "cnwl", "gp", "h4all"):
        assert party in done.output


@pytest.mark.usefixtures("folder")
def test_a_contract_is_named_by_its_folder_or_its_file() -> None:
    ends = ("--draws", "200", "--json")
    by_folder = run("simulate", ".", "--scenario", ".", *ends)
    by_file = run("simulate", "contract.yaml", "--scenario", "scenario.yaml", *ends)
    assert json.loads(by_folder.output) == json.loads(by_file.output)
    assert json.loads(by_file.output)["seed"] == 1


@pytest.mark.parametrize(
    ("name", "begins"), [("c.png", b"\x89PNG"), ("c.svg", b"<svg"), ("c.html", b"<!doctype html>")]
)
def test_the_chart_is_what_its_ending_says(folder: Path, name: str, begins: bytes) -> None:
    done = run("simulate", ".", "--scenario", ".", "--draws", "200", "--chart", name)
    assert done.exit_code == 0, done.output
    assert (folder / name).read_bytes().startswith(begins)


def test_the_output_is_a_table(folder: Path) -> None:
    run("simulate", ".", "--scenario", ".", "--draws", "200", "--output", "o.csv")
    lines = (folder / "o.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "of,year,measure,value,standard_error"
    assert lines[1] == "ccg,all years,draws,200,"


@pytest.mark.usefixtures("folder")
def test_two_drafts_are_compared_on_the_same_draws() -> None:
    ends = ("--scenario", ".", "--draws", "500")
    done = run("compare", ".", "b.yaml", *ends)
    assert done.exit_code == 0, done.output
    assert "In which states who gains and who pays" in done.output
    told = json.loads(run("compare", ".", "b.yaml", *ends, "--party", "ccg", "--json").output)
    assert [gain["party"] for gain in told["net"]] == ["ccg"]
    assert told["net"][0]["worse"]["value"] == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("simulate", "."), 2, "Missing option '--scenario'"),
        (("simulate", ".", "--scenario", ".", "--chart", "x.pdf"), 2, "none of .png, .svg"),
        (("simulate", ".", "--scenario", ".", "--draws", "99"), 2, "not in the range"),
        (("simulate", ".", "--scenario", ".", "--party", "trst"), 1, "did you mean 'trust'?"),
        (("simulate", "hilingdon-2019", "--scenario", "."), 1, "did you mean 'hillingdon-2019'?"),
        (("simulate", ".", "--scenario", "gone.yaml"), 1, "no scenario.yaml is shipped"),
        (("compare", ".", "b.yaml", "--scenario", ".", "--by", "spnd"), 1, "did you mean 'spend'?"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_wrong_is_told(words: tuple[str, ...], code: int, says: str) -> None:
    done = run(*words)
    assert done.exit_code == code, done.output
    assert says in done.output


def test_mistakes_of_contract_and_scenario_are_told_together(folder: Path) -> None:
    (folder / "contract.yaml").write_text(HALF.replace("saving *", "svaing *"), encoding="utf-8")
    (folder / "scenario.yaml").write_text(SPREAD.replace("4m", "-4m"), encoding="utf-8")
    done = run("simulate", ".", "--scenario", ".")
    assert done.exit_code == 1
    assert "did you mean 'saving'?" in done.output
    assert "a standard deviation is zero or more" in done.output


def test_where_nothing_is_settled_no_chart_is_written(folder: Path) -> None:
    (folder / "contract.yaml").write_text(HALF.replace("* share", "/ 0"), encoding="utf-8")
    done = run("simulate", ".", "--scenario", ".", "--draws", "100", "--chart", "c.png")
    assert done.exit_code == 1
    assert "nothing to draw" in done.output
    assert not (folder / "c.png").exists()
