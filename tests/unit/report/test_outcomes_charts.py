"""The charts of a scorecard: readable without colour, and told in words."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tests.unit.report.outcomes_example import (
    ADMISSIONS,
    MONTHS,
    admissions,
    card,
    cards,
    measure,
    scorecard,
    value,
    wave,
)
from wholeplace.kernel import FinancialYear
from wholeplace.outcomes.control import variation_kind, xmr
from wholeplace.outcomes.definition import Measure
from wholeplace.report.outcomes import Card, Value, scorecard_folder
from wholeplace.report.outcomes.axes import BOTTOM, TOP, upright
from wholeplace.report.outcomes.change import changed
from wholeplace.report.outcomes.funnel_chart import Areas, areas, funnel_chart
from wholeplace.report.outcomes.icons import MEANS, assurance_icon, variation_icon
from wholeplace.report.outcomes.numbers import told
from wholeplace.report.outcomes.slope_chart import slope_chart, slope_sentence
from wholeplace.report.outcomes.tables import months_grid
from wholeplace.report.outcomes.trend_chart import trend_chart
from wholeplace.report.outcomes.xmr_chart import points, targets, xmr_chart
from wholeplace.report.outcomes.years import by_year


def judged(numbers: list[int]) -> Card:
    """Return a card whose chart is of one part."""
    one = card(ADMISSIONS, numbers, 6_666.0, {})
    chart = xmr([v.value or 0.0 for v in one.monthly])
    return replace(one, chart=chart, variation_kind=str(variation_kind(chart, "lower")))


def paths(svg: str, colour: str) -> set[str]:
    """Return the shapes that are filled with a colour, as they are drawn about their middle."""
    marks = re.findall(r'<path [^>]*d="([^"]+)"[^>]*fill="([^"]+)"', svg)
    return {d for d, fill in marks if fill == colour}


def test_every_chart_can_stand_alone_with_title_and_words() -> None:
    found = scorecard_folder(scorecard()).charts
    assert {
        "xmr-admissions",
        "trend-plans",
        "funnel-practice-admissions",
        "slope-admissions",
    } <= set(found)
    assert "xmr-safe" not in found
    for chart in found.values():
        assert chart.wide.count("<title>") == 1
        assert "<desc>" in chart.wide
        assert chart.narrow
        assert chart.says.strip()


def test_months_of_each_kind_have_a_shape_and_words_of_their_own() -> None:
    one = judged([*wave(700)[:29], 1000, *wave(700)[30:35], 400])
    kinds = {point.kind for point in points(one)}
    assert kinds == {"common cause", "concern", "improvement"}
    chart = xmr_chart(one)
    shapes = [paths(chart.wide, colour) for colour in ("#5b6672", "#2b5a86", "#a8560f")]
    assert all(shapes)
    assert not shapes[0] & shapes[1]
    assert not shapes[1] & shapes[2]
    assert "Improvement: 2020-03." in chart.says
    assert "Concern: 2019-09." in chart.says
    assert "improvement, low." in chart.says


def test_a_part_of_a_chart_has_lines_of_its_own() -> None:
    lines = {point.lines for point in points(admissions())}
    assert len(lines) == 2


def test_targets_are_drawn_in_the_unit_of_the_measure() -> None:
    one = admissions()
    assert one.calibration is not None
    (_, full), (_, floor) = targets(one)
    over = one.year.denominator
    assert over is not None
    assert floor == pytest.approx(float(one.calibration.marks.floor / over) * 1000)
    assert full < floor
    assert "The target line 'floor' stands at 107.6." in xmr_chart(one).note


def test_a_target_that_is_far_off_is_told_and_not_drawn() -> None:
    one = admissions()
    far = replace(one, year=replace(one.year, denominator=Fraction(10)))
    assert ">floor<" in xmr_chart(one).wide
    assert ">floor<" not in xmr_chart(far).wide
    assert "The target line 'floor' stands at" in xmr_chart(far).note


def test_without_points_a_chart_says_why() -> None:
    assert xmr_chart(replace(admissions(), chart=None)).says.startswith("There are too few months")
    none = xmr([np.nan] * 36)
    assert xmr_chart(replace(admissions(), chart=none)).wide == ""
    assert trend_chart(scorecard(), cards()[4]).says.startswith("There are fewer than two years")


def test_lines_are_broken_where_a_month_is_missing() -> None:
    whole, gap = judged(wave(700)), judged(wave(700))
    numbers = np.array([one.value or 0.0 for one in gap.monthly])
    numbers[12] = np.nan
    broken = replace(gap, chart=xmr(numbers))
    line = re.compile(r'<path [^>]*d="(M[^"]+)"[^>]*stroke="#5b6672"')
    assert len(line.findall(xmr_chart(broken).wide)) == len(line.findall(xmr_chart(whole).wide)) + 1


def test_years_that_are_not_whole_are_not_made_up() -> None:
    one = judged(wave(700))
    assert list(by_year(scorecard(), one)) == [FinancialYear(y) for y in (2017, 2018, 2019)]
    short = replace(one, months=MONTHS[1:], monthly=one.monthly[1:])
    assert list(by_year(scorecard(), short)) == [FinancialYear(y) for y in (2018, 2019)]


def test_people_who_are_counted_once_a_year_are_not_added_up() -> None:
    people = replace(judged(wave(700)), measure=measure("people", "People", each="person"))
    assert FinancialYear(2017) not in by_year(scorecard(), people)


def test_sums_have_no_limits_as_if_each_stood_alone() -> None:
    days = replace(judged(wave(700)), measure=measure("days", "Bed days", value="bed_days"))
    found = by_year(scorecard(), days)[FinancialYear(2017)]
    assert found.value is not None
    assert found.lower is None


def test_a_funnel_names_those_beyond_its_limits() -> None:
    chart = funnel_chart(scorecard(), admissions(), "practice")
    assert chart.says.startswith(f"{ADMISSIONS.title}: 4 of 5 practices lie beyond the 95% limits:")
    assert "Practice one 115.5, far above" in chart.says
    assert "Practice one" in chart.wide
    assert ">P4<" not in chart.wide


def test_limits_of_a_funnel_come_together_with_size() -> None:
    found = areas(scorecard(), admissions(), "practice")
    assert isinstance(found, Areas)
    plot = found.limits([400.0, 40_000.0])
    assert plot.upper[0] - plot.lower[0] > 5 * (plot.upper[1] - plot.lower[1])


def test_there_is_no_funnel_of_sums_or_of_one_area() -> None:
    practice = {"practice": {"P1": (2_310.0, 20_000.0)}}
    days = card(measure("days", "Bed days", value="bed_days"), wave(700), 6_666.0, practice)
    assert "one by one" in funnel_chart(scorecard(), days, "practice").says
    alone = card(ADMISSIONS, wave(700), 6_666.0, practice)
    assert "too few practices" in funnel_chart(scorecard(), alone, "practice").says


def test_a_slope_is_told_with_its_direction() -> None:
    one = admissions()
    assert "19.5 more at the most deprived end than at the least" in slope_sentence(one)
    assert "95% limits 14.2 to 25.1" in slope_sentence(one)
    unsure = replace(one, slope=Value(None, None, 10.0, -2.0, 40.0))
    assert "from 2.0 more to 40.0 less, so there may be no slope at all" in slope_sentence(unsure)
    assert "for the tenths are too few" in slope_sentence(
        replace(one, slope=Value(None, None, None, missing="the tenths are too few"))
    )


def test_a_slope_without_tenths_is_a_sentence() -> None:
    assert slope_chart(replace(admissions(), levels=())).wide == ""


def test_a_change_is_held_against_chance() -> None:
    of = ADMISSIONS
    one = replace(admissions(), year=value(of, 100, 1_000), before=value(of, 160, 1_000))
    found = changed(one)
    assert found is not None
    assert (found.is_better, found.beyond) == (True, True)
    near = changed(replace(one, before=value(of, 110, 1_000)))
    assert near is not None
    assert near.beyond is False
    none = changed(replace(one, year=value(of, 0, 1_000)))
    assert none is not None
    assert none.beyond is None
    assert none.says.endswith("not known whether beyond chance")
    assert changed(replace(one, before=None)) is None


def test_a_proportion_at_its_end_is_not_compared() -> None:
    of = measure("p", "P", "proportion", per=100, better="higher")
    one = replace(admissions(), measure=of, year=value(of, 100, 100), before=value(of, 80, 100))
    found = changed(one)
    assert found is not None
    assert found.is_better
    assert found.beyond is None


@pytest.mark.parametrize(
    ("values", "step"),
    [([95.0, 110.0], 5.0), ([0.0, 3.2], 1.0), ([0.0], 0.25), ([-0.5, 12_000.0], 5_000.0)],
)
def test_scales_have_round_steps_and_hold_what_they_show(values: list[float], step: float) -> None:
    up = upright(values)
    assert up.ticks[0] <= min(values)
    assert up.ticks[-1] >= max(values)
    assert all(TOP <= up.at(one) <= BOTTOM for one in values)
    assert up.step == step
    assert (up.ticks[0] < 0) == (min(values) < 0)


def test_icons_have_words_and_no_two_look_alike() -> None:
    words = [
        "common cause",
        "improvement, high",
        "improvement, low",
        "concern, high",
        "concern, low",
    ]
    icons = [variation_icon(word) for word in words]
    icons += [assurance_icon(word) for word in ("passes", "fails", "hit or miss")]
    assert len({re.sub('stroke="[^"]+"', "", icon.svg) for icon in icons}) == len(icons)
    assert all(icon.says in MEANS for icon in icons)
    assert variation_icon("").says in MEANS
    assert assurance_icon("").says in MEANS


def test_numbers_read_together_have_the_same_decimals() -> None:
    assert told(Value(None, None, 1234.5, 999.9, 1500.0)) == "1,235 (1,000 to 1,500)"
    assert told(Value(None, None, 0.1234)) == "0.123"
    assert told(Value(None, None, None, missing="why")) == "missing"
    assert told(None) == ""


def texts(svg: str) -> list[str]:
    """Return the words of a picture."""
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def test_months_of_which_nothing_is_known_are_no_year_of_nought() -> None:
    one = judged(wave(700))
    gone = replace(value(ADMISSIONS, 0, 6_666), value=None, missing="no record was loaded")
    early = replace(one, monthly=(*[gone] * 12, *one.monthly[12:]))
    assert FinancialYear(2017) not in by_year(scorecard(), early)
    assert "2017/18" not in trend_chart(scorecard(), early).wide
    rows = months_grid(scorecard(), early).records()
    assert (rows[0]["numerator"], rows[0]["denominator"]) == ("", "6666")
    assert rows[12]["numerator"] != ""


def test_a_chart_begins_with_the_first_month_that_is_known() -> None:
    numbers = np.array([one.value or 0.0 for one in judged(wave(700)).monthly])
    numbers[:12] = np.nan
    late = replace(judged(wave(700)), chart=xmr(numbers))
    starts = ["Apr 2017", "Apr 2018", "Apr 2019"]
    assert [one for one in texts(xmr_chart(judged(wave(700))).wide) if one in starts] == starts
    assert [one for one in texts(xmr_chart(late).wide) if one in starts] == starts[1:]
    numbers[:26] = np.nan
    later = replace(late, chart=xmr(numbers))
    assert "Jun 2019" in texts(xmr_chart(later).wide)


def test_every_chart_says_its_unit_in_both_forms() -> None:
    found = scorecard_folder(scorecard()).charts
    for name, chart in found.items():
        unit = "%" if name.endswith("plans") else "per 1,000 person-years"
        for svg in (chart.wide, chart.narrow):
            assert any(one.split(", ")[0] == unit for one in texts(svg)), name


def test_a_long_title_is_cut_between_words() -> None:
    of = replace_title(ADMISSIONS, "Emergency admissions of people " * 8)
    title = texts(trend_chart(scorecard(), replace(admissions(), measure=of)).wide)
    said = next(one for one in title if one.startswith("Emergency"))
    assert len(said) < 110
    assert said.endswith(("people…", "admissions…", "of…", "Emergency…"))


def replace_title(of: Measure, title: str) -> Measure:
    """Return a measure with another title."""
    return of.model_copy(update={"title": title})


def test_a_scale_is_said_not_to_start_at_nought_only_where_it_does_not() -> None:
    says = "The scale does not start at nought."
    assert says in xmr_chart(judged(wave(700))).note
    assert says not in xmr_chart(judged([0, 60, 3, 90, 0, 80] * 6)).note
    assert says in trend_chart(scorecard(), admissions()).note


def test_marks_of_a_funnel_tell_better_from_worse_by_shape_and_colour() -> None:
    found = funnel_chart(scorecard(), admissions(), "practice")
    better, worse = paths(found.wide, "#2b5a86"), paths(found.wide, "#a8560f")
    assert better
    assert worse
    assert not better & worse
    assert "far above (worse)" in found.says
    assert "far below (better)" in found.says
    higher = admissions().measure.model_copy(update={"better": "higher"})
    other = funnel_chart(scorecard(), replace(admissions(), measure=higher), "practice")
    assert "far above (better)" in other.says


def test_a_funnel_has_sizes_beneath_it() -> None:
    words = texts(funnel_chart(scorecard(), admissions(), "practice").narrow)
    assert "person-years: the more, the surer" in words
    assert "20,000" in words


def test_a_line_of_years_stops_at_a_year_that_is_not_shown() -> None:
    of = measure("p", "P", "published", per=100)
    years = {FinancialYear(y): Value(None, None, 50.0 + y % 7) for y in (2014, 2015, 2017)}
    one = replace(cards()[4], measure=of, year=Value(None, None, 61.0), before=None, earlier=years)
    line = re.compile(r'<path [^>]*d="(M[^"]+)"[^>]*stroke="#2b5a86"')
    lines = line.findall(trend_chart(scorecard(), one).wide)
    assert [one.count("L") for one in lines] == [1, 0, 0]
