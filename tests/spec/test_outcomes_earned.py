"""From outcomes to the statement; work that was delivered; values that others publish."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.spec.test_outcomes_command import OUTCOMES, small_place
from wholeplace.app.run_year import run_year
from wholeplace.cli import main
from wholeplace.kernel import Figure, FinancialYear
from wholeplace.store.results import read_figures
from wholeplace.store.workspace import Workspace

Json = dict[str, Any]
YEAR = FinancialYear(2019)

# Of the reward nine tenths are by result, one for a method of sampling people's plans.
PLANS = """\
    - measure: plans_made_with_person
      statements: [own_home]
      class: pay for performance
      better: higher
      owner: gp
      lag_months: 1
      phases: [{from: 2019-04-01, value: sampling, source: "assumed: a test"}]
      work: [{year: 2019/20, delivered: true, source: "minutes of May 2020"}]
      weight: [{from: 2019-04-01, value: 10%, source: "assumed: a test"}]
      curve: by_target
      durable_years: 3
      next_review: 2022-04-01
      parties: {gp: 100%}
      source: "assumed: a test"
"""
PAID = OUTCOMES.replace("value: 100%", "value: 90%") + PLANS

CONTRACT = """
title: A small place 2019/20
currency: GBP
year: 04-01
parties:
  ccg: {name: The commissioner, role: commissioner}
  thh: {name: The hospital, role: provider}
  gp: {name: The practices, role: provider}
figures:
  earned: {unit: money, label: Earned by outcomes, from: reward}
  achieved: {unit: fraction, label: Share of it that was earned, from: reward.achieved}
  stake: {unit: money, label: At stake, from: reward.at_stake}
  hospital: {unit: money, label: Earned by the hospital, from: reward.to.thh}
lines:
  again: {is: stake * achieved, label: The same by its share, source: "assumed: a test"}
  practices: {is: earned - hospital, label: What the practices earned, source: "assumed: a test"}
payments:
  - {from: ccg, to: thh, amount: hospital, label: For outcomes, source: "assumed: a test"}
  - {from: ccg, to: gp, amount: practices, label: For outcomes, source: "assumed: a test"}
"""


def _run(folder: Path, outcomes: str) -> Workspace:
    workspace = small_place(folder)
    workspace.document("outcomes.yaml").write_text(outcomes, encoding="utf-8")
    workspace.document("contract.yaml").write_text(CONTRACT, encoding="utf-8")
    workspace.document("examples.yaml").unlink()
    workspace.document("scenario.yaml").unlink()
    run_year(workspace, YEAR)
    return workspace


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return _run(tmp_path_factory.mktemp("earned"), PAID)


def _figures(place: Workspace) -> dict[str, Figure]:
    return {row.name: row.figure for row in read_figures(place.results(YEAR))}


def _asked(place: Workspace, *words: str) -> Json:
    found = CliRunner().invoke(main, ["outcomes", str(place.root), "--json", *words])
    assert found.exit_code == 0, found.output
    told: Json = json.loads(found.stdout)
    return told


def test_a_run_tells_what_was_earned_to_the_penny(place: Workspace) -> None:
    figures = _figures(place)
    budget = figures["budget.in_scope"].value
    assert isinstance(budget, Fraction)
    stake = Fraction(round(budget * 100 * Fraction(2, 100)), 100)
    assert figures["reward.at_stake"].value == stake
    # The fall from 180 to 132 admissions is significant, and the method was delivered.
    assert figures["reward"].value == stake
    assert figures["reward.achieved"].value == 1
    falls = figures["reward.emergency_admissions"]
    counts = {child.id.rpartition(".")[2]: child.value for child in falls.children[0].children}
    assert counts["counted"] == 132
    plans = figures["reward.plans_made_with_person"].value
    assert isinstance(falls.value, Fraction)
    assert isinstance(plans, Fraction)
    assert falls.value + plans == stake
    hospital = Fraction(round(falls.value * 60), 100)
    assert figures["reward.to.thh"].value == hospital
    assert figures["reward.to.gp"].value == stake - hospital


def test_the_statement_pays_it_and_explains_it_down_to_what_was_counted(place: Workspace) -> None:
    figures = _figures(place)
    statement = json.loads((place.results(YEAR) / "statement.json").read_text())
    assert {one["to"]: Fraction(one["pence"], 100) for one in statement["payments"]} == {
        "thh": figures["reward.to.thh"].value,
        "gp": figures["reward.to.gp"].value,
    }
    told = CliRunner().invoke(main, ["explain", str(place.root), "lines.practices"])
    assert "reward.emergency_admissions.counted = 132" in told.output
    assert "minutes of May 2020" in told.output


def test_the_scorecard_and_the_run_earn_the_same(place: Workspace) -> None:
    figures = _figures(place)
    rewards = _asked(place)["sections"]["rewards"]["tables"]["rewards"]
    told = {row["measure"]: Fraction(row["amount"]) for row in rewards if row["measure"]}
    for name in ("emergency_admissions", "plans_made_with_person"):
        assert told[name] == figures[f"reward.{name}"].value


@pytest.mark.parametrize(
    ("was", "now", "note"),
    [
        ("delivered: true", "delivered: false", ""),
        ("      work:", "      # work:", "nobody said whether a method of sampling"),
    ],
)
def test_work_that_was_not_delivered_earns_nothing_and_what_is_not_said_is_missing(
    tmp_path: Path, was: str, now: str, note: str
) -> None:
    figures = _figures(_run(tmp_path, PAID.replace(was, now)))
    plans = figures["reward.plans_made_with_person"]
    assert plans.value == (None if note else 0)
    assert note in plans.note
    whole = figures["reward"].value
    assert whole == (None if note else figures["reward.emergency_admissions"].value)


def test_a_place_without_paid_outcomes_has_no_such_figures(tmp_path: Path) -> None:
    workspace = small_place(tmp_path)
    text = OUTCOMES.partition("reading:")[0]
    workspace.document("outcomes.yaml").write_text(text, encoding="utf-8")
    run_year(workspace, YEAR)
    assert not [name for name in _figures(workspace) if name.startswith("reward")]


# Values that others publish

HEAD = "measure,area,period,numerator,denominator,value,lower,upper\n"
SURVEY = (
    HEAD
    + "feel_safe,E09000017,2018/19,,,66.5,61.2,71.8\n"
    + "feel_safe,E09000017,2019/20,140,200,,,\n"
    + "feel_safe,PA,2019/20,,,72.0,,\n"
    + "feel_safe,E92000001,2019/20,,,70.2,,\n"
)
NAMED = (
    'published: [{file: published/survey.csv, area: E09000017, source: "assumed: a test"}]\nreading'
)


def _with_survey(folder: Path, survey: str, named: str = NAMED) -> Workspace:
    workspace = small_place(folder)
    text = OUTCOMES.replace("reading", named, 1)
    workspace.document("outcomes.yaml").write_text(text, encoding="utf-8")
    (workspace.root / "published").mkdir()
    (workspace.root / "published" / "survey.csv").write_text(survey, encoding="utf-8")
    return workspace


def test_published_values_are_on_the_scorecard_with_their_limits(tmp_path: Path) -> None:
    found = _asked(_with_survey(tmp_path, SURVEY))
    tables = found["measures"]["feel_safe"]["tables"]
    years = {row["year"]: row for row in tables["years"]}
    limits = [(float(row["value"]), float(row["lower"])) for row in years.values()]
    assert limits == [(66.5, 61.2), (70, pytest.approx(63.320932))]
    parts = {(row["breakdown"], row["level"]): row["value"] for row in tables["levels"]}
    assert {group: float(value) for group, value in parts.items()} == {("practice", "PA"): 72}
    assert any("E92000001" in warning for warning in found["warnings"])


@pytest.mark.parametrize(
    ("survey", "named", "says"),
    [
        (SURVEY.replace("140,200", "240,200"), NAMED, "the numerator is above the denominator"),
        (SURVEY.replace("140,200", "140,0"), NAMED, "there is nothing to divide by"),
        (SURVEY.replace("140,200", "-1,200"), NAMED, "the numerator is below nought"),
        (SURVEY.replace("2018/19", "2019-20"), NAMED, "has 2019/20 twice"),
        (SURVEY.replace("feel_safe,PA", "feel_saf,PA"), NAMED, "did you mean 'feel_safe'?"),
        (SURVEY, NAMED.replace("survey.csv", "surveys.csv"), "no such file"),
        (SURVEY, NAMED.replace("E09000017", "E09000018"), "did you mean 'E09000017'?"),
        (SURVEY, NAMED.replace("published/survey", "../survey"), "published"),
        ("", NAMED, "there is no column 'measure'"),
    ],
)
def test_published_values_that_cannot_be_right_are_refused(
    tmp_path: Path, survey: str, named: str, says: str
) -> None:
    workspace = _with_survey(tmp_path, survey, named)
    for command in ("outcomes", "check"):
        found = CliRunner().invoke(main, [command, str(workspace.root)])
        assert found.exit_code == 1
        assert says in found.output


# Is it better care, or are fewer counted?


def test_more_activities_of_nobody_known_are_warned_of_beside_the_measure(tmp_path: Path) -> None:
    lost = [f"\nx{i} q{i} acute APC 21 2019-09-{1 + i % 28:02d}T10:00:00 1" for i in range(40)]
    found = _asked(small_place(tmp_path, "".join(lost)))
    told = found["sections"]["gaps"]["tables"]["cautions"]
    checks = {(row["measure"], row["check"]): row["says"] for row in told}
    # 40 of the 173 activities of the year, and none of the 180 of each year before.
    assert (
        "23.1% of the eligible are left out, 0.0% at first"
        in (checks["emergency_admissions", "exclusions"])
    )
