"""Many rows at once: what a double cannot tell is worked out again exactly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from wholeplace.contract import Contract, read_contract
from wholeplace.contract.arrays import ManyLines, evaluate_many
from wholeplace.contract.formula import Operand
from wholeplace.contract.in_force import in_force_on
from wholeplace.contract.work_out import work_out
from wholeplace.kernel import Refused

START = date(2019, 4, 1)
AGREEMENT = """\
title: Two partners
parties: {{ccg: {{role: commissioner}}, trust: {{role: provider}}}}
figures:
  budget: {{unit: money}}
  spend: {{unit: money}}
  people: {{unit: count}}
  signed: {{unit: yes/no}}
  size: {{unit: choice, of: [small, large]}}
parameters:
  none: [{{from: 2019-04-01, value: 0%, source: clause}}]
  split: [{{from: 2019-04-01, value: {{ccg: 25%, trust: 75%}}, source: clause}}]
lines:
  answer: {formula}
"""
# What a third of a pound, three times over, is: as doubles not always the pound.
SAME = "(budget / spend) * spend = budget"


def agreement(formula: str) -> Contract:
    return read_contract(AGREEMENT.format(formula=formula))


def many(contract: Contract, **figures: Sequence[object]) -> ManyLines:
    arrays = {
        name: np.array(values, dtype=np.object_ if name in {"signed", "size"} else np.float64)
        for name, values in figures.items()
    }
    rows = len(next(iter(arrays.values())))
    return evaluate_many(contract, [START], np.zeros(rows, dtype=np.intp), arrays)


@pytest.mark.parametrize(
    "formula",
    [
        SAME,
        f"if signed then ({SAME}) else no",
        f"not ({SAME} and budget > GBP 0)",
        "round((budget / spend) * spend / 2, to = GBP 0.01)",
        "if (budget / spend) * spend >= budget then budget else -budget",
    ],
)
def test_a_tie_that_doubles_cannot_tell_is_settled_exactly(formula: str) -> None:
    contract = agreement(formula)
    budget = [1.01 * i for i in range(1, 400)]
    spend = [float(7 * i % 97 + 1) for i in range(1, 400)]
    lines = many(contract, budget=budget, spend=spend, signed=[True] * len(budget))
    assert len(lines.again) > 0
    for i, (one, other) in enumerate(zip(budget, spend, strict=True)):
        given: dict[str, Operand] = {"budget": Fraction(repr(one)), "spend": Fraction(other)}
        given["signed"] = True
        exact = work_out(contract, in_force_on(contract, START).values, given).values["answer"]
        assert lines.value("answer")[i] == (float(exact) if type(exact) is Fraction else exact)


def test_amounts_and_shares_of_few_decimals_are_exact_in_every_row() -> None:
    # The rule that would leave rows in doubt with doubles: did the cap bind?
    contract = agreement("capped(budget * 33.3%, at_most = 2% * spend) = budget * 33.3%")
    lines = many(contract, budget=[100.01, 1.0, 6.0, 0.0], spend=[1665.1665, 5.0, 99.9, 0.0])
    assert lines.again.tolist() == []
    assert lines.value("answer").tolist() == [True, False, True, True]


def test_what_is_missing_in_the_branch_not_taken_is_not_missed() -> None:
    contract = agreement("if signed then budget else spend")
    lines = many(
        contract, budget=[1, np.nan, 3, np.nan], spend=[np.nan, 2, 3, 4], signed=[True, False] * 2
    )
    assert lines.missing("answer").tolist() == [False, False, False, False]
    turned = many(
        contract, budget=[1, np.nan, 3, np.nan], spend=[np.nan, 2, 3, 4], signed=[False, True] * 2
    )
    assert turned.missing("answer").tolist() == [True, True, False, True]


def test_a_division_by_zero_is_missing_in_its_own_row_only() -> None:
    lines = many(agreement("budget / spend"), budget=[1, 2, 3], spend=[4, 0, 6])
    assert lines.missing("answer").tolist() == [False, True, False]
    assert lines.value("answer")[[0, 2]].tolist() == [0.25, 0.5]


@pytest.mark.parametrize("power", [2, 5, 24])
def test_numbers_too_large_for_whole_numbers_or_for_doubles_are_still_right(power: int) -> None:
    contract = agreement(f"budget{' * people' * power} > budget{' * people' * power} - GBP 1")
    lines = many(contract, budget=[1e9, 12.34], people=[123_456_789, 1e15])
    assert lines.value("answer").tolist() == [True, True]


def test_a_word_that_is_no_option_is_refused_by_name() -> None:
    contract = agreement('if size = "small" then GBP 1 else GBP 2')
    assert many(contract, size=["small", "large"]).value("answer").tolist() == [1.0, 2.0]
    assert many(contract, size=["", None]).missing("answer").tolist() == [True, True]
    with pytest.raises(ValueError, match="'tiny' is not one of small, large"):
        many(contract, size=["tiny"])


def test_the_party_of_a_share_is_chosen_row_by_row() -> None:
    formula = """allocate(budget, split, to = if size = "large" then "trust" else "ccg")"""
    lines = many(agreement(formula), budget=[1, 1, 1], size=["large", "small", None])
    assert lines.value("answer")[:2].tolist() == [0.75, 0.25]
    assert lines.missing("answer").tolist() == [False, False, True]


def test_a_limit_without_a_value_leaves_no_value_though_another_limit_lets_it_pass() -> None:
    formula = "gate(budget, at_least = GBP 1, at_most = budget / people * people)"
    lines = many(agreement(formula), budget=[5, 5], people=[0, 1])
    assert lines.missing("answer").tolist() == [True, False]


def test_an_infinite_figure_is_refused() -> None:
    with pytest.raises(ValueError, match="a figure is infinite"):
        many(agreement("budget - spend"), budget=[1, float("inf")], spend=[1, 2])


def test_a_figure_that_is_not_given_is_missing_in_every_row() -> None:
    lines = many(agreement("budget - spend"), budget=[1, 2])
    assert lines.missing("answer").tolist() == [True, True]


def test_a_year_before_the_agreement_is_refused() -> None:
    contract = agreement("budget - spend")
    with pytest.raises(Refused, match="'none' has no value on 2018-04-01"):
        evaluate_many(contract, [date(2018, 4, 1)], np.zeros(1, dtype=np.intp), {})
