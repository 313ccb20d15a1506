"""Small numbers: which counts may not be shown, and which others would give them away.

One policy for every output that leaves the workspace. Its limits are data, with their source, in
``privacy.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Wrong

MARK = "*"
"""What stands in the place of a number that is not shown."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """The rows of a table that are not shown, and whether its total is not shown either."""

    rows: frozenset[str]
    total: bool


class SmallNumbers(Frozen):
    """Counts of people or events from ``hide_from`` to ``hide_to`` are not shown.

    Counts that are shown are rounded to ``round_to`` (1: not rounded, so that tables add up).
    Nought may be shown.
    """

    hide_from: int = Field(1, ge=1)
    hide_to: int = Field(ge=1)
    round_to: int = Field(1, ge=1)
    source: Cited

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.hide_from > self.hide_to:
            raise Wrong("no count is hidden", "hide_to must be at least hide_from", ("hide_to",))
        return self

    @property
    def why(self) -> str:
        """What to tell a reader who meets a mark."""
        return (
            f"a count of {self.hide_from} to {self.hide_to} people or events, or one that would"
            " give it away: not shown"
        )

    def is_small(self, count: float) -> bool:
        """Return whether a count of people or events is too small to show."""
        return self.hide_from <= count <= self.hide_to

    def rounded(self, count: int) -> int:
        """Return a count that is shown, rounded (halves upwards)."""
        return (2 * count + self.round_to) // (2 * self.round_to) * self.round_to

    def shown(self, count: int) -> str:
        """Return a count as it may be shown in a table: ``1,235``, or the mark."""
        return MARK if self.is_small(count) else f"{self.rounded(count):,}"

    def said(self, count: int) -> str:
        """Return a count as it may stand in a sentence: ``1,235``, or ``1 to 7``."""
        if self.is_small(count):
            return f"{self.hide_from} to {self.hide_to}"
        return f"{self.rounded(count):,}"

    def hidden_rows(self, counts: Mapping[str, int], also: frozenset[str] = frozenset()) -> Hidden:
        """Return what to hide of a table of counts that is shown with its total.

        ``also`` names rows hidden for a reason of their own. Further rows are hidden, the
        smallest first (nought never), until none can be found from the total; where all rows are
        not enough, the total is hidden too.
        """
        hidden = [row for row, count in counts.items() if self.is_small(count) or row in also]
        rest = sorted((count, row) for row, count in counts.items() if count and row not in hidden)
        while hidden and rest and self._can_be_found([counts[row] for row in hidden]):
            hidden.append(rest.pop(0)[1])
        left_open = bool(hidden) and self._can_be_found([counts[row] for row in hidden])
        return Hidden(frozenset(hidden), left_open or self.is_small(sum(counts.values())))

    def _can_be_found(self, counts: list[int]) -> bool:
        # A reader subtracts what is shown from the total and knows the sum of what is hidden. That
        # tells too much of a single row, of a sum that is itself small, and of rows at the limit.
        most = self.hide_to
        return len(counts) == 1 or sum(counts) <= most or sum(counts) == most * len(counts)
