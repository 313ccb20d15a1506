"""The parts of a budget by year, and what is pooled within what is monitored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from wholeplace.app.budget_documents import section
from wholeplace.budget.adjust import Adjusted, Measured, adjust, adjusted_figure
from wholeplace.budget.adjust import Base as Opening
from wholeplace.budget.base import Base, BaseLine
from wholeplace.budget.document import Budget
from wholeplace.budget.lines import InScope
from wholeplace.budget.parts import (
    BudgetByYear,
    MonitoredLine,
    Pooled,
    YearOfParts,
    pooled_within,
    three_parts,
)
from wholeplace.document import Document
from wholeplace.kernel import Figure, FinancialYear

Based = Callable[[FinancialYear], Base]
"""Returns the lines of the base year with the scope of a later one."""


def parts_of(
    document: Document[Budget], based: Based, last: FinancialYear, measured: Measured
) -> tuple[YearOfParts, ...]:
    """Return the parts of every year from the first phase to ``last``; none where none are written.

    Lines that join later are followed from the base year too. Raises ``Refused`` for what is wrong.
    """
    terms, budget = document.value.parts, document.value
    if terms is None or budget.adjustment is None:
        return ()
    first = max(budget.base_year.first + 1, terms.phases.root[0].from_.year)
    years = [FinancialYear(one) for one in range(first, last.first + 1)]
    joining = {line for one in terms.variations for line in one.lines}
    found: dict[FinancialYear, Mapping[str, Figure]] = {}
    for year in years:
        followed = _followed(document, based(year), year, joining, measured)
        if followed is None:
            return ()
        found[year] = {line: adjusted_figure(followed, year, line) for line in followed.base.lines}
    return _in_parts(document, found) if found else ()


def _in_parts(document: Document[Budget], found: BudgetByYear) -> tuple[YearOfParts, ...]:
    terms = document.value.parts
    if terms is None:
        return ()

    return three_parts(found, terms, section(document, "parts"))


def _followed(
    document: Document[Budget],
    base: Base,
    year: FinancialYear,
    joining: set[str],
    measured: Measured,
) -> Adjusted | None:
    terms = document.value.adjustment
    lines = {one.line.id: _amount(one, joining) for one in base.lines}
    pence = {id_: amount for id_, amount in lines.items() if amount is not None}
    unknown = any(one.scope is not InScope.OUT and one.shared.is_missing for one in base.lines)
    if terms is None or unknown or not pence:
        return None
    opening = Opening(base.year, pence, base.currency, base.budget.source)

    return adjust(opening, terms, year, measured, section(document, "adjustment"))


def _amount(one: BaseLine, joining: set[str]) -> int | None:
    figure = one.amount if one.line.id in joining else one.shared
    counts = one.scope is not InScope.OUT or one.line.id in joining
    return round(figure.value * 100) if counts and isinstance(figure.value, Fraction) else None


def pooled_of(base: Base) -> tuple[Pooled, ...]:
    """Return what is pooled, aligned and only watched of all lines, by commissioner and in all."""
    payers = base.budget.commissioners
    lines = [
        MonitoredLine(
            one.line.id,
            one.line.commissioner,
            payers[one.line.commissioner].arrangement == "pooled",
            one.amount,
            one.shared,
        )
        for one in base.lines
    ]
    return pooled_within(lines, base.currency)
