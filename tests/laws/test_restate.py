"""What must hold of sharing and restating, whatever the amounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from hypothesis import assume, given
from hypothesis import strategies as st

from wholeplace.contract import Contract, read_contract, supplied
from wholeplace.kernel import Money
from wholeplace.settle import (
    Standing,
    Statement,
    diff,
    paid_so_far,
    restate,
    settle,
    share_out,
    statement_from_dict,
    statement_to_dict,
)

AGREEMENT: Final = """\
title: Any partners
parties: {ccg: {role: commissioner}, lead: {role: provider}, gp: {role: provider}}
figures: {saving: {unit: money}, points: {unit: count}, others: {unit: count}}
parameters:
  backing: [{from: 2019-04-01, value: {lead: 1/3, gp: 2/3}, source: clause}]
lines:
  part: saving / 3
payments:
  - {from: ccg, to: {lead: points, gp: others}, amount: saving}
  - {from: lead, to: backing, amount: part}
"""
SHADOW: Final = AGREEMENT + "phases: [{from: 2019-04-01, value: shadow, source: clause}]\n"
LIVE_TERMS, SHADOW_TERMS = read_contract(AGREEMENT), read_contract(SHADOW)

PENCE: Final = st.integers(-(10**12), 10**12)
COUNTS: Final = st.integers(0, 10**6)
# Figures of a year: a saving (now and then missing), the points of each, and whether in shadow.
YEARS: Final = st.tuples(st.one_of(st.none(), PENCE), COUNTS, COUNTS, st.booleans())
Year = tuple[int | None, int, int, bool]


def settled(year: Year) -> Statement:
    pence, points, others, in_shadow = year
    contract: Contract = SHADOW_TERMS if in_shadow else LIVE_TERMS
    values = {
        "saving": None if pence is None else Fraction(pence, 100),
        "points": Fraction(points),
        "others": Fraction(others),
    }
    figures = {name: supplied(contract, name, value, "x") for name, value in values.items()}
    return settle(contract, date(2019, 4, 1), figures)


def chained(years: Sequence[Year]) -> list[Statement]:
    """Return the first statement and each as the restatement of the one before."""
    chain = [settled(years[0])]
    for year in years[1:]:
        later = settled(year)
        if diff(chain[-1], later).is_nothing:
            continue
        chain.append(restate(chain[-1], later))
    return chain


def net(statements: Sequence[Statement]) -> dict[str, int]:
    """Return what each party received less what it paid over all that was due, in pence."""
    found = dict.fromkeys(["ccg", "lead", "gp"], 0)
    for payment in (payment for statement in statements for payment in statement.due):
        found[payment.payer] -= payment.amount.pence
        found[payment.payee] += payment.amount.pence
    return found


@given(st.lists(YEARS, min_size=1, max_size=5))
def test_a_chain_of_restatements_pays_what_its_last_live_statement_says(years: list[Year]) -> None:
    chain = chained(years)
    live = [s for s in chain if s.is_complete and s.standing is not Standing.SHADOW]
    said = net([settled_alone(live[-1])] if live else [])
    assert net(chain) == said
    assert sum(net(chain).values()) == 0


def settled_alone(statement: Statement) -> Statement:
    """Return a statement as if it restated none."""
    written = statement_to_dict(statement)
    return statement_from_dict({n: v for n, v in written.items() if n != "restates"})


@given(st.lists(YEARS, min_size=2, max_size=4))
def test_a_chain_survives_json_and_remembers_what_was_paid(years: list[Year]) -> None:
    for statement in chained(years):
        again = statement_from_dict(statement_to_dict(statement))
        assert again == statement
        assert paid_so_far(again) == paid_so_far(statement)


@given(YEARS, YEARS)
def test_a_difference_is_nothing_or_has_a_cause(one: Year, other: Year) -> None:
    found = diff(settled(one), settled(other))
    has_effect = bool(found.lines or found.payments or found.net)
    assert not has_effect or found.causes or found.said
    back = diff(settled(other), settled(one))
    assert {c.id for c in back.lines} == {c.id for c in found.lines}
    assert [c.change and -c.change for c in back.net] == [c.change for c in found.net]


WEIGHTS: Final = st.lists(st.fractions(min_value=0, max_value=1000), min_size=1, max_size=6)


@given(PENCE, WEIGHTS)
def test_parts_add_up_and_are_within_a_penny_of_their_weight(
    pence: int, weights: list[Fraction]
) -> None:
    assume(any(weights))
    named = {f"p{i}": weight for i, weight in enumerate(weights)}
    parts = share_out(Money(pence), named)
    assert sum(part.pence for part in parts.values()) == pence
    for name, weight in named.items():
        assert abs(parts[name].pence - pence * weight / sum(weights)) < 1


@given(PENCE, WEIGHTS, st.integers(1, 1000))
def test_only_the_proportion_of_weights_counts(
    pence: int, weights: list[Fraction], times: int
) -> None:
    assume(any(weights))
    named = {f"p{i}": weight for i, weight in enumerate(weights)}
    scaled = {name: weight * times for name, weight in named.items()}
    assert share_out(Money(pence), named) == share_out(Money(pence), scaled)
