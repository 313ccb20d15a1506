"""What each kind of step does in a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from wholeplace.budget.adjust.investments import invested
from wholeplace.budget.adjust.level import Effect
from wholeplace.budget.adjust.measured import Measured
from wholeplace.budget.adjust.prices import dearer
from wholeplace.budget.adjust.terms import ACTUAL, AdjustmentStep
from wholeplace.budget.in_force import average, average_said, held, rate_said, sources
from wholeplace.budget.per_head import in_days
from wholeplace.document import Dated, Timeline
from wholeplace.kernel import Figure, FinancialYear, Unit, plain

Weights = TypeVar("Weights", bound=Mapping[str, Fraction])

NOTHING = Effect("", "", "nothing is agreed for this year")


@dataclass(frozen=True, slots=True)
class Asked:
    """A step in a year, all the lines there are, and what was counted."""

    step: AdjustmentStep
    year: FinancialYear
    every_line: tuple[str, ...]
    measured: Measured

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that the step works on, where its values do not name them."""
        return self.step.lines or self.every_line

    @property
    def before(self) -> FinancialYear:
        """The year before."""
        return self.year.plus(-1)

    def times(self, factor: Fraction) -> dict[str, Fraction]:
        """Return the same factor for each line of the step."""
        return dict.fromkeys(self.lines, factor)


def effect_of(asked: Asked) -> Effect:
    """Return what a step does to the lines in a year; all it asks for must be there."""
    return EFFECTS[asked.step.kind](asked)


def _population(asked: Asked) -> Effect:
    terms = asked.step.population
    if terms is None:
        return NOTHING
    parts = [(p.entry.value, p.days) for p in held(terms.rate, asked.year) if p.entry]
    people = (_people(asked),) if any(rate == ACTUAL for rate, _ in parts) else ()
    actual = Fraction(people[0].value or 0) if people else Fraction(0)
    rates = [(rate if isinstance(rate, Fraction) else actual, days) for rate, days in parts]
    share = sum((rate * days for rate, days in rates), Fraction(0)) / asked.year.days
    return Effect(
        "level x (1 + growth of the population) - level",
        f"1 + {rate_said(rates, asked.year)}",
        sources(held(terms.rate, asked.year)),
        factors=asked.times(1 + share),
        children=people,
    )


def _people(asked: Asked) -> Figure:
    now, before = asked.measured.people(asked.year), asked.measured.people(asked.before)
    return Figure(
        f"person_years.{asked.year.slug}",
        now / before - 1,
        Unit.FRACTION,
        label=f"More people in {asked.year} than in {asked.before}",
        formula="person-years in the year / person-years in the year before - 1",
        inputs=f"{plain(now)} / {plain(before)} - 1",
    )


def _demography(asked: Asked) -> Effect:
    terms = asked.step.demography
    if terms is not None and terms.weights is not None:
        return _mix(asked, terms.weights, asked.measured.ages, "age and sex")
    if terms is None or terms.rate is None:
        return NOTHING
    return _by_rate(asked, terms.rate, 1, "change in age and sex")


def _movement(asked: Asked) -> Effect:
    terms = asked.step.movement
    if terms is None:
        return NOTHING
    if terms.prices is None:
        return _mix(asked, _as_in_base_year(asked), asked.measured.segments, "segment")
    dated = (
        Dated[dict[str, Fraction]].model_construct(
            from_=entry.from_,
            value={segment: price.exact for segment, price in entry.value.items()},
            source=entry.source,
        )
        for entry in terms.prices.root
    )
    prices = Timeline[dict[str, Fraction]].model_construct(root=tuple(dated))
    return _mix(asked, prices, asked.measured.segments, "segment")


def _as_in_base_year(asked: Asked) -> Timeline[Mapping[str, Fraction]]:
    entry = Dated[Mapping[str, Fraction]].model_construct(
        from_=date.min,
        value=asked.measured.prices,
        source="what a person-year of each segment cost in the base year",
    )
    return Timeline[Mapping[str, Fraction]].model_construct(root=(entry,))


def _mix(
    asked: Asked,
    weights: Timeline[Weights],
    people: Mapping[FinancialYear, Mapping[str, Fraction]],
    groups: str,
) -> Effect:
    """Return what a person of the year costs for one of the year before, at the same weights."""
    now, before = people[asked.year], people[asked.before]
    parts = [(p.entry.value, p.days) for p in held(weights, asked.year) if p.entry]
    ratios = [(per_head(w, now) / per_head(w, before), days) for w, days in parts]
    factor = sum((ratio * days for ratio, days in ratios), Fraction(0)) / asked.year.days
    said = [
        f"({plain(per_head(w, now))} / {plain(per_head(w, before))})"
        + (f" x {days}/{asked.year.days}" if len(parts) > 1 else "")
        for w, days in parts
    ]
    return Effect(
        f"level x (weight per person now / in the year before) - level, by {groups}",
        " + ".join(said),
        sources(held(weights, asked.year)),
        factors=asked.times(factor),
        children=_groups(asked, parts[-1][0], now, before),
    )


def per_head(weights: Mapping[str, Fraction], people: Mapping[str, Fraction]) -> Fraction:
    """Return the average weight of a person: sum of weight x person-years / person-years."""
    whole = sum((weights[group] * years for group, years in people.items()), Fraction(0))
    return whole / sum(people.values(), Fraction(0))


def _groups(
    asked: Asked,
    weights: Mapping[str, Fraction],
    now: Mapping[str, Fraction],
    before: Mapping[str, Fraction],
) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            f"person_years.{asked.year.slug}.{group}",
            now.get(group, Fraction(0)),
            Unit.YEARS,
            label=f"Person-years of {group}, {asked.year}",
            inputs=f"{in_days(now.get(group, Fraction(0)), asked.year)}; in {asked.before}"
            f" {in_days(before.get(group, Fraction(0)), asked.before)};"
            f" weight {plain(weights[group])}",
        )
        for group in sorted({*now, *before})
    )


def _by_rate(asked: Asked, rate: Timeline[Fraction], sign: int, what: str) -> Effect:
    mark = "+" if sign > 0 else "-"
    said = average_said(rate, asked.year)
    return Effect(
        f"level x (1 {mark} {what}) - level",
        f"1 {mark} {f'({said})' if ' + ' in said else said}",
        sources(held(rate, asked.year)),
        factors=asked.times(1 + sign * average(rate, asked.year)),
    )


def _inflation(asked: Asked) -> Effect:
    terms = asked.step.inflation
    return dearer(terms, asked.year, asked.lines) if terms else NOTHING


def _productivity(asked: Asked) -> Effect:
    terms = asked.step.productivity
    return _by_rate(asked, terms.rate, -1, "productivity") if terms else NOTHING


def _growth(asked: Asked) -> Effect:
    terms = asked.step.growth
    if terms is not None and terms.rate is not None:
        return _by_rate(asked, terms.rate, 1, "growth")
    if terms is None:
        return NOTHING
    parts = [part for rate in terms.by_line.values() for part in held(rate, asked.year)]
    return Effect(
        "level x (1 + growth of the line) - level",
        ", ".join(
            f"{line}: 1 + {average_said(r, asked.year)}" for line, r in terms.by_line.items()
        ),
        sources(parts),
        factors={line: 1 + average(rate, asked.year) for line, rate in terms.by_line.items()},
    )


def _investment(asked: Asked) -> Effect:
    terms = asked.step.investment
    return invested(terms, asked.year) if terms else NOTHING


def _rebase(asked: Asked) -> Effect:
    terms = asked.step.rebase
    review = next((r for r in terms.reviews if r.year == asked.year), None) if terms else None
    if review is None:
        return NOTHING
    base = asked.measured.bases[asked.year]
    sets = {line: base[line] for line in asked.lines}
    return Effect(
        "base measured anew - level",
        ", ".join(f"{line}: {plain(Fraction(pence, 100), 2)}" for line, pence in sets.items()),
        review.source,
        sets=sets,
    )


def _late(asked: Asked) -> Effect:
    terms = asked.step.late
    entry = next((e for e in terms.years if e.year == asked.year), None) if terms else None
    if entry is None:
        return NOTHING
    found = asked.measured.late.get(asked.year, {})
    counted = {line: found[line] for line in asked.lines if line in found}
    written = {line: amount.pence for line, amount in entry.amounts.items()}
    adds = written or counted
    return Effect(
        "cost that came late",
        ", ".join(f"{line}: {plain(Fraction(pence, 100), 2)}" for line, pence in adds.items()),
        entry.source,
        adds=adds,
    )


EFFECTS: dict[str, Callable[[Asked], Effect]] = {
    "population": _population,
    "demography": _demography,
    "movement": _movement,
    "inflation": _inflation,
    "productivity": _productivity,
    "growth": _growth,
    "investment": _investment,
    "rebase": _rebase,
    "late": _late,
}
