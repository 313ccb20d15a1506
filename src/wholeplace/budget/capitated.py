"""The capitated budget: what the base year cost per head, for the people there are now.

budget = base x population growth x movement between segments x inflation x productivity
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.document import Dated
from wholeplace.kernel import Figure, FinancialYear, Unit, plain, round_to
from wholeplace.place import BudgetTerms

PENNY = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Heads:
    """Person-years by segment in the base year and in the year of the budget."""

    base: Mapping[str, Fraction]
    year: Mapping[str, Fraction]

    @property
    def before(self) -> Fraction:
        """Everybody's person-years in the base year."""
        return sum(self.base.values(), Fraction(0))

    @property
    def now(self) -> Fraction:
        """Everybody's person-years in the year of the budget."""
        return sum(self.year.values(), Fraction(0))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the bridge from the base to the budget: its name, and what it adds."""

    name: str
    amount: Fraction


def capitated_budget(
    base: Figure,
    spend_by_segment: Mapping[str, Fraction],
    heads: Heads,
    terms: BudgetTerms,
    year: FinancialYear,
) -> Figure:
    """Return the budget of a year, rounded once, to whole pence; missing where the base is.

    ``base`` is the base year's spend in scope, ``spend_by_segment`` the same by segment (pounds).
    A segment nobody was in during the base year is priced at the average of all.
    """
    if base.value is None or not base.value or not heads.before:
        why = base.note or "the base year has no spend or no people"
        return Figure(
            "budget.in_scope",
            None,
            Unit.MONEY,
            note=why,
            currency=base.currency,
            children=(base,),
        )
    factors = _factors(base, spend_by_segment, heads, terms, year)
    exact = Fraction(base.value)
    for factor in factors:
        exact *= Fraction(factor.value or 0)
    names = ["base.in_scope", *(factor.id for factor in factors)]
    return Figure(
        "budget.in_scope",
        round_to(exact, PENNY),
        Unit.MONEY,
        label=f"Capitated budget for services in scope, {year}",
        formula=f"round to the penny({' x '.join(names)})",
        inputs=" x ".join(figure.shown for figure in (base, *factors)),
        source=f"place document, budget; base year {terms.base_year}",
        currency=base.currency,
        children=(base, *factors),
    )


def _factors(
    base: Figure,
    spend: Mapping[str, Fraction],
    heads: Heads,
    terms: BudgetTerms,
    year: FinancialYear,
) -> tuple[Figure, ...]:
    growth = Figure(
        "budget.population_growth",
        heads.now / heads.before,
        Unit.RATE,
        label=f"People in {year} for each person in {terms.base_year}",
        formula="person-years in the year / person-years in the base year",
        inputs=f"{plain(heads.now, 4)} / {plain(heads.before, 4)}",
        children=(_person_years(heads.now, year), _person_years(heads.before, terms.base_year)),
    )
    return (
        growth,
        _movement(base, spend, heads, terms.base_year, year),
        _compound("inflation", terms.inflation.root, terms, year, 1),
        _compound("productivity", terms.productivity.root, terms, year, -1),
    )


def _person_years(total: Fraction, year: FinancialYear) -> Figure:
    return Figure(
        f"population.person_years.{year.slug}",
        total,
        Unit.YEARS,
        label=f"Person-years, {year}",
        formula=f"days on the register / {year.days}",
        inputs=in_days(total, year),
    )


def in_days(person_years: Fraction, year: FinancialYear) -> str:
    """Write person-years as days over the days of the year: ``44,286 / 366``.

    Days are whole, so that a reader can work the division out exactly.
    """
    return f"{plain(person_years * year.days)} / {year.days}"


def _movement(
    base: Figure,
    spend: Mapping[str, Fraction],
    heads: Heads,
    base_year: FinancialYear,
    year: FinancialYear,
) -> Figure:
    prices = {
        segment: price_per_head(segment, spend, heads)
        for segment in sorted(set(heads.base) | set(heads.year))
    }
    at_base_prices = sum(
        (prices[segment] * years for segment, years in heads.year.items()), Fraction(0)
    )
    of_as_many = Fraction(base.value or 0) * heads.now / heads.before
    return Figure(
        "budget.movement_between_segments",
        at_base_prices / of_as_many if heads.now else Fraction(1),
        Unit.RATE,
        label="Cost of the people there are now for the cost of as many people of the base year",
        formula="sum of price per head x person-years now / (base x population growth)",
        inputs=" + ".join(
            f"{segment}: {base.currency} {plain(prices[segment], 4)} x ({in_days(years, year)})"
            for segment, years in heads.year.items()
        ),
        children=tuple(
            Figure(
                f"budget.price_per_head.{segment}",
                round_to(price, PENNY),
                Unit.MONEY,
                label="Price per person-year, shown to the penny",
                formula="base spend of the segment / its person-years in the base year",
                inputs=f"{plain(spend.get(segment, Fraction(0)), 2)} / "
                f"({in_days(heads.base.get(segment, Fraction(0)), base_year)})",
                currency=base.currency,
            )
            for segment, price in prices.items()
        ),
    )


def price_per_head(segment: str, spend: Mapping[str, Fraction], heads: Heads) -> Fraction:
    """Return the base year's spend per person-year of a segment (pounds)."""
    if heads.base.get(segment):
        return spend.get(segment, Fraction(0)) / heads.base[segment]
    return sum(spend.values(), Fraction(0)) / heads.before


def _compound(
    name: str,
    timeline: tuple[Dated[Fraction], ...],
    terms: BudgetTerms,
    year: FinancialYear,
    sign: int,
) -> Figure:
    factor, children = Fraction(1), []
    for first in range(terms.base_year.first + 1, year.first + 1):
        step = FinancialYear(first)
        entry = next((e for e in reversed(timeline) if e.from_ <= step.start), None)
        share = entry.value if entry else Fraction(0)
        source = entry.source if entry else "no entry in the place document: none applied"
        factor *= 1 + sign * share
        children.append(
            Figure(f"budget.{name}.{step.slug}", share, Unit.FRACTION, str(step), source=source)
        )
    return Figure(
        f"budget.{name}",
        factor,
        Unit.RATE,
        label=f"{name.capitalize()}, {terms.base_year} to {year}",
        formula=" x ".join(f"(1 {'+' if sign > 0 else '-'} {child.label})" for child in children),
        inputs=" x ".join(f"(1 {'+' if sign > 0 else '-'} {child.shown})" for child in children),
        children=tuple(children),
    )


def bridge(budget: Figure) -> tuple[Step, ...]:
    """Return the steps from the base to the budget; they add up to it exactly.

    Each level is rounded to the penny before the difference is taken, so that what is printed
    sums to what is printed. Empty where the budget is missing.
    """
    if budget.value is None:
        return ()
    base, *factors = budget.children
    level = exact = Fraction(base.value or 0)
    steps = [Step("Base year", level)]
    for factor in factors:
        exact *= Fraction(factor.value or 0)
        reached = round_to(exact, PENNY)
        name = factor.id.removeprefix("budget.").replace("_", " ").capitalize()
        steps.append(Step(name, reached - level))
        level = reached
    return tuple(steps)
