"""A simulation and a comparison as people read them: tables, a chart, a page, rows of a CSV."""

from __future__ import annotations

import json
import re

import pytest

from tests.unit.plan.drafts import contract, figures, generator, scenario, simulated
from wholeplace.plan import Comparison, Estimate, Simulation, compare
from wholeplace.report import (
    comparison_tables,
    comparison_to_dict,
    exposure_chart,
    exposure_page,
    exposure_rows,
    exposure_tables,
    not_compared,
    not_counted,
    simulation_to_dict,
    to_png,
)
from wholeplace.report.exposure_words import change, money, money_with_error, share_with_error
from wholeplace.report.table import Table
from wholeplace.report.words import MINUS, Scale

BOTH = ("ccg", "trust")
MILLIONS = Scale("m", 10**6, 2)
YEARS = figures("normal: {mean: GBP 98m, sd: GBP 4m}", "[2019/20, 2020/21]")
CAPPED = "capped(saving * share, at_most = GBP 2.5m)"


def simulation() -> Simulation:
    return simulated(contract(CAPPED), YEARS, draws=2_000)


def comparison() -> Comparison:
    return compare(contract(), contract(CAPPED), scenario(YEARS), 2_000, generator())


def captions(tables: list[Table]) -> list[str]:
    return [table.caption for table in tables]


def test_the_tables_of_a_simulation_in_the_order_of_reading() -> None:
    assert captions(exposure_tables(simulation(), BOTH, by_year=True)) == [
        "Net position, 2019/20 to 2020/21 together",
        "Net position, year by year",
        "Lines of the agreement, 2019/20 to 2020/21 together",
        "How often each limit decides",
        "What the position of ccg hangs on",
    ]


def test_a_party_alone_is_told_of_alone() -> None:
    first, *_, last = exposure_tables(simulation(), ["trust"])
    assert [column.heading for column in first.columns] == ["", "trust"]
    assert last.caption == "What the position of trust hangs on"


def test_every_figure_has_its_error_beside_it() -> None:
    first = exposure_tables(simulation(), BOTH)[0]
    for row in first.rows[:-1]:
        assert all("±" in cell for cell in row[1:]), row
    assert first.rows[-1][0] == "worst draw"


def test_amounts_are_written_with_the_error_of_their_scale() -> None:
    assert money_with_error(Estimate(-20.6e6, 8e4), "GBP", MILLIONS) == f"{MINUS}£20.60m ±0.08"
    assert money_with_error(Estimate(1e6, 10), "GBP", MILLIONS) == "£1.00m ±<0.01"
    assert money_with_error(Estimate(1e6, 0), "GBP", MILLIONS) == "£1.00m ±0.00"
    assert share_with_error(Estimate(0.1234, 0.003)) == "12.3% ±0.3"


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert money(-400, "GBP", MILLIONS) == "£0.00m"
    assert change(Estimate(400, 0), "GBP", MILLIONS) == "£0.00m ±0.00"
    assert change(Estimate(6e6, 0), "GBP", MILLIONS) == "+£6.00m ±0.00"


def test_what_could_not_be_settled_is_said() -> None:
    (said,) = not_counted(simulated(contract("saving / 0"), draws=10))
    assert said.startswith("not settled: 100.0%")
    assert said.endswith("line 'shared' has no value: it divides by zero")


HALF_OF_THE_TIME = "saving / (if spend > GBP 98m then 0 else 1)"
SHADOW = {
    "figures:": "phases: [{from: 2019-04-01, value: shadow, source: x},"
    " {from: 2020-04-01, value: live, source: x}]\nfigures:"
}


def test_draws_with_a_year_that_is_not_settled_are_said_to_be_left_out_of_the_whole() -> None:
    _, said = not_counted(simulated(contract(HALF_OF_THE_TIME), YEARS, draws=2_000))
    assert re.fullmatch(
        r"left out of 2019/20 to 2020/21 together: 7[3-7]\.\d% ±1\.0 of draws, .*", said
    )
    both = compare(contract(), contract(HALF_OF_THE_TIME), scenario(YEARS), 2_000, generator())
    years, draws = not_compared(both)
    assert re.match(r"left out: (4[89]|5[01])\.\d% ", years)
    assert re.match(r"left out of all years together: 7[3-7]\.\d% ", draws)
    assert list(not_compared(comparison())) == []


def test_a_shadow_year_is_said_to_be_one() -> None:
    (said,) = not_counted(simulated(contract(**SHADOW), YEARS, draws=100))
    assert said.startswith("in shadow: 2019/20; nothing is due then")
    both = compare(contract(), contract(**SHADOW), scenario(YEARS), 100, generator())
    assert list(not_compared(both)) == ["B is in shadow in 2019/20: nothing is due under it then"]


def test_what_cannot_be_settled_when_it_is_moved_is_not_said_to_be_of_no_account() -> None:
    agreement = contract("capped(saving, at_least = low, at_most = GBP 1.05m)", **LOW)
    note = exposure_tables(simulated(agreement, draws=500), ["trust"])[-1].note
    assert "Of no account: share." in note
    assert "Nothing can be settled with low at +10%." in note


LOW = {"parameters:": "parameters:\n  low: [{from: 2019-04-01, value: GBP 1m, source: x}]"}


def test_nothing_settled_leaves_no_empty_tables_and_no_chart() -> None:
    empty = simulated(contract("saving / 0"), draws=10)
    assert "Net position, 2019/20 together" not in captions(exposure_tables(empty, BOTH))
    drawn = exposure_chart(empty, BOTH)
    assert drawn.wide == ""
    assert "nothing to draw" in drawn.says


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_the_chart_says_what_it_shows() -> None:
    drawn = exposure_chart(simulation(), BOTH)
    for svg in (drawn.wide, drawn.narrow):
        words = [text for text in texts(svg) if text]
        assert {"ccg", "trust"} <= set(words)
        missing = [text for text in words if text.removesuffix("…") not in drawn.says]
        assert missing == []
        assert "NaN" not in svg


def test_the_chart_is_the_same_bytes_each_time_and_a_picture() -> None:
    one, other = (exposure_chart(simulation(), BOTH) for _ in range(2))
    assert one == other
    assert to_png(one).startswith(b"\x89PNG")


def test_a_position_that_never_varies_can_be_drawn() -> None:
    drawn = exposure_chart(simulated(contract(), figures("fixed: GBP 99m"), draws=10), BOTH)
    assert texts(drawn.wide)
    assert "NaN" not in drawn.wide


THREE = {"figures:": "figures:\n  track: {unit: choice, of: [a, b, c]}"}
TRACKS = figures("normal: {mean: GBP 98m, sd: GBP 4m}") + (
    "  track: {choice: {a: 40%, b: 40%, c: 20%}, source: x}\n"
)


def test_a_word_by_which_nothing_is_settled_is_left_out_of_what_it_hangs_on() -> None:
    line = 'if track = "a" then saving else if track = "b" then saving * 2 else saving / 0'
    found = simulated(contract(line, **THREE), TRACKS, draws=500)
    assert "track (a to b)" in exposure_chart(found, ["trust"]).says
    last = exposure_tables(found, ["trust"])[-1]
    assert "track (figure)" in [row[0] for row in last.rows]


def test_what_is_of_no_account_is_named_beneath() -> None:
    found = simulated(contract("saving", **THREE), TRACKS, draws=500)
    assert "Of no account: track, share." in exposure_tables(found, ["trust"])[-1].note
    assert "track" not in exposure_chart(found, ["trust"]).says


def test_the_page_fetches_nothing() -> None:
    found = simulation()
    page = exposure_page(found, exposure_chart(found, BOTH), BOTH)
    assert re.findall(r"https?://|<script", page) == []
    assert "How often each limit decides" in page
    assert "<svg" in page


def test_rows_have_one_number_each() -> None:
    headings, *rows = exposure_rows(simulation(), ["trust"])
    assert headings == ("of", "year", "measure", "value", "standard_error")
    assert {row[0] for row in rows} == {"trust", "saving", "shared"}
    assert {row[1] for row in rows} == {"all years", "2019/20", "2020/21"}
    means = [row for row in rows if row[:3] == ("trust", "all years", "mean")]
    # A normal of 1m and 2m capped at 2.5m has a mean of 0.738m; there are two years of it.
    assert float(means[0][3]) == pytest.approx(1.475e6, abs=2e5)
    assert len(rows) == len({row[:3] for row in rows})


def test_json_holds_every_number() -> None:
    told = json.loads(json.dumps(simulation_to_dict(simulation(), BOTH)))
    assert told["draws"] == 2_000
    assert {each["of"] for each in told["net"]} == set(BOTH)
    assert told["limits"][0]["part"] == "at_most = GBP 2500000"
    both = json.loads(json.dumps(comparison_to_dict(comparison(), BOTH)))
    assert [gain["party"] for gain in both["net"]] == ["ccg", "trust"]
    assert len(both["states"]) == 10


def test_a_comparison_tells_who_gains_and_in_which_states() -> None:
    gains, states = comparison_tables(comparison(), BOTH)
    assert [row[0] for row in gains.rows] == [
        "mean under A", "mean under B", "B less A: mean", "5%", "50%", "95%",
        "B is better", "B is worse", "the same",
    ]  # fmt: skip
    assert len(states.rows) == 10
    assert states.columns[2].heading == "ccg under A"
    assert len(states.columns) == 8


def test_of_many_parties_only_what_changes_is_told() -> None:
    third = {"role: provider}}": "role: provider}, gp: {role: provider}}"}
    found = compare(contract(**third), contract(CAPPED, **third), scenario(YEARS), 500, generator())
    states = comparison_tables(found, ("ccg", "trust", "gp"))[1]
    assert [column.heading for column in states.columns][2:] == ["ccg", "trust", "gp"]
    alone = comparison_tables(found, ("gp",))[1]
    assert [column.heading for column in alone.columns][2:] == ["gp under A", "under B", "B less A"]
