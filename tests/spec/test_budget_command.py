"""``wholeplace budget``: lines, ledgers and the bridge, from documents and from a run."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.spec.test_tiny_place import FEED
from tests.workspaces import write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.app.run_year import run_year
from wholeplace.cli import main
from wholeplace.store.workspace import Workspace

BUDGET = """
budget: tiny
title: Tiny
version: "1"
about: one block, one service
base_year: 2018/19
source: "assumed: an example"
commissioners:
  ccg: {name: CCG, arrangement: pooled, source: "assumed: x"}
lines:
  - id: block
    name: Community block
    commissioner: ccg
    value: [{from: 2018-04-01, value: GBP 1000, source: "assumed: x"}]
    scope:
      - {from: 2018-04-01, value: in, source: "assumed: x"}
  - id: emergency
    name: Emergency admissions
    commissioner: ccg
    service: emergency_admissions
    scope: [{from: 2018-04-01, value: partly, source: "assumed: x"}]
    part: [{from: 2018-04-01, value: 50%, source: "assumed: x"}]
adjustment:
  steps:
    - id: people
      population: {rate: [{from: 2018-04-01, value: 10%, source: "assumed: x"}]}
    - id: prices
      inflation:
        mix: [{from: 2018-04-01, value: {all: 100%}, source: "assumed: x"}]
        rates: {all: [{from: 2018-04-01, value: 2%, source: "assumed: x"}]}
    - id: team
      investment:
        amounts:
          - from: 2019-04-01
            line: block
            amount: GBP 100
            recurrent: true
            source: "assumed: x"
ledger:
  - {commissioner: ccg, year: 2018/19, amount: GBP 4100.50, source: "assumed: x"}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("budget")
    workspace = Workspace(init_workspace(folder / "W", "hillingdon-2019").root)
    load_feed(workspace, write_feed(folder / "feed", FEED), "canonical")
    (workspace.root / "budget.yaml").write_text(BUDGET)
    run_year(workspace)
    return workspace


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["budget", *map(str, words)])


def test_central_london_comes_to_what_its_paper_says() -> None:
    done = call("central-london-sharing")
    assert done.exit_code == 0, done.output
    assert "£122.40m in scope (8 lines); £151.00m partly in scope (3 lines)" in done.output
    assert "The shared budget is missing: Of Acute budgets" in done.output


def test_a_service_costs_what_the_run_says_and_the_ledger_shows_the_rest(place: Workspace) -> None:
    done = call(place.root)
    assert done.exit_code == 0, done.output
    # ann's admission of 2018 cost 3,000; half of it is shared, and the block of 1,000 as well.
    assert "The shared budget is £2,500.00." in done.output
    # 4,100.50 in the ledger, 4,000 in the lines.
    assert "£4,000.00  £4,100.50        £100.50" in done.output


def test_the_bridge_adds_up_and_shows_what_each_step_is_alone(place: Workspace) -> None:
    done = call(place.root, "--year", "2019/20", "--json")
    assert done.exit_code == 0, done.output
    bridge = json.loads(done.output)["bridge"]
    # 2,500 x 1.1 = 2,750; x 1.02 = 2,805, of which 5 only because there are more people; + 100.
    assert bridge["opening"] == "2500.00"
    assert [(s["id"], s["added"], s["alone"]) for s in bridge["steps"]] == [
        ("people", "250.00", "250.00"),
        ("prices", "55.00", "50.00"),
        ("team", "100.00", "100.00"),
    ]
    added = sum(Decimal(step["added"]) for step in bridge["steps"])
    assert Decimal(bridge["opening"]) + added == Decimal(bridge["closing"]) == Decimal("2905.00")
    told = call(place.root, "--year", "2019/20").output
    assert "In 2019/20 it comes to £2,905.00." in told


def _changed(place: Workspace, old: str, new: str, *words: str) -> str:
    path = place.root / "budget.yaml"
    assert old in BUDGET
    path.write_text(BUDGET.replace(old, new))
    try:
        done = call(place.root, *words)
    finally:
        path.write_text(BUDGET)
    assert done.exit_code == 1, done.output
    return done.output


def test_a_line_taken_out_of_scope_takes_its_base_with_it(place: Workspace) -> None:
    path, later = (
        place.root / "budget.yaml",
        '      - {from: 2019-04-01, value: out, source: "x"}\n',
    )
    path.write_text(
        BUDGET.replace(
            'value: in, source: "assumed: x"}\n', 'value: in, source: "assumed: x"}\n' + later
        )
    )
    try:
        out = json.loads(call(place.root, "--year", "2018/19", "--json").output)
        assert out["shared"]["shown"] == "£2,500.00"
        refused = call(place.root, "--year", "2019/20")
    finally:
        path.write_text(BUDGET)
    # The investment is in a line that is no longer shared: nobody decides that quietly.
    assert refused.exit_code == 1
    assert "the base has no line 'block'" in refused.output


@pytest.mark.parametrize(
    ("old", "new", "words", "said"),
    [
        ("base_year: 2018/19", "base_year: 2018/19", ("--year", "2017/18"), "before the base year"),
        ("    part: [", "    # [", ("--year", "2019/20"), "what of 'emergency' is shared is not"),
        ("service: emergency_admissions", "service: nothing", ("--year", "2019/20"), "not known"),
        ("line: block", "line: blocks", ("--year", "2019/20"), "did you mean 'block'?"),
        ("all: 100%", "all: 90%", (), "100%"),
    ],
)
def test_what_cannot_be_worked_out_is_refused_at_its_place(
    place: Workspace, old: str, new: str, words: tuple[str, ...], said: str
) -> None:
    told = _changed(place, old, new, *words)
    assert said in told
    assert "budget.yaml:" in told


def test_a_budget_without_steps_says_so(place: Workspace) -> None:
    start, end = BUDGET.index("adjustment:"), BUDGET.index("ledger:")
    told = _changed(place, BUDGET[start:end], "", "--year", "2019/20")
    assert "nothing says how the budget follows from 2018/19 to 2019/20" in told


def test_a_folder_without_the_document_is_told_which_have_one(tmp_path: Path) -> None:
    done = call(tmp_path)
    assert done.exit_code == 1
    assert "the folder has no budget.yaml" in done.output
    assert "central-london-sharing" in call("central-london").output


def test_check_reads_the_document(place: Workspace) -> None:
    done = CliRunner().invoke(main, ["check", str(place.root)])
    assert f"right: {place.root / 'budget.yaml'}" in done.output
