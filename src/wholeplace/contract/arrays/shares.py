"""Share whole pence between parties for many rows at once, with none lost."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import TypeAlias

import numpy as np

from wholeplace.contract.arrays.masks import Mask
from wholeplace.contract.arrays.whole import MOST, Ints

# A weight: the same in every row, or one a row; of one whole, or not.
Weight: TypeAlias = int | Ints


def shares_in_pence(pence: Ints, weights: Sequence[Fraction]) -> tuple[list[Ints], Mask]:
    """Return each party's part of whole pence, and the rows too large to be shared in this way.

    The same rule as ``kernel.allocate`` (largest remainder, earlier parties first among equals),
    in whole numbers, so that nothing is rounded. ``weights`` are not negative and not all zero.
    """
    units = lcm(*(weight.denominator for weight in weights))
    return shares_by(pence, [int(weight * units) for weight in weights])


def shares_by(pence: Ints, weights: Sequence[Weight]) -> tuple[list[Ints], Mask]:
    """Share by weights that are whole numbers, of which not all may be zero in any row."""
    whole = np.sum(np.broadcast_arrays(*weights), axis=0, dtype=np.int64)
    # The remainders of pence * weight / whole are compared as whole numbers.
    fits = np.abs(pence).astype(np.float64) * whole < MOST
    size = np.where(fits, np.abs(pence), 0)
    parts = np.stack([size * weight // whole for weight in weights])
    left = np.stack([size * weight % whole for weight in weights])
    spare = size - parts.sum(axis=0)
    order = np.argsort(-left, axis=0, kind="stable")
    rank = np.argsort(order, axis=0, kind="stable")
    parts += rank < spare
    sign = np.where(pence < 0, -1, 1)
    return [part * sign for part in parts], None if fits.all() else ~fits
