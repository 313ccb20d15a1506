"""What formulas need of columns beyond signs: the twin of the exact numbers, for many rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

import numpy as np

from wholeplace.contract.arrays.bounds import Near, near_extreme, near_rounded
from wholeplace.contract.arrays.columns import (
    Few,
    Many,
    Options,
    are_few,
    column_of,
    few,
    joined_exactly,
    near_of,
    truth_of,
    whole_of,
    yes_no,
)
from wholeplace.contract.arrays.masks import Mask, Truths, either, where
from wholeplace.contract.arrays.places import places
from wholeplace.contract.arrays.shares import shares_in_pence
from wholeplace.contract.arrays.whole import Whole, chosen, decimals, rounded
from wholeplace.contract.formula import EXACT, Numbers, Operand

_Column = Few | Many
_EVERYWHERE = np.array(True)  # noqa: FBT003 - an array of one truth
_NOTHING = Options((Fraction(0),))


def gone_everywhere(_: str) -> Few:
    """Return a column without a single value."""
    return Few(_EVERYWHERE, None, _NOTHING, None)


def _least(left: Any, right: Any) -> _Column:  # noqa: ANN401 - a column or a value
    return _extreme(EXACT.least, np.minimum, left, right)


def _greatest(left: Any, right: Any) -> _Column:  # noqa: ANN401
    return _extreme(EXACT.greatest, np.maximum, left, right)


def _extreme(
    exactly: Callable[..., Operand],
    nearly: Callable[[Any, Any], Any],
    left: Any,  # noqa: ANN401
    right: Any,  # noqa: ANN401
) -> _Column:
    one, other = column_of(left), column_of(right)
    if are_few(one, other):
        return joined_exactly(exactly, one, other)
    a, b = whole_of(one), whole_of(other)
    numbers = (a and b and chosen(nearly, a, b)) or near_extreme(
        nearly, near_of(one), near_of(other)
    )
    return Many(either(one.gone, other.gone), either(one.doubt, other.doubt), numbers)


def _round_to(value: Any, step: Any) -> _Column:  # noqa: ANN401
    one, other = column_of(value), column_of(step)
    if are_few(one, other):
        return joined_exactly(EXACT.round_to, one, other)
    return _choose(
        other > 0,
        lambda: _rounded(one / other) * other,
        lambda: gone_everywhere("it rounds to a step that is not above zero"),
    )


def _rounded(steps: _Column) -> Many:
    whole = whole_of(steps)
    exact = whole and rounded(whole)
    if exact:
        return Many(steps.gone, steps.doubt, exact)
    value, unsure = near_rounded(near_of(steps))
    doubt = either(steps.doubt, unsure if unsure.any() else None)
    # What is not in doubt is a whole number exactly, even where what was rounded is not.
    sure = np.where(unsure, 0.0, value)
    return Many(steps.gone, doubt, decimals(sure) or Near(sure, np.zeros(())))


def _choose(test: Any, then: Callable[[], Any], other: Callable[[], Any]) -> _Column:  # noqa: ANN401
    asked = cast(Few, column_of(test))
    truth = truth_of(asked)
    if truth.ndim == 0 or truth.all() or not truth.any():
        chosen = column_of(then() if truth.flat[0] else other())
        return _with(chosen, either(chosen.gone, asked.gone), either(chosen.doubt, asked.doubt))
    yes, no = column_of(then()), column_of(other())
    gone = either(where(truth, yes.gone, no.gone), asked.gone)
    doubt = either(where(truth, yes.doubt, no.doubt), asked.doubt)
    if isinstance(yes, Few) and isinstance(no, Few):
        first = np.asarray(0 if yes.which is None else yes.which)
        second = np.asarray(0 if no.which is None else no.which) + len(yes.options)
        return few((*yes.options, *no.options), np.where(truth, first, second), gone, doubt)
    return Many(gone, doubt, _chosen(truth, yes, no))


def _chosen(truth: Truths, yes: _Column, no: _Column) -> Whole | Near:
    a, b = whole_of(yes), whole_of(no)
    exact = a and b and chosen(lambda then, other: np.where(truth, then, other), a, b)
    if exact:
        return exact
    then, other = near_of(yes), near_of(no)
    value, error = (
        np.where(truth, then.value, other.value),
        np.where(truth, then.error, other.error),
    )
    return Near(value, error)


def _with(column: _Column, gone: Mask, doubt: Mask) -> _Column:
    if isinstance(column, Few):
        return Few(gone, doubt, column.options, column.which)
    return Many(gone, doubt, column.numbers)


def _pick(table: Any, key: Any) -> _Column:  # noqa: ANN401
    return joined_exactly(EXACT.pick, column_of(table), column_of(key))


def _step(x: Any, limits: Sequence[Fraction], values: Sequence[Operand]) -> _Column:  # noqa: ANN401
    column = column_of(x)
    if isinstance(column, Few):
        found = [EXACT.step(option, limits, values) for option in column.options]
        return few(found, column.which, column.gone, column.doubt)
    which, unsure = places(column.numbers, limits)
    doubt = either(column.doubt, unsure)
    return few(values, which, column.gone, doubt)


def _call(work_out: Callable[..., Any], using: Numbers, given: Mapping[str, Any]) -> _Column:
    """Work out a function; what is no number (bands, a split, a word) is put in one at a time."""
    for name, value in given.items():
        if isinstance(value, Few) and not isinstance(value.options[0], Fraction | bool):
            return _one_at_a_time(work_out, using, given, name, value)
    result = column_of(work_out(using, given))
    # All arguments are worked out first: where one has no value, nor has what is made of them.
    columns = [value for value in given.values() if isinstance(value, _Column)]
    gone = either(result.gone, *(column.gone for column in columns))
    return _with(result, gone, either(result.doubt, *(column.doubt for column in columns)))


def _one_at_a_time(
    work_out: Callable[..., Any],
    using: Numbers,
    given: Mapping[str, Any],
    name: str,
    column: Few,
) -> _Column:
    results = [_call(work_out, using, {**given, name: option}) for option in column.options]
    result = results[0]
    for i, other in enumerate(results[1:], 1):
        here = yes_no(np.asarray(column.which == i))
        result = _choose(here, lambda: other, lambda: result)  # noqa: B023 - called at once
    return _with(result, either(result.gone, column.gone), either(result.doubt, column.doubt))


def _allocate(amount: Any, split: Any, party: Any) -> _Column:  # noqa: ANN401
    shares = cast(Mapping[str, Fraction], split)
    name = str(party)
    if name not in shares:
        return gone_everywhere(f"'{name}' has no share in the split of this year")
    pence = _rounded(column_of(amount) * column_of(100))
    whole = whole_of(pence)
    # More pence than 64 bits hold are for the exact sums.
    size = np.zeros_like(near_of(pence).value, np.int64) if whole is None else whole.top
    parts, unsure = shares_in_pence(size, list(shares.values()))
    part = parts[list(shares).index(name)]
    unfit = _EVERYWHERE if whole is None else None
    doubt = either(pence.doubt, unsure, unfit)
    return Many(pence.gone, doubt, Whole(part, 100, int(np.abs(part).max(initial=0))))


ARRAYS = Numbers(
    least=_least,
    greatest=_greatest,
    round_to=_round_to,
    choose=_choose,
    pick=_pick,
    step=_step,
    allocate=_allocate,
    undefined=gone_everywhere,
    call=_call,
)
