"""A budget followed through the years, worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wholeplace.budget.adjust import Adjusted, Adjustment, Base, Measured, adjust, adjusted_figure
from wholeplace.budget.adjust import bridge as bridge_of
from wholeplace.document import read_document
from wholeplace.kernel import FinancialYear, Unit

BASE_YEAR = FinancialYear(2018)
TEN = 10_000_00
BASE = Base(BASE_YEAR, {"acute": TEN, "community": TEN}, source="ledger of 2018/19")

RATE = "rate: [{from: 2019-04-01, value: 2%, source: clause 4}]"
# People: 1,000 and 1,020; half of the new ones are ill.
SEGMENTS = {
    FinancialYear(2018): {"well": Fraction(900), "ill": Fraction(100)},
    FinancialYear(2019): {"well": Fraction(910), "ill": Fraction(110)},
    FinancialYear(2020): {"well": Fraction(910), "ill": Fraction(110)},
}
AGES = {
    FinancialYear(2018): {"0-64": Fraction(800), "65+": Fraction(200)},
    FinancialYear(2019): {"0-64": Fraction(805), "65+": Fraction(215)},
    FinancialYear(2020): {"0-64": Fraction(805), "65+": Fraction(215)},
}
MEASURED = Measured(
    AGES,
    SEGMENTS,
    bases={FinancialYear(2020): {"acute": 12_000_00, "community": 9_000_00}},
    late={FinancialYear(2019): {"acute": 123_45}},
)


def _after(*steps: str, last: int = 2019, base: Base = BASE) -> Adjusted:
    text = "steps:\n" + "".join(f"  - {{{step}}}\n" for step in steps)
    terms = read_document(text, "budget.yaml", Adjustment)
    return adjust(base, terms.value, FinancialYear(last), MEASURED, terms.where)


def _pounds(adjusted: Adjusted, year: int = 2019) -> dict[str, str]:
    found = adjusted.pence(FinancialYear(year))
    return {line: str(Fraction(pence, 100)) for line, pence in found.items()}


EXAMPLES = [
    # 10,000 x 1.02
    (f"id: x, population: {{{RATE}}}", "10200", "10200"),
    # 1,020 people for 1,000
    (
        "id: x, population: {rate: [{from: 2019-04-01, value: actual, source: y}]}",
        "10200", "10200",
    ),
    (f"id: x, demography: {{{RATE}}}", "10200", "10200"),
    # (805 + 3 x 215) / 1,020 for (800 + 3 x 200) / 1,000: 1.421569 for 1.4
    (
        "id: x, demography: {weights: [{from: 2018-04-01, value: {0-64: 1, 65+: 3}, source: y}]}",
        "10154.06", "10154.06",
    ),
    # (910 x 10 + 110 x 100) / 1,020 for (900 x 10 + 100 x 100) / 1,000: 19.7059 for 19
    (
        "id: x, movement: {prices: [{from: 2018-04-01, value: {well: 10, ill: £100}, source: y}]}",
        "10371.52", "10371.52",
    ),
    # 70% x 3% + 30% x 1% = 2.4%
    (
        ("id: x, inflation: {mix: [{from: 2019-04-01, value: {pay: 70%, drugs: 30%}, source: y}],"
        " rates: {pay: [{from: 2019-04-01, value: 3%, source: y}],"
        " drugs: [{from: 2019-04-01, value: 1%, source: y}]}}"),
        "10240", "10240",
    ),
    # The index stands at 100, and from half of 2019/20 (183 of 366 days) at 104.
    (
        ("id: x, inflation: {mix: [{from: 2019-04-01, value: {pay: 100%}, source: y}],"
        " indices: {pay: [{from: 2018-04-01, value: 100, source: y},"
        " {from: 2019-10-01, value: 104, source: y}]}}"),
        "10200", "10200",
    ),
    (f"id: x, productivity: {{{RATE}}}", "9800", "9800"),
    (f"id: x, growth: {{{RATE}}}, lines: [acute]", "10200", "10000"),
    (
        ("id: x, growth: {by_line: {acute: [{from: 2019-04-01, value: 1%, source: y}],"
        " community: [{from: 2019-10-01, value: 4%, source: y}]}}"),
        "10100", "10200",
    ),
    # For the 183 days of 366 that are left of the year.
    (
        ("id: x, investment: {amounts: [{from: 2019-10-01, line: acute, amount: 1k,"
        " recurrent: true, source: y}, {from: 2019-04-01, line: community, amount: -£250,"
        " recurrent: true,"
        " source: y}]}"),
        "10500", "9750",
    ),
    ("id: x, late: {years: [{year: 2019/20, source: y}]}", "10123.45", "10000"),
    (
        "id: x, late: {years: [{year: 2019/20, amounts: {community: £7.50}, source: y}]}",
        "10000", "10007.50",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("step", "acute", "community"), EXAMPLES)
def test_each_kind_of_step(step: str, acute: str, community: str) -> None:
    expected = {
        line: int(Fraction(pounds) * 100)
        for line, pounds in {"acute": acute, "community": community}.items()
    }
    assert _after(step).pence(FinancialYear(2019)) == expected


def test_steps_are_taken_in_the_order_declared() -> None:
    growth = f"id: people, population: {{{RATE}}}"
    made = "{from: 2019-04-01, line: acute, amount: 1k, recurrent: true, source: y}"
    money = f"id: new_team, investment: {{amounts: [{made}]}}"
    assert _pounds(_after(growth, money))["acute"] == "11200"
    assert _pounds(_after(money, growth))["acute"] == "11220"


def test_the_bridge_adds_up_and_shows_what_each_step_is_alone() -> None:
    people, prices = f"id: people, population: {{{RATE}}}", f"id: prices, growth: {{{RATE}}}"
    bridge = bridge_of(_after(people, prices))
    assert [
        (bar.id, str(bar.added), str(bar.alone), str(bar.interaction)) for bar in bridge.bars
    ] == [
        ("people", "£400.00", "£400.00", "£0.00"),
        ("prices", "£408.00", "£400.00", "£8.00"),
    ]
    assert (str(bridge.opening), str(bridge.closing)) == ("£20,000.00", "£20,808.00")


def test_a_bridge_over_years_is_the_sum_of_the_yearly_ones() -> None:
    people, prices = f"id: people, population: {{{RATE}}}", f"id: prices, growth: {{{RATE}}}"
    found = _after(people, prices, last=2021)
    yearly = [
        bridge_of(found, FinancialYear(year), FinancialYear(year + 1))
        for year in (2018, 2019, 2020)
    ]
    whole = bridge_of(found)
    for i, bar in enumerate(whole.bars):
        assert bar.added.pence == sum(one.bars[i].added.pence for one in yearly)
        assert bar.interaction.pence == sum(one.bars[i].interaction.pence for one in yearly)
    assert [one.opening for one in yearly[1:]] == [one.closing for one in yearly[:-1]]
    one_line = bridge_of(found, lines=["acute"])
    assert one_line.closing.pence == found.pence(FinancialYear(2021))["acute"]


def test_what_is_for_one_year_leaves_with_all_that_was_added_to_it() -> None:
    made = "{from: 2019-04-01, line: acute, amount: 1k, recurrent: false, source: y}"
    money, prices = (
        f"id: pilot, investment: {{amounts: [{made}]}}",
        f"id: prices, growth: {{{RATE}}}",
    )
    found = _after(money, prices, last=2020)
    assert _pounds(found)["acute"] == "11220"
    assert _pounds(found, 2020)["acute"] == "10404"
    ended = bridge_of(found, FinancialYear(2019)).bars[0]
    assert (ended.id, str(ended.added)) == ("ended", "-£1,020.00")


def test_an_investment_for_good_has_its_full_year_effect_in_the_year_after() -> None:
    made = "{from: 2020-01-01, line: acute, amount: £366, recurrent: true, source: y}"
    found = _after(f"id: team, investment: {{amounts: [{made}]}}", last=2021)
    # 91 days of 366 are left of 2019/20.
    levels = [_pounds(found, year)["acute"] for year in (2019, 2020, 2021)]
    assert levels == ["10091", "10366", "10366"]
    bars = {bar.id: str(bar.added) for bar in bridge_of(found).bars}
    assert bars == {"ended": "£275.00", "team": "£91.00"}


def test_an_investment_for_one_year_over_two_makes_its_amount_to_the_penny() -> None:
    made = "{from: 2019-07-01, line: acute, amount: £100, recurrent: false, source: y}"
    found = _after(f"id: pilot, investment: {{amounts: [{made}]}}", last=2021)
    paid = [found.pence(FinancialYear(year))["acute"] - TEN for year in (2019, 2020, 2021)]
    assert paid == [75_14, 24_86, 0]


def test_a_leap_day_is_followed_a_year_later_by_the_first_of_march() -> None:
    made = "{from: 2020-02-29, line: acute, amount: £366, recurrent: false, source: y}"
    found = _after(f"id: pilot, investment: {{amounts: [{made}]}}", last=2021)
    paid = [found.pence(FinancialYear(year))["acute"] - TEN for year in (2019, 2020, 2021)]
    assert paid == [32_00, 334_00, 0]


def test_a_review_sets_the_level_to_what_was_measured_and_the_steps_go_on() -> None:
    prices = f"id: prices, growth: {{{RATE}}}"
    review = "id: review, rebase: {reviews: [{year: 2020/21, source: clause 9}]}"
    found = _after(prices, review, last=2021)
    assert _pounds(found, 2020) == {"acute": "12000", "community": "9000"}
    assert _pounds(found, 2021) == {"acute": "12240", "community": "9180"}
    year = bridge_of(found, FinancialYear(2019), FinancialYear(2020))
    # 20,400 x 1.02 = 20,808, and 21,000 were measured: alone, it would have been 600.
    assert [str(bar.added) for bar in year.bars] == ["£408.00", "£192.00"]
    assert str(year.bars[1].alone) == "£600.00"


def test_a_rate_from_a_day_within_the_year_counts_for_its_days() -> None:
    rates = "[{from: 2019-04-01, value: 1%, source: y}, {from: 2019-10-01, value: 3%, source: z}]"
    found = _after(f"id: people, population: {{rate: {rates}}}", last=2020)
    assert _pounds(found)["acute"] == "10200"
    assert _pounds(found, 2020)["acute"] == "10506"
    step = adjusted_figure(found, FinancialYear(2019)).children[1]
    assert (step.inputs, step.source) == ("1 + 1% x 183/366 + 3% x 183/366", "y; z")


def test_an_agreed_rate_may_give_way_to_actual_people() -> None:
    rates = (
        "[{from: 2019-04-01, value: 5%, source: y}, {from: 2020-04-01, value: actual, source: z}]"
    )
    found = _after(f"id: people, population: {{rate: {rates}}}", last=2020)
    assert [_pounds(found, year)["acute"] for year in (2019, 2020)] == ["10500", "10500"]


def test_people_and_movement_at_the_base_price_are_the_price_of_everybody_there() -> None:
    people = "id: people, population: {rate: [{from: 2019-04-01, value: actual, source: y}]}"
    prices = "[{from: 2018-04-01, value: {well: 10, ill: 110}, source: base}]"
    found = _after(people, f"id: movement, movement: {{prices: {prices}}}")
    # 900 x 10 + 100 x 110 is the base of 20,000; 910 x 10 + 110 x 110 is 21,200.
    assert str(found.total(FinancialYear(2019))) == "£21,200.00"


def test_the_figure_goes_back_to_the_base_and_says_the_order() -> None:
    people, prices = f"id: people, population: {{{RATE}}}", f"id: prices, productivity: {{{RATE}}}"
    figure = adjusted_figure(_after(people, prices, last=2020), FinancialYear(2020))
    assert (figure.id, figure.unit) == ("budget.adjusted.2020-21", Unit.MONEY)
    assert figure.formula == "level of the year before + people + prices"
    assert figure.inputs == "£19,992.00 + £399.84 + (-£407.84)"
    assert figure.value == Fraction("19984.00")
    ids = [found.id for found in figure.walk()]
    assert ids.index("budget.adjusted.2018-19") > ids.index("budget.adjusted.2019-20")
    assert [c.source for c in figure.walk() if c.id == "base.2018-19.acute"] == [
        "ledger of 2018/19"
    ]


def test_the_figure_of_a_line_is_its_part_of_the_whole() -> None:
    found = _after(f"id: prices, growth: {{{RATE}}}, lines: [acute]")
    year = FinancialYear(2019)
    parts = [adjusted_figure(found, year, line) for line in ("acute", "community")]
    assert [part.value for part in parts] == [10200, 10000]
    assert parts[0].id == "budget.adjusted.2019-20.acute"
    assert adjusted_figure(found, year).value == 20200


def test_without_a_year_after_the_base_there_is_the_base() -> None:
    found = _after(f"id: prices, growth: {{{RATE}}}", last=2018)
    assert found.pence(BASE_YEAR) == BASE.pence
    assert bridge_of(found).bars == ()
    with pytest.raises(KeyError, match="2019/20"):
        found.pence(FinancialYear(2019))
