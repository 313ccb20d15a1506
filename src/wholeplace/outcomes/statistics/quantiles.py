"""Areas put in groups of about the same size, by their values: tenths, fifths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.outcomes.statistics.estimates import Missing, Numbers, reasons


@dataclass(frozen=True, slots=True)
class Quantiles:
    """The group of each area, from 1 on; NaN where ``why`` says why."""

    group: Numbers
    why: NDArray[np.str_]


def quantiles(values: ArrayLike, groups: int = 10, *, highest_first: bool = True) -> Quantiles:
    """Return in which of ``groups`` groups each area falls, 1 being that of the highest values.

    The last axis is that of the areas, and those before it are ranked by themselves. Of n areas
    with a value the one of rank r is in floor((groups + 1) - ceil((n + 1 - r) / (n / groups))), r
    counting from the lowest (or, ``highest_first``, the highest) and equal values having the first
    of their ranks. Source: the practice of the English public-health statistics. It is worked
    out in whole numbers: in doubles, as it is often written, some areas that stand exactly on a
    border of twentieths or hundredths fall into the group beneath.

    Missing where an area has no value, or there are fewer areas than groups. Raises ``ValueError``
    for fewer than two groups.
    """
    if groups <= 1:
        raise ValueError("areas cannot be put in fewer than two groups")
    found = np.asarray(values, dtype=np.float64)
    if found.ndim == 0:
        raise ValueError("a single value cannot be ranked")
    known = ~np.isnan(found)
    n = np.broadcast_to(known.sum(-1, keepdims=True), found.shape)
    rank = _ranks(-found if highest_first else found)
    above = -(-(n + 1 - rank) * groups // np.maximum(n, 1))
    why = reasons(found.shape, (Missing.NO_VALUE, ~known), (Missing.FEWER_THAN_GROUPS, n < groups))
    return Quantiles(np.where(why == "", groups + 1.0 - above, np.nan), why)


def _ranks(values: Numbers) -> NDArray[np.int64]:
    """Return the rank of each value along the last axis, the first for equal ones; NaN is last."""
    order = np.argsort(values, axis=-1, kind="stable")
    ranked = np.take_along_axis(values, order, -1)
    place = np.broadcast_to(np.arange(1, values.shape[-1] + 1), values.shape)
    as_before = np.zeros(values.shape, dtype=bool)
    as_before[..., 1:] = ranked[..., 1:] == ranked[..., :-1]
    first = np.maximum.accumulate(np.where(as_before, 0, place), axis=-1)
    ranks = np.empty(values.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, first, -1)
    return ranks
