"""Laws of money, numbers, years and figures that hold for any of them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.kernel import (
    Figure,
    FinancialYear,
    Money,
    Unit,
    allocate,
    financial_year_of,
    plain,
    read_financial_year,
    read_money,
    read_number,
    round_half_away,
    round_to,
)
from wholeplace.kernel.figure import from_dict, to_dict, to_html, to_text

pence = st.integers(-(10**15), 10**15)
amounts = st.builds(Money, pence, st.sampled_from(["GBP", "USD", "EUR", "CHF"]))
numbers = st.fractions(-(10**9), 10**9, max_denominator=10**6)
weights = st.lists(
    st.one_of(st.integers(0, 10**12), st.fractions(0, 1000, max_denominator=997)), min_size=1
).filter(any)
days = st.dates(date(1000, 4, 1), date(2998, 3, 31))


@given(total=amounts, parts=weights)
def test_sharing_conserves_every_penny(total: Money, parts: list[Fraction | int]) -> None:
    shares = allocate(total, parts)
    assert sum((share.pence for share in shares), 0) == total.pence
    assert {share.currency for share in shares} == {total.currency}


@given(total=amounts, parts=weights)
def test_a_share_is_within_a_penny_of_its_part(total: Money, parts: list[Fraction | int]) -> None:
    whole = sum(map(Fraction, parts))
    for share, part in zip(allocate(total, parts), parts, strict=True):
        ideal = Fraction(part) * total.pence / whole
        assert abs(share.pence - ideal) < 1
        assert share.pence * ideal >= 0
        assert part or not share.pence


@given(total=amounts, parts=weights)
def test_a_debt_is_shared_like_the_same_credit(total: Money, parts: list[Fraction | int]) -> None:
    assert [-share for share in allocate(total, parts)] == list(allocate(-total, parts))


@given(total=amounts, parts=weights)
def test_a_larger_part_never_gets_a_smaller_share(
    total: Money, parts: list[Fraction | int]
) -> None:
    shares = zip(parts, allocate(total, parts), strict=True)
    ranked = sorted((Fraction(part), abs(share.pence)) for part, share in shares)
    for (smaller, less), (larger, more) in pairwise(ranked):
        assert less <= more if smaller < larger else abs(less - more) <= 1


@given(amount=amounts)
def test_what_is_written_in_full_is_read_back(amount: Money) -> None:
    assert read_money(str(amount)) == amount


@given(amount=amounts)
def test_what_is_written_for_a_board_is_nearly_the_amount(amount: Money) -> None:
    size = abs(read_money(amount.short()).exact)
    step = next((10**n for n in (8, 5, 2) if size >= 10 ** (n + 1 + (n == 2))), Fraction(1, 100))
    assert abs(size - abs(amount.exact)) <= Fraction(step, 2)
    assert "000k" not in amount.short()
    assert "000m" not in amount.short()


@given(one=pence, other=pence)
def test_amounts_are_added_and_ordered_like_their_pence(one: int, other: int) -> None:
    assert Money(one) + Money(other) - Money(other) == Money(one)
    assert (Money(one) < Money(other)) == (one < other)
    assert (Money(one) >= Money(other)) == (one >= other)


@given(amount=amounts, factor=numbers)
def test_a_product_is_within_half_a_penny(amount: Money, factor: Fraction) -> None:
    assert abs(amount.times(factor).pence - amount.pence * factor) <= Fraction(1, 2)


@given(value=numbers, step=st.fractions(Fraction(1, 1000), 1000, max_denominator=1000))
def test_a_rounded_number_is_within_half_a_step(value: Fraction, step: Fraction) -> None:
    rounded = round_to(value, step)
    assert abs(rounded - value) <= step / 2
    assert (rounded / step).denominator == 1
    assert round_to(-value, step) == -rounded
    assert round_to(rounded, step) == rounded


@given(value=numbers)
def test_a_half_is_rounded_outwards(value: Fraction) -> None:
    if abs(value - round_half_away(value)) == Fraction(1, 2):
        assert abs(round_half_away(value)) > abs(value)


@given(value=numbers, places=st.integers(0, 6))
def test_a_number_written_for_people_is_read_back_rounded(value: Fraction, places: int) -> None:
    assert read_number(plain(value, places)) == round_to(value, Fraction(1, 10**places))


@given(day=days)
def test_a_year_holds_the_days_that_fall_in_it(day: date) -> None:
    year = financial_year_of(day)
    assert year.start <= day < year.end
    assert read_financial_year(str(year)) == year
    assert read_financial_year(year.slug) == year


@given(first=st.integers(1000, 2998))
def test_twelve_months_tile_a_year(first: int) -> None:
    year = FinancialYear(first)
    months = year.months()
    assert len(months) == 12
    assert (months[0].start, months[-1].end) == (year.start, year.end)
    assert all(month.end == after.start for month, after in pairwise(months))
    assert all(financial_year_of(month.end - timedelta(days=1)) == year for month in months)
    assert sum((month.end - month.start).days for month in months) == year.days


texts = st.text(max_size=20)
known = st.one_of(
    st.tuples(st.sampled_from([Unit.MONEY, Unit.COUNT, Unit.FRACTION, Unit.RATE]), numbers),
    st.tuples(st.just(Unit.YES_NO), st.booleans()),
    st.tuples(st.just(Unit.CHOICE), texts),
    st.tuples(st.sampled_from(Unit), st.none()),
)


def _figures(children: st.SearchStrategy[tuple[Figure, ...]]) -> st.SearchStrategy[Figure]:
    return st.builds(
        lambda known, **rest: Figure(unit=known[0], value=known[1], **rest),
        known=known,
        id=texts,
        label=texts,
        formula=texts,
        inputs=texts,
        source=texts,
        note=texts,
        currency=st.sampled_from(["GBP", "USD"]),
        children=children,
    )


figures = st.recursive(
    _figures(st.just(())),
    lambda inner: _figures(st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


@given(figure=figures)
def test_a_figure_given_to_machines_is_read_back(figure: Figure) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(figure)))) == figure


@given(figure=figures)
def test_a_figure_is_shown_with_every_figure_beneath_it(figure: Figure) -> None:
    all_of_them = list(figure.walk())
    assert to_html(figure).count("<details>") == len(all_of_them)
    assert to_text(figure).count(" = ") >= len(all_of_them)
