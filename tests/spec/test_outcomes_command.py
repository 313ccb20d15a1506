"""The scorecard of a small place, counted by hand; and what cannot be said of it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.workspaces import bytes_of, write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.app.run_year import run_year
from wholeplace.cli import main
from wholeplace.kernel import FinancialYear
from wholeplace.store.workspace import Workspace

Json = dict[str, Any]
PEOPLE, COST = 400, 1000  # pounds an admission
MONTHS = [(2017 + (m + 3) // 12, (m + 3) % 12 + 1) for m in range(36)]  # three years from April


def feed() -> dict[str, str]:
    """Four hundred people of 57 in two practices, for three years.

    Every month ten people of practice PA and five of PB are admitted as emergencies; in 2019/20
    six and five. Nobody is referred and nothing is measured.
    """
    people = [f"p{i:03d}" for i in range(PEOPLE)]
    admitted = [
        (year, month, f"p{2 * i + odd:03d}")
        for at, (year, month) in enumerate(MONTHS)
        for odd, number in ((0, 5), (1, 10 if at < 24 else 6))
        for i in range(number)
    ]
    return {
        "person": "\n".join(
            ["person_id sex birth_month death_date", *(f"{p} 2 1962-01-01 -" for p in people)]
        ),
        "registration": "\n".join(
            ["person_id practice_code start_date end_date"]
            + [f"{p} {'PA' if i % 2 else 'PB'} 2010-01-01 -" for i, p in enumerate(people)]
        ),
        "organisation": """
            code name type parent_code
            NA North neighbourhood -
            PA Elm practice NA
            PB Oak practice NA
        """,
        "activity": "\n".join(
            ["activity_id person_id source setting admission_method start_ts quantity"]
            + [
                f"a{i} {who} acute APC 21 {year}-{month:02d}-11T10:00:00 1"
                for i, (year, month, who) in enumerate(admitted)
            ]
            + ["z1 p399 acute OP - 2020-03-31T10:00:00 1"]
        ),
        "cost": "\n".join(
            ["cost_id person_id activity_id basis amount currency"]
            + [f"c{i} {who} a{i} tariff {COST} GBP" for i, (_, _, who) in enumerate(admitted)]
        ),
    }


OUTCOMES = """
outcomes: A small place
measures:
  - {measure: emergency_admissions, class: pay for performance, source: "assumed: a test"}
watched:
  - {measure: referral_wait, class: local quality, source: "assumed: a test"}
  - {measure: feel_safe, class: local quality, source: "assumed: a test"}
reading: {trend: flat, harmonics: 0, baseline: exact, source: "assumed: a test"}
framework:
  domains:
    - {domain: home, title: Living well at home, source: "assumed: a test"}
  statements:
    - {statement: own_home, says: I stay in my own home, domain: home, source: "assumed: a test"}
  incentive: [{from: 2019-04-01, value: 2%, source: "assumed: a test"}]
  fairness:
    {exclusions_rise: 2%, coding_rise: 10%, room: 50%, fewest: 150, case_mix: 3%, significance: 1%,
     source: "assumed: a test"}
  curves:
    - curve: by_target
      title: 90% at the floor
      is:
        - from: 2019-04-01
          value:
            kind: calibrated
            promise: {floor_chance: 95%, full_chance: 2.5%, zero_chance: 99.9%, source: "assumed"}
            at_floor: 90%
          source: "assumed: a test"
  outcomes:
    - measure: emergency_admissions
      statements: [own_home]
      class: pay for performance
      better: lower
      owner: thh
      lag_months: 2
      history: "records from 2017/18"
      phases: [{from: 2019-04-01, value: paid, source: "assumed: a test"}]
      weight: [{from: 2019-04-01, value: 100%, source: "assumed: a test"}]
      curve: by_target
      durable_years: 3
      next_review: 2022-04-01
      parties: {thh: 60%, gp: 40%}
      source: "assumed: a test"
"""


def small_place(folder: Path, more: str = "") -> Workspace:
    """Return the place, with ``more`` activities than those of its feed."""
    workspace = Workspace(init_workspace(folder / "W", "hillingdon-2019").root)
    tables = feed()
    tables["activity"] += more
    load_feed(workspace, write_feed(folder / "feed", tables), "canonical")
    workspace.document("outcomes.yaml").write_text(OUTCOMES, encoding="utf-8")
    return workspace


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = small_place(tmp_path_factory.mktemp("outcomes"))
    run_year(workspace, FinancialYear(2019))
    return workspace


@pytest.fixture(scope="module")
def found(place: Workspace) -> Json:
    result = _asked(place, "--json")
    assert result.exit_code == 0, result.output
    told: Json = json.loads(result.stdout)
    return told


def _asked(place: Workspace, *words: str) -> Result:
    return CliRunner().invoke(main, ["outcomes", str(place.root), *words])


def _table(found: Json, measure: str, name: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = found["measures"][measure]["tables"][name]
    return rows


def test_months_and_years_are_those_counted_by_hand(found: Json) -> None:
    months = _table(found, "emergency_admissions", "months")
    assert [int(row["numerator"]) for row in months] == [15] * 24 + [11] * 12
    years = {row["year"]: row for row in _table(found, "emergency_admissions", "years")}
    assert [years[year]["numerator"] for year in ("2018/19", "2019/20")] == ["180", "132"]
    assert float(years["2019/20"]["value"]) == 1000 * 132 / PEOPLE


def test_parts_are_counted_and_standardised(found: Json) -> None:
    levels = _table(found, "emergency_admissions", "levels")
    by_practice = {row["level"]: row for row in levels if row["breakdown"] == "practice"}
    assert {name: row["numerator"] for name, row in by_practice.items()} == {"PA": "72", "PB": "60"}


def test_a_target_comes_from_the_months_before_and_the_fall_earns_all_of_it(found: Json) -> None:
    target = found["sections"]["rewards"]["tables"]["targets"][0]
    assert float(target["floor_chance"]) >= 0.95
    assert float(target["full_chance"]) <= 0.025
    # 180 a year are expected (and a day more of a leap year); 132 are fewer than the full mark.
    assert 179 < float(target["expected"]) < 182
    assert float(target["full"]) > 132
    reward = found["sections"]["rewards"]["tables"]["rewards"]
    assert reward[0]["share"] == "1"
    assert reward[0]["amount"] == reward[0]["pot"]
    by_party = found["sections"]["rewards"]["tables"]["rewards-by-party"]
    parts = [float(row["amount"]) for row in by_party]
    assert sum(parts) == pytest.approx(float(reward[0]["amount"]))


def test_what_is_not_recorded_or_not_loaded_is_missing_and_says_why(found: Json) -> None:
    rows = {row["measure"]: row for row in found["sections"]["gaps"]["tables"]["missing"]}
    assert "sent" in rows["referral_wait"]["why"] or "recorded" in rows["referral_wait"]["why"]
    assert "published" in rows["feel_safe"]["why"]


def test_without_a_run_nothing_is_at_stake_and_the_page_says_so(tmp_path: Path) -> None:
    told = json.loads(_asked(small_place(tmp_path), "--json").stdout)
    assert any("run the year" in warning for warning in told["warnings"])


def test_asking_changes_nothing_and_twice_gives_the_same(place: Workspace, found: Json) -> None:
    before = bytes_of(place.root)
    assert json.loads(_asked(place, "--json").stdout) == found
    assert bytes_of(place.root) == before


def test_the_page_tables_and_charts_are_written(place: Workspace, tmp_path: Path) -> None:
    result = _asked(place, "--output", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    page = (tmp_path / "out" / "scorecard.html").read_text(encoding="utf-8")
    assert "I stay in my own home" in page
    assert not re.search(r"(src|href)=\"https?:", page)
    with (tmp_path / "out" / "months.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "emergency_admissions"]
    assert len(rows) == 36
    assert (tmp_path / "out" / "xmr-emergency_admissions.png").read_bytes()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("measure: referral_wait", "measure: referral_wiat", "unknown measure 'referral_wiat'"),
        ("owner: thh", "owner: nobody", "nobody"),
        ("value: 100%", "value: 90%", "90%"),
        ("better: lower\n      owner", "better: higher\n      owner", "higher"),
        ("statements: [own_home]", "statements: [elsewhere]", "elsewhere"),
        ("curve: by_target\n      durable", "curve: by_chance\n      durable", "by_chance"),
    ],
)
def test_a_framework_that_does_not_fit_is_refused_by_both_commands(
    tmp_path: Path, was: str, now: str, says: str
) -> None:
    workspace = Workspace(init_workspace(tmp_path / "W", "hillingdon-2019").root)
    assert was in OUTCOMES
    workspace.document("outcomes.yaml").write_text(OUTCOMES.replace(was, now), encoding="utf-8")
    for words in (["outcomes", str(workspace.root)], ["check", str(workspace.root)]):
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 1, result.output
        assert says in result.output
        assert "outcomes.yaml" in result.output


def test_a_year_without_records_is_refused(place: Workspace) -> None:
    result = _asked(place, "--year", "2010/11")
    assert result.exit_code == 1
    assert "no records tell of 2010/11: the first are of 2017/18" in result.output
