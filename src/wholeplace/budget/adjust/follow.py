"""Take the steps of an adjustment, in their order, year after year from the base."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.budget.adjust.adjusted import Adjusted, StepTaken, YearTaken
from wholeplace.budget.adjust.check import problems_of
from wholeplace.budget.adjust.effects import Asked, effect_of
from wholeplace.budget.adjust.level import Level, Pence, applied, less
from wholeplace.budget.adjust.measured import Base, Measured
from wholeplace.budget.adjust.terms import Adjustment
from wholeplace.budget.in_text import Placed, unread
from wholeplace.kernel import FinancialYear, Money, Problem, refuse_if

UNREAD = unread("adjustment")


def adjust(
    base: Base,
    terms: Adjustment,
    last: FinancialYear,
    measured: Measured | None = None,
    where: Placed = UNREAD,
) -> Adjusted:
    """Return what the lines of a base come to in every year after it, to ``last``.

    Each step works on what the steps before it left, and leaves every line in whole pence.
    ``where`` says where a path of the adjustment stands in the text it was read from. Raises
    ``Refused`` with every problem: lines that are not known, what was not measured, a level that
    falls below nought.
    """
    counted = measured or Measured()
    refuse_if(problems_of(base, terms, last, counted, where))
    level = Level(base.pence, dict.fromkeys(base.pence, 0))
    years: list[YearTaken] = []
    for first in range(base.year.first + 1, last.first + 1):
        years.append(_year(level, terms, FinancialYear(first), counted))
        level = years[-1].level
        # Of the first year alone: what is below nought stays there.
        refuse_if(_below_nought(years[-1], base.currency, where))
    return Adjusted(base, tuple(years))


def _year(level: Level, terms: Adjustment, year: FinancialYear, measured: Measured) -> YearTaken:
    opening: Pence = level.pence
    start = level = level.without_once()
    steps = []
    for step in terms.steps:
        effect = effect_of(Asked(step, year, tuple(level.lasting), measured))
        after = applied(level, effect)
        alone = less(applied(start, effect).pence, start.pence)
        added = less(after.pence, level.pence)
        steps.append(StepTaken(step.id, step.title, added, alone, effect))
        level = after
    return YearTaken(year, opening, less(start.pence, opening), tuple(steps), level)


def _below_nought(taken: YearTaken, currency: str, where: Placed) -> Iterator[Problem]:
    ids = [step.id for step in taken.steps]
    for line, pence in taken.closing.items():
        if pence < 0:
            worst = min(taken.steps, key=lambda step: step.added[line])
            what = (
                f"'{line}' falls below nought in {taken.year}: {Money(pence, currency)};"
                f" the step '{worst.id}' takes the most, {Money(worst.added[line], currency)}"
            )
            remedy = "take less from this line, or from a line that has more"
            yield Problem(where("steps", ids.index(worst.id)), what, remedy)
