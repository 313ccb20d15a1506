"""Whose price it is: a segment, a band of age and a sex, or a score."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from wholeplace.kernel import plain

Rank: TypeAlias = tuple[bool, str, int, str, Fraction]


@dataclass(frozen=True, slots=True)
class Key:
    """Whom a cell or a price is of. What is ``None`` is not asked: a key of nothing is everybody.

    ``from_age`` is the first age of a band, ``score`` the lower limit of a band of risk, or the
    risk itself.
    """

    segment: str | None = None
    from_age: int | None = None
    sex: str | None = None
    score: Fraction | None = None

    def __str__(self) -> str:
        """Write ``frail, from 65, sex 2``, or ``score 0.15``."""
        parts = (
            (self.segment, self.segment),
            (self.from_age, f"from {self.from_age}"),
            (self.sex, f"sex {self.sex}"),
            (self.score, f"score {plain(self.score or Fraction(0))}"),
        )
        return ", ".join(str(text) for value, text in parts if value is not None) or "everybody"

    @property
    def slug(self) -> str:
        """The key as a part of a figure's id: ``frail.65.2``, ``score_0_15``."""
        score = None if self.score is None else "score_" + plain(self.score).replace(".", "_")
        parts = (self.segment, self.from_age, self.sex, score)
        return ".".join(str(part) for part in parts if part is not None) or "everybody"

    @property
    def rank(self) -> Rank:
        """By what keys are put in order; keys of one price list ask the same things."""
        nothing = (self.segment, self.from_age, self.sex, self.score) == (None,) * 4
        return (
            not nothing,
            self.segment or "",
            -1 if self.from_age is None else self.from_age,
            self.sex or "",
            Fraction(-1) if self.score is None else self.score,
        )

    @property
    def parent(self) -> Key:
        """Who a thin cell is held against: its segment; of a segment or a score, everybody."""
        within = self.from_age is not None or self.sex is not None
        return Key(segment=self.segment) if within else Key()


EVERYBODY = Key()
