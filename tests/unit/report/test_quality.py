"""The quality report in words: what broke comes first, and small numbers are never told."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tests.unit.record.quality_rules import cell, score
from wholeplace.privacy import SmallNumbers
from wholeplace.record.quality import Assessment, Cell, Score
from wholeplace.report.quality import (
    QualityData,
    quality_lines,
    quality_page,
    quality_to_dict,
)
from wholeplace.report.quality.drawings import MOST_PROVIDERS, bars, strip

SMALL = SmallNumbers(hide_from=1, hide_to=7, source="made up")
FILLED = "table: activity, kind: completeness, columns: [admission_method], refuse_below: 50%"
MONTHLY = (
    "table: activity, kind: continuity, continuity: {at_least: 50%, from_months: 2, from_rows: 20}"
)


def found(asks: str, *cells: Cell) -> Score:
    made = score(asks, list(cells))
    assert made is not None
    return made


def data(
    *scores: Score,
    before: Fraction | None = None,
    owner: str = "",
    names: dict[str, str] | None = None,
) -> QualityData:
    earlier = {} if before is None else {("feed", "r"): before}
    owners = {"feed": owner} if owner else {}
    return QualityData(
        "A place", Assessment("t 1", scores, earlier), owners, SMALL, "", names or {}
    )


def test_the_lines_say_what_where_since_when_and_whom_to_ask() -> None:
    short = found(FILLED, cell("ZA", "2019-04", 95, 100), cell("ZA", "2019-05", 60, 100))
    lines = quality_lines(data(short, before=Fraction(9, 10), owner="Ward clerk"))
    assert lines == [
        "1 thing to look at; nothing that forbids the use.",
        "1 feed judged by 1 rule.",
        "",
        "Look at: feed: T",
        "  not so in 45 of 200 rows: 77.5% pass, where 90.0% must",
        "  since: May 2019; by the last load: \N{MINUS SIGN}12.5 points",
        "  where: ZA: 45 (April 2019 to May 2019)",
        "  try: D",
        "  ask: Ward clerk",
    ]


def test_nothing_to_act_on_is_said() -> None:
    good = found(FILLED, cell("ZA", "2019-04", 100, 100))
    assert quality_lines(data(good))[0] == "Nothing needs action."


def test_a_feed_without_rows_is_not_passed_over() -> None:
    told = replace(data(), empty=["wards"])
    assert quality_lines(told)[:2] == [
        "No row is stored of: wards. Ask whether that is right.",
        "0 feeds judged by 0 rules.",
    ]
    assert quality_to_dict(told)["without_rows"] == ["wards"]


def test_the_gravest_comes_first() -> None:
    refused = found(FILLED, cell("ZA", "2019-04", 10, 100))
    warned = found(FILLED, cell("ZB", "2019-04", 60, 100))
    lines = quality_lines(data(warned, refused))
    assert lines[0] == "Do not use before it is put right: feed."
    assert [line.split(":")[0] for line in lines if "feed: T" in line] == ["Do not use", "Look at"]


def test_a_share_is_never_rounded_up_to_the_limit() -> None:
    nearly = found(FILLED, cell("ZA", "2019-04", 89_999, 100_000))
    assert "89.9% pass, where 90.0% must" in quality_lines(data(nearly))[4]


def test_small_numbers_are_told_neither_by_count_nor_by_share() -> None:
    few = found(FILLED, cell("ZA", "2019-04", 43, 50), cell("ZB", "2019-04", 50, 50))
    shown = data(few, before=Fraction(1))
    told = str(quality_to_dict(shown)) + quality_page(shown) + "\n".join(quality_lines(shown))
    assert "93.0%" not in told
    assert "7.0 points" not in told
    rules = quality_to_dict(shown)["feeds"]["feed"]["rules"]  # type: ignore[index]
    assert (rules[0]["failed"], rules[0]["passed"], rules[0]["change"]) == ("*", "*", "worse")
    assert rules[0]["worst"] == [{"provider": "ZA", "failed": "*"}]
    many = found(FILLED, cell("ZA", "2019-04", 42, 50))
    assert "8 of 50" in "\n".join(quality_lines(data(many)))


def test_a_small_number_among_very_many_may_be_told_as_nearly_all() -> None:
    few = found(FILLED, cell("ZA", "2019-04", 99_999, 100_000))
    rules = quality_to_dict(data(few))["feeds"]["feed"]["rules"]  # type: ignore[index]
    assert (rules[0]["failed"], rules[0]["passed"]) == ("*", "over 99.9%")


def test_months_of_providers_are_nobody_and_may_be_counted() -> None:
    sent = {"2019-01": 30, "2019-02": 30, "2019-03": 2, "2019-04": 30}
    short = found(MONTHLY, *(cell("ZA", month, n, n) for month, n in sent.items()))
    lines = quality_lines(data(short))
    assert lines[4] == "  not so in 1 of 2 provider months: 50.0% pass, where 90.0% must"
    assert lines[5].startswith("  since: not in the last month; before that March 2019;")


def test_the_strip_marks_the_short_month_and_says_so() -> None:
    sent = {"2019-01": 30, "2019-02": 30, "2019-03": 2, "2019-04": 30}
    short = found(MONTHLY, *(cell("ZA", month, n, n) for month, n in sent.items()))
    drawn = strip(data(short, names={"ZA": "<North> Trust"}), short)
    assert drawn.says == (
        "One provider month has far fewer rows than usual;"
        " the last of them: <North> Trust (ZA) in March 2019."
    )
    assert drawn.svg.count('fill="#b3431d"') == 1
    assert drawn.svg.count('fill="#b9c2cc"') == 2
    assert "&lt;North&gt; Trust (ZA)" in drawn.svg
    assert "<North>" not in drawn.svg
    assert "<North>" not in quality_page(data(short, names={"ZA": "<North> Trust"}))


def test_who_stopped_sending_is_drawn_and_the_last_month_short_is_the_latest() -> None:
    months = ["2019-01", "2019-02", "2019-03", "2019-04"]
    large = [cell(f"Z{n:02}", m, 90, 90) for n in range(MOST_PROVIDERS) for m in months]
    stopped = [cell("ZZZ", m, n, n) for m, n in zip(months, [30, 30, 30, 1], strict=True)]
    early = [cell("ZZY", m, n, n) for m, n in zip(months, [30, 30, 1, 30], strict=True)]
    short = found(MONTHLY, *large, *stopped, *early)
    drawn = strip(data(short), short)
    assert "ZZZ" in drawn.svg
    assert "ZZY" in drawn.svg
    assert drawn.says.endswith("the last of them: ZZY in March 2019, ZZZ in April 2019.")
    assert drawn.note.startswith("2 more providers")


def test_bars_above_the_limit_stand_out() -> None:
    months = found(FILLED, cell("ZA", "2019-04", 95, 100), cell("ZA", "2019-05", 60, 100)).months
    drawn = bars(months, Fraction(9, 10))
    assert (drawn.count('fill="#2b5a86"'), drawn.count('fill="#b3431d"')) == (1, 1)
    assert bars((), Fraction(9, 10)) == ""


def test_the_page_fetches_nothing_and_is_the_same_twice() -> None:
    short = found(FILLED, cell("ZA", "2019-04", 60, 100))
    shown = data(short)
    page = quality_page(shown)
    assert page == quality_page(shown)
    assert "//" not in page.replace("</", "")
    assert "since" in page.lower()


def test_a_rule_without_months_has_no_since() -> None:
    cells = Cell("b1", None, None, ((60, 100),))
    made = score(FILLED, [cells])
    assert made is not None
    assert made.since is None
    assert quality_lines(data(made))[5].startswith("  since: \N{EN DASH};")
