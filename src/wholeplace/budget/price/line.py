"""A price of so much a head and so much for each point of a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.budget.price.cell import CostCell


@dataclass(frozen=True, slots=True)
class Line:
    """What people with a score are taken to cost a day, over what everybody does.

    Where the line falls below nought it is nought: nobody is paid for having a person on a list.
    Prices are normalised afterwards, so that all others come down by what that adds.
    """

    head: Fraction
    point: Fraction

    def at(self, score: Fraction) -> Fraction:
        """Return what people with a score are taken to cost."""
        return max(self.head + self.point * score, Fraction(0))


def fitted(cells: Sequence[CostCell]) -> Line:
    """Return the line of least squares through the costs a day of scores, weighted by days.

    Exact. Everybody together cost what the line says (before it is cut at nought). Where all have
    the same score it is level.
    """
    there = [(cell.days, cell.key.score or Fraction(0), cell.cut.pence) for cell in cells]
    days = sum(one for one, _, _ in there)
    mean = Fraction(sum(pence for _, _, pence in there), days)
    middle = sum((one * score for one, score, _ in there), Fraction(0)) / days
    spread = sum((one * (score - middle) ** 2 for one, score, _ in there), Fraction(0))
    together = sum(((score - middle) * pence for _, score, pence in there), Fraction(0))
    slope = together / spread / mean if spread else Fraction(0)
    return Line(1 - slope * middle, slope)
