"""NHS numbers that nobody has: ten digits of which the last is a check (modulus 11)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import Ints

_TEST_PREFIX = 999  # the range that is kept for tests; those below it are not issued either
_SIZE = 1_000_000  # numbers of six digits after the prefix
_VALID = 909_090  # so many of them are valid, or one more
_STEP = 611_953  # a prime, so that each valid number is met once
_CHECKED = 11


def nhs_numbers(positions: Ints) -> pa.Array:
    """Return the NHS number of each position (from 0), as text.

    The first 909,091 or so come from the test range 999; a larger place goes on below it, among
    numbers that are not issued. Neighbours get numbers far apart.
    """
    prefixes = _TEST_PREFIX - positions // _VALID
    found = np.empty(len(positions), dtype=np.int64)
    for prefix in np.unique(prefixes):
        own = prefixes == prefix
        valid = _valid(int(prefix))
        found[own] = valid[positions[own] % _VALID * _STEP % len(valid)]
    return pa.array(found).cast(pa.string())


@cache
def _valid(prefix: int) -> Ints:
    """Return every valid number that begins with the prefix, in order."""
    nine = prefix * _SIZE + np.arange(_SIZE)
    weighted = sum((nine // 10**place % 10) * (place + 2) for place in range(9))
    check = (_CHECKED - weighted % _CHECKED) % _CHECKED
    valid: Ints = (nine * 10 + check)[check < _CHECKED - 1]
    return valid
