"""One line of the budget in the year, or all of them together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from wholeplace.budget.monitor.lateness import Lateness, delays
from wholeplace.budget.monitor.limits import Course, limits_of
from wholeplace.budget.monitor.model import LineOutturn
from wholeplace.kernel import Money, Month, allocate
from wholeplace.kernel.number import round_half_away

TOTAL = "total"
FEWEST = 2
_ONE_MONTH = "no interval: one month alone does not tell how much months vary"
_NO_PROFILE = "no interval: without budgets above nought there is no profile of all lines"


@dataclass(frozen=True, slots=True)
class Budget:
    """A line as the budget has it: its ``amount``, the share of each month, and how it is late."""

    line: str
    amount: Money
    shares: tuple[Fraction, ...]
    late: Lateness
    source: str


def line_outturn(budget: Budget, over: Sequence[Month], known: Mapping[Month, int]) -> LineOutturn:
    """Return a line from what is known (pence) of each month that is over."""
    passed = sum(budget.shares[: len(over)], Fraction(0))
    pence = [known.get(month, 0) for month in over]
    wholes = [
        round_half_away(one * budget.late.whole(delay))
        for one, delay in zip(pence, delays(over), strict=True)
    ]
    to_date = allocate(budget.amount, budget.shares)[: len(over)]
    row = LineOutturn(
        budget.line,
        budget.amount.pence,
        sum(part.pence for part in to_date),
        sum(pence),
        sum(wholes),
        round_half_away(sum(wholes) / passed),
        passed,
        tuple(zip(over, pence, wholes, strict=True)),
        sources=(budget.source, budget.late.source),
    )
    return _limited(row, [(budget, row)], budget.shares)


def total_outturn(lines: Sequence[tuple[Budget, LineOutturn]]) -> LineOutturn:
    """Return all lines together, each sum to the penny.

    Its limits are made from the months of all lines added up, so that lines which go up together
    are not taken for ones that make up for each other. Its profile is that of the budgets.
    """
    rows = [row for _, row in lines]
    shares = _weights([budget for budget, _ in lines])
    months = [month for month, _, _ in rows[0].months]
    row = LineOutturn(
        TOTAL,
        sum(row.budget for row in rows),
        sum(row.budget_to_date for row in rows),
        sum(row.known for row in rows),
        sum(row.completed for row in rows),
        sum(row.outturn for row in rows),
        sum(shares[: len(months)], Fraction(0)),
        tuple(
            (month, sum(row.months[i][1] for row in rows), sum(row.months[i][2] for row in rows))
            for i, month in enumerate(months)
        ),
        sources=tuple(dict.fromkeys(source for row in rows for source in row.sources)),
    )
    return _limited(row, lines, shares)


def _weights(budgets: Sequence[Budget]) -> tuple[Fraction, ...]:
    """Return the part of all budgets that falls on each month; nothing where it is below nought."""
    whole = sum(budget.amount.pence for budget in budgets)
    months = [
        sum((budget.amount.pence * share for budget, share in zip(budgets, shares, strict=True)))
        for shares in zip(*(budget.shares for budget in budgets), strict=True)
    ]
    if whole <= 0 or min(months) < 0:
        return (Fraction(0),) * len(months)
    return tuple(Fraction(month) / whole for month in months)


def _limited(
    row: LineOutturn, lines: Sequence[tuple[Budget, LineOutturn]], shares: Sequence[Fraction]
) -> LineOutturn:
    over = len(row.months)
    if not any(shares):
        return replace(row, why_none=_NO_PROFILE)
    if sum(share > 0 for share in shares[:over]) < FEWEST:
        return replace(row, why_none=_ONE_MONTH)
    errors = (budget.late.standard_error / float(one.passed) for budget, one in lines)
    course = Course(
        costs=[whole / 100 for _, _, whole in row.months],
        fitted=[
            sum(_rate(one) * float(budget.shares[i]) for budget, one in lines) for i in range(over)
        ],
        weights=[float(share) for share in shares[:over]],
        # Added up exactly: when the year is over, nothing is left to vary.
        ahead=float(sum(shares[over:], Fraction(0))),
        late_error=math.hypot(*errors),
    )
    return replace(row, limits=limits_of(row.outturn / 100, course))


def _rate(row: LineOutturn) -> float:
    return float(row.completed / row.passed / 100)
