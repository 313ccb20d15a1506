"""Laws of the price per head: people weigh what they are, and pounds come to the budget."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.budget.price import (
    CostCell,
    Key,
    Point,
    Pool,
    PriceList,
    Sums,
    Terms,
    Trust,
    believed,
    by_tenth,
    explained,
    grouped,
    predictive_ratios,
    price_figures,
    price_list,
    priced,
    total_figure,
)
from wholeplace.kernel import FinancialYear, Money

YEAR = FinancialYear(2018)
SEGMENTS = ("well", "ill", "frail")
AGES = (0, 18, 65)
KEYS = [Key(segment, age, sex) for segment in SEGMENTS for age in AGES for sex in "12"]
SCORES = [Key(score=Fraction(step, 20)) for step in range(12)]
PERSON = st.tuples(st.integers(1, 365), st.integers(0, 10**7))
CUT = Money(1)
"""Terms that cut; where, the cells say."""
BUDGETS = st.integers(1, 10**10).map(Money)


def cell_of(key: Key, people: list[tuple[int, int]], limit: int | None = None) -> CostCell:
    """Return the cell of people with (days, pence)."""

    def sums(most: int | None) -> Sums:
        rows = [(days, pence if most is None else min(pence, most)) for days, pence in people]
        return Sums(
            sum(p for _, p in rows), sum(p * p for _, p in rows), sum(d * p for d, p in rows)
        )

    days = [day for day, _ in people]
    squares = sum(day * day for day in days)
    return CostCell(key, len(people), sum(days), squares, sums(None), sums(limit))


@st.composite
def _cells(draw: st.DrawFn, keys: list[Key] = KEYS) -> list[CostCell]:
    limit = draw(st.none() | st.integers(1, 10**7))
    chosen = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=10, unique=True))
    cells = [cell_of(key, draw(st.lists(PERSON, max_size=5)), limit) for key in chosen]
    # Somebody cost something, or there is nothing to price.
    return [
        *cells,
        cell_of(draw(st.sampled_from(keys)), [(365, draw(st.integers(1, 1000)))], limit),
    ]


SPREADS = st.sampled_from(["per_head", "by_price", "declared"]).map(
    lambda spread: Pool.model_validate(
        {"spread": spread, "weights": dict.fromkeys(SEGMENTS, Fraction(1, 3))}
        if spread == "declared"
        else {"spread": spread}
    )
)


@st.composite
def _terms(draw: st.DrawFn) -> Terms:
    method = draw(st.sampled_from(["cells", "range"]))
    return Terms(
        "range" if method == "range" else "cells",
        ages=AGES,
        prices=draw(st.integers(1, 20)) if method == "range" else None,
        stop_loss=CUT,
        pool=draw(SPREADS),
        credibility=draw(st.none() | st.fractions(0, 1000, max_denominator=10)),
        is_estimated=draw(st.booleans()),
    )


RISK = st.sampled_from(
    [
        Terms("risk_linear", step=Fraction(1, 20), stop_loss=CUT),
        Terms(
            "risk_bands", step=Fraction(1, 20), bands=(Fraction(0), Fraction(1, 4)), stop_loss=CUT
        ),
        Terms(
            "risk_bands", bands=(Fraction(1, 4), Fraction(1, 2)), is_estimated=True, stop_loss=CUT
        ),
    ]
)
CASES = st.tuples(_cells(), _terms()) | st.tuples(_cells(SCORES), RISK)


def holds(found: PriceList) -> None:
    """Check that weights make people and prices the budget, and that nobody is paid for."""
    days = found.days
    assert sum(price.weight * price.days for price in found.prices) == days
    assert sum(price.need * price.days for price in found.prices) == days
    assert sum(price.exact * price.days for price in found.prices) == found.total.exact * 365
    assert sum(price.share.pence for price in found.prices) == found.total.pence
    assert all(price.exact >= 0 and price.need >= 0 for price in found.prices)
    rounding = sum(Fraction(price.days, 365) for price in found.prices) / 200
    assert abs(found.carried) <= rounding


@given(case=CASES, total=BUDGETS)
def test_weights_make_people_and_prices_make_the_budget(
    case: tuple[list[CostCell], Terms], total: Money
) -> None:
    cells, terms = case
    found = price_list(cells, terms, total, YEAR)
    holds(found)
    assert priced(found, {p.key: p.days for p in found.prices}) == total.exact
    figures = price_figures(found)
    assert len({figure.id for figure in figures}) == len(figures) == len(found.prices)
    assert total_figure(found, figures).value == total.exact


@given(cells=_cells(), terms=_terms(), total=BUDGETS)
def test_every_segment_age_and_sex_has_a_price(
    cells: list[CostCell], terms: Terms, total: Money
) -> None:
    found = price_list(cells, terms, total, YEAR, SEGMENTS)
    holds(found)
    sexes = {cell.key.sex for cell in cells}
    assert set(found.by_key) == {key for key in KEYS if key.sex in sexes}


@given(case=CASES, total=BUDGETS, chance=st.randoms(use_true_random=False))
def test_the_order_of_cells_changes_nothing(
    case: tuple[list[CostCell], Terms], total: Money, chance: Random
) -> None:
    cells, terms = case
    mixed = list(cells)
    chance.shuffle(mixed)
    assert price_list(mixed, terms, total, YEAR) == price_list(cells, terms, total, YEAR)


@given(case=CASES, total=BUDGETS, days=st.integers(0, 400))
def test_a_person_more_moves_the_budget_by_their_price_for_their_time(
    case: tuple[list[CostCell], Terms], total: Money, days: int
) -> None:
    found = price_list(case[0], case[1], total, YEAR)
    there = {price.key: price.days for price in found.prices}
    one = found.prices[-1]
    more = priced(found, there | {one.key: one.days + days})
    assert more - priced(found, there) == one.exact * days / 365


@given(cells=_cells(), k=st.fractions(0, 1000, max_denominator=10))
def test_what_is_believed_lies_between_the_cell_and_what_it_is_held_against(
    cells: list[CostCell], k: Fraction
) -> None:
    unique = list({cell.key: cell for cell in cells}.values())
    ordered = sorted(unique, key=lambda cell: cell.key.rank)
    if not sum(cell.cut.pence for cell in ordered):
        return
    for trust in (Trust(k=k), Trust(is_estimated=True)):
        for belief in believed(ordered, trust)[0].values():
            assert 0 <= belief.credibility <= 1
            ends = sorted((belief.own or belief.complement, belief.complement))
            if belief.own == 0:
                ends = [Fraction(0), belief.complement]
            assert ends[0] <= belief.relativity <= ends[1]


@given(people=st.lists(PERSON, min_size=1, max_size=4), k=st.integers(1, 50))
def test_the_more_people_there_are_the_more_a_cell_is_believed(
    people: list[tuple[int, int]], k: int
) -> None:
    other = cell_of(KEYS[3], [(365, 10**6)])
    shares = []
    for times in (1, 100, 100_000_000):
        one = cell_of(KEYS[0], people)
        large = replace(
            one,
            people=one.people * times,
            days=one.days * times,
            cut=Sums(one.cut.pence * times, 1, 1),
        )
        found, _ = believed([large, other], Trust(k=Fraction(k)))
        shares.append(found[KEYS[0]].credibility)
    assert shares == sorted(shares)
    assert shares[-1] > Fraction(999, 1000)


@given(cells=_cells(), total=BUDGETS)
def test_as_many_prices_as_cells_are_the_cells_own_and_one_is_the_average(
    cells: list[CostCell], total: Money
) -> None:
    own = price_list(cells, Terms("cells", ages=AGES, stop_loss=CUT), total, YEAR)
    there = {price.key for price in own.prices if price.days}
    many = price_list(
        cells, Terms("range", ages=AGES, stop_loss=CUT, prices=len(there)), total, YEAR
    )
    assert all(many.by_key[key].exact == own.by_key[key].exact for key in there)
    one = price_list(cells, Terms("range", ages=AGES, stop_loss=CUT, prices=1), total, YEAR)
    assert {price.exact for price in one.prices} == {one.average}


@given(cells=_cells(), total=BUDGETS, prices=st.integers(1, 6))
def test_a_range_has_no_more_prices_than_it_may(
    cells: list[CostCell], total: Money, prices: int
) -> None:
    found = price_list(cells, Terms("range", ages=AGES, stop_loss=CUT, prices=prices), total, YEAR)
    assert len({price.exact for price in found.prices}) <= prices


@given(people=st.lists(PERSON, min_size=1, max_size=8), total=BUDGETS, terms=_terms())
def test_no_stop_loss_is_one_that_nobody_reaches(
    people: list[tuple[int, int]], total: Money, terms: Terms
) -> None:
    everyone = [(365, 5), *people]
    without = [cell_of(KEYS[0], everyone), cell_of(KEYS[7], people)]
    high = [cell_of(KEYS[0], everyone, 10**9), cell_of(KEYS[7], people, 10**9)]
    limited = replace(terms, stop_loss=Money(10**9))
    found, other = price_list(without, terms, total, YEAR), price_list(high, limited, total, YEAR)
    assert found.prices == other.prices


@given(cells=_cells(), total=BUDGETS, prices=st.integers(1, 6))
def test_a_price_for_each_cell_explains_no_less_than_a_few(
    cells: list[CostCell], total: Money, prices: int
) -> None:
    # Only where everybody has the same days are means the best prices: others weigh by days.
    whole = [replace(c, days_squared=365 * c.days, cost=c.cut) for c in cells]
    even = [replace(c, cut=_even(c), cost=_even(c)) for c in whole]
    own = explained(even, price_list(even, Terms("cells", ages=AGES, stop_loss=CUT), total, YEAR))
    few = explained(
        even, price_list(even, Terms("range", ages=AGES, stop_loss=CUT, prices=prices), total, YEAR)
    )
    assert (own.whole is None) == (few.whole is None)
    if own.whole is not None and few.whole is not None:
        assert 0 <= few.whole <= own.whole <= 1


def _even(cell: CostCell) -> Sums:
    # Squares that such people can have: at least those of people who cost alike.
    least = 365 * cell.cut.pence**2 // cell.days + 1 if cell.days else 0
    return Sums(cell.cut.pence, least + cell.cut.squares, 365 * cell.cut.pence)


@given(case=CASES, total=BUDGETS)
def test_groups_add_up_to_everybody(case: tuple[list[CostCell], Terms], total: Money) -> None:
    cells, terms = case
    found = price_list(cells, terms, total, YEAR)
    spent = Fraction(sum(cell.cost.pence for cell in cells), 100)
    halves = predictive_ratios({"a": cells[::2], "b": cells[1::2]}, found)
    for groups in (halves, by_tenth(cells, found)):
        assert sum(group.actual for group in groups) == spent
        assert sum(group.expected for group in groups) == spent
    for group in halves:
        if group.ratio is not None and group.lower is not None and group.upper is not None:
            assert group.lower <= group.ratio <= group.upper


POINTS = st.lists(
    st.builds(Point, st.integers(0, 20).map(Fraction), st.integers(1, 50)), min_size=1, max_size=12
)


@given(points=POINTS, groups=st.integers(1, 6))
def test_groups_keep_every_point_in_order_and_one_more_is_never_worse(
    points: list[Point], groups: int
) -> None:
    found = grouped(points, groups)
    flat = [point.value for group in found for point in group]
    assert flat == sorted(point.value for point in points)
    assert len(found) == min(groups, len(set(flat)))
    assert all(a[-1].value < b[0].value for a, b in pairwise(found))
    assert _apart(grouped(points, groups + 1)) <= _apart(found)


def _apart(groups: tuple[tuple[Point, ...], ...]) -> Fraction:
    return sum((_within(group) for group in groups), Fraction(0))


def _within(group: tuple[Point, ...]) -> Fraction:
    weight = sum(point.weight for point in group)
    mean = sum((p.value * p.weight for p in group), Fraction(0)) / weight
    return sum((p.weight * (p.value - mean) ** 2 for p in group), Fraction(0))
