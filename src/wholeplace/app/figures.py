"""The headline figures of a year, made from what was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from wholeplace.app.budget.year_money import YearMoney, why_missing
from wholeplace.app.documents import PlaceDocuments
from wholeplace.app.year_facts import YearFacts
from wholeplace.budget import in_days, service_figure
from wholeplace.budget.base import total_of
from wholeplace.budget.lines import InScope
from wholeplace.kernel import Figure, FinancialYear, Headline, Unit
from wholeplace.outcomes import rate_figure
from wholeplace.privacy import SmallNumbers


def headline_figures(documents: PlaceDocuments, now: YearFacts, money: YearMoney) -> list[Headline]:
    """Return every headline figure of the year, the whole first, then by segment and service."""
    return [
        *_population(documents, now),
        Headline(money.base_figure),
        Headline(money.budget),
        Headline(money.actual_figure),
        *_services(documents, money),
        *_written(money),
        *_segments(money),
        *_outcomes(documents, now),
    ]


def _population(documents: PlaceDocuments, now: YearFacts) -> Iterator[Headline]:
    from_age = documents.place.population.from_age
    yield Headline(
        Figure(
            "population.people",
            Fraction(now.on_first_day),
            Unit.COUNT,
            f"People aged {from_age} and over on the register on {now.year.start}",
            source=documents.place.population.source,
        )
    )
    yield Headline(_people_in_year(sum(now.people.values()), now.year, "all segments"))
    years = now.person_years()
    total = sum(years.values(), Fraction(0))
    yield Headline(_person_years(total, now.year, "all segments"))
    for segment, value in years.items():
        people = _people_in_year(now.people[segment], now.year, segment)
        yield Headline(people, "segment", segment)
        yield Headline(_person_years(value, now.year, segment), "segment", segment)


def _people_in_year(number: int, year: FinancialYear, of: str) -> Figure:
    label = f"People in the population on any day of {year}, {of}"
    return Figure("population.people_in_year", Fraction(number), Unit.COUNT, label)


def _person_years(value: Fraction, year: FinancialYear, of: str) -> Figure:
    return Figure(
        "population.person_years",
        value,
        Unit.YEARS,
        f"Person-years, {year}, {of}",
        formula=f"days in the population / {year.days}",
        inputs=in_days(value, year),
    )


def _services(documents: PlaceDocuments, money: YearMoney) -> Iterator[Headline]:
    for service in documents.place.services:
        entry = service.scope.on(money.actual.scope_year.start)
        scope = f"scope: {entry.value.value} ({entry.source})" if entry else "scope: out"
        for spend, prefix in ((money.base, "base"), (money.actual, "actual")):
            figure = replace(service_figure(spend, service, prefix), source=scope)
            yield Headline(figure, "service", service.id)


def _segments(money: YearMoney) -> Iterator[Headline]:
    for spend, prefix in ((money.base, "base"), (money.actual, "actual")):
        by_segment = spend.by_segment(spend.in_scope())
        for segment, amount in sorted(by_segment.items()):
            figure = Figure(
                f"{prefix}.in_scope",
                amount,
                Unit.MONEY,
                f"Spend in scope on the segment, {spend.year}",
                formula="sum of cost.amount over services in scope",
                currency=spend.currency,
            )
            yield Headline(figure, "segment", segment)
    for segment, price in money.prices.items():
        yield Headline(price, "segment", segment)


def _written(money: YearMoney) -> Iterator[Headline]:
    """Yield the lines that are paid whatever is done, and what of them is in scope together."""
    for lines, prefix in ((money.base_lines, "base"), (money.actual_lines, "actual")):
        for one in lines.lines:
            if one.line.value is not None:
                figure = replace(one.amount, id=f"{prefix}.{one.line.id}")
                yield Headline(figure, "line", one.line.id)
        shared = [
            one.shared
            for one in lines.lines
            if one.line.value is not None and one.scope is not InScope.OUT
        ]
        if shared:
            label = f"Contract values in scope, {lines.year}"
            yield Headline(total_of(f"{prefix}.contract_values", label, shared, lines.currency))


def _outcomes(documents: PlaceDocuments, now: YearFacts) -> Iterator[Headline]:
    years = now.person_years()
    total = sum(years.values(), Fraction(0))
    for measure in documents.measures:
        needs = now.needs[measure.measure]
        counted: Mapping[str, int] = now.events[measure.measure]
        number = sum(counted.values())
        yield Headline(rate_figure(measure, now.year, number, total, needs))
        for segment, value in years.items():
            figure = rate_figure(measure, now.year, counted.get(segment, 0), value, needs)
            yield Headline(figure, "segment", segment)


def warnings(
    headlines: Sequence[Headline],
    now: YearFacts,
    money: YearMoney,
    links: Mapping[str, int],
    small: SmallNumbers,
) -> list[str]:
    """Return what a reader must know before using the figures, in plain sentences.

    They are told in reports: a small number of people is not told.
    """
    whole = (row.figure for row in headlines if not row.breakdown)
    outcomes = (figure for figure in whole if figure.id.startswith("outcome."))
    missing = why_missing((money.budget, money.actual_figure, *outcomes))
    return [*_about_links(links, small), *missing, *_uncosted(now, money)]


def _about_links(links: Mapping[str, int], small: SmallNumbers) -> Iterator[str]:
    if links["activity_unlinked"]:
        number, whole = links["activity_unlinked"], links["activity"]
        share = "" if small.is_small(number) else f" ({number / max(whole, 1):.2%})"
        yield (
            f"{small.said(number)} of {whole:,} activities{share}"
            " could not be linked to a person; they are in no figure of the population"
        )
    if links["keys_in_doubt"]:
        told = small.said(links["keys_in_doubt"])
        yield (
            f"{told} keys of sources may be of more than one person and are linked to none; see"
            " wholeplace link review"
        )
    if links["people_with_two_births"]:
        told = small.said(links["people_with_two_births"])
        yield f"{told} people have different birth months in different sources"
    if links["diagnoses_not_scored"]:
        told = small.said(links["diagnoses_not_scored"])
        yield (
            f"{told} of {links['diagnoses']:,} diagnoses are not in ICD-10 and give no points in"
            " the comorbidity score"
        )


def _uncosted(now: YearFacts, money: YearMoney) -> Iterator[str]:
    for service in money.actual.in_scope():
        used = any(
            row["service"] == service.id and row["segment"] is not None for row in now.activity
        )
        if used and not money.actual.counted(service):
            yield (
                f"{service.name}: used in {now.year}, but without a cost on the basis"
                f" {service.basis} in {money.actual.currency}"
            )
