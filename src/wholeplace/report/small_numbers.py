"""Small numbers: which counts may not be shown, and which others would give them away.

Source: NHS England, disclosure rules of the Hospital Episode Statistics analysis guide: counts of
1 to 7 are not shown, nor what is worked out from them, and a second count is held back wherever
the first could be found by subtraction. (Rounding the counts that stay to 5 is left to a place
that publishes openly; here the figures must add up.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST, MOST = 1, 7
MARK = "*"


@dataclass(frozen=True, slots=True)
class Hidden:
    """The rows of a table that are not shown, and whether its total is not shown either."""

    rows: frozenset[str]
    total: bool


def is_small(count: int) -> bool:
    """Return whether a count of people or events is too small to show. Nought may be shown."""
    return LEAST <= count <= MOST


def hidden_rows(counts: Mapping[str, int], also: frozenset[str] = frozenset()) -> Hidden:
    """Return what to hide of a table of counts that is shown with its total.

    ``also`` names rows hidden for a reason of their own. Further rows are hidden, the smallest
    first (nought never), until none can be found from the total; where all rows are not enough,
    the total is hidden too.
    """
    hidden = [row for row, count in counts.items() if is_small(count) or row in also]
    rest = sorted((count, row) for row, count in counts.items() if count and row not in hidden)
    while hidden and rest and _can_be_found([counts[row] for row in hidden]):
        hidden.append(rest.pop(0)[1])
    left_open = bool(hidden) and _can_be_found([counts[row] for row in hidden])
    return Hidden(frozenset(hidden), left_open or is_small(sum(counts.values())))


def _can_be_found(counts: list[int]) -> bool:
    # A reader subtracts what is shown from the total and knows the sum of what is hidden. That
    # tells too much of a single row, of a sum that is itself small, and of rows all at the limit.
    return len(counts) == 1 or sum(counts) <= MOST or sum(counts) == MOST * len(counts)
