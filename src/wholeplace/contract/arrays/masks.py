"""Sets of rows: those without a value, and those in doubt."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Truths: TypeAlias = npt.NDArray[np.bool_]
# One truth a row, one for all rows (no dimensions), or ``None``: no row.
Mask: TypeAlias = Truths | None


def either(*masks: Mask) -> Mask:
    """Return the rows that are in any of the masks."""
    there = [mask for mask in masks if mask is not None]
    if not there:
        return None
    joined = there[0]
    for mask in there[1:]:
        joined = joined | mask
    return joined


def where(test: Truths, then: Mask, other: Mask) -> Mask:
    """Return a mask that is ``then`` in the rows of a test, and ``other`` in the rest."""
    if then is None and other is None:
        return None
    return np.where(test, False if then is None else then, False if other is None else other)
