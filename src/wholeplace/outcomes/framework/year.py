"""The framework in a year: outcomes with phase and weight, and what is at stake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wholeplace.document import Dated
from wholeplace.kernel import Figure, FinancialYear, Money, Unit, plain
from wholeplace.kernel.number import percent
from wholeplace.outcomes.framework.document import (
    PAID,
    PAID_FOR,
    AgreedMarks,
    Framework,
    Outcome,
    Sanction,
    Work,
)
from wholeplace.outcomes.rewards import Curve

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class OutcomeYear:
    """An outcome in a year. Without a phase it has not begun; then it has no weight.

    Until it is paid by its result, its reward is for doing the ``work`` of its phase: sampling
    well, and bringing a baseline; ``None`` until somebody says whether it was done. ``known_on`` is
    the day by which its result is there.
    """

    outcome: Outcome
    phase: str
    weight: Fraction
    weight_source: str
    curve: Dated[Curve] | None
    marks: AgreedMarks | None
    known_on: date
    work: Work | None = None

    @property
    def is_paid_by_result(self) -> bool:
        """Whether the result decides, and not the work of a phase."""
        return self.phase == PAID


@dataclass(frozen=True, slots=True)
class FrameworkYear:
    """All outcomes in a year, and the part of the budget that hangs on them."""

    year: FinancialYear
    incentive: Figure
    outcomes: tuple[OutcomeYear, ...]

    @property
    def weights(self) -> dict[str, Fraction]:
        """The weights of what can earn a reward in the year, by measure."""
        return {
            one.outcome.measure: one.weight
            for one in self.outcomes
            if one.outcome.class_ == PAID_FOR and one.phase
        }


def in_year(framework: Framework, year: FinancialYear) -> FrameworkYear:
    """Return the framework as it stands on the first day of a year."""
    curves = {one.curve: one.is_ for one in framework.curves}
    rows = []
    for one in framework.outcomes:
        timeline = curves.get(one.curve or "")
        curve = timeline.on(year.start) if timeline else None
        rows.append(_outcome_year(one, year, curve))
    return FrameworkYear(year, _incentive(framework, year), tuple(rows))


def _outcome_year(one: Outcome, year: FinancialYear, curve: Dated[Curve] | None) -> OutcomeYear:
    phase = one.phases.on(year.start) if one.phases else None
    weight = one.weight.on(year.start) if one.weight and phase else None
    marks = one.targets.on(year.start) if one.targets else None
    return OutcomeYear(
        one,
        phase.value if phase else "",
        weight.value if weight else Fraction(0),
        weight.source if weight else "",
        curve,
        marks.value if marks else None,
        known_on(one, year),
        next((work for work in one.work if work.year == year), None),
    )


def known_on(outcome: Outcome, year: FinancialYear) -> date:
    """Return the day by which the result of a year is there: the end of the year and its lag."""
    months = year.end.month - 1 + outcome.lag_months
    return date(year.end.year + months // _MONTHS, months % _MONTHS + 1, 1)


def _incentive(framework: Framework, year: FinancialYear) -> Figure:
    entry = framework.incentive.on(year.start) if framework.incentive else None
    return Figure(
        "outcomes.incentive",
        entry.value if entry else Fraction(0),
        Unit.FRACTION,
        f"Part of the budget that hangs on outcomes, {year}",
        source=entry.source if entry else "",
        note="" if entry else f"nothing hangs on outcomes yet in {year}",
    )


def at_stake(found: FrameworkYear, budget: Money) -> tuple[Money, Figure]:
    """Return what a year's outcomes can earn out of a budget, and the same as a figure."""
    share = found.incentive.value
    amount = budget.times(share if isinstance(share, Fraction) else 0)
    return amount, Figure(
        "outcomes.at_stake",
        amount.exact,
        Unit.MONEY,
        f"At stake for outcomes, {found.year}",
        formula="budget x part that hangs on outcomes, to the penny",
        inputs=f"{budget} x {found.incentive.shown}",
        currency=amount.currency,
        children=(found.incentive,),
    )


def sanction_figure(measure: str, sanction: Sanction, breaches: int | None) -> Figure:
    """Return what breaches of a national standard cost in pounds; missing where nobody counted.

    Raises ``ValueError`` for a negative number of breaches.
    """
    base = f"sanction.{measure}"
    if breaches is None:
        return Figure(base, None, Unit.MONEY, "Sanction", note="breaches were not counted")
    if breaches < 0:
        raise ValueError(f"'{measure}' cannot have {breaches} breaches")
    most = sanction.at_most
    due = sanction.amount.times(breaches)
    held = due if most is None else min(due, most)
    return Figure(
        base,
        held.exact,
        Unit.MONEY,
        f"Sanction for each {sanction.for_each}",
        formula="breaches x amount" + ("" if most is None else ", at most so much"),
        inputs=f"{plain(Fraction(breaches))} x {sanction.amount}"
        + ("" if most is None else f", at most {most}"),
        source=sanction.source,
        currency=held.currency,
    )


def growth_sentence(earlier: FrameworkYear, later: FrameworkYear) -> str:
    """Say how the part that hangs on outcomes, and how many are paid for, change between years."""
    first, last = earlier.incentive.value, later.incentive.value
    said = [percent(one) for one in (first, last) if isinstance(one, Fraction)]
    return (
        f"{earlier.year}: {said[0]} of the budget on {len(earlier.weights)} outcomes;"
        f" {later.year}: {said[-1]} on {len(later.weights)}."
    )
