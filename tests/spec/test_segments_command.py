"""Who is in which segment of a small place, what they cost, and who moved, as a user asks."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.workspaces import write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.app.population.segment_people import segment_people
from wholeplace.app.run_year import run_year
from wholeplace.cli import main
from wholeplace.kernel import FinancialYear
from wholeplace.population.movement import DIED, JOINED, LEFT
from wholeplace.store.workspace import PLACE, Workspace

WELL, ILL = range(40), range(40, 60)
RULES = """
segments: steps
version: "1"
about: two steps and one that nobody reaches
look_back_years: 1
scores: [conditions, hfrs]
rules:
  - {id: frail, name: Frail, when: {hfrs_band: [high]}, source: assumed}
  - {id: ill, name: Ill, when: {diabetes: {at_least: 1}, age: {at_least: 18}}, source: assumed}
  - {id: older_ill, name: Older, when: {diabetes: {at_least: 1}, age: {at_least: 65}}, source: assumed}
  - {id: well, name: Well, source: assumed}
"""  # noqa: E501
AGES = """
segments: ages
version: "1"
about: who is old
look_back_years: 1
rules:
  - {id: old, name: Old, when: {age: {at_least: 65}}, source: assumed}
  - {id: rest, name: The rest, source: assumed}
"""


def _feed() -> dict[str, str]:
    """Sixty adults; twenty have diabetes. In a year ten more get it, nine well ones leave or die.

    Each of the first twenty with diabetes cost 300 in 2018/19, each well one 100.
    """
    people = [f"p{i} 1 1960-01-01 {'2019-10-01' if i == 39 else '-'}" for i in (*WELL, *ILL)]
    lists = [
        f"p{i} ZP001 2010-01-01 {'2019-09-01' if 30 <= i < 38 else '-'}" for i in (*WELL, *ILL)
    ]
    found = [(i, "2015-01-01") for i in ILL] + [(i, "2019-06-01") for i in range(10)]
    codes = [f"p{i} - 1 ICD10 E119 problem {day}" for i, day in found]
    acts = [f"a{i} p{i} acute APC 21 2018-05-01T10:00:00 1" for i in (*WELL, *ILL)]
    costs = [f"c{i} p{i} a{i} tariff {300 if i in ILL else 100}.00 GBP" for i in (*WELL, *ILL)]
    heads = {
        "person": "person_id sex birth_month death_date",
        "registration": "person_id practice_code start_date end_date",
        "diagnosis": "person_id activity_id position code_system code kind onset_date",
        "activity": "activity_id person_id source setting admission_method start_ts quantity",
        "cost": "cost_id person_id activity_id basis amount currency",
    }
    rows = zip(heads, (people, lists, codes, acts, costs), strict=True)
    return {name: "\n".join([heads[name], *lines]) for name, lines in rows}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("segments")
    workspace = Workspace(init_workspace(folder / "W", "hillingdon-2019").root)
    load_feed(workspace, write_feed(folder / "feed", _feed()), "canonical")
    (workspace.root / "segments").mkdir()
    (workspace.root / "segments" / "steps.yaml").write_text(RULES)
    return workspace


def call(place: Workspace, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["segments", str(place.root), *map(str, words)])


def test_people_spend_and_the_share_explained_are_those_counted_by_hand(place: Workspace) -> None:
    done = call(place, "--rules", "steps", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    rows = {row["segment"]: (row["people"], row["spend_per_head"]) for row in found["segments"]}
    assert rows == {
        "frail": ("0", ""),
        "ill": ("20", "300.00"),
        "older_ill": ("0", ""),
        "well": ("40", "100.00"),
    }
    # Everybody of a segment cost the same: all of the variance is between the segments.
    assert found["variance_explained"] == 1
    assert (found["variance_explained_lower"], found["variance_explained_upper"]) == (1, 1)
    assert (found["costs_from"], found["costs_before"]) == ("2018-04-01", "2019-04-01")
    assert found["movement"] is None
    assert found["warnings"] == [
        "nobody can ever be in 'older_ill': 'ill' takes all of its people before",
        "nobody is in 'frail' on 2019-04-01",
    ]


def test_who_moved_is_written_and_small_numbers_are_not(place: Workspace, tmp_path: Path) -> None:
    words = ("--rules", "steps", "--on", "2020-04-01", "--against", "2019-04-01")
    done = call(place, *words, "--output", tmp_path / "out")
    assert done.exit_code == 0, done.output
    with (tmp_path / "out" / "movement.csv").open(newline="") as stream:
        moves = {(row["was"], row["became"]): row["people"] for row in csv.DictReader(stream)}
    # One died: a small number, and the smallest of the others with it.
    assert moves == {
        ("ill", "ill"): "20",
        ("well", "ill"): "10",
        ("well", "well"): "21",
        ("well", "(left)"): "*",
        ("well", "(died)"): "*",
    }
    assert (tmp_path / "out" / "movement.png").read_bytes().startswith(b"\x89PNG")
    page = (tmp_path / "out" / "segments.html").read_text()
    assert '<td class="number">*</td>' in page
    assert "http" not in page.replace("http-equiv", "")
    assert page == page.replace("p39", "")


@pytest.mark.parametrize("rules", ["steps", "bridges-to-health", "north-west-london"])
def test_nobody_is_lost_or_made_between_two_days(place: Workspace, rules: str) -> None:
    days = date(2019, 4, 1), date(2020, 4, 1)
    first, second = (
        segment_people(place, rules, on, against)
        for on, against in zip(days, reversed(days), strict=True)
    )
    assert first.movement == second.movement
    assert first.movement is not None
    before, after = first.movement.before(), first.movement.after()
    joined, gone = before.pop(JOINED, 0), after.pop(LEFT, 0) + after.pop(DIED, 0)
    for sums, found in ((before, first), (after, second)):
        assert sums == {row.segment: row.people for row in found.rows if row.people}
    assert sum(before.values()) + joined == sum(after.values()) + gone
    assert gone == 9


def test_the_same_question_gives_the_same_bytes(place: Workspace, tmp_path: Path) -> None:
    words = ("--rules", "bridges-to-health", "--against", "2019-10-01", "--output")
    for name in ("first", "second"):
        assert call(place, *words, tmp_path / name).exit_code == 0
    files = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert len(files) == 5
    for name in files:
        first, second = (tmp_path / folder / name for folder in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()


def test_a_year_is_run_with_rules_that_ask_for_conditions(place: Workspace) -> None:
    document = place.document(PLACE)
    text = document.read_text()
    try:
        document.write_text(text.replace("segments: age-and-conditions", "segments: steps"))
        run_year(place)
        manifest = json.loads((place.results(FinancialYear(2019)) / "manifest.json").read_text())
    finally:
        document.write_text(text)
    assert {"steps.yaml", "conditions.yaml", "hfrs-icd10.csv"} <= manifest["inputs"][
        "documents"
    ].keys()


def test_where_no_costs_are_loaded_nobody_is_said_to_have_cost_nothing(place: Workspace) -> None:
    found = json.loads(call(place, "--rules", "steps", "--on", "2015-06-01", "--json").output)
    assert {row["spend_per_head"] for row in found["segments"]} == {""}
    assert found["variance_explained"] is None
    assert "nothing says what people cost" in found["warnings"][-1]


def test_rule_sets_are_compared_on_the_same_people(place: Workspace, tmp_path: Path) -> None:
    (place.root / "segments" / "ages.yaml").write_text(AGES)
    words = ("--rules", "ages", "--rules", "steps", "--output", tmp_path / "out")
    done = call(place, *words, "--json")
    assert done.exit_code == 0, done.output
    first, second = json.loads(done.output)["rule_sets"]
    # Diabetes tells costs wholly; of age, which is the same of all, they tell nothing.
    assert (first["rules"], first["explained"], first["with_people"]) == ("steps", "1.000000", "2")
    assert (first["largest"], first["people_in_smallest"]) == ("well", "20")
    assert (second["rules"], second["explained"]) == ("ages", "0.000000")
    assert (second["less_than_the_first"], second["share_in_largest"]) == ("1.000000", "1.000000")
    with (tmp_path / "out" / "comparison.csv").open(newline="") as stream:
        assert [row["rules"] for row in csv.DictReader(stream)] == ["steps", "ages"]
    page = (tmp_path / "out" / "comparison.html").read_text()
    assert "http" not in page.replace("http-equiv", "")


def test_without_names_all_rule_sets_are_compared_and_what_is_odd_is_told(place: Workspace) -> None:
    done = call(place, "--compare", "--on", "2020-04-01")
    assert done.exit_code == 0, done.output
    for name in ("steps", "bridges-to-health", "north-west-london", "frailty-ladder"):
        assert name in done.output
    assert "warning: steps: nobody can ever be in 'older_ill'" in done.output


def test_a_comparison_is_of_one_day_and_tells_all_that_is_wrong(place: Workspace) -> None:
    done = call(place, "--compare", "--against", "2020-04-01")
    assert (done.exit_code, "--against asks about one rule set" in done.output) == (2, True)
    done = call(place, "--rules", "stepps", "--rules", "frailty-lader")
    assert done.exit_code == 1
    assert "'steps'" in done.output
    assert "'frailty-ladder'" in done.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--rules", "bridges-to-helth"), 1, "bridges-to-health"),
        (("--on", "1950-01-01"), 1, "nobody is registered on 1950-01-01"),
        (("--on", "2019-04-01", "--against", "2019-04-01"), 1, "nobody moves on one day"),
        (("--output", __file__), 2, "is a file"),
        (("--on", "2019-13-01"), 2, "is no day"),
        (("--on", "0001-01-01"), 2, "is not between 1900 and 2200"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    place: Workspace, words: tuple[str, ...], code: int, said: str
) -> None:
    done = call(place, *words)
    assert (done.exit_code, said in done.output) == (code, True), done.output


@pytest.mark.parametrize(
    ("change", "into", "said"),
    [
        ("diabetes:", "diabetis:", "unknown feature of a person 'diabetis'"),
        ("[conditions, hfrs]", "[conditions, hfsr]", "there is no score 'hfsr'"),
        ("[conditions, hfrs]", "[conditions, conditions]", "'conditions' is there twice"),
        ("[conditions, hfrs]", "[conditions, hfrs, charlson-quan, charlson-shmi]", ""),
    ],
)
def test_a_rule_set_that_asks_for_what_is_not_there_is_refused_with_its_line(
    place: Workspace, change: str, into: str, said: str
) -> None:
    own = place.root / "segments" / "wrong.yaml"
    own.write_text(RULES.replace(change, into).replace("segments: steps", "segments: wrong"))
    done = call(place, "--rules", "wrong")
    if not said:
        # Names that two scores share do no harm where no rule asks for them.
        assert done.exit_code == 0, done.output
        own.write_text(own.read_text().replace("when: {hfrs_band", "when: {chf: [a], hfrs_band"))
        done, said = call(place, "--rules", "wrong"), "two scores have 'chf'"
    assert done.exit_code == 1
    assert said in done.output
    assert "wrong.yaml, line " in done.output or "wrong.yaml:" in done.output
