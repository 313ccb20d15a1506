"""A budget book with something in every section, made by calling the rooms; nobody is real."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from wholeplace.budget.adjust import Adjusted, adjust, adjusted_figure
from wholeplace.budget.adjust import Base as Opening
from wholeplace.budget.adjust import Measured as Counted
from wholeplace.budget.base import Base, InScope, base_lines, reconciled
from wholeplace.budget.document import Budget
from wholeplace.budget.flows import Flowing, Measured, ResourceLine, flow
from wholeplace.budget.flows.borders import CostCell as BorderCost
from wholeplace.budget.flows.borders import CrossBorder, DaysCell, cross_border
from wholeplace.budget.gap import BaseCell, People, Projection, do_nothing
from wholeplace.budget.monitor import MonthCost, Outturn, monitored
from wholeplace.budget.parts import MonitoredLine, pooled_within, three_parts
from wholeplace.budget.pmpm import (
    Cube,
    Funnel,
    PersonTime,
    PracticeCost,
    Spending,
    cube,
    funnel,
)
from wholeplace.budget.price import (
    CostCell,
    Key,
    PriceList,
    Sums,
    by,
    by_tenth,
    explained,
    predictive_ratios,
    price_list,
    terms_on,
)
from wholeplace.document import read_document
from wholeplace.kernel import Figure, FinancialYear, Money, Month, Unit, Where
from wholeplace.privacy import SmallNumbers
from wholeplace.report.budget import BudgetBook, Members, PricedHeads

BASE, YEAR = FinancialYear(2018), FinancialYear(2020)
SMALL = SmallNumbers(hide_to=7, source="assumed: for tests")
TEXT = """
budget: example
title: An example
version: "1"
about: eight lines, two commissioners
base_year: 2018/19
source: "assumed: an example"
commissioners:
  ccg: {name: The CCG, arrangement: pooled, source: "assumed: x"}
  council: {name: The council, arrangement: aligned, source: "assumed: x"}
workstreams:
  homes: {name: Care homes, ring_fenced: true, source: "assumed: x"}
lines:
  - id: acute
    name: Acute <care>
    commissioner: ccg
    provider: thh
    value: [{from: 2018-04-01, value: "GBP 1_000_000.05", source: "assumed: x"}]
    scope: [{from: 2018-04-01, value: in, source: "assumed: x"}]
  - id: community
    name: Community
    commissioner: ccg
    provider: cnwl
    value: [{from: 2018-04-01, value: "GBP 500_000.33", source: "assumed: x"}]
    scope: [{from: 2018-04-01, value: partly, source: "assumed: x"}]
    part: [{from: 2018-04-01, value: 2/3, source: "assumed: two thirds"}]
  - id: homes
    name: Homes
    commissioner: council
    provider: cnwl
    workstream: homes
    value: [{from: 2018-04-01, value: "GBP 200_000", source: "assumed: x"}]
    scope: [{from: 2018-04-01, value: in, source: "assumed: x"}]
  - id: other
    name: Other
    commissioner: council
    value: [{from: 2018-04-01, value: "GBP 70_000", source: "assumed: x"}]
    scope: [{from: 2018-04-01, value: out, source: "assumed: x"}]
adjustment:
  steps:
    - {id: people, population: {rate: [{from: 2018-04-01, value: actual, source: counted}]}}
    - {id: movement, movement: {at: base_year}}
    - id: prices
      name: Dearer
      inflation:
        mix: [{from: 2018-04-01, value: {pay: 70%, rest: 30%}, source: "assumed: x"}]
        rates:
          pay: [{from: 2018-04-01, value: 2.5%, source: "assumed: x"}]
          rest: [{from: 2019-10-01, value: 1/300, source: "assumed: x"}]
    - id: team
      investment:
        amounts:
          - {from: 2019-07-01, line: homes, amount: "GBP 1_000.01", recurrent: false, source: s}
          - {from: 2019-07-01, line: acute, amount: "GBP 5_000", recurrent: true, source: s}
    - {id: leaner, productivity: {rate: [{from: 2018-04-01, value: LEANER, source: "assumed: x"}]}}
    - {id: review, lines: [community], rebase: {reviews: [{year: 2020/21, source: review}]}}
    - {id: late, late: {years: [{year: 2020/21, amounts: {acute: GBP 0.35}, source: late}]}}
prices:
  method: cells
  ages: [{from: 2018-04-01, value: [0, 65], source: "assumed: x"}]
  credibility: [{from: 2018-04-01, value: {is: given, k: 50}, source: "assumed: x"}]
  source: "assumed: x"
do_nothing:
  base_year: 2018/19
  years: 3
  growth: {other: [{from: 2019-04-01, value: 1.4%, source: "assumed: trend"}]}
  inflation: {other: [{from: 2019-04-01, value: 2.6%, source: "assumed: deflator"}]}
  resource:
    amount: "GBP 1_500_000"
    growth: [{from: 2019-04-01, value: 3%, source: "assumed: allocation"}]
    source: "assumed: the ledger"
flows:
  providers:
    thh: {name: The hospital, source: "assumed: x"}
    cnwl: {name: The community trust, source: "assumed: x"}
    gp: {name: The practices, source: "assumed: x"}
  status: [{from: 2018-04-01, value: STATUS, source: clause 1}]
  top_slice:
    - id: team
      name: Coordination
      holder: gp
      share: [{from: 2018-04-01, value: 2%, source: c3}]
  choice:
    - lines: [acute]
      accountable: [{from: 2018-04-01, value: thh, source: clause 4}]
      at: tariff
  between:
    - giver: thh
      receiver: cnwl
      why: beds
      share: [{from: 2018-04-01, value: 1%, source: y}]
  open_book:
    basis: plics
    source: clause 9
    declared:
      - {provider: gp, line: team, year: 2020/21, amount: GBP 30_000.5, source: accounts}
      - {provider: cnwl, line: homes, year: 2020/21, amount: GBP 190_000, source: accounts}
  control_total:
    system: [{from: 2018-04-01, value: -£1_000, source: letter}]
    providers: {thh: [{from: 2018-04-01, value: £2_000, source: letter}]}
borders:
  payers:
    ccg: {registered_with: [C1], resident_in: [A1], source: "assumed: x"}
    council: {registered_with: [C2], resident_in: [A2], source: "assumed: x"}
  paid_by: [{by: [{from: 2018-04-01, value: registration, source: "assumed: x"}]}]
parts:
  phases:
    - {from: 2018-04-01, value: shadow, source: phases}
    - {from: 2020-04-01, value: live, source: phases}
  outcomes:
    paid: WAY
    share: [{from: 2018-04-01, value: 1%, source: grows}, {from: 2019-04-01, value: 1/3, source: x}]
    source: outcomes
  gain_loss:
    exposed: [{from: 2018-04-01, value: 50%, source: half}]
    upside: [{from: 2019-04-01, value: 4%, source: up}]
    downside: [{from: 2020-04-01, value: 2%, source: down}]
    cap: [{from: 2020-04-01, value: "GBP 20_000", source: cap}]
monitoring:
  other: [{from: 2018-04-01, value: {is: days}, source: "days of the month"}]
ledger:
  - {commissioner: ccg, year: 2018/19, amount: "GBP 1_600_000", source: ledger}
"""
SEGMENTS = {"well": 400, "ill": 60, "frail": 9, "home": 30}
NAMES = {
    "well": "Mostly well",
    "ill": "With an illness",
    "frail": "Frail",
    "home": "In a care home",
    "P1": "Park & Lane",
    "P2": "Mill Road",
    "P3": "High Street",
    "P4": "The Green",
    "N": "North",
    "S": "South",
    "acute": "Acute <care>",
    "drugs": "Drugs",
    "community": "Community",
    "homes": "Homes",
}


def document(status: str = "live", way: str = "on_top", leaner: str = "1.1%") -> Budget:
    text = TEXT.replace("STATUS", status).replace("WAY", way).replace("LEANER", leaner)
    return read_document(text, "budget.yaml", Budget).value


def book(
    status: str = "live", way: str = "on_top", leaner: str = "1.1%", **changed: Any
) -> BudgetBook:
    """Return the book; ``changed`` puts other things in place of what is there."""
    budget = document(status, way, leaner)
    base = base_lines(budget, BASE, scope_of=YEAR)
    adjusted = _adjusted(budget, base)
    found = BudgetBook(
        base,
        reconciled(base),
        adjusted,
        YEAR,
        adjusted_figure(adjusted, YEAR),
        prices=_priced(budget, base),
        members=Members(_cube(YEAR), _cube(BASE), _practices()),
        flowing=_flowing(budget, adjusted),
        borders=_borders(budget),
        parts=three_parts(
            {year: _figures(adjusted, year) for year in (BASE.plus(1), YEAR)}, budget.parts
        )
        if budget.parts
        else (),
        pooled=pooled_within(
            [
                MonitoredLine(
                    one.line.id,
                    one.line.commissioner,
                    one.line.commissioner == "ccg",
                    one.amount,
                    one.shared,
                )
                for one in base.lines
            ]
        ),
        outturn=_outturn(budget, adjusted),
        gap=_gap(budget),
        names=NAMES,
        small=SMALL,
    )
    return replace(found, **changed)


def _adjusted(budget: Budget, base: Base) -> Adjusted:
    shared = {
        one.line.id: round(Fraction(one.shared.value or 0) * 100)
        for one in base.lines
        if one.scope is not InScope.OUT
    }
    segments = {
        BASE: {name: Fraction(number) for name, number in SEGMENTS.items()},
        BASE.plus(1): {name: Fraction(number * 51, 50) for name, number in SEGMENTS.items()},
        YEAR: {name: Fraction(n + (n == 9)) for name, n in SEGMENTS.items()},
    }
    prices = {"well": Fraction(500), "ill": Fraction(3000), "frail": Fraction(9000)}
    measured = Counted(
        segments=segments,
        prices=prices | {"home": Fraction(12_000)},
        bases={YEAR: {"community": 400_000_00}},
    )
    terms = budget.adjustment
    if terms is None:
        raise AssertionError
    opening = Opening(BASE, shared, budget.currency, budget.source, base.shared())
    return adjust(opening, terms, YEAR, measured)


def _figures(adjusted: Adjusted, year: FinancialYear) -> dict[str, Figure]:
    return {line: adjusted_figure(adjusted, year, line) for line in adjusted.base.lines}


# Of the frail only six are under 65; of those in a care home one is.
PEOPLE: Mapping[str, tuple[int, ...]] = {
    "well": (150, 150, 50, 50),
    "ill": (10, 10, 20, 20),
    "frail": (3, 13, 20, 24),
    "home": (1, 8, 20, 21),
}


def cells(people: Mapping[str, tuple[int, ...]] = PEOPLE) -> tuple[CostCell, ...]:
    found = []
    kinds = ((0, "1"), (0, "2"), (65, "1"), (65, "2"))
    for segment, counts in people.items():
        for (age, sex), number in zip(kinds, counts, strict=True):
            each = 500_00 * (1 + list(people).index(segment) * 3) + age * 1000
            sums = Sums(number * each, number * each * each, number * each * 365)
            key = Key(segment, age, sex)
            found.append(CostCell(key, number, number * 365, number * 365**2, sums, sums))
    return tuple(found)


def priced(budget: Budget, some: tuple[CostCell, ...], total: Money) -> PricedHeads:
    if budget.prices is None:
        raise AssertionError
    terms = terms_on(budget.prices, BASE.start, lambda path: Where("budget.yaml", path=path))
    prices: PriceList = price_list(some, terms, total, BASE, list(PEOPLE))
    label = f"The people of {YEAR} at the prices per head of {BASE}"
    now = Figure("budget.price.people", total.exact, Unit.MONEY, label)
    groups = predictive_ratios(by(some, lambda key: key.segment), prices)
    return PricedHeads(prices, some, explained(some, prices), groups, by_tenth(some, prices), now)


def _priced(budget: Budget, base: Base) -> PricedHeads:
    value = base.shared().value
    return priced(budget, cells(), Money(round(Fraction(value or 0) * 100)))


def _cube(year: FinancialYear) -> Cube:
    """Return practices P1 and P2 in the north, P3 and P4 in the south; P4 has five people."""
    spending, time = [], []
    share = {"P1": 50, "P2": 30, "P3": 19, "P4": 1}
    for month in year.months():
        for segment, number in SEGMENTS.items():
            for practice, part in share.items():
                people = number * part // 100
                days = people * (month.end - month.start).days
                time.append(PersonTime(segment, practice, month, days))
                few = practice == "P2"
                for service, rows in (("acute", people), ("drugs", people * (not few))):
                    if rows:
                        pence = 1234 * rows + 7 * month.month + year.first
                        spending.append(
                            Spending(segment, service, practice, month, pence, rows, service)
                        )
    # One prescription in all the year at P2.
    spending.append(Spending("ill", "drugs", "P2", Month(year.first, 5), 4321, 1, "drugs"))
    near = {"P1": "N", "P2": "N", "P3": "S", "P4": "S"}
    outside = Spending(None, "acute", None, Month(year.first, 6), 99, 3, "acute")
    return cube([*spending, outside], time, near, year.months())


def _practices() -> Funnel:
    some = (
        ("P1", 250, "190", 100),
        ("P2", 150, "99", 100),
        ("P3", 95, "100", 100),
        ("P4", 5, "38.27", 100),
    )
    return funnel(
        [
            PracticeCost(code, Fraction(n), Fraction(cost), Fraction(expected), Fraction(10_000, n))
            for code, n, cost, expected in some
        ]
    )


def _flowing(budget: Budget, adjusted: Adjusted) -> Flowing:
    lines = tuple(
        ResourceLine(
            one.id,
            one.name,
            one.commissioner,
            adjusted_figure(adjusted, YEAR, one.id),
            one.provider,
            one.workstream or "",
            ring_fenced=one.workstream is not None,
            is_block=one.id != "acute",
        )
        for one in budget.lines
        if one.id in adjusted.base.lines
    )
    measured = Measured(
        results={("thh", "acute"): 900_000_01, ("RQM", "acute"): 50_000_02},
        elsewhere={("RQM", "acute", "tariff"): 50_000_02},
        costs={("thh", "acute", "plics"): 940_000_00, ("cnwl", "community", "plics"): 380_000_07},
    )
    if budget.flows is None:
        raise AssertionError
    return flow(lines, budget.flows, YEAR, measured)


def _borders(budget: Budget) -> CrossBorder:
    days = [
        DaysCell("C1", "A1", 300 * 365, 300),
        DaysCell("C1", "A2", 20 * 365, 20),
        DaysCell("C2", "A1", 719, 2),
        DaysCell("C2", "A2", 90 * 365, 90),
    ]
    costs = [BorderCost("acute", one.registered, one.resident, Fraction(one.days)) for one in days]
    if budget.borders is None:
        raise AssertionError
    return cross_border(days, costs, budget.borders, YEAR)


def _outturn(budget: Budget, adjusted: Adjusted) -> Outturn:
    budgets = {line: Money(pence) for line, pence in adjusted.pence(YEAR).items()}
    costs = [
        MonthCost(line, month, amount.pence // 12 + 100 * i)
        for line, amount in budgets.items()
        for i, month in enumerate(YEAR.months()[:5])
    ]
    if budget.monitoring is None:
        raise AssertionError
    return monitored(costs, budgets, budget.monitoring, YEAR, date(2020, 8, 1))


def _gap(budget: Budget) -> Projection:
    groups = {("0-64", "F"): Fraction(100), ("65+", "F"): Fraction(50)}
    people: People = {
        BASE.plus(n): {key: value * (100 + n) / 100 for key, value in groups.items()}
        for n in range(4)
    }
    some = [
        BaseCell("acute", "0-64", "F", Fraction(100), Fraction(900_000)),
        BaseCell("acute", "65+", "F", Fraction(300), Fraction(500_000)),
        BaseCell("drugs", "65+", "F", Fraction(5), Fraction(100_000)),
    ]
    if budget.do_nothing is None:
        raise AssertionError
    return do_nothing(some, people, budget.do_nothing)
