"""Agreements small enough to work out by hand."""

from __future__ import annotations

import pytest

AGREEMENT = """\
title: Two partners
parties:
  ccg: {name: The Commissioner, role: commissioner}
  trust: {role: provider}
  gp: {role: provider}
figures:
  budget: {unit: money, column: Budget}
  spend: {unit: money, column: Spend}
  met: {unit: yes/no, column: Met}
parameters:
  backing: [{from: 2019-04-01, value: {trust: 75%, gp: 25%}, source: clause 2}]
  bonus: [{from: 2019-04-01, value: 10%, source: clause 3}]
lines:
  saving: {is: budget - spend, label: Saving}
  rate: saving / budget
  reward: {is: if met then saving * bonus else GBP 0, source: clause 3}
payments:
  - {from: ccg, to: backing, amount: saving, source: clause 4, label: Gain share}
  - {from: ccg, to: gp, amount: reward}
records: {identify: [Place, Year], year: Year}
"""


@pytest.fixture
def agreement() -> str:
    return AGREEMENT
