"""The framework of a place as agreed, from documents alone: what a paper says, and its money."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from wholeplace.app.budget.book import budget_book
from wholeplace.app.outcomes.agreed import agreed_outcomes
from wholeplace.cli import main
from wholeplace.kernel import Figure, FinancialYear
from wholeplace.report.outcomes.agreed import Agreed
from wholeplace.store.shipped import shipped_file

PLACE = "central-london-2017"
YEARS = [FinancialYear(first) for first in (2019, 2020, 2021, 2022)]
# The indicators that the plan of the place was read for, by what each is called here.
OF_THE_PLAN = {
    *("falls_admissions_65", "quality_of_life_long_term_conditions", "readmissions_30_days"),
    *("emergency_admissions_acsc_chronic", "emergency_admissions_acsc_acute", "delayed_transfers"),
    *("care_home_admissions_65", "feel_safe", "physically_active", "wellbeing_low_satisfaction"),
    *("deaths_in_usual_place", "ed_attendances", "burden_of_carers", "pam_gain"),
}
# Metrics of the paper that were not among them: four new ones, and one that was measured already.
BESIDE = {
    *("carers_can_go_on", "care_plans_not_known", "care_in_convenient_place", "story_repeated"),
    "plans_made_with_person",
}


@pytest.fixture(scope="module")
def agreed() -> Agreed:
    return agreed_outcomes(PLACE)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def value(figure: Figure | None) -> Fraction:
    assert figure is not None
    assert isinstance(figure.value, Fraction)
    return figure.value


# What the paper says


def test_nineteen_statements_in_five_domains_are_the_papers(agreed: Agreed) -> None:
    said = {one.domain.title: len(one.statements) for one in agreed.tree}
    assert said == {
        "Quality of life": 7,
        "Quality of care": 7,
        "Professional experience": 2,
        "Financial sustainability": 1,
        "Operational performance": 2,
    }
    spoken = [one.statement.says for tree in agreed.tree for one in tree.statements]
    assert spoken[0] == "I can achieve my personal goals"
    assert spoken[-1] == "I am not admitted into secondary care unnecessarily"


def test_every_measure_of_the_plan_is_in_the_framework(agreed: Agreed) -> None:
    assert len(OF_THE_PLAN) == 14
    assert set(agreed.measures) == OF_THE_PLAN | BESIDE


def test_outcomes_are_in_three_classes_and_only_one_of_them_is_paid(agreed: Agreed) -> None:
    outcomes = [one.outcome for one in agreed.now.framework.outcomes]
    assert Counter(one.class_ for one in outcomes) == {
        "pay for performance": 8,
        "local quality": 10,
        "national standard": 1,
    }
    assert {bool(one.sanction) for one in outcomes if one.class_ != "national standard"} == {False}
    assert {one.durable_years for one in outcomes} == {3}
    assert all(re.search("Central London CCG, November 2017|assumed", o.source) for o in outcomes)


def test_the_promise_is_95_per_cent_for_nine_tenths_and_all_for_significance(
    agreed: Agreed,
) -> None:
    curve = agreed.now.framework.outcomes[0].curve
    assert curve is not None
    found = curve.value
    assert found.kind == "calibrated"
    assert (found.promise.floor_chance, found.at_floor) == (Fraction(95, 100), Fraction(9, 10))
    assert found.promise.full_chance == Fraction(25, 1000)


@pytest.mark.parametrize(
    ("measure", "phases"),
    [
        ("emergency_admissions_acsc_chronic", "paid paid paid paid"),
        ("story_repeated", "sampling baseline paid paid"),
        ("feel_safe", "- - - paid"),
        ("delayed_transfers", "- - - -"),
    ],
)
def test_new_outcomes_are_sampled_and_have_a_baseline_before_they_are_paid(
    agreed: Agreed, measure: str, phases: str
) -> None:
    by_year = [
        next(one for one in year.framework.outcomes if one.outcome.measure == measure)
        for year in agreed.years
    ]
    assert " ".join(one.phase or "-" for one in by_year) == phases


# The money


def test_the_part_on_outcomes_grows_and_so_does_how_many_are_paid(agreed: Agreed) -> None:
    rows = [
        (
            str(one.year),
            str(value(one.framework.incentive)),
            len(one.framework.weights),
            sum(outcome.is_paid_by_result for outcome in one.framework.outcomes),
        )
        for one in agreed.years
    ]
    assert rows == [
        ("2019/20", "1/100", 5, 2),
        ("2020/21", "1/50", 5, 2),
        ("2021/22", "3/100", 5, 5),
        ("2022/23", "1/20", 8, 8),
    ]


def test_what_is_at_stake_in_a_year_can_be_worked_out_by_hand(agreed: Agreed) -> None:
    # 122.4m, twice 1.89% more people, prices from 77.0388 to 80.8738, twice 1.1% less: then 1%.
    budget = 122_400_000 * 1.0189**2 * 80.8738 / 77.0388 * 0.989**2
    assert float(value(agreed.now.at_stake)) == pytest.approx(budget / 100, abs=0.02)
    pots = {name: str(pot) for name, pot in agreed.now.pots.items()}
    assert value(agreed.now.at_stake) == Fraction("1304774.52")
    assert pots == {  # 40, 25, 15, 10 and 10 per cent of it, to the penny
        "emergency_admissions_acsc_chronic": "£521,909.81",
        "care_home_admissions_65": "£326,193.63",
        "story_repeated": "£195,716.18",
        "carers_can_go_on": "£130,477.45",
        "care_in_convenient_place": "£130,477.45",
    }


def test_the_framework_and_the_budget_say_the_same_of_every_year(agreed: Agreed) -> None:
    parts = {one.year: one for one in budget_book(PLACE).parts}
    assert [one.year for one in agreed.years] == YEARS == list(parts)
    for one in agreed.years:
        theirs = parts[one.year]
        assert value(one.framework.incentive) == value(theirs.outcomes_share)
        assert value(one.at_stake) == value(theirs.outcomes)
        assert one.standing == theirs.phase


def test_before_the_first_year_nothing_hangs_on_outcomes() -> None:
    found = agreed_outcomes(PLACE, FinancialYear(2018))
    assert value(found.now.at_stake) == 0
    assert not found.now.pots
    assert (
        "Nothing hangs on outcomes in 2018/19."
        in run("outcomes", PLACE, "--year", "2018/19").output
    )


def test_a_year_that_the_budget_does_not_reach_has_no_pounds_and_says_so() -> None:
    said = run("outcomes", PLACE, "--year", "2025/26").output
    assert "how much that is, is not known: the budget is followed to 2022/23." in said


def test_a_year_before_the_budget_is_refused() -> None:
    done = run("outcomes", PLACE, "--year", "2016/17")
    assert done.exit_code == 1
    assert "2016/17 comes before the base year 2017/18" in done.output


# What is shown


def test_the_terminal_tells_it_without_records() -> None:
    done = run("outcomes", PLACE)
    assert done.exit_code == 0
    for said in (
        "19 statements in 5 domains; nobody measures 6 of them yet.",
        "£1,304,774.52 is at stake in 2019/20: 1% of the budget of £130,477,451.66",
        ", on top of it, in shadow: worked out, not paid.",
        "2019/20: 1% of the budget on 5 outcomes; 2022/23: 5% on 8.",
        "  I can meet and talk to other people\n    - nobody measures it yet",
        "what was earned need records",
        "warning: no measure speaks for 'I can achieve my personal goals'",
    ):
        assert said in done.output
    # A lag of three months after the year; three years from April 2019.
    row = next(line for line in done.output.splitlines() if "521,909.81" in line)
    assert row.split()[-4:] == ["2020-07-01", "mcp", "2022-04-01", "2022-04-01"]


def test_json_has_every_row_and_why_the_money_is_what_it_is() -> None:
    found: dict[str, Any] = json.loads(run("outcomes", PLACE, "--json").output)
    assert (found["year"], found["counted"]) == ("2019/20", False)
    assert found["at_stake"]["shown"] == "£1,304,774.52"
    assert [one["id"] for one in found["at_stake"]["children"]] == [
        "budget.parts.2019-20.budget",
        "outcomes.incentive",
    ]
    tables = {
        name: rows for one in found["sections"].values() for name, rows in one["tables"].items()
    }
    assert {name: len(rows) for name, rows in tables.items()} == {
        "statements": 19,
        "paid": 8 + 1,  # and their sum
        "years": 4,
        "phases": 8,
        "watched": 11,
        "sanctions": 1,
    }
    assert all(row["source"] for row in tables["paid"][:-1] + tables["watched"])
    assert len(found["unmeasured"]) == 6


def test_the_page_stands_alone_and_files_have_the_same_rows(tmp_path: Path) -> None:
    done = run("outcomes", PLACE, "--year", "2022/23", "--output", tmp_path)
    assert done.output.count("written: ") == 7
    page = (tmp_path / "outcomes.html").read_text()
    assert not re.search(r"<script|https?://|src=", page)
    assert all(said in page for said in ("I feel safe", "£7,423,531.03", "£155.00", "on top of it"))
    rows = list(csv.DictReader((tmp_path / "paid.csv").read_text().splitlines()))
    assert sum(Fraction(row["at_stake"]) for row in rows[:-1]) == Fraction(rows[-1]["at_stake"])
    run("outcomes", PLACE, "--year", "2022/23", "--output", tmp_path / "again")
    assert (tmp_path / "again" / "outcomes.html").read_text() == page


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("outcomes", PLACE, "--output", tmp_path / "file" / "in")
    assert (done.exit_code, "name another folder" in done.output) == (1, True)


def test_a_shipped_place_whose_budget_is_counted_tells_what_it_can() -> None:
    done = run("outcomes", "hillingdon-2019")
    assert done.exit_code == 0
    assert "1% of the budget hangs on 4 outcomes in 2019/20; how much that is, is not known" in (
        done.output
    )
    assert "The Hillingdon Hospitals" in done.output  # partners of the place are called by name


# What is wrong


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(shipped_file("places", PLACE), tmp_path / "place")
    return tmp_path / "place"


def change(folder: Path, old: str, new: str) -> int:
    """Change the first such text of the document, and return its line."""
    path = folder / "outcomes.yaml"
    before, found, after = path.read_text().partition(old)
    assert found
    path.write_text(before + new + after)
    return before.count("\n") + 1


def test_check_reads_the_framework_beside_the_budget(folder: Path) -> None:
    done = run("check", PLACE)
    assert (done.exit_code, done.output.count("right: ")) == (0, 2)
    assert "outcomes.yaml" in done.output
    assert run("check", folder / "outcomes.yaml").output.count("right: ") == 2
    (folder / "budget.yaml").unlink()
    assert run("check", folder).output.count("right: ") == 1


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("measure: story_repeated", "measure: story_repeat", "unknown measure 'story_repeat'"),
        ("statements: [there]", "statements: [their]", "unknown statement 'their'"),
        ("domain: running, source", "domain: rummage, source", "unknown domain 'rummage'"),
        ("curve: by_target\n      durable", "curve: by_targt\n      durable", "unknown curve"),
        ("class: local quality", "class: local qualty", "unknown class of outcome 'local qualty'"),
        ("better: lower", "better: higher", "the measure says that lower is better"),
        ("value: 2%, source", "value: 4%, source", "on 2020-04-01 4% of the budget hangs on"),
        ("lag_months: 3", "lag_months: 3\n      segments: [frail]", "no place says which segments"),
        ("value: baseline", "value: paid", "'story_repeated' goes back to 'paid'"),
        ("value: 40%", "value: 45%", "the weights of 2019/20 make 105%"),
        ("floor_chance: 95%", "floor_chance: 99.95%", "it is not above floor_chance"),
        ("amount: GBP 155", "amount: GBP -155", "a sanction is below nought"),
    ],
)
def test_one_mistake_is_one_problem(folder: Path, old: str, new: str, what: str) -> None:
    change(folder, old, new)
    shown, checked = run("outcomes", folder), run("check", folder)
    for done in (shown, checked):
        assert done.exit_code == 1, done.output
        assert what in done.output
        assert "1 problem;" in done.output


def test_a_mistake_is_told_at_its_line(folder: Path) -> None:
    line = change(folder, "statements: [there]", "statements: [their]")
    done = run("check", folder)
    assert f"outcomes.yaml:{line}:" in done.output
    assert "1 problem" in done.output


def test_without_a_budget_the_pounds_are_missing_and_not_nought(folder: Path) -> None:
    (folder / "budget.yaml").unlink()
    done = run("outcomes", folder)
    assert "how much that is, is not known: there is no budget.yaml beside it." in done.output
    found = json.loads(run("outcomes", folder, "--json").output)
    assert found["at_stake"]["value"] is None


def test_without_a_framework_there_is_nothing_to_tell(folder: Path) -> None:
    text = (folder / "outcomes.yaml").read_text()
    (folder / "outcomes.yaml").write_text(text[: text.index("framework:")])
    done = run("outcomes", folder)
    assert (done.exit_code, "it has no framework" in done.output) == (1, True)


def test_a_name_that_is_nowhere_is_refused_with_the_nearest() -> None:
    done = run("outcomes", "central-london")
    assert done.exit_code == 1
    assert "did you mean 'central-london-2017'?" in done.output
