"""The gap as figures that explain themselves, and in a sentence."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.budget.gap.projection import STEPS, Projection, ServiceYear, YearOfGap
from wholeplace.kernel import Figure, FinancialYear, Money, Unit, plain
from wholeplace.kernel.number import percent, round_to

_PERCENT = Fraction(1, 100)


def gap_figure(projection: Projection, year: FinancialYear) -> Figure:
    """Return by how much cost is above the resource in a year (pounds), down to each service.

    Raises ``KeyError`` for a year that was not projected.
    """
    one = projection.of(year)
    cost, resource = _cost(projection, one), _resource(projection, one)
    so_far = Money(projection.cumulative(year), projection.currency)
    return Figure(
        f"gap.{year.slug}",
        Fraction(one.gap, 100),
        Unit.MONEY,
        label=f"Gap if nothing is done, {year}",
        formula="cost - resource",
        inputs=f"{cost.shown} - {resource.shown}",
        note=f"all years since {projection.base.year} together: {so_far}",
        currency=projection.currency,
        children=(cost, resource, _activity(projection, one)),
    )


def _cost(projection: Projection, one: YearOfGap) -> Figure:
    services = tuple(_service(projection, one, service) for service in one.services)
    return Figure(
        f"gap.{one.year.slug}.cost",
        Fraction(one.cost, 100),
        Unit.MONEY,
        label=f"Cost if nothing is done, {one.year}",
        formula=" + ".join(service.service for service in one.services),
        inputs=" + ".join(figure.shown for figure in services),
        currency=projection.currency,
        children=services,
    )


def _service(projection: Projection, one: YearOfGap, service: ServiceYear) -> Figure:
    terms, base = projection.terms, projection.base.year
    growth, who_grows = terms.growth.said(service.service, base, one.year)
    inflation, who_prices = terms.inflation.said(service.service, base, one.year)
    steps = (Money(pence, projection.currency) for pence in service.steps)
    added = ", ".join(f"{name} {amount}" for name, amount in zip(STEPS, steps, strict=True))
    return Figure(
        f"gap.{one.year.slug}.cost.{service.service}",
        Fraction(service.cost, 100),
        Unit.MONEY,
        label=f"{service.service}, {one.year}: {plain(service.activity, 0)} activities",
        formula="sum by age and sex of base cost x people now / in the base x growth x inflation",
        inputs=f"base {Money(service.base, projection.currency)}; growth {growth};"
        f" inflation {inflation}",
        source=f"growth: {who_grows}; inflation: {who_prices}",
        note=f"since {base}: {added}",
        currency=projection.currency,
    )


def _resource(projection: Projection, one: YearOfGap) -> Figure:
    resource = projection.terms.resource
    said, who = resource.rates.said("", projection.base.year, one.year)
    return Figure(
        f"gap.{one.year.slug}.resource",
        Fraction(one.resource, 100),
        Unit.MONEY,
        label=f"Resource, {one.year}",
        formula="resource of the base year x growth of the resource",
        inputs=f"{projection.terms.money} x {said}",
        source="; ".join(dict.fromkeys((resource.source, who))),
        currency=projection.currency,
    )


def _activity(projection: Projection, one: YearOfGap) -> Figure:
    base = Money(projection.base.cost, projection.currency)
    then = Money(sum(service.at_base_prices for service in one.services), projection.currency)
    return Figure(
        f"gap.{one.year.slug}.more_activity",
        projection.more_activity(one.year),
        Unit.FRACTION,
        label=f"More activity than in {projection.base.year}, at the prices of that year",
        formula="activity at base prices / base cost - 1",
        inputs=f"{then} / {base} - 1",
        note=f"{plain(projection.people[one.year], 0)} people, and"
        f" {plain(projection.people[projection.base.year], 0)} in the base year",
    )


def gap_sentence(projection: Projection) -> str:
    """Say what the last year brings, as a board would read it."""
    last = projection.years[-1]
    more = percent(round_to(projection.more_activity(last.year), _PERCENT))
    gap = Money(last.gap, projection.currency)
    whole = Money(projection.cumulative(last.year), projection.currency)
    size = "a gap" if gap.pence >= 0 else "a surplus"
    return (
        f"If nothing is done, {last.year} sees {more} more activity than {projection.base.year} and"
        f" {size} of {Money(abs(gap.pence), gap.currency).short()} in that year"
        f" ({whole.short()} over the {len(projection.years)} years together)"
    )
