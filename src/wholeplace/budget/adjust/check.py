"""What an adjustment asks for that is not there: lines, years, people, measured bases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from wholeplace.budget.adjust.measured import Base, Measured, PersonYears
from wholeplace.budget.adjust.terms import ACTUAL, Adjustment, AdjustmentStep
from wholeplace.budget.in_force import held
from wholeplace.budget.in_text import Placed
from wholeplace.document import Timeline
from wholeplace.kernel import FinancialYear, Money, Problem, nearest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Case:
    base: Base
    last: FinancialYear
    measured: Measured
    where: Placed

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        return tuple(map(FinancialYear, range(self.base.year.first + 1, self.last.first + 1)))

    @property
    def needed(self) -> tuple[FinancialYear, ...]:
        """The years whose people are asked for."""
        return (self.base.year, *self.years) if self.years else ()

    def problem(self, path: tuple[str | int, ...], what: str, remedy: str) -> Problem:
        return Problem(self.where(*path), what, remedy)


def problems_of(
    base: Base, terms: Adjustment, last: FinancialYear, measured: Measured, where: Placed
) -> list[Problem]:
    """Return everything that stands in the way of following a base to a year."""
    case = _Case(base, last, measured, where)
    found = [*_of_base(case)]
    for i, step in enumerate(terms.steps):
        found += [*_of_lines(case, step, i), *CHECKS.get(step.kind, _nothing)(case, step, i)]
    return found


def _of_base(case: _Case) -> Iterator[Problem]:
    if case.last < case.base.year:
        what = f"{case.last} comes before the base year {case.base.year}"
        yield case.problem((), what, "ask for a later year")
    if not case.base.pence:
        yield case.problem((), "the base has no lines", "put a service in scope")
    for line, pence in case.base.pence.items():
        if pence < 0:
            what = f"the base of '{line}' is below nought: {Money(pence, case.base.currency)}"
            yield case.problem((), what, "look for a credit that stands in the wrong year or line")


def _of_lines(case: _Case, step: AdjustmentStep, i: int) -> Iterator[Problem]:
    for path, line in _named(step):
        if line not in case.base.pence:
            what = f"the base has no line '{line}'"
            yield case.problem(("steps", i, *path), what, nearest(line, case.base.lines))


def _named(step: AdjustmentStep) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from ((("lines", j), line) for j, line in enumerate(step.lines))
    if step.growth:
        yield from ((("growth", "by_line", line), line) for line in step.growth.by_line)
    if step.investment:
        amounts = enumerate(step.investment.amounts)
        yield from ((("investment", "amounts", j, "line"), made.line) for j, made in amounts)
    if step.late:
        for j, entry in enumerate(step.late.years):
            yield from ((("late", "years", j, "amounts", line), line) for line in entry.amounts)


def _nothing(_case: _Case, _step: AdjustmentStep, _i: int) -> Iterator[Problem]:
    yield from ()


def _population(case: _Case, step: AdjustmentStep, i: int) -> Iterator[Problem]:
    if step.population is None:
        return
    for year in case.years:
        parts = held(step.population.rate, year)
        if any(part.entry and part.entry.value == ACTUAL for part in parts):
            for asked in (year.plus(-1), year):
                if not case.measured.people(asked):
                    path = ("steps", i, "population", "rate")
                    what = f"person-years of {asked} are not known, and the growth is the actual"
                    yield case.problem(path, what, "run the year, or write a rate for it")


def _demography(case: _Case, step: AdjustmentStep, i: int) -> Iterator[Problem]:
    if step.demography and step.demography.weights:
        path = ("steps", i, "demography", "weights")
        yield from _weighted(case, step.demography.weights, case.measured.ages, path, "weight")


def _movement(case: _Case, step: AdjustmentStep, i: int) -> Iterator[Problem]:
    if step.movement is None:
        return
    if step.movement.prices is None:
        yield from _known(case, case.measured.segments, ("steps", i, "movement", "at"), "price")
        yield from _priced(case, ("steps", i, "movement", "at"))
        return
    path = ("steps", i, "movement", "prices")
    yield from _weighted(case, step.movement.prices, case.measured.segments, path, "price")
    for j, entry in enumerate(step.movement.prices.root):
        currencies = {name: price.currency for name, price in entry.value.items()}
        yield from _in_currency(case, currencies, (*path, j, "value"))


def _weighted(
    case: _Case,
    weights: Timeline[dict[str, T]],
    people: PersonYears,
    path: tuple[str | int, ...],
    word: str,
) -> Iterator[Problem]:
    yield from _in_force(case, weights, path)
    yield from _known(case, people, path, word)
    needed = case.needed
    groups = {group for year in needed for group in people.get(year, {})}
    for j, entry in enumerate(weights.root):
        for group in sorted(groups - set(entry.value)):
            what = f"there are people in '{group}', and it has no {word}"
            yield case.problem((*path, j, "value"), what, f"write a {word} for '{group}'")
        for year in needed:
            there = {group for group, years in people.get(year, {}).items() if years}
            if there and not any(_size(entry.value.get(group)) for group in there):
                what = f"nobody in {year} has a {word} above nought"
                yield case.problem((*path, j, "value"), what, f"correct the {word}s")


def _known(
    case: _Case, people: PersonYears, path: tuple[str | int, ...], word: str
) -> Iterator[Problem]:
    for year in case.needed:
        if not sum(people.get(year, {}).values(), Fraction(0)):
            what = f"person-years of {year} are not known by what a {word} is written for"
            yield case.problem(path, what, "run the year, or ask for an earlier one")


def _priced(case: _Case, path: tuple[str | int, ...]) -> Iterator[Problem]:
    prices, people = case.measured.prices, case.measured.segments
    for group in sorted({group for year in case.needed for group in people.get(year, {})}):
        if group not in prices:
            what = f"there are people in '{group}', and nobody says what one cost in the base year"
            yield case.problem(path, what, "count the base year with the same segments")
    if case.needed and prices and not any(prices.values()):
        what = f"nobody in {case.base.year} cost anything"
        yield case.problem(path, what, "look whether its costs are there, or write prices")


def _size(value: object) -> Fraction | int | None:
    return (
        value.pence if isinstance(value, Money) else value if isinstance(value, Fraction) else None
    )


def _in_force(case: _Case, table: Timeline[T], path: tuple[str | int, ...]) -> Iterator[Problem]:
    first = table.root[0]
    if case.years and first.from_ > case.years[0].start:
        what = f"nothing is in force on {case.years[0].start}, when the first year begins"
        yield case.problem((*path, 0, "from"), what, "date the first entry earlier")


def _inflation(case: _Case, step: AdjustmentStep, i: int) -> Iterator[Problem]:
    if step.inflation is None:
        return
    yield from _in_force(case, step.inflation.mix, ("steps", i, "inflation", "mix"))
    for kind, index in step.inflation.indices.items():
        if case.years and index.root[0].from_ > case.base.year.start:
            path = ("steps", i, "inflation", "indices", kind, 0, "from")
            what = f"the index has no level in the base year {case.base.year}"
            remedy = f"begin it on {case.base.year.start} or before"
            yield case.problem(path, what, remedy)


def _investment(case: _Case, step: AdjustmentStep, i: int) -> Iterator[Problem]:
    for j, made in enumerate(step.investment.amounts if step.investment else ()):
        path = ("steps", i, "investment", "amounts", j)
        if made.from_ < case.base.year.end:
            what = f"it begins on {made.from_}, so the base of {case.base.year} has it already"
            yield case.problem((*path, "from"), what, f"begin on {case.base.year.end} or later")
        yield from _in_currency(case, {"amount": made.amount.currency}, path)


def _in_currency(
    case: _Case, currencies: Mapping[str, str], path: tuple[str | int, ...]
) -> Iterator[Problem]:
    for name, currency in currencies.items():
        if currency != case.base.currency:
            what = f"it is in {currency}, and the base is in {case.base.currency}"
            yield case.problem((*path, name), what, f"write it in {case.base.currency}")


def _rebase(case: _Case, step: AdjustmentStep, i: int) -> Iterator[Problem]:
    for j, review in enumerate(step.rebase.reviews if step.rebase else ()):
        path = ("steps", i, "rebase", "reviews", j, "year")
        yield from _after_base(case, review.year, path, "a review")
        if review.year not in case.years:
            continue
        found = case.measured.bases.get(review.year, {})
        for line in step.lines or case.base.lines:
            if line not in found:
                what = f"'{line}' was not measured anew for the review of {review.year}"
                yield case.problem(path, what, "measure it, or name the lines that are reviewed")
            elif found[line] < 0:
                money = Money(found[line], case.base.currency)
                what = f"'{line}' was measured below nought for {review.year}: {money}"
                yield case.problem(path, what, "look for a credit in the wrong year or line")


def _late(case: _Case, step: AdjustmentStep, i: int) -> Iterator[Problem]:
    for j, entry in enumerate(step.late.years if step.late else ()):
        path = ("steps", i, "late", "years", j)
        yield from _after_base(case, entry.year, (*path, "year"), "late cost")
        currencies = {line: amount.currency for line, amount in entry.amounts.items()}
        yield from _in_currency(case, currencies, (*path, "amounts"))
        if entry.year not in case.years or entry.amounts:
            continue
        found = case.measured.late.get(entry.year, {})
        if not found:
            what = f"late cost of {entry.year} is neither written nor measured"
            yield case.problem((*path, "year"), what, "write amounts, or measure it")
        for line in sorted(set(found) - set(case.base.lines)):
            what = f"late cost was measured for '{line}', which the base has not"
            yield case.problem((*path, "year"), what, nearest(line, case.base.lines))


def _after_base(
    case: _Case, year: FinancialYear, path: tuple[str | int, ...], what: str
) -> Iterator[Problem]:
    if year <= case.base.year:
        said = f"{what} in {year} does not come after the base year {case.base.year}"
        yield case.problem(path, said, f"name {case.base.year.plus(1)} or later")


CHECKS: dict[str, Callable[[_Case, AdjustmentStep, int], Iterator[Problem]]] = {
    "population": _population,
    "demography": _demography,
    "movement": _movement,
    "inflation": _inflation,
    "investment": _investment,
    "rebase": _rebase,
    "late": _late,
}
