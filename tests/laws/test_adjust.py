"""Laws of an adjustment: whatever the steps and their order, it adds up to the penny."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.budget.adjust import (
    Adjusted,
    Adjustment,
    AdjustmentStep,
    Base,
    Measured,
    adjust,
    adjusted_figure,
    bridge,
)
from wholeplace.budget.adjust.terms import (
    Growth,
    Inflation,
    Investment,
    InvestmentMade,
    Late,
    LateCost,
    Movement,
    Population,
    Productivity,
    Rebase,
    Review,
)
from wholeplace.document import Dated, Frozen, Timeline
from wholeplace.kernel import Figure, FinancialYear, Money, financial_year_of

FIRST, LAST = FinancialYear(2018), FinancialYear(2021)
YEARS = [FinancialYear(first) for first in range(2018, 2022)]
LINES = ("acute", "community", "drugs")
# Above any investment that is drawn, so that nothing falls below nought.
PENCE = st.integers(10**9, 10**11)
SHARES = st.fractions(Fraction(-1, 20), Fraction(1, 20), max_denominator=1000)
DAYS = st.dates(date(2019, 4, 1), date(2022, 3, 31))
HEADS = st.fractions(1, 5000, max_denominator=366)
SEGMENTS = ("well", "ill")


def _timeline(values: Sequence[tuple[date, Fraction]]) -> Timeline[Fraction]:
    first = Dated[Fraction](from_=date(2019, 4, 1), value=values[0][1], source="assumed")
    later = {day: value for day, value in values[1:] if day > first.from_}
    rest = (Dated[Fraction](from_=day, value=later[day], source="assumed") for day in sorted(later))
    return Timeline[Fraction](root=(first, *rest))


RATES = st.lists(st.tuples(DAYS, SHARES), min_size=1, max_size=3).map(_timeline)


def _inflation(share: Fraction, pay: Timeline[Fraction], drugs: Timeline[Fraction]) -> Inflation:
    mix = {"pay": share, "drugs": 1 - share}
    entry = Dated[dict[str, Fraction]](from_=date(2019, 4, 1), value=mix, source="assumed")
    return Inflation(
        mix=Timeline[dict[str, Fraction]](root=(entry,)), rates={"pay": pay, "drugs": drugs}
    )


def _movement(prices: tuple[int, int]) -> Movement:
    value = {name: Money(pence) for name, pence in zip(SEGMENTS, prices, strict=True)}
    entry = Dated[dict[str, Money]](from_=date(2018, 4, 1), value=value, source="assumed")
    return Movement(prices=Timeline[dict[str, Money]](root=(entry,)))


MADE = st.builds(
    InvestmentMade,
    from_=DAYS,
    line=st.sampled_from(LINES),
    amount=st.integers(-(10**6), 10**6).map(Money),
    recurrent=st.booleans(),
    source=st.just("assumed"),
)
LATE = st.builds(
    LateCost,
    year=st.just(FinancialYear(2020)),
    amounts=st.dictionaries(st.sampled_from(LINES), st.integers(0, 10**6).map(Money), min_size=1),
    source=st.just("assumed"),
)
Kind: TypeAlias = dict[str, object]


def _rated(model: type[Frozen], name: str) -> st.SearchStrategy[Kind]:
    def kind(rate: Timeline[Fraction]) -> Kind:
        return {name: model.model_validate({"rate": rate})}

    return st.builds(kind, RATES)


def _kind(name: str, values: st.SearchStrategy[Frozen]) -> st.SearchStrategy[Kind]:
    def kind(value: Frozen) -> Kind:
        return {name: value}

    return st.builds(kind, values)


RATED: dict[str, type[Frozen]] = {
    "population": Population,
    "productivity": Productivity,
    "growth": Growth,
}
PARTS = st.fractions(0, 1, max_denominator=100)
PRICES = st.integers(1, 10**6)
REVIEW = Rebase(reviews=(Review(year=FinancialYear(2021), source="assumed"),))
MULTIPLY: st.SearchStrategy[Kind] = st.one_of(
    *(_rated(model, name) for name, model in RATED.items()),
    _kind("inflation", st.builds(_inflation, PARTS, RATES, RATES)),
    _kind("movement", st.builds(_movement, st.tuples(PRICES, PRICES))),
)
OTHER: st.SearchStrategy[Kind] = st.one_of(
    _kind(
        "investment",
        st.lists(MADE, min_size=1, max_size=3).map(lambda made: Investment(amounts=tuple(made))),
    ),
    _kind("late", LATE.map(lambda entry: Late(years=(entry,)))),
    _kind("rebase", st.just(REVIEW)),
)
ANY: st.SearchStrategy[Kind] = st.one_of(MULTIPLY, OTHER)


def _terms(kinds: Sequence[Kind]) -> Adjustment:
    steps = (AdjustmentStep.model_validate({"id": f"s{i}", **kind}) for i, kind in enumerate(kinds))
    return Adjustment(steps=tuple(steps))


Case: TypeAlias = tuple[Base, list[Kind], Measured]


def _cases(kinds: st.SearchStrategy[Kind], most: int = 5) -> st.SearchStrategy[Case]:
    by_line = st.fixed_dictionaries(dict.fromkeys(LINES, PENCE))
    heads = st.fixed_dictionaries(dict.fromkeys(SEGMENTS, HEADS))
    people = st.fixed_dictionaries(dict.fromkeys(YEARS, heads))
    again = st.fixed_dictionaries({FinancialYear(2021): by_line})
    measured = st.builds(lambda s, b: Measured(segments=s, bases=b), people, again)
    bases = by_line.map(lambda pence: Base(FIRST, pence))
    return st.tuples(bases, st.lists(kinds, max_size=most), measured)


def _followed(case: Case) -> Adjusted:
    base, kinds, measured = case
    return adjust(base, _terms(kinds), LAST, measured)


@given(case=_cases(ANY))
def test_the_steps_add_up_to_the_penny_whatever_their_order(case: Case) -> None:
    found = _followed(case)
    for first, last in [(FIRST, LAST), *pairwise(YEARS)]:
        for lines in (LINES, *((line,) for line in LINES)):
            one = bridge(found, first, last, lines)
            added = sum(bar.added.pence for bar in one.bars)
            assert one.opening.pence + added == one.closing.pence
            alone = sum(bar.alone.pence + bar.interaction.pence for bar in one.bars)
            assert alone == added


@given(case=_cases(ANY))
def test_the_figure_is_the_sum_of_what_stands_beneath_it(case: Case) -> None:
    figure = adjusted_figure(_followed(case), LAST)
    levels: list[Figure] = [figure]
    while levels[-1].id != "budget.adjusted.2018-19":
        parts = [Fraction(child.value or 0) for child in levels[-1].children]
        assert levels[-1].value == sum(parts, Fraction(0))
        levels.append(levels[-1].children[0])
    assert len(levels) == len(YEARS)


@given(case=_cases(ANY, most=1))
def test_one_step_alone_has_no_interaction(case: Case) -> None:
    assert all(bar.interaction.pence == 0 for bar in bridge(_followed(case)).bars)


@given(case=_cases(MULTIPLY), turned=st.permutations(range(5)))
def test_steps_that_multiply_may_be_turned_round_to_within_rounding(
    case: Case, turned: list[int]
) -> None:
    base, kinds, measured = case
    other = [kinds[i] for i in turned if i < len(kinds)]
    one, two = _followed(case), _followed((base, other, measured))
    for line in LINES:
        # Half a penny a step and year, and what the steps after it make of that.
        bound = 2 * len(kinds) * len(YEARS) * _steepest(case)
        assert abs(one.pence(LAST)[line] - two.pence(LAST)[line]) <= bound
    assert [bar.id for bar in bridge(one).bars] == [f"s{i}" for i in range(len(kinds))]


def _steepest(case: Case) -> Fraction:
    """Return the most that all steps after one may have multiplied it by."""
    taken = _followed(case).years
    factors = [f for year in taken for step in year.steps for f in step.effect.factors.values()]
    whole = Fraction(1)
    for factor in factors:
        whole *= max(factor, Fraction(1))
    return whole


@given(case=_cases(ANY), gone=st.sampled_from(LINES))
def test_taking_a_line_out_of_the_base_takes_out_its_levels_alone(case: Case, gone: str) -> None:
    base, kinds, measured = case
    kinds = [kind for kind in kinds if not {"investment", "late"} & set(kind)]
    less = replace(base, pence={line: p for line, p in base.pence.items() if line != gone})
    whole, rest = _followed((base, kinds, measured)), _followed((less, kinds, measured))
    for year in YEARS:
        assert dict(rest.pence(year)) == {
            line: pence for line, pence in whole.pence(year).items() if line != gone
        }


@given(case=_cases(MULTIPLY, most=0))
def test_without_steps_every_year_is_the_base(case: Case) -> None:
    found = _followed(case)
    assert all(found.pence(year) == case[0].pence for year in YEARS)


@given(case=_cases(ANY))
def test_a_review_that_comes_last_leaves_what_was_measured(case: Case) -> None:
    base, kinds, measured = case
    found = _followed((base, [*kinds, {"rebase": REVIEW}], measured))
    assert found.pence(FinancialYear(2021)) == measured.bases[FinancialYear(2021)]


@given(case=_cases(MULTIPLY), made=MADE)
def test_an_investment_that_comes_last_moves_its_year_by_its_amount(
    case: Case, made: InvestmentMade
) -> None:
    base, kinds, measured = case
    year = financial_year_of(made.from_)
    whole = made.model_copy(update={"from_": year.start})
    with_it = _followed((base, [*kinds, {"investment": Investment(amounts=(whole,))}], measured))
    without = _followed(case)
    assert with_it.total(year).pence - without.total(year).pence == made.amount.pence


@given(made=MADE)
def test_an_investment_for_one_year_is_paid_once_and_to_the_penny(made: InvestmentMade) -> None:
    once = made.model_copy(update={"recurrent": False})
    base = Base(FIRST, dict.fromkeys(LINES, 10**9))
    terms = _terms([{"investment": Investment(amounts=(once,))}])
    found = adjust(base, terms, FinancialYear(2024))
    whole = sum(taken.closing[made.line] - 10**9 for taken in found.years)
    assert whole == made.amount.pence
