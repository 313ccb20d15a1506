"""What is wrong with an adjustment is told at its place, all at once."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wholeplace.budget.adjust import Adjustment, Base, Measured, adjust
from wholeplace.document import read_document
from wholeplace.kernel import FinancialYear, Refused

BASE = Base(FinancialYear(2018), {"acute": 10_000_00, "community": 10_000_00})
SOME = "[{from: 2019-04-01, value: 1%, source: y}]"
PEOPLE = {
    FinancialYear(year): {"well": Fraction(900), "ill": Fraction(100)} for year in (2018, 2019)
}


def _follow(text: str, base: Base, measured: Measured | None) -> None:
    terms = read_document(f"steps:\n{text}", "budget.yaml", Adjustment)
    adjust(base, terms.value, FinancialYear(2020), measured, terms.where)


def _problems(text: str, base: Base = BASE, measured: Measured | None = None) -> list[str]:
    with pytest.raises(Refused) as refused:
        _follow(text, base, measured)
    return [f"{found.where}: {found.what}" for found in refused.value.problems]


def _step(step: str) -> str:
    return f"  - {{{step}}}\n"


def _made(amount: str = "1k", day: str = "2019-04-01") -> str:
    made = f"from: {day}, line: acute, amount: '{amount}', recurrent: true, source: y"
    return f"investment: {{amounts: [{{{made}}}]}}"


def _inflation(shares: str, prices: str) -> str:
    mix = f"mix: [{{from: 2019-04-01, value: {{{shares}}}, source: y}}]"
    return f"id: x, inflation: {{{mix}, {prices}}}"


WRONG = [
    ("id: x", "steps[0]: exactly one is wanted, and here is nothing"),
    (
        f"id: x, productivity: {{rate: {SOME}}}, growth: {{rate: {SOME}}}",
        "steps[0]: exactly one is wanted, and here is productivity and growth",
    ),
    (
        _inflation("pay: 90%", f"rates: {{pay: {SOME}}}"),
        "inflation.mix[0].value: the shares of the cost mix make 90%: pay 90%",
    ),
    (
        _inflation("pay: 90%, drugs: 10%", f"rates: {{pay: {SOME}}}"),
        "mix[0].value.drugs: the price of 'drugs' is told nowhere",
    ),
    (
        _inflation("pay: 110%, drugs: -10%", f"rates: {{pay: {SOME}}}"),
        "mix[0].value.drugs: the share of 'drugs' is below nought",
    ),
    (
        _inflation("pay: 100%", "indices: {pay: [{from: 2018-04-01, value: 0, source: y}]}"),
        "indices.pay[0].value: an index must be above nought",
    ),
    (
        _inflation("pay: 100%", "indices: {pay: [{from: 2019-04-01, value: 100, source: y}]}"),
        "indices.pay[0].from: the index has no level in the base year 2018/19",
    ),
    (
        ("id: x, inflation: {mix: [{from: 2020-04-01, value: {pay: 100%}, source: y}],"
        f" rates: {{pay: {SOME}}}}}"),
        "mix[0].from: nothing is in force on 2019-04-01, when the first year begins",
    ),
    (
        ("id: x, productivity: {rate: [{from: 2019-04-01, value: 1%, source: y},"
        " {from: 2019-04-01, value: 2%, source: y}]}"),
        "rate[1].from: 2019-04-01 does not come after 2019-04-01",
    ),
    (
        f"id: x, productivity: {{rate: {SOME}}}, lines: [acut]",
        "steps[0].lines[0]: the base has no line 'acut'",
    ),
    (
        f"id: x, growth: {{by_line: {{theatre: {SOME}}}}}",
        "steps[0].growth.by_line.theatre: the base has no line 'theatre'",
    ),
    (
        f"id: x, lines: [acute], {_made()}",
        "steps[0].lines: 'investment' names the line of each of its values, so the step may not",
    ),
    (
        f"id: x, {_made(day='2019-03-31')}",
        "amounts[0].from: it begins on 2019-03-31, so the base of 2018/19 has it already",
    ),
    (
        f"id: x, {_made('USD 1k')}",
        "amounts[0].amount: it is in USD, and the base is in GBP",
    ),
    (
        f"id: x, {_made('-£10,000.01')}",
        ("steps[0]: 'acute' falls below nought in 2019/20: -£0.01; the step 'x' takes the most,"
        " -£10,000.01"),
    ),
    (
        "id: x, rebase: {reviews: [{year: 2018/19, source: y}]}",
        "reviews[0].year: a review in 2018/19 does not come after the base year 2018/19",
    ),
    (
        "id: x, lines: [acute], rebase: {reviews: [{year: 2020/21, source: y}]}",
        "reviews[0].year: 'acute' was not measured anew for the review of 2020/21",
    ),
    (
        "id: x, rebase: {reviews: [{year: 2020/21, source: y}, {year: 2020/21, source: y}]}",
        "reviews[1].year: 2020/21 does not come after 2020/21",
    ),
    (
        "id: x, late: {years: [{year: 2019/20, source: y}]}",
        "years[0].year: late cost of 2019/20 is neither written nor measured",
    ),
    (
        "id: ended, late: {years: [{year: 2019/20, source: y}]}",
        "steps[0].id: 'ended' is the name of what was for one year only",
    ),
    (
        "id: x, population: {rate: [{from: 2019-04-01, value: lots, source: y}]}",
        "rate[0].value: 'lots' is not a number",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("step", "what"), WRONG)
def test_what_is_wrong_is_told_at_its_place(step: str, what: str) -> None:
    found = _problems(_step(step))
    assert len(found) == 1
    assert found[0].startswith("budget.yaml:2:")
    assert found[0].endswith(what)


def test_people_who_are_not_known_are_named_by_year() -> None:
    found = _problems(
        _step("id: x, population: {rate: [{from: 2019-04-01, value: actual, source: y}]}"),
        measured=Measured(segments=PEOPLE),
    )
    assert len(found) == 1
    assert "person-years of 2020/21 are not known, and the growth is the actual" in found[0]


def test_a_segment_without_a_price_is_named() -> None:
    prices = "[{from: 2018-04-01, value: {well: 10}, source: y}]"
    everybody = PEOPLE | {FinancialYear(2020): {"well": Fraction(1)}}
    found = _problems(
        _step(f"id: x, movement: {{prices: {prices}}}"), measured=Measured(segments=everybody)
    )
    assert len(found) == 1
    assert found[0].endswith("value: there are people in 'ill', and it has no price")


def test_prices_that_are_nought_for_everybody_there_are_refused() -> None:
    prices = "[{from: 2018-04-01, value: {well: 0, ill: 10}, source: y}]"
    everybody = PEOPLE | {FinancialYear(2020): {"well": Fraction(1)}}
    found = _problems(
        _step(f"id: x, movement: {{prices: {prices}}}"), measured=Measured(segments=everybody)
    )
    assert [text.rpartition(": ")[2] for text in found] == [
        "nobody in 2020/21 has a price above nought"
    ]


def test_a_base_below_nought_and_a_wrong_line_are_told_together() -> None:
    base = Base(FinancialYear(2018), {"acute": -1})
    found = _problems(_step(f"id: x, growth: {{rate: {SOME}}}, lines: [b]"), base)
    assert [text.rpartition(": ")[2] for text in found] == ["-£0.01", "the base has no line 'b'"]
    assert "the base of 'acute' is below nought" in found[0]


def test_the_same_step_twice_is_refused() -> None:
    step = _step(f"id: x, growth: {{rate: {SOME}}}")
    assert _problems(step + step) == ["budget.yaml:3:6 steps[1].id: the step 'x' is there twice"]
