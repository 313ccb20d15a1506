"""The sheet of the gap: what each service costs and why, and what there is to pay for it."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.budget.gap import Projection, YearOfGap
from wholeplace.budget.gap.projection import ServiceYear
from wholeplace.report.budget.shown import Shown
from wholeplace.report.budget.workbook.making import (
    Line,
    cell,
    checked,
    down,
    live,
    live_money,
    money_in,
    number_in,
    to_the_penny,
)
from wholeplace.report.statement.cells import Sheet, Style, headings, text, top

NAME, FIRST = "Gap", 3
_HEADINGS = (
    "Year", "Service", "Cost in the base year", "Population", "Ageing", "Growth", "Inflation",
    "Cost", "Growth: who says so", "Inflation: who says so",
)  # fmt: skip
_YEARS = (
    "Year", "People", "Resource of the base year", "Grows to", "Resource", "Cost", "Gap",
    "All gaps so far", "In the book", "Check", "More activity", "Source",
)  # fmt: skip
_WIDTHS = (12, 36, 22, 18, 18, 18, 18, 20, 40, 40, 16, 60)


def gap_sheet(shown: Shown, gap: Projection) -> Sheet:
    """Return cost by year and service with its steps, and the gap to the resource by year."""
    note = f"Shaded cells are inputs. Resource: {gap.terms.resource.source}"
    title = f"What {gap.years[-1].year} brings if nothing is done"
    rows: list[Line] = [*top(title, note, _HEADINGS, tuple(range(2, 8)))]
    years = (gap.base, *gap.years)
    pairs = [(one, service) for one in years for service in one.services]
    rows += [_service(shown, gap, *pair, FIRST + i) for i, pair in enumerate(pairs)]
    first = len(rows) + 2
    rows += [(), headings(_YEARS, (1, 2, 3, 4, 5, 6, 7, 8, 10))]
    rows += [_year(gap, one, i, first) for i, one in enumerate(years)]
    return Sheet(NAME, _WIDTHS, tuple(rows), FIRST)


def _service(shown: Shown, gap: Projection, one: YearOfGap, service: ServiceYear, row: int) -> Line:
    sources = (
        rates.said(service.service, gap.base.year, one.year)[1]
        for rates in (gap.terms.growth, gap.terms.inflation)
    )
    added = f"ROUND(SUM(C{row + 1}:G{row + 1}),2)"
    return (
        text(str(one.year), Style.FACT),
        text(shown.name(service.service)),
        *(money_in(_pounds(pence), gap.currency) for pence in (service.base, *service.steps)),
        live_money(_pounds(service.cost), added, gap.currency),
        *(text("" if one is gap.base else source) for source in sources),
    )


def _year(gap: Projection, one: YearOfGap, i: int, first: int) -> Line:
    row, currency, number = first + i, gap.currency, len(one.services)
    at, start = row + 1, FIRST + i * number
    here, before = (down("H", begin, begin + number - 1) for begin in (start, FIRST))
    dearer, rates = down("G", start, start + number - 1), gap.terms.resource.rates
    factor = rates.factor("", gap.base.year, one.year)
    exact = gap.terms.money.exact
    # The gap of the base year is told, but not among those that follow it.
    so_far = f"SUM({down('G', first + 1, row)})" if i else "0"
    more = gap.more_activity(one.year)
    return (
        text(str(one.year), Style.FACT),
        number_in(gap.people[one.year], "#,##0"),
        money_in(exact, currency) if not i else live_money(exact, f"$C${first + 1}", currency),
        number_in(factor, "0.000000"),
        live_money(_pounds(one.resource), to_the_penny(f"C{at}*D{at}", exact * factor), currency),
        live_money(_pounds(one.cost), f"SUM({here})", currency),
        live_money(_pounds(one.gap), f"ROUND(F{at}-E{at},2)", currency),
        live_money(_pounds(gap.cumulative(one.year)), so_far, currency),
        *checked(_pounds(one.gap), cell("G", row), cell("I", row), currency),
        live(more, f"(SUM({here})-SUM({dearer}))/SUM({before})-1", "0.0%"),
        text(rates.said("", gap.base.year, one.year)[1]),
    )


def _pounds(pence: int) -> Fraction:
    return Fraction(pence, 100)
