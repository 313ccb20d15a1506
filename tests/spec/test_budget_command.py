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
from wholeplace.app.make_report import report_data
from wholeplace.app.run_year import run_year
from wholeplace.cli import main
from wholeplace.kernel import FinancialYear
from wholeplace.report.tables import people_table, service_table
from wholeplace.store.results import read_figures
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
  - id: homes
    name: Care homes
    commissioner: ccg
    value: [{from: 2018-04-01, value: GBP 500, source: "assumed: x"}]
    scope: [{from: 2018-04-01, value: partly, source: "assumed: x"}]
    part: [{from: 2018-04-01, value: 50%, source: "assumed: x"}]
  - {id: emergency, name: Emergency, commissioner: ccg, service: emergency_admissions}
  - {id: department, name: Department, commissioner: ccg, service: emergency_department}
  - {id: planned, name: Planned, commissioner: ccg, service: planned_admissions}
  - {id: outpatients, name: Outpatients, commissioner: ccg, service: outpatients}
  - {id: community, name: Community, commissioner: ccg, service: community}
  - {id: mental_health, name: Mental health, commissioner: ccg, service: mental_health}
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
  - {commissioner: ccg, year: 2018/19, amount: GBP 4700.50, source: "assumed: x"}
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
    done = call("central-london-2017")
    assert done.exit_code == 0, done.output
    assert "£122.40m in scope (8 lines); £151.00m partly in scope (3 lines)" in done.output


def test_a_service_costs_what_its_records_say_and_the_ledger_shows_the_rest(
    place: Workspace,
) -> None:
    done = call(place.root)
    assert done.exit_code == 0, done.output
    # Services cost 3,100 in 2018/19; with the block of 1,000 and half of the homes of 500.
    assert "The shared budget is £4,350.00." in done.output
    # 4,700.50 in the ledger, 4,600 in the lines.
    assert "£4,600.00  £4,700.50        £100.50" in done.output


def test_the_bridge_adds_up_and_shows_what_each_step_is_alone(place: Workspace) -> None:
    done = call(place.root, "--year", "2019/20", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    # 4,350 x 1.1 = 4,785; x 1.02 = 4,880.70, of which 8.70 only as there are more people; + 100.
    assert found["bridge"]["opening"] == "4350.00"
    assert [(s["id"], s["added"], s["alone"]) for s in found["bridge"]["steps"]] == [
        ("people", "435.00", "435.00"),
        ("prices", "95.70", "87.00"),
        ("team", "100.00", "100.00"),
    ]
    added = sum(Decimal(step["added"]) for step in found["bridge"]["steps"])
    closing = Decimal(found["bridge"]["closing"])
    assert Decimal("4350.00") + added == closing == Decimal("4980.70")
    # Without a year it is the first of the agreement, and the run has the same budget.
    told = call(place.root).output
    assert "In 2019/20 it comes to £4,980.70." in told
    figures = read_figures(run_year(place).folder)
    assert {h.name: str(h.figure.value) for h in figures}["budget.in_scope"] == "49807/10"


def test_in_the_base_year_there_is_nothing_to_follow(place: Workspace) -> None:
    found = json.loads(call(place.root, "--year", "2018/19", "--json").output)
    # Outpatients come into scope a year later: 3,000 are emergencies.
    assert found["shared"]["shown"] == "£4,250.00"
    assert found["bridge"]["steps"] == []


def test_a_part_that_nobody_has_agreed_is_missing_and_so_is_the_budget(place: Workspace) -> None:
    path = place.root / "budget.yaml"
    path.write_text(BUDGET.replace("    part: [", "    # ["))
    try:
        done = call(place.root)
    finally:
        path.write_text(BUDGET)
    assert done.exit_code == 0, done.output
    assert "The shared budget is missing: Of Care homes, in the shared budget: no rule" in (
        done.output
    )
    assert "budget.in_scope is missing" in done.output


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
    later = '      - {from: 2019-04-01, value: out, source: "x"}\n'
    in_scope = '      - {from: 2018-04-01, value: in, source: "assumed: x"}\n'
    (place.root / "budget.yaml").write_text(BUDGET.replace(in_scope, in_scope + later))
    try:
        out = json.loads(call(place.root, "--year", "2018/19", "--json").output)
        refused = call(place.root, "--year", "2019/20")
    finally:
        (place.root / "budget.yaml").write_text(BUDGET)
    assert out["shared"]["shown"] == "£4,250.00"
    # The investment is in a line that is no longer shared: nobody decides that quietly.
    assert refused.exit_code == 1
    assert "the base has no line 'block'" in refused.output


@pytest.mark.parametrize(
    ("old", "new", "words", "said"),
    [
        ("base_year: 2018/19", "base_year: 2018/19", ("--year", "2017/18"), "neither the base"),
        ("base_year: 2018/19", "base_year: 2019/20", (), "does not come before 2019/20"),
        ("service: emergency_admissions", "service: nothing", (), "no service 'nothing'"),
        ("service: emergency_admissions", "service: other", (), "has no basis"),
        ("line: block", "line: blocks", (), "did you mean 'block'?"),
        ("all: 100%", "all: 90%", (), "100%"),
        ("title: Tiny", "title: Tiny\ncurrency: USD", (), "the currency of the budget, USD"),
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
    assert "1 problem" in told


def test_a_folder_without_the_document_is_told_which_have_one(tmp_path: Path) -> None:
    done = call(tmp_path)
    assert done.exit_code == 1
    assert "the folder has no budget.yaml" in done.output
    assert "central-london-2017" in call("central-london").output


def test_check_reads_the_document(place: Workspace) -> None:
    done = CliRunner().invoke(main, ["check", str(place.root)])
    assert f"right: {place.root / 'budget.yaml'}" in done.output


def test_the_report_tells_contract_values_apart_from_what_people_cost(place: Workspace) -> None:
    run_year(place)
    data = report_data(place, FinancialYear(2019))
    services = service_table(data)
    # The block of 1,000 and half of the homes of 500, in both years.
    contract = next(row for row in services.rows if row[0] == "Contract values in scope")
    assert contract[1:4] == ("yes", "£1,250", "£1,250")
    people = people_table(data)
    assert people.total is not None
    assert people.total[4] == "£5,200"
    assert services.total is not None
    assert services.total[3] == "£6,450"
    assert "Contract values of £1,250, which are paid whatever is done" in people.note
