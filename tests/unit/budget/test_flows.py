"""Money on its way through three levels, worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wholeplace.budget.flows import (
    Flowing,
    Flows,
    Kind,
    Measured,
    ResourceLine,
    flow,
    flow_rows,
    sentences,
)
from wholeplace.document import read_document
from wholeplace.kernel import Figure, FinancialYear, Unit

SHADOW, LIVE = FinancialYear(2019), FinancialYear(2020)


def pounds(name: str, amount: str) -> Figure:
    return Figure(name, Fraction(amount), Unit.MONEY, name.title(), source=f"base of {name}")


# £100,000.01 of acute care, £50,000 of community care under a block contract, and £20,000 of mental
# health care that two providers share.
LINES = (
    ResourceLine("acute", "Acute care", "ccg", pounds("acute", "100000.01"), "thh"),
    ResourceLine("comm", "Community", "ccg", pounds("comm", "50000"), "cnwl", is_block=True),
    ResourceLine("mental", "Mental health", "council", pounds("mental", "20000")),
)
MEASURED = Measured(
    results={
        ("thh", "acute"): 85_000_00,
        ("RQM", "acute"): 16_000_00,
        ("cnwl", "mental"): 19_000_00,
        ("gp", "mental"): 500_00,
    },
    elsewhere={
        ("RQM", "acute", "tariff"): 16_000_00,
        ("RQM", "acute", "local_price"): 15_000_00,
    },
    costs={
        ("thh", "acute", "plics"): 83_000_00,
        ("cnwl", "comm", "plics"): 50_500_00,
        ("cnwl", "mental", "plics"): 18_000_00,
        ("RQM", "acute", "tariff"): 1_00,
    },
)
HEAD = """
providers:
  thh: {name: The hospital, source: "assumed: x"}
  cnwl: {name: The community trust, source: "assumed: x"}
  gp: {name: The GP confederation, source: "assumed: x"}
status:
  - {from: 2019-04-01, value: shadow, source: clause 1}
  - {from: 2020-04-01, value: live, source: clause 1}
allocation:
  - {shares: [{from: 2019-04-01, value: {cnwl: 90%, gp: 10%}, source: clause 2}]}
"""
SLICE = """
top_slice:
  - {id: team, name: Coordination, holder: gp, share: [{from: 2019-04-01, value: 2%, source: c3}]}
"""
CHOICE = """
choice:
  - lines: [acute]
    accountable: [{from: 2019-04-01, value: thh, source: clause 4}]
    at: AT
"""
BETWEEN = """
between:
  - {giver: thh, receiver: cnwl, why: beds, share: [{from: 2020-04-01, value: 1%, source: y}]}
  - {giver: cnwl, receiver: gp, why: clinics, amount: [{from: 2019-04-01, value: £250, source: y}]}
"""
BOOKS = """
open_book:
  basis: plics
  source: clause 9
  declared:
    - {provider: gp, line: mental, year: 2019/20, amount: £600, source: accounts}
    - {provider: gp, line: mental, year: 2020/21, amount: £1_500, source: accounts}
control_total:
  system: [{from: 2019-04-01, value: -£1_000, source: letter}]
  providers:
    thh: [{from: 2019-04-01, value: £2_000, source: letter}]
"""


def run(
    *sections: str,
    year: FinancialYear = LIVE,
    lines: tuple[ResourceLine, ...] = LINES,
    measured: Measured = MEASURED,
) -> Flowing:
    document = read_document(HEAD + "".join(sections), "budget.yaml", Flows)
    return flow(lines, document.value, year, measured, document.where)


def at(price: str) -> str:
    return CHOICE.replace("AT", price)


def received(flowing: Flowing) -> dict[str, str]:
    return {stake.id: stake.received.shown for stake in flowing.stakes}


def test_each_provider_has_its_own_lines_and_its_share_of_the_others() -> None:
    assert received(run()) == {
        "thh": "£100,000.01",
        "cnwl": "£68,000.00",
        "gp": "£2,000.00",
        "RQM": "£0.00",
    }


def test_a_top_slice_is_taken_from_each_line_in_proportion_and_is_held() -> None:
    found = run(SLICE)
    # 2% of 170,000.01 is 3,400.00 to the penny: 2,000, 1,000 and 400.
    taken = {one.line: one.figure.shown for one in found.flows if one.kind is Kind.TOP_SLICE}
    assert taken == {"acute": "£2,000.00", "comm": "£1,000.00", "mental": "£400.00"}
    assert found.stake("gp").held.shown == "£3,400.00"
    assert found.stake("cnwl").allocated.shown == "£66,640.00"  # 49,000 + 90% of 19,600


def test_a_top_slice_may_be_an_amount_from_some_lines_and_a_commissioner_may_hold_it() -> None:
    some = SLICE.replace("holder: gp", "holder: ccg, lines: [comm]")
    found = run(some.replace("share:", "amount:").replace("2%", "£123.45"))
    assert found.stake("ccg").received.shown == "£123.45"
    assert found.stake("cnwl").allocated.shown == "£67,876.55"


def test_half_a_penny_of_a_top_slice_is_a_penny_and_all_of_a_line_may_be_taken() -> None:
    tiny = (ResourceLine("acute", "Acute care", "ccg", pounds("acute", "0.25"), "thh"),)
    taken = run(SLICE, lines=tiny, measured=Measured()).combined
    assert (taken.out.shown, taken.left.shown) == ("£0.01", "£0.24")
    whole = run(SLICE.replace("2%", "100%"), lines=tiny, measured=Measured())
    assert received(whole) == {"thh": "£0.00", "cnwl": "£0.00", "gp": "£0.25"}


@pytest.mark.parametrize(
    ("price", "paid"),
    [
        ("tariff", "£16,000.00"),
        ("local_price", "£15,000.00"),
        ("local_price\n    of_tariff: [{from: 2019-04-01, value: 80%, source: y}]", "£12,800.00"),
    ],
)
def test_the_accountable_provider_pays_for_care_elsewhere(price: str, paid: str) -> None:
    found = run(at(price))
    assert found.stake("thh").elsewhere.shown == paid
    assert found.stake("RQM").received.shown == paid
    assert not found.stake("RQM").is_partner


def test_providers_hand_money_on_by_share_or_amount_from_its_day_on() -> None:
    found = run(BETWEEN)
    # 1% of £100,000.01 goes to the community trust; £250 from there to the confederation.
    assert received(found)["thh"] == "£99,000.01"
    assert received(found)["cnwl"] == "£68,750.00"
    assert received(found)["gp"] == "£2,250.00"
    assert received(run(BETWEEN, year=SHADOW))["thh"] == "£100,000.01"


def test_in_shadow_payments_are_by_results_and_the_difference_is_shown() -> None:
    found = run(SLICE, at("tariff"), year=SHADOW)
    rows = {
        one.id: (one.received.shown, one.by_results.shown, one.difference.shown, one.paid.shown)
        for one in found.stakes
    }
    assert rows == {
        "thh": ("£82,000.01", "£85,000.00", "-£2,999.99", "£85,000.00"),
        "cnwl": ("£66,640.00", "£69,000.00", "-£2,360.00", "£69,000.00"),
        "gp": ("£5,360.00", "£500.00", "£4,860.00", "£500.00"),
        "RQM": ("£16,000.00", "£16,000.00", "£0.00", "£16,000.00"),
    }
    # 170,000.01 comes together, and 170,500 is paid.
    assert (found.difference.shown, found.paid.shown) == ("-£499.99", "£170,500.00")
    live = run(SLICE, at("tariff"), year=LIVE)
    assert [one.paid for one in live.stakes] == [one.received for one in live.stakes]
    assert live.paid.value == live.resource.value


def test_what_is_not_priced_by_results_is_missing_and_not_nought() -> None:
    some = Measured({("thh", "acute"): 1})
    found = run(measured=some, year=SHADOW)
    assert found.stake("cnwl").by_results.is_missing
    assert found.stake("cnwl").paid.note == "the activity of 'mental' is not priced by results"
    assert found.paid.is_missing
    assert found.stake("thh").paid.shown == "£0.01"


def test_each_level_adds_up() -> None:
    found = run(SLICE, at("tariff"), BETWEEN)
    rows = [(one.into.shown, one.out.shown, one.left.shown) for one in found.levels]
    assert rows == [
        ("£170,000.01", "£3,400.00", "£166,600.01"),
        ("£166,600.01", "£166,600.01", "£0.00"),
        ("£166,600.01", "£16,000.00", "£150,600.01"),
    ]


def test_ring_fenced_money_stays_in_its_lines_and_is_named() -> None:
    ring = ResourceLine(
        "child", "Children", "council", pounds("child", "9000"), "gp", "children", ring_fenced=True
    )
    inside = "{giver: gp, receiver: cnwl, why: z, workstream: children, share: SHARE}"
    text = BETWEEN + f"  - {inside}\n".replace(
        "SHARE", "[{from: 2019-04-01, value: 50%, source: y}]"
    )
    found = run(SLICE, text, lines=(*LINES, ring))
    rings = {(one.kind.value, one.pence) for one in found.flows if one.ring == "children"}
    # No part of the top-slice is taken from it, and half of it is handed on inside.
    assert rings == {("paid in", 9000_00), ("allocation", 9000_00), ("transfer", 4500_00)}
    given = next(one for one in found.flows if one.kind is Kind.ALLOCATION and one.ring)
    assert given.figure.note == "ring-fenced: it stays in the workstream 'children'"


def test_open_books_set_cost_against_income_line_by_line() -> None:
    found = run(at("tariff"), BOOKS, year=SHADOW)
    rows = [
        (one.provider, one.line, one.income.shown, one.cost.shown, one.margin.shown)
        for one in found.books
    ]
    assert rows == [
        ("thh", "acute", "£85,000.00", "£83,000.00", "£2,000.00"),
        ("cnwl", "comm", "£50,000.00", "£50,500.00", "-£500.00"),
        ("cnwl", "mental", "£19,000.00", "£18,000.00", "£1,000.00"),
        ("gp", "mental", "£500.00", "£600.00", "-£100.00"),
    ]
    assert [(one.line, one.margin.shown) for one in found.by_line] == [
        ("acute", "£2,000.00"),
        ("comm", "-£500.00"),
        ("mental", "£900.00"),
    ]
    sources = {one.provider: (one.cost.source, one.cost.formula) for one in found.books}
    assert sources["gp"] == ("accounts", "as declared")
    assert sources["thh"] == ("the records", "cost of what it did, on the basis plics")


def test_the_control_total_is_held_against_income_less_cost() -> None:
    found = run(at("tariff"), BETWEEN, BOOKS)
    # The hospital: 100,000.01 - 16,000 elsewhere - 83,000 - 1,000 handed on.
    actual = {one.id: one.actual.shown for one in found.results}
    assert actual == {"thh": "£0.01", "cnwl": "£250.00", "gp": "£750.00"}
    thh = found.results[0]
    assert thh.plan is not None
    assert thh.against is not None
    assert (thh.plan.shown, thh.against.shown) == ("£2,000.00", "-£1,999.99")
    assert found.results[1].plan is None
    assert found.system.actual.shown == "£1,000.01"
    assert found.system.against is not None
    assert found.system.against.shown == "£2,000.01"


def test_a_cost_that_nobody_tells_leaves_the_result_missing() -> None:
    text = BOOKS.replace("year: 2020/21", "year: 2021/22")
    found = run(text)
    note = "'gp' neither declares what 'mental' costs it, nor is it counted on plics"
    assert found.system.actual.note == note
    assert found.results[2].actual.is_missing
    assert found.results[0].actual.shown == "£17,000.01"


def test_a_top_slice_is_in_no_result_until_what_was_spent_of_it_is_declared() -> None:
    spent = "    - {provider: gp, line: team, year: 2020/21, amount: £3k, source: accounts}\n"
    text = BOOKS.replace("control_total", f"{spent}control_total")
    held, told = run(SLICE, BOOKS), run(SLICE, text)
    assert held.results[2].actual.shown == "£460.00"  # 10% of 19,600 - 1,500
    assert told.results[2].actual.shown == "£860.00"  # and 3,400 - 3,000


def test_nothing_but_payment_by_results_is_in_the_books_of_a_year_in_shadow() -> None:
    spent = "    - {provider: gp, line: team, year: 2019/20, amount: £3k, source: accounts}\n"
    text = BOOKS.replace("control_total", f"{spent}control_total")
    found = run(SLICE, BETWEEN, text, year=SHADOW)
    # No transfer and no top-slice: £500 for £600 of clinics; 69,000 for 68,500 of cost.
    actual = [one.actual.shown for one in found.results]
    assert actual == ["£2,000.00", "£500.00", "-£100.00"]


def test_who_works_on_the_block_contract_of_another_is_paid_nothing_for_it() -> None:
    own = "    - {provider: gp, line: comm, year: 2019/20, amount: £70, source: accounts}\n"
    found = run(BOOKS.replace("control_total", f"{own}control_total"), year=SHADOW)
    row = next(one for one in found.books if (one.provider, one.line) == ("gp", "comm"))
    assert (row.income.shown, row.margin.shown) == ("£0.00", "-£70.00")


def test_one_gap_is_told_once() -> None:
    found = run(BOOKS, measured=Measured(), year=SHADOW)
    # It keeps both of those from being known who share the line, and so all of the system.
    assert found.system.actual.note.count("the activity of 'mental' is not priced") == 1


def test_who_only_pays_for_care_elsewhere_has_no_cost_of_its_own() -> None:
    text = at("tariff").replace("[acute]", "[comm]")
    away = Measured(elsewhere={("RQM", "comm", "tariff"): 5_00}, costs=MEASURED.costs)
    found = run(text, BOOKS, measured=away)
    row = next(one for one in found.books if (one.provider, one.line) == ("thh", "comm"))
    assert (row.income.shown, row.cost.shown) == ("-£5.00", "£0.00")
    assert row.cost.formula == "none of the line is its own: it only pays for care elsewhere"


def test_a_figure_explains_itself_down_to_the_base() -> None:
    figure = run(SLICE, at("tariff"), BETWEEN).stake("thh").received
    assert figure.inputs == "£98,000.01 + £0.00 + £0.00 - £16,000.00 - £980.00"
    sources = {one.source for one in figure.walk()}
    assert {"base of acute", "c3", "clause 4", "y", "the records"} <= sources


def test_a_board_reads_it_in_sentences() -> None:
    assert sentences(run(SLICE, at("tariff"), BOOKS, year=SHADOW)) == (
        "In 2019/20, £170k comes together from 2 commissioners.",
        "Of it £3,400 (2%) is taken off the top.",
        "£166.6k flows to 3 providers.",
        "They would pay £16k for people who are treated elsewhere.",
        "The year is in shadow: providers are paid by results, and the rest is only shown.",
        "The hospital has £82k by the budget, £2,999.99 less than by results.",
        "The community trust has £66.6k by the budget, £2,360 less than by results.",
        "The GP confederation has £5,360 by the budget, £4,860 more than by results.",
        "Together they come to a surplus of £2,400, £3,400 better than the control total.",
    )


def test_without_choice_care_elsewhere_is_paid_for_as_before() -> None:
    found = run()
    assert found.notes[0].startswith("care elsewhere is paid for as before")
    assert not [one for one in found.flows if one.kind is Kind.CHOICE]


def test_flows_are_rows_of_a_table() -> None:
    rows = flow_rows(run(SLICE))
    assert [row.level for row in rows] == [1] * 6 + [2] * 4
    last = rows[-1]
    assert (last.kind, last.giver, last.receiver, last.line) == (
        "allocation", "resource", "gp", "mental",
    )  # fmt: skip
    assert (last.pence, last.source) == (1_960_00, "clause 2")
