"""The scorecard as a page, as files, for programs and for a terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from tests.unit.report.outcomes_example import YEAR, cards, scorecard
from wholeplace.kernel import FinancialYear, Money
from wholeplace.outcomes.framework import AgreedMarks
from wholeplace.report.folder import Folder
from wholeplace.report.outcomes import (
    Scorecard,
    Value,
    scorecard_folder,
    scorecard_lines,
    scorecard_to_dict,
)
from wholeplace.report.outcomes.board import OUTSIDE, marks_said


@cache
def made() -> Folder:
    return scorecard_folder(scorecard())


def page() -> str:
    return made().page


def files() -> Mapping[str, Sequence[Mapping[str, str]]]:
    return made().tables


def row(file: str, **wanted: str) -> Mapping[str, str]:
    """Return the first row of a file with these values."""
    return next(one for one in files()[file] if wanted.items() <= one.items())


def bare(**more: object) -> Scorecard:
    """Return the scorecard of a place that pays for nothing."""
    nothing = {"tree": (), "framework": None, "reward": None, "outlook": None}
    return scorecard(**{**nothing, "cards": cards()[3:], **more})


def test_summary_comes_first_and_then_a_section_for_each_measure() -> None:
    assert re.findall(r'<h2 id="([\w-]+)">', page()) == [
        "summary", "scorecard", "rewards", "gaps", "measure-admissions", "measure-plans",
        "measure-falls", "measure-waits", "measure-safe",
    ]  # fmt: skip


def test_headings_go_down_by_one_and_every_link_leads_somewhere() -> None:
    levels = [int(one) for one in re.findall(r"<h(\d)", page())]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', page())
    assert len(ids) == len(set(ids))
    links = set(re.findall(r'href="#([^"]+)"', page()))
    assert {"measure-falls", "rewards"} <= links <= set(ids)


def test_the_page_fetches_nothing_and_escapes_what_a_document_says() -> None:
    assert "<script" not in page()
    assert not re.search(r"(?:src|href)=\"(?!#)", page())
    for words in (
        "An example <place>",
        "I am helped <at home>",
        "It matters <much>",
        "<their> plan",
    ):
        assert words not in page()
        assert words.replace("<", "&lt;").replace(">", "&gt;") in page()


def test_the_same_scorecard_gives_the_same_bytes() -> None:
    assert scorecard_folder(scorecard()).page == page()


def test_every_table_has_a_caption_and_every_picture_its_words() -> None:
    assert page().count("<table") == page().count("<caption")
    assert not re.search(r'role="img" aria-label=""', page())
    assert page().count("<svg") == page().count('role="img"') + page().count('class="icon"')


def test_measures_stand_under_domain_and_statement_and_in_both_of_two() -> None:
    found = [(one["domain"], one["statement"], one["measure"]) for one in files()["scorecard.csv"]]
    assert found == [
        ("Quality of care", "I am helped <at home>", "admissions"),
        ("Quality of care", "I am helped <at home>", "plans"),
        ("Quality of care", "I helped to make my plan", "plans"),
        ("Quality of life", "I feel safe", ""),
        (OUTSIDE, "", "falls"),
        (OUTSIDE, "", "waits"),
        (OUTSIDE, "", "safe"),
    ]


def test_a_statement_that_nobody_measures_is_told() -> None:
    assert files()["unmeasured.csv"] == [{"statement": "I feel safe", "domain": "Quality of life"}]
    assert '<td colspan="9">nobody measures it yet</td>' in page()


def test_a_row_tells_value_limits_change_and_what_was_earned() -> None:
    found = row("scorecard.csv", measure="admissions")
    assert found["told"] == "95.6 (93.5 to 97.8)"
    assert found["told_before"] == "105.3 (103.0 to 107.5)"
    assert found["change"] == "better by 9.66 (9.2%), beyond chance"
    assert found["variation_kind"] == "common cause"
    assert found["marks"] == "full 102.5, floor 107.6, nothing from 109.7"
    assert (found["earned_share"], found["earned_amount"]) == ("0.90", "54000.01")


def test_what_is_missing_says_why() -> None:
    assert row("scorecard.csv", measure="safe")["why_missing"] == "no survey was loaded"
    assert row("missing.csv", measure="safe")["why"] == "no survey was loaded"
    assert "2019/20: missing, for no survey was loaded." in page()
    assert "1 to 7 people" in row("missing.csv", measure="waits")["why"]


def test_no_measure_is_left_without_a_reason() -> None:
    silent = replace(cards()[4], year=Value(None, None, None))
    rows = scorecard_folder(bare(cards=(silent,))).tables["missing.csv"]
    assert rows[0]["why"] == "no reason given"


def test_a_caution_stands_beside_its_measure() -> None:
    section = page().split('id="measure-admissions"')[1].split("</section>")[0]
    assert "<b>Caution, coding:</b> people may look more ill." in section
    assert "Caution" not in page().split('id="measure-falls"')[1].split("</section>")[0]
    assert row("cautions.csv", measure="admissions")["check"] == "coding"


def test_targets_have_their_chances_and_what_it_takes() -> None:
    found = row("targets.csv", measure="admissions")
    assert float(found["floor_chance"]) >= 0.95
    assert float(found["full_chance"]) <= 0.025
    assert found["needed"] == "0.03751"
    assert "met then with a chance of 95.0%" in page()
    assert "To earn it with a chance of 80%, the truth must improve by 315.8 (3.8%" in page()


def test_rewards_add_up_and_what_is_not_known_is_not_nought() -> None:
    rows = files()["rewards.csv"]
    assert [one["pot"] for one in rows] == ["60000.01", "40000", "100000.01"]
    assert [one["amount"] for one in rows] == ["54000.01", "", ""]
    assert rows[1]["why"] == "the result is not known"
    assert "£54,000.01 of it is earned so far, and 1 of 2 results are not known yet" in page()
    assert [one["amount"] for one in files()["rewards-by-party.csv"]] == ["40500.01", "13500"]


def test_a_reward_that_is_known_whole_is_told_whole() -> None:
    one = scorecard()
    assert one.reward is not None
    first, second = one.reward.earned
    known = replace(one.reward, earned=(first, replace(second, amount=Money(10_000_00))))
    told = "\n".join(scorecard_lines(replace(one, reward=known)))
    assert "£64,000.01 of the £100,000.01 at stake was earned (64%)." in told


def test_parties_and_payer_know_what_to_expect() -> None:
    told = "\n".join(scorecard_lines(scorecard()))
    assert (
        "The provider can expect £54k on average, nine times in ten between £50k and £60k." in told
    )
    assert "If nothing truly changes, the payer should expect to pay £54k" in told
    assert "2% of the budget hangs on outcomes in 2019/20, on 2 of them." in told


def test_phases_lags_and_sanctions_are_told() -> None:
    plans, waits = row("outcomes.csv", measure="plans"), row("outcomes.csv", measure="waits")
    assert plans["phase"].startswith("paid for bringing a baseline")
    assert (waits["phase"], waits["known_on"], waits["lag"]) == ("", "2020-05-01", "1 month")
    assert row("sanctions.csv", measure="waits")["at_most"] == "50000"


def test_agreed_marks_are_told_where_no_history_gave_any() -> None:
    one = cards()[1]
    assert one.outcome is not None
    marks = AgreedMarks.model_validate(
        {"expected": "70", "floor": "65", "full": "80", "zero": "60"}
    )
    agreed = replace(one, outcome=replace(one.outcome, marks=marks))
    assert marks_said(agreed) == "full 80.0, floor 65.0, nothing from 60.0"
    (found,) = scorecard_folder(scorecard(cards=(agreed,))).tables["targets.csv"]
    assert (found["from"], found["full"], found["floor_chance"]) == ("agreement", "80", "")


def test_definition_owner_source_and_review_are_behind_a_fold() -> None:
    section = page().split('id="measure-falls"')[1].split("</section>")[0]
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]*)</dd>", section))
    assert facts["Owner"] == "analyst"
    assert facts["Next review"] == "2027-04-01"
    assert facts["Source"] == "assumed: an example"
    assert facts["Why it matters"] == "It matters &lt;much&gt;."


def test_a_place_without_a_framework_has_a_plain_scorecard() -> None:
    text = scorecard_folder(bare()).page
    assert "Targets and rewards" not in text
    assert OUTSIDE not in text
    assert "Measures of 2019/20" in text
    assert "rewards.csv" not in scorecard_folder(bare()).tables


def test_a_place_without_measures_says_so() -> None:
    assert "No measure is on the scorecard." in scorecard_folder(bare(cards=())).page
    assert scorecard_lines(bare(cards=()))[1] == "0 of 0 measures have a value for 2019/20."


def test_programs_have_what_the_page_and_the_files_have() -> None:
    found = scorecard_to_dict(scorecard())
    assert found["scorecard"] == files()["scorecard.csv"]
    measures, sections = found["measures"], found["sections"]
    assert isinstance(measures, dict)
    assert isinstance(sections, dict)
    assert list(measures) == ["admissions", "plans", "falls", "waits", "safe"]
    months = [row for one in measures.values() for row in one["tables"]["months"]]
    assert months == files()["months.csv"]
    assert sections["rewards"]["tables"]["targets"] == files()["targets.csv"]
    assert found["unmeasured"] == [{"domain": "Quality of life", "statement": "I feel safe"}]


def test_a_terminal_tells_each_measure_once_and_ends_with_warnings() -> None:
    told = scorecard_lines(scorecard())
    assert told[0] == "An example <place>: outcomes in 2019/20"
    assert sum(line.startswith("People who helped") for line in told) == 1
    assert told[-1] == "warning: the survey is late"


@pytest.mark.parametrize("name", ["P1", "N1"])
def test_levels_have_their_names(name: str) -> None:
    names = {"P1": "Practice one", "N1": "North"}
    assert row("levels.csv", level=name)["name"] == names[name]


def test_tenths_and_sexes_are_named() -> None:
    assert (
        row("levels.csv", breakdown="deprivation", level="1")["name"] == "Tenth 1 (most deprived)"
    )
    assert row("levels.csv", breakdown="sex", level="2")["name"] == "Women"


def test_earlier_years_are_made_of_their_months() -> None:
    rows = [one for one in files()["years.csv"] if one["measure"] == "admissions"]
    assert [one["year"] for one in rows] == [str(FinancialYear(y)) for y in (2017, 2018, 2019)]
    assert rows[0]["numerator"] == str(sum(int(m["numerator"]) for m in files()["months.csv"][:12]))
    assert rows[-1]["year"] == str(YEAR)


def test_a_statement_whose_measure_is_elsewhere_is_not_called_unmeasured() -> None:
    one = scorecard(cards=cards()[2:])
    rows = scorecard_folder(one).tables
    titles = {row["statement"]: row["title"] for row in rows["scorecard.csv"] if row["statement"]}
    assert titles["I am helped <at home>"] == "its measures are not on this scorecard"
    assert titles["I feel safe"] == "nobody measures it yet"
    assert [row["statement"] for row in rows["unmeasured.csv"]] == ["I feel safe"]
