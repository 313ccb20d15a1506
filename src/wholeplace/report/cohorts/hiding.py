"""Which counts to hide of several tables that share counts, so that none can be worked out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from wholeplace.privacy import SmallNumbers

C = TypeVar("C", bound=Hashable)
_NEARLY = 1e-9


@dataclass(frozen=True, slots=True)
class Sum(Generic[C]):
    """A count that is the sum of others, as any reader of the tables knows."""

    whole: C
    parts: tuple[C, ...]


def hidden_counts(
    counts: Mapping[C, int], sums: Sequence[Sum[C]], small: SmallNumbers, never: frozenset[C]
) -> frozenset[C]:
    """Return the counts that are not shown: the small ones, and others that would give them away.

    ``never`` are counts that stand in no table, but could be worked out. Each sum by itself is
    gone over as ``SmallNumbers.hidden_rows`` does, and all of them together until no small count
    follows from those that are shown. Where one of several may be hidden it is the smallest, and
    a part before a whole. Nought is always shown.
    """
    hidden = frozenset(cell for cell, n in counts.items() if small.is_small(n)) | never
    while True:
        more = hidden
        for one in sums:
            more |= _of_one(counts, one, small, more)
        if more == hidden:
            more |= _of_all(counts, sums, small, more)
        if more == hidden:
            return hidden
        hidden = more


def _of_one(
    counts: Mapping[C, int], one: Sum[C], small: SmallNumbers, hidden: frozenset[C]
) -> frozenset[C]:
    parts = {str(i): counts[cell] for i, cell in enumerate(one.parts)}
    if one.whole in hidden or not any(map(small.is_small, parts.values())):
        return frozenset()
    also = frozenset(str(i) for i, cell in enumerate(one.parts) if cell in hidden)
    found = small.hidden_rows(parts, also)
    rows = {one.parts[int(row)] for row in found.rows}
    return frozenset(rows | ({one.whole} if found.total else set()))


def _of_all(
    counts: Mapping[C, int], sums: Sequence[Sum[C]], small: SmallNumbers, hidden: frozenset[C]
) -> frozenset[C]:
    """Return one more to hide where all the sums together tell a small count, else nothing."""
    told = [cell for cell in _told(sums, hidden) if small.is_small(counts[cell])]
    if not told:
        return frozenset()
    wholes = {one.whole for one in sums}
    near = {
        cell
        for one in sums
        if any(cell in hidden for cell in (one.whole, *one.parts))
        for cell in (one.whole, *one.parts)
        if cell not in hidden and counts[cell]
    }
    order = sorted(near, key=lambda cell: (cell in wholes, counts[cell], str(cell)))
    return frozenset(order[:1])


def _told(sums: Sequence[Sum[C]], hidden: frozenset[C]) -> list[C]:
    """Return the hidden counts that follow from the shown ones: sums are equations in the hidden.

    A count follows where no change of it, with others, leaves all the equations true.
    """
    cells = sorted(hidden, key=str)
    at = {cell: i for i, cell in enumerate(cells)}
    equations = np.zeros((len(sums), len(cells)))
    for row, one in enumerate(sums):
        for cell, sign in ((one.whole, -1), *((part, 1) for part in one.parts)):
            if cell in at:
                equations[row, at[cell]] += sign
    if not equations.any():
        return []
    _, sizes, directions = np.linalg.svd(equations)
    rank = int((sizes > _NEARLY * max(equations.shape) * sizes[0]).sum())
    free = directions[rank:]
    return [cell for cell, i in at.items() if not (np.abs(free[:, i]) > _NEARLY).any()]
