"""Laws of the budget: it is the price of everybody who is there."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from wholeplace.budget import prices_per_head
from wholeplace.budget.adjust import Adjustment, Base, Measured, adjust, bridge, steps_of
from wholeplace.document import read_document
from wholeplace.kernel import FinancialYear

SEGMENTS = ["well", "ill", "frail"]
PENCE = st.integers(0, 10**9)
YEARS = st.fractions(0, 5000, max_denominator=366)
BASE = FinancialYear(2018)
TERMS = """
steps:
  - id: growth
    population: {rate: [{from: 2019-04-01, value: actual, source: s}]}
  - id: movement
    movement: {at: base_year}
"""


@given(
    spend=st.fixed_dictionaries(dict.fromkeys(SEGMENTS, PENCE)),
    people=st.lists(st.fixed_dictionaries(dict.fromkeys(SEGMENTS, YEARS)), min_size=2, max_size=5),
)
def test_the_budget_is_the_price_of_everybody_there(
    spend: dict[str, int], people: list[dict[str, Fraction]]
) -> None:
    assume(all(sum(years.values()) for years in people))
    pounds = {segment: Fraction(pence, 100) for segment, pence in spend.items()}
    prices = prices_per_head(pounds, people[0], SEGMENTS)

    def worth(years: dict[str, Fraction]) -> Fraction:
        return sum((prices[segment] * years[segment] for segment in SEGMENTS), Fraction(0)) * 100

    assume(all(worth(years) for years in people))
    # Whoever cost something and was not there has no price of their own: the base is the rest.
    base = round(worth(people[0]))
    years = {FinancialYear(BASE.first + i): some for i, some in enumerate(people)}
    last = max(years)
    terms = read_document(TERMS, "budget.yaml", Adjustment)
    measured = Measured(segments=years, prices=prices)
    found = adjust(Base(BASE, {"all": base}), terms.value, last, measured)
    # What a step loses by rounding to the penny grows with all that is multiplied after it.
    levels = [worth(people[0])]
    for before, now in pairwise(people):
        heads = sum(now.values(), Fraction(0)) / sum(before.values(), Fraction(0))
        levels += [worth(before) * heads, worth(now)]
    lost = sum((levels[-1] / level / 2 for level in levels), Fraction(0))
    assert abs(found.pence(last)["all"] - levels[-1]) <= lost
    told = steps_of(bridge(found))
    assert sum((step.amount for step in told), Fraction(0)) == found.total(last).exact
