"""The law of many statements: each row pays to the penny what its own statement pays."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.contract import read_contract, supplied
from wholeplace.settle import settle
from wholeplace.settle.many import settle_many

CONTRACT: Final = read_contract("""\
title: A lead provider, two others, and a pool shared by points
parties:
  ccg: {role: commissioner}
  lead: {role: provider}
  gp: {role: provider}
  charity: {role: provider}
figures:
  saving: {unit: money}
  pool: {unit: money, default: GBP 0.05}
  gp_points: {unit: count}
  lead_points: {unit: fraction}
parameters:
  backing:
    - {from: 2019-04-01, value: {lead: 1/3, gp: 1/3, charity: 1/3}, source: clause}
    - {from: 2020-04-01, value: {gp: 62.5%, lead: 37.5%}, source: clause}
lines:
  shared: saving / 3
  ratio: saving / pool
  for_gp: gp_points * 2
  for_lead: gp_points * lead_points
payments:
  - {from: ccg, to: lead, amount: shared}
  - {from: lead, to: backing, amount: shared}
  - {from: ccg, to: {gp: for_gp, lead: for_lead}, amount: pool}
  - {from: {lead: for_lead, charity: gp_points}, to: gp, amount: saving}
""")
STARTS: Final = (date(2019, 4, 1), date(2020, 4, 1))
AMOUNTS: Final = st.one_of(
    st.sampled_from(["0", "0.01", "-0.02", "100", "0.005", "1e12"]),
    st.decimals(-(10**8), 10**8, places=2).map(str),
    st.floats(-1e9, 1e9, allow_nan=False).map(repr),
    st.just(""),
)
POINTS: Final = st.one_of(
    st.sampled_from(["0", "1", "-1", "7", "1e16", "0.3333333333333333"]),
    st.integers(0, 1000).map(str),
    st.just(""),
)
RowOfFigures: TypeAlias = tuple[int, str, str, str, str]
ROWS: Final[st.SearchStrategy[list[RowOfFigures]]] = st.lists(
    st.tuples(st.integers(0, 1), AMOUNTS, AMOUNTS, POINTS, POINTS), min_size=1, max_size=6
)


@given(ROWS)
def test_every_row_pays_what_its_own_statement_pays(rows: list[RowOfFigures]) -> None:
    names = list(CONTRACT.terms.figures)
    arrays = {
        name: np.array([float(row[1:][i]) if row[1:][i] else np.nan for row in rows])
        for i, name in enumerate(names)
    }
    many = settle_many(CONTRACT, STARTS, np.array([row[0] for row in rows]), arrays)
    for i, row in enumerate(rows):
        figures = {
            name: supplied(CONTRACT, name, Fraction(repr(float(text))) if text else None, "drawn")
            for name, text in zip(names, row[1:], strict=True)
        }
        statement = settle(CONTRACT, STARTS[row[0]], figures)
        assert bool(many.is_complete[i]) == statement.is_complete, row
        for party, figure in zip(CONTRACT.terms.parties, statement.net, strict=True):
            expected = figure.value * 100 if isinstance(figure.value, Fraction) else 0
            assert int(many.net[party][i]) == expected, (party, row)
        assert sum(int(net[i]) for net in many.net.values()) == 0
