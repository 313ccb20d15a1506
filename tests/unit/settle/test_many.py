"""Many statements at once: what a row may not do to the rest."""

from __future__ import annotations

from datetime import date

import numpy as np

from wholeplace.contract import read_contract
from wholeplace.settle import settle_many

CONTRACT = read_contract("""\
title: Two partners
parties: {ccg: {role: commissioner}, trust: {role: provider}}
figures: {a: {unit: money}, b: {unit: money}}
lines: {saving: a + b}
payments: [{from: ccg, to: trust, amount: saving}]
""")


def test_an_amount_beyond_counting_leaves_its_row_incomplete_and_pays_the_others() -> None:
    figures = {"a": np.array([1e300, 3.0, 1e17]), "b": np.array([1e-9, 0.004, 0.01])}
    many = settle_many(CONTRACT, [date(2020, 4, 1)], np.zeros(3, dtype=np.intp), figures)
    assert many.is_complete.tolist() == [False, True, False]
    assert many.net["trust"].tolist() == [0, 300, 0]


WEIGHTED = read_contract("""\
title: Shared by whole points
parties: {ccg: {role: commissioner}, gp: {role: provider}, trust: {role: provider}}
figures:
  pool: {unit: money}
  points: {unit: count}
  reached: {unit: fraction}
lines:
  for_gp: round(points * reached, 1)
  for_trust: round(points * reached, 1) * 0.5
payments: [{from: ccg, to: {gp: for_gp, trust: for_trust}, amount: pool}]
""")


def test_weights_that_hang_on_the_last_digit_of_a_double_are_those_of_the_statement() -> None:
    third = 0.3333333333333333  # of 4.5 it is just below one and a half, which a double is not
    figures = {
        "pool": np.array([3.0, 1e17]),
        "points": np.array([4.5, 4.5]),
        "reached": np.array([third, third]),
    }
    many = settle_many(WEIGHTED, [date(2020, 4, 1)], np.zeros(2, dtype=np.intp), figures)
    assert many.lines.again.tolist() == [0, 1]
    assert many.is_complete.tolist() == [True, False]
    assert [int(many.net[party][0]) for party in ("gp", "trust")] == [200, 100]
