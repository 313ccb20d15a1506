"""Laws of the budget: it follows people, and its steps add up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.budget import Heads, bridge, capitated_budget, price_per_head
from wholeplace.document import Dated, Timeline
from wholeplace.kernel import Figure, FinancialYear, Unit, round_to
from wholeplace.place import BudgetTerms

SEGMENTS = ["well", "ill", "frail"]
PENCE = st.integers(0, 10**9).map(lambda pence: Fraction(pence, 100))
YEARS = st.fractions(0, 5000, max_denominator=366)
SHARES = st.fractions(Fraction(-1, 10), Fraction(1, 10), max_denominator=1000)


def _timeline(share: Fraction) -> Timeline[Fraction]:
    entry = Dated[Fraction](from_=date(2019, 4, 1), value=share, source="assumed")
    return Timeline[Fraction](root=(entry,))


@st.composite
def _cases(draw: st.DrawFn) -> tuple[Figure, dict[str, Fraction], Heads, BudgetTerms]:
    spend = {segment: draw(PENCE) for segment in SEGMENTS}
    base_heads = {segment: draw(YEARS) for segment in SEGMENTS}
    heads = Heads(base_heads, {segment: draw(YEARS) for segment in SEGMENTS})
    terms = BudgetTerms(
        base_year=FinancialYear(2018),
        inflation=_timeline(draw(SHARES)),
        productivity=_timeline(draw(SHARES)),
    )
    base = Figure("base.in_scope", sum(spend.values(), Fraction(0)), Unit.MONEY)
    return base, spend, heads, terms


@given(case=_cases(), year=st.integers(2019, 2023))
def test_the_steps_add_up_to_the_budget_to_the_penny(
    case: tuple[Figure, dict[str, Fraction], Heads, BudgetTerms], year: int
) -> None:
    budget = capitated_budget(*case, FinancialYear(year))
    steps = bridge(budget)
    assert sum((step.amount for step in steps), Fraction(0)) == (budget.value or 0)


@given(case=_cases())
def test_the_budget_is_the_price_of_everybody_there(
    case: tuple[Figure, dict[str, Fraction], Heads, BudgetTerms],
) -> None:
    base, spend, heads, terms = case
    budget = capitated_budget(base, spend, heads, terms, FinancialYear(2019))
    if budget.value is None:
        assert not base.value or not sum(heads.base.values())
        return
    prices = {segment: price_per_head(segment, spend, heads) for segment in SEGMENTS}
    people = sum((prices[s] * heads.year[s] for s in SEGMENTS), Fraction(0))
    factor = (1 + terms.inflation.root[0].value) * (1 - terms.productivity.root[0].value)
    assert budget.value == round_to(people * factor, Fraction(1, 100))
