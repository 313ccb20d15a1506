"""What the lines of a budget come to in whole pence, and what one step does to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from wholeplace.kernel import Figure, round_half_away

Pence = Mapping[str, int]
"""Whole pence by line."""


@dataclass(frozen=True, slots=True)
class Level:
    """Whole pence by line: what lasts, and what is for this year only.

    They are kept apart so that what was for one year leaves with all that was added to it.
    """

    lasting: Pence
    once: Pence

    @property
    def pence(self) -> dict[str, int]:
        """Both together."""
        return {line: self.lasting[line] + self.once[line] for line in self.lasting}

    def without_once(self) -> Level:
        """Return the level with which the next year begins."""
        return Level(self.lasting, dict.fromkeys(self.lasting, 0))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step does in a year: multiply lines, set them, add to them for good or once.

    Factors are exact, amounts whole pence. The texts say how it came about.
    """

    formula: str
    inputs: str
    source: str
    factors: Mapping[str, Fraction] = field(default_factory=dict)
    sets: Pence = field(default_factory=dict)
    adds: Pence = field(default_factory=dict)
    adds_once: Pence = field(default_factory=dict)
    children: tuple[Figure, ...] = ()


def applied(level: Level, effect: Effect) -> Level:
    """Return the level after a step, every line rounded to whole pence, halves away from nought."""
    lasting, once = {}, {}
    for line, pence in level.lasting.items():
        factor = effect.factors.get(line, Fraction(1))
        kept = effect.sets.get(line, round_half_away(pence * factor))
        lasting[line] = kept + effect.adds.get(line, 0)
        kept_once = 0 if line in effect.sets else round_half_away(level.once[line] * factor)
        once[line] = kept_once + effect.adds_once.get(line, 0)
    return Level(lasting, once)


def less(after: Pence, before: Pence) -> dict[str, int]:
    """Return by line how much more there is."""
    return {line: after[line] - before[line] for line in after}
