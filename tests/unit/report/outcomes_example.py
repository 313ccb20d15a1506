"""A scorecard with something of everything, made by calling the rooms; nobody is real."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np

from wholeplace.document import read_document
from wholeplace.kernel import Figure, FinancialYear, Money, Unit
from wholeplace.outcomes.control import assurance, variation_kind, xmr
from wholeplace.outcomes.definition import Measure
from wholeplace.outcomes.framework import Caution, Framework, OutcomeYear, in_year, tree_of
from wholeplace.outcomes.rewards import Chance, Expected, Outlook, rewarded
from wholeplace.outcomes.statistics import proportions, rates
from wholeplace.outcomes.targets import Calibration, Counts, Promise, marks, needed
from wholeplace.privacy import SmallNumbers
from wholeplace.report.outcomes import Card, Level, Scorecard, Value

Levels = Mapping[str, Mapping[str, tuple[float, float]]]

YEAR = FinancialYear(2019)
YEARS = tuple(FinancialYear(first) for first in (2017, 2018, 2019))
MONTHS = tuple(month for year in YEARS for month in year.months())
SMALL = SmallNumbers(hide_to=7, source="assumed: for tests")
PROMISE = Promise(
    floor_chance=Fraction(95, 100),
    full_chance=Fraction(25, 1000),
    zero_chance=Fraction(999, 1000),
    source="assumed: an example",
)
FRAMEWORK = """
incentive: [{from: 2019-04-01, value: 2%, source: "assumed: x"}]
domains:
  - {domain: care, title: Quality of care, source: "assumed: x"}
  - {domain: life, title: Quality of life, source: "assumed: x"}
statements:
  - {statement: home, says: I am helped <at home>, domain: care, source: "assumed: x"}
  - {statement: plan, says: I helped to make my plan, domain: care, source: "assumed: x"}
  - {statement: safe, says: I feel safe, domain: life, source: "assumed: x"}
curves:
  - curve: promise
    title: As promised
    is:
      - from: 2019-04-01
        source: "assumed: x"
        value:
          kind: calibrated
          promise: {floor_chance: 95%, full_chance: 2.5%, zero_chance: 99.9%, source: "assumed: x"}
          at_floor: 90%
outcomes:
  - measure: admissions
    statements: [home]
    class: pay for performance
    better: lower
    owner: provider
    lag_months: 3
    history: "assumed: records"
    phases: [{from: 2019-04-01, value: paid, source: "assumed: x"}]
    weight: [{from: 2019-04-01, value: 60%, source: "assumed: x"}]
    curve: promise
    durable_years: 3
    next_review: 2022-04-01
    parties: {provider: 75%, council: 25%}
    source: "assumed: x"
  - measure: plans
    statements: [home, plan]
    class: pay for performance
    better: higher
    owner: provider
    lag_months: 0
    phases: [{from: 2019-04-01, value: baseline, source: "assumed: x"}]
    weight: [{from: 2019-04-01, value: 40%, source: "assumed: x"}]
    curve: promise
    durable_years: 3
    next_review: 2022-04-01
    parties: {provider: 100%}
    source: "assumed: x"
  - measure: waits
    class: national standard
    better: lower
    owner: provider
    lag_months: 1
    durable_years: 1
    next_review: 2021-04-01
    sanction: {for_each: year's wait, amount: GBP 5_000, at_most: GBP 50_000, source: x}
    source: "assumed: x"
"""


def measure(name: str, title: str, kind: str = "rate", **more: object) -> Measure:
    """Return a measure; ``more`` as in its document."""
    given: dict[str, object] = {
        "measure": name,
        "title": title,
        "why": "It matters <much>.",
        "calculation": "Counted.",
        "kind": kind,
        "per": 1000,
        "better": "lower",
        "owner": "analyst",
        "next_review": "2027-04-01",
        "source": "assumed: an example",
    }
    if kind == "proportion":
        given["of"] = {"when": {"setting": ["APC"]}}
    return Measure.model_validate({**given, **more})


def value(of: Measure, number: float, over: float) -> Value:
    """Return a value with its limits."""
    counts = Fraction(number), Fraction(over)
    if of.kind == "mean":
        return Value(*counts, number / over, number / over - 1, number / over + 1)
    found = proportions(number, over) if of.kind == "proportion" else rates(number, over)
    middle, lower, upper = (float(n) * of.per for n in (found.value, found.lower, found.upper))
    return Value(*counts, middle, lower, upper)


def wave(level: float, step: float = 0.0, at: int = 24) -> list[int]:
    """Return counts by month that go up and down about a level, with a step at a month."""
    return [
        round(level + (step if i >= at else 0) + level * 0.05 * math.sin(i * 2.3))
        for i in range(len(MONTHS))
    ]


def card(
    of: Measure,
    numbers: Sequence[int],
    over: float,
    levels: Levels,
    **more: object,
) -> Card:
    """Return a card of counts by month, each over as much, and of levels of breakdowns."""
    monthly = tuple(value(of, number, over) for number in numbers)
    series = [one.value if one.value is not None else np.nan for one in monthly]
    chart = xmr(series, [0] * 24 + [1] * 12)
    sums = [sum(numbers[i : i + 12]) for i in (12, 24)]
    plain = Card(
        of,
        "local quality",
        MONTHS,
        monthly,
        chart,
        str(variation_kind(chart, of.better)),
        str(assurance(chart, np.nan, of.better)),
        value(of, sums[1], over * 12),
        value(of, sums[0], over * 12),
        tuple(
            Level(breakdown, name, value(of, *pair), value(of, *pair))
            for breakdown, some in levels.items()
            for name, pair in some.items()
        ),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


@cache
def framework() -> Framework:
    """Return the framework of the example."""
    return read_document(FRAMEWORK, "framework.yaml", Framework).value


def outcome(name: str) -> OutcomeYear:
    """Return what the framework says of a measure."""
    return next(one for one in in_year(framework(), YEAR).outcomes if one.outcome.measure == name)


def calibration(name: str, expected: float) -> Calibration:
    """Return the marks of a count that is expected."""
    law = Counts(expected, 1.2, expected / 3)
    return Calibration(name, law, marks(law, "lower", PROMISE), PROMISE, None, ("3 years",), "x")


def share(name: str, part: Fraction | None, inputs: str = "") -> Figure:
    """Return the share of a reward that was earned."""
    note = "" if part is not None else "the result is not known"
    return Figure(f"reward.{name}.share", part, Unit.FRACTION, inputs=inputs, note=note)


ADMISSIONS = measure("admissions", "Emergency admissions per 1,000 people")
PLANS = measure(
    "plans", "People who helped to make <their> plan", "proportion", per=100, better="higher"
)
FALLS = measure("falls", "Falls")
WAITS = measure("waits", "Waits over a year")
SAFE = measure("safe", "People who feel safe", "published", per=100, better="higher")
TENTHS = {str(i): (700 + 20 * (10 - i), 8_000.0) for i in range(1, 11)}
PRACTICES = {
    "P1": (2_310.0, 20_000.0),
    "P2": (980.0, 12_000.0),
    "P3": (1_900.0, 18_000.0),
    "P4": (43.0, 400.0),
    "P5": (2_667.0, 29_600.0),
}
FALLS_BY = {
    "practice": {"P1": (3.0, 20_000.0), "P2": (41.0, 12_000.0), "P3": (11.0, 48_000.0)},
    "deprivation": {"1": (23.0, 40_000.0), "10": (32.0, 40_000.0)},
}


def falls(first: int = 3, second: int = 10) -> Card:
    """Return a card of few falls: one practice and two months of them are not to be told."""
    numbers = [first, second, *[4] * 10] + [5] * 12 + [4, 6, *[5] * 9, 0]
    return card(FALLS, numbers, 6_666.0, FALLS_BY, slope=Value(None, None, 1.1, -0.5, 2.6))


def admissions() -> Card:
    """Return a card with a target and a reward, of many people."""
    numbers = wave(700, -60)
    found = calibration("admissions", float(sum(numbers[12:24])))
    levels: Levels = {
        "practice": PRACTICES,
        "deprivation": TENTHS,
        "sex": {"1": (4_000.0, 40_000.0), "2": (3_900.0, 40_000.0)},
    }
    return card(
        ADMISSIONS, numbers, 6_666.0, levels,
        class_="pay for performance", outcome=outcome("admissions"), calibration=found,
        needed=needed(found.law, found.marks), slope=Value(None, None, -19.5, -25.1, -14.2),
        cautions=(Caution("coding", "admissions", {"rise": 0.2}, "people may look more ill"),),
    )  # fmt: skip


def cards() -> tuple[Card, ...]:
    """Return the cards of the example."""
    plans = card(
        PLANS, [60] * 36, 80.0, {"neighbourhood": {"N1": (400.0, 500.0), "N2": (320.0, 460.0)}}
    )
    none = Value(None, None, None, missing="no survey was loaded")
    return (
        admissions(),
        replace(plans, class_="pay for performance", outcome=outcome("plans")),
        falls(),
        card(
            WAITS, [0] * 35 + [3], 6_666.0, {}, class_="national standard", outcome=outcome("waits")
        ),
        Card(SAFE, "local quality", (), (), None, "", "", none, None, ()),
    )


STAKE = Money(100_000_01)


def scorecard(**more: object) -> Scorecard:
    """Return the example."""
    weights = {"admissions": Fraction(60, 100), "plans": Fraction(40, 100)}
    shares = {
        "admissions": share("admissions", Fraction(9, 10), "result 7703"),
        "plans": share("plans", None),
    }
    reward = rewarded(STAKE, weights, shares)
    earned = {one.measure: one for one in reward.earned}
    found = Scorecard(
        "An example <place>",
        YEAR,
        SMALL,
        tuple(replace(one, earned=earned.get(one.measure.measure)) for one in cards()),
        tree_of(framework()),
        in_year(framework(), YEAR),
        reward,
        outlook(),
        {"provider": "The provider", "council": "The council"},
        {"P1": "Practice one", "N1": "North"},
        ("the survey is late",),
    )
    return replace(found, **more)  # type: ignore[arg-type]


def outlook() -> Outlook:
    """Return an outlook that was made up."""
    some = Expected(*(Money(pence) for pence in (54_000_00, 50_000_00, 54_000_00, 60_000_00)))
    chance = Chance(0.95, 0.002)
    return Outlook(
        10_000, STAKE, some, chance, Chance(0.02, 0.001), chance,
        {"admissions": (some, chance, chance)}, {"provider": some},
    )  # fmt: skip
