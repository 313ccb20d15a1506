"""What care cost in the base year and in a year, and the budget that leads to the latter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from wholeplace.app.budget_documents import section
from wholeplace.app.documents import PlaceDocuments
from wholeplace.app.year_facts import YearFacts
from wholeplace.budget import (
    YearOfSpend,
    price_figure,
    prices_per_head,
    service_figure,
    why_nothing,
)
from wholeplace.budget.adjust import Adjusted, Measured, adjust, adjusted_figure
from wholeplace.budget.adjust import Base as Opening
from wholeplace.budget.base import Base, Counted, InScope, base_lines
from wholeplace.kernel import Figure, FinancialYear, Unit

PersonYears = Mapping[FinancialYear, Mapping[str, Fraction]]


@dataclass(frozen=True, slots=True)
class YearMoney:
    """The lines of the base year and of the year on the scope of the latter, and the budget.

    ``base_figure``, ``actual_figure`` and ``budget`` are what is shared of them; ``adjusted`` is
    how the budget was reached from what was ``measured``, ``None`` where it is missing. ``prices``
    are by segment.
    """

    base: YearOfSpend
    actual: YearOfSpend
    base_lines: Base
    actual_lines: Base
    base_figure: Figure
    actual_figure: Figure
    budget: Figure
    adjusted: Adjusted | None
    prices: Mapping[str, Figure]
    measured: Measured

    def based(self, scope_of: FinancialYear) -> Base:
        """Return the lines of the base year with the scope of another."""
        budget = self.base_lines.budget
        return base_lines(budget, self.base.year, counted(self.base, "base"), scope_of)


def year_money(
    documents: PlaceDocuments, base: YearFacts, now: YearFacts, people: PersonYears
) -> YearMoney:
    """Return base, actual and budget; both years are measured on the scope of the later one.

    ``people`` has the person-years by segment of every year from the base year to that of the
    budget. Raises ``Refused`` where the steps of the budget ask for what is not there.
    """
    place, budget = documents.place, documents.budget.value
    of_base, of_now = (
        YearOfSpend(facts.year, now.year, place.services, place.currency, facts.spend)
        for facts in (base, now)
    )
    lines, actual = (
        base_lines(budget, spend.year, counted(spend, prefix), now.year)
        for spend, prefix in ((of_base, "base"), (of_now, "actual"))
    )
    base_figure = _shared(lines, of_base, "base")
    prices = _prices(of_base, people)
    opening = _opening(lines, base_figure, prices)
    measured = Measured(segments=people, prices=prices)
    adjusted = _followed(documents, opening, now.year, measured)
    return YearMoney(
        of_base,
        of_now,
        lines,
        actual,
        base_figure,
        _shared(actual, of_now, "actual"),
        _budget(adjusted, base_figure, now.year),
        adjusted,
        _price_figures(of_base, people, prices),
        measured,
    )


def counted(spend: YearOfSpend, prefix: str) -> Counted:
    """Return what each service with a basis cost in a year, as figures called by ``prefix``."""
    costs = {s.id: service_figure(spend, s, prefix) for s in spend.services if s.basis}
    return Counted(spend.services, costs)


def _shared(lines: Base, spend: YearOfSpend, prefix: str) -> Figure:
    found = replace(
        lines.shared(),
        id=f"{prefix}.in_scope",
        label=f"Spend in scope, {spend.year}",
        source=f"lines in scope on {spend.scope_year.start}",
    )
    written = any(one.line.value for one in lines.lines if one.scope is not InScope.OUT)
    rows = any(spend.counted(service) for service in spend.in_scope())
    return found if rows or written else replace(found, value=None, note=why_nothing(spend))


def _prices(base: YearOfSpend, people: PersonYears) -> dict[str, Fraction]:
    years = people.get(base.year, {})
    segments = {segment for found in people.values() for segment in found}
    if not any(years.values()):
        return {}
    return prices_per_head(base.by_segment(base.in_scope()), years, segments)


def _price_figures(
    base: YearOfSpend, people: PersonYears, prices: Mapping[str, Fraction]
) -> dict[str, Figure]:
    spend, years = base.by_segment(base.in_scope()), people.get(base.year, {})
    return {
        segment: price_figure(segment, price, spend, years, base.year, base.currency)
        for segment, price in prices.items()
    }


def _opening(lines: Base, base: Figure, prices: Mapping[str, Fraction]) -> Opening | None:
    if not isinstance(base.value, Fraction) or not base.value or not prices:
        return None
    shared = {one.line.id: one.shared.value for one in lines.lines if one.scope is not InScope.OUT}
    pence = {
        id_: round(value * 100) for id_, value in shared.items() if isinstance(value, Fraction)
    }
    return Opening(lines.year, pence, lines.currency, lines.budget.source, base)


def _followed(
    documents: PlaceDocuments, opening: Opening | None, year: FinancialYear, measured: Measured
) -> Adjusted | None:
    terms = documents.budget.value.adjustment
    if terms is None or opening is None or not measured.people(year):
        return None

    return adjust(opening, terms, year, measured, section(documents.budget, "adjustment"))


def _budget(adjusted: Adjusted | None, base: Figure, year: FinancialYear) -> Figure:
    label = f"Capitated budget for services in scope, {year}"
    if adjusted is None:
        note = base.note or "the base year has no spend or no people, or the year has no people"
        return Figure(
            "budget.in_scope",
            None,
            Unit.MONEY,
            label=label,
            note=note,
            currency=base.currency,
            children=(base,),
        )
    return replace(adjusted_figure(adjusted, year), id="budget.in_scope", label=label)


def why_missing(figures: Iterable[Figure]) -> Iterator[str]:
    """Yield why figures are missing, for those that are."""
    for figure in figures:
        if figure.is_missing:
            yield f"{figure.id} is missing: {figure.note}"
