"""Prices per head from the records of the base year, and what the people of a year come to."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ibis import ir

from wholeplace.app.budget.counting import Counting
from wholeplace.app.budget.people import by_sex
from wholeplace.app.year_facts import YearFacts
from wholeplace.budget import counted
from wholeplace.budget.price import (
    CostCell,
    PriceList,
    Pricing,
    Terms,
    by,
    by_tenth,
    cost_cells,
    explained,
    people_costs,
    predictive_ratios,
    price_list,
    priced,
    read_cells,
    terms_on,
)
from wholeplace.kernel import Figure, Money, Unit, Where, plain, round_to
from wholeplace.report.budget.data import PricedHeads

PENNY = Fraction(1, 100)


def priced_heads(counting: Counting, pricing: Pricing, base: Figure) -> PricedHeads:
    """Return the prices of the base year, so that all its people come to the ``base`` budget.

    Raises ``Refused`` where a price cannot be made.
    """
    terms = terms_on(pricing, counting.year.start, _where(counting))
    cells = cells_of(counting, counting.base, terms)
    total = Money(round(Fraction(str(base.value)) * 100), base.currency)
    segments = [rule.id for rule in counting.documents.segments.rules]
    prices = price_list(cells, terms, total, counting.base.year, segments)
    return PricedHeads(
        prices,
        cells,
        explained(cells, prices),
        predictive_ratios(by(cells, lambda key: key.segment), prices),
        by_tenth(cells, prices),
        _now(counting, terms, prices),
    )


def cells_of(counting: Counting, facts: YearFacts, terms: Terms) -> tuple[CostCell, ...]:
    """Return the people of a year in the cells that prices are made of, with what they cost."""
    rows = counting.running.rows(cost_cells(people_of(counting, facts, terms), terms.columns))
    return read_cells(rows, terms.step)


def people_of(counting: Counting, facts: YearFacts, terms: Terms) -> ir.Table:
    """Return the register of a year with what each person cost on the services in scope."""
    register = by_sex(facts)
    if terms.step:
        register = register.mutate(score=register.charlson_points.cast("float64"))
    place = counting.documents.place
    services = place.services_in_scope(counting.year.start)
    costs = counted(facts.placed_costs, services, place.currency)
    costs = costs.filter(costs.segment.notnull())
    return people_costs(register, costs, terms.ages, terms.stop_loss, terms.step or None)


def _where(counting: Counting) -> Callable[[str], Where]:
    def where(path: str) -> Where:
        return counting.documents.budget.where("prices", path)

    return where


def _now(counting: Counting, terms: Terms, prices: PriceList) -> Figure:
    facts = counting.now
    days = {cell.key: cell.days for cell in cells_of(counting, facts, terms)}
    years = Fraction(sum(days.values()), facts.year.days)
    return Figure(
        "budget.price.people",
        round_to(priced(prices, days, facts.year), PENNY),
        Unit.MONEY,
        f"The people of {facts.year} at the prices per head of {prices.year}",
        "sum of price per head x person-years",
        f"{plain(years, 4)} person-years in {len(days):,} kinds of people",
        "budget document, prices",
        currency=prices.total.currency,
    )
