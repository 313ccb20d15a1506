"""An agreement small enough to hold in the head, in which the tests make mistakes."""

from __future__ import annotations

import pytest

AGREEMENT = """\
title: Two partners
parties:
  ccg: {role: commissioner}
  trust: {name: The Trust, role: provider}
  gp: {role: provider}
figures:
  budget: {unit: money, from: budget.in_scope, label: Budget}
  spend: {unit: money, from: actual.in_scope}
  track: {unit: choice, of: [one, two]}
parameters:
  share:
    - {from: 2019-04-01, value: 50%, source: clause 1}
    - {from: 2020-04-01, value: 60%, source: clause 1 as varied}
  backing: [{from: 2019-04-01, value: {trust: 75%, gp: 25%}, source: clause 2}]
  limit:
    by: track
    values: [{from: 2019-04-01, value: {one: 2%, two: 3%}, source: clause 3}]
lines:
  saving: budget - spend
  shared: {is: saving * share, label: Shared, source: clause 4}
  limited: >-
    capped(shared, at_most = limit[track] * budget,
    at_least = -limit[track] * budget)
payments:
  - {from: ccg, to: backing, amount: limited, source: clause 5}
"""


@pytest.fixture
def agreement() -> str:
    return AGREEMENT
