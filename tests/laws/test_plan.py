"""Laws of planning: many draws settle as each would alone, and correlations are what can be."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wholeplace.contract import read_contract
from wholeplace.plan import Draws, settle_draws, spread_of
from wholeplace.plan.correlate import (
    innovations,
    is_possible,
    lower_factor,
    matrix_of,
    matrix_with,
    nearest_possible,
)
from wholeplace.plan.settled import figures_of
from wholeplace.settle import settle

AGREEMENT: Final = """\
title: Any three partners
parties:
  {ccg: {role: commissioner}, trust: {role: provider}, gp: {role: provider}}
figures:
  budget: {unit: money}
  spend: {unit: money}
  track: {unit: choice, of: [one, two]}
  met: {unit: yes/no}
parameters:
  share:
    - {from: 2019-04-01, value: 1/3, source: clause}
    - {from: 2020-04-01, value: 37%, source: clause}
  backing:
    - {from: 2019-04-01, value: {trust: 1/3, gp: 2/3}, source: clause}
    - {from: 2020-04-01, value: {trust: 55%, gp: 45%}, source: clause}
lines:
  saving: budget - spend
  shared: 'if track = "one" then saving * share else capped(saving, at_most = 1% * budget)'
  rate: if met then saving / budget else 0%
  reward: capped(rate * GBP 1m, at_most = GBP 2m, at_least = -GBP 2m)
payments:
  - {from: ccg, to: backing, amount: shared}
  - {from: backing, to: ccg, amount: reward}
  - {from: trust, to: gp, amount: spend}
"""
CONTRACT: Final = read_contract(AGREEMENT)
STARTS: Final = (date(2019, 4, 1), date(2020, 4, 1))
PENCE: Final = st.integers(-(10**10), 10**10) | st.integers(-300, 300)
ROW: Final = st.tuples(PENCE, PENCE, st.sampled_from(["one", "two"]), st.booleans())


def draws_of(rows: list[tuple[int, int, str, bool]]) -> Draws:
    budget, spend, track, met = zip(*rows, strict=True)
    columns = {
        "budget": np.array(budget) / 100,
        "spend": np.array(spend) / 100,
        "track": np.array(track, dtype=np.str_),
        "met": np.array(met),
    }
    years = ("2019/20", "2020/21")
    return Draws(years, {name: values.reshape(-1, 2) for name, values in columns.items()})


@given(st.lists(ROW, min_size=2, max_size=12).filter(lambda rows: len(rows) % 2 == 0))
@settings(max_examples=60)
def test_many_draws_settle_to_the_penny_as_each_does_alone(
    rows: list[tuple[int, int, str, bool]],
) -> None:
    draws = draws_of(rows)
    many = settle_draws(CONTRACT, STARTS, draws)
    for place in np.ndindex(many.is_settled.shape):
        alone = settle(CONTRACT, STARTS[place[1]], figures_of(CONTRACT, draws, place))
        assert bool(many.is_settled[place]) == alone.is_complete
        for figure in alone.net:
            party = figure.id.removeprefix("payments.")
            expected = 0 if figure.value is None else figure.value * 100
            assert int(many.net[party][place]) == expected
        assert sum(int(net[place]) for net in many.net.values()) == 0


CORRELATIONS: Final = st.lists(st.integers(-100, 100), min_size=6, max_size=6)
PAIRS: Final = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
KEPT: Final = st.lists(st.sampled_from([0.0, 0.3, 0.6, 0.9]), min_size=4, max_size=4)


@given(CORRELATIONS, KEPT, st.sampled_from(PAIRS))
@settings(max_examples=60)
def test_the_nearest_correlation_is_possible_and_none_is_nearer(
    values: list[int], kept: list[float], place: tuple[int, int]
) -> None:
    pairs = [(i, j, value / 100) for (i, j), value in zip(PAIRS, values, strict=True)]
    matrix = matrix_of(4, pairs)
    assume(not is_possible(matrix, kept))
    nearest = nearest_possible(matrix, place, kept)
    if nearest is not None:
        assert is_possible(matrix_with(matrix, place, nearest), kept)
        further = nearest + (0.02 if matrix[place] > nearest else -0.02)
        assert not is_possible(matrix_with(matrix, place, further), kept)


@given(CORRELATIONS, KEPT)
@settings(max_examples=60)
def test_what_is_drawn_by_a_possible_matrix_has_it(values: list[int], kept: list[float]) -> None:
    pairs = [(i, j, value / 400) for (i, j), value in zip(PAIRS, values, strict=True)]
    matrix = matrix_of(4, pairs)
    assume(is_possible(matrix, kept))
    for each in (matrix, innovations(matrix, kept)):
        factor = lower_factor(each)
        assert np.allclose(factor @ factor.T, each, atol=1e-6)
        assert np.allclose(factor, np.tril(factor))


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=200))
def test_the_tail_is_at_least_as_bad_as_where_it_begins(pence: list[int]) -> None:
    spread = spread_of(np.array(pence, dtype=np.int64))
    assert spread.worst <= spread.low.value <= spread.median.value <= spread.high.value
    assert spread.expected_shortfall.value >= spread.value_at_risk.value - 1e-6
    assert spread.expected_shortfall.value <= -spread.worst + 1e-6
    assert 0 <= spread.loss.value <= 1
    assert spread.worst == pence[spread.worst_draw - 1] / 100


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=100), st.integers(0, 10**9))
def test_more_for_every_draw_is_so_much_less_at_risk(pence: list[int], more: int) -> None:
    before = spread_of(np.array(pence, dtype=np.int64))
    after = spread_of(np.array(pence, dtype=np.int64) + more)
    for name in ("value_at_risk", "expected_shortfall"):
        assert np.isclose(
            getattr(after, name).value, getattr(before, name).value - more / 100, atol=1e-4
        )
