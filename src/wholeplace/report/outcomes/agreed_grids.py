"""What was agreed on outcomes as tables: statements, what is paid for, watched, and the years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from wholeplace.kernel import Figure
from wholeplace.kernel.number import percent
from wholeplace.outcomes.framework import DomainTree, OutcomeYear, Spoken, holds_until
from wholeplace.outcomes.framework.document import PAID_FOR
from wholeplace.report.grid import As, Col, Grid, Row, amount, text
from wholeplace.report.outcomes.agreed import Agreed, AgreedYear
from wholeplace.report.outcomes.board import NOBODY
from wholeplace.report.outcomes.numbers import many
from wholeplace.report.outcomes.of_framework import sanctions_grid
from wholeplace.report.section import Section

_PAID = (
    text("measure", "Id", on_page=False),
    text("title", "Measure"),
    text("phase", "Outcome phase"),
    Col("weight", "Weight", As.SHARE),
    Col("at_stake", "At stake"),
    text("known_on", "Known by"),
    text("lag", "After the year", on_page=False),
    text("owner", "Owner"),
    text("parties", "Earned by"),
    text("holds_until", "Holds until"),
    text("next_review", "Next review"),
    text("weight_source", "Source of the weight", on_page=False),
    text("source", "Source", on_page=False),
)
_WATCHED = (
    text("measure", "Id", on_page=False),
    text("title", "Measure"),
    text("class", "Class"),
    text("known_on", "Known by"),
    text("lag", "After the year", on_page=False),
    text("owner", "Owner"),
    text("holds_for", "Holds for"),
    text("next_review", "Next review"),
    text("source", "Source", on_page=False),
)
_YEARS = (
    text("year", "Year"),
    text("standing", "Standing"),
    Col("share", "Part on outcomes", As.SHARE),
    Col("budget", "Budget"),
    Col("at_stake", "At stake"),
    Col("outcomes", "Outcomes paid for", As.COUNT),
    Col("by_result", "Of them by result", As.COUNT),
    text("source", "Source", on_page=False),
)


def sections_of(agreed: Agreed) -> tuple[Section, ...]:
    """Return what was agreed, section by section; one without rows is left out."""
    now = agreed.now
    framework, titles = now.framework, {one: agreed.called(one) for one in agreed.measures}
    growing = (years_grid(agreed), phases_grid(agreed))
    found = (
        Section("statements", "What people want from care", (), tuple(statement_grids(agreed))),
        Section("paid", "What is paid for", (), (paid_grid(agreed),), trees=(now.at_stake,)),
        Section("years", "How it grows", (), growing),
        Section(
            "watched",
            "What is watched, and not paid for",
            (),
            (watched_grid(agreed), sanctions_grid(titles, framework)),
        ),
    )
    return tuple(one for one in map(_with_rows, found) if one.grids)


def _with_rows(one: Section) -> Section:
    grids = tuple(grid for grid in one.grids if grid.rows)
    return replace(one, grids=grids)


def statement_grids(agreed: Agreed) -> Iterable[Grid]:
    """Yield the statements of each domain with the measures that speak for them."""
    cols = (
        text("domain", "Domain", on_page=False),
        text("id", "Id", on_page=False),
        text("statement", "Statement"),
        text("measures", "Measured by"),
        text("source", "Source", on_page=False),
    )
    for one in agreed.tree:
        rows = tuple(_spoken(agreed, one, spoken) for spoken in one.statements)
        yield Grid("statements", one.domain.title, cols, rows)


def _spoken(agreed: Agreed, one: DomainTree, spoken: Spoken) -> Row:
    measures = "; ".join(agreed.called(outcome.measure) for outcome in spoken.outcomes)
    said = spoken.statement
    return (one.domain.title, said.statement, said.says, measures or NOBODY, said.source)


def paid_grid(agreed: Agreed) -> Grid:
    """Return the outcomes that are paid for: phase, weight, money, days, and who answers."""
    now = agreed.now
    found = [one for one in now.framework.outcomes if one.outcome.class_ == PAID_FOR]
    rows = tuple(_paid(agreed, one) for one in found)
    weights = sum(now.framework.weights.values(), Fraction(0))
    total = ("", "All", "", weights, amount(now.at_stake), *[""] * 8) if rows else ()
    caption = f"Outcomes that are paid for, {now.year}"
    return Grid("paid", caption, _PAID, rows, total, currency=agreed.currency)


def _paid(agreed: Agreed, one: OutcomeYear) -> Row:
    outcome, pot = one.outcome, agreed.now.pots.get(one.outcome.measure)
    until = holds_until(outcome, agreed.year.start)
    earners = ", ".join(f"{_party(agreed, p)} {percent(s)}" for p, s in outcome.parties.items())
    return (
        outcome.measure,
        agreed.called(outcome.measure),
        _phase(one),
        one.weight if one.phase else None,
        pot.exact if pot is not None else None,
        str(one.known_on) if one.phase else "",
        many(outcome.lag_months, "month", "months"),
        _party(agreed, outcome.owner),
        earners,
        str(until) if until else "",
        str(outcome.next_review),
        one.weight_source,
        outcome.source,
    )


def _phase(one: OutcomeYear) -> str:
    if one.is_paid_by_result:
        return "paid by its result"
    if one.phase:
        return f"{one.phase}: paid for its work"
    begins = one.outcome.phases.root[0].from_ if one.outcome.phases else ""
    return f"begins on {begins}"


def _party(agreed: Agreed, party: str) -> str:
    return agreed.parties.get(party, party)


def watched_grid(agreed: Agreed) -> Grid:
    """Return the outcomes that earn nothing: local quality, and national standards."""
    found = [one for one in agreed.now.framework.outcomes if one.outcome.class_ != PAID_FOR]
    rows = tuple(
        (
            one.outcome.measure,
            agreed.called(one.outcome.measure),
            one.outcome.class_,
            str(one.known_on),
            many(one.outcome.lag_months, "month", "months"),
            _party(agreed, one.outcome.owner),
            many(one.outcome.durable_years, "year", "years"),
            str(one.outcome.next_review),
            one.outcome.source,
        )
        for one in found
    )
    return Grid("watched", f"Outcomes that are watched, {agreed.year}", _WATCHED, rows)


def years_grid(agreed: Agreed) -> Grid:
    """Return the part that hangs on outcomes, and on how many, year by year."""
    rows = tuple(_year(one) for one in agreed.years)
    caption = "What hangs on outcomes, year by year"
    return Grid("years", caption, _YEARS, rows, currency=agreed.currency)


def _year(one: AgreedYear) -> Row:
    framework = one.framework
    by_result = sum(outcome.is_paid_by_result for outcome in framework.outcomes)
    return (
        str(one.year),
        one.standing,
        amount(framework.incentive),
        amount(one.budget) if one.budget is not None else _why(one.at_stake),
        amount(one.at_stake),
        len(framework.weights),
        by_result,
        framework.incentive.source,
    )


def _why(figure: Figure) -> str:
    return f"not known: {figure.note}" if figure.note else "not known"


def phases_grid(agreed: Agreed) -> Grid:
    """Return the phase and weight of each outcome that is paid for, year by year."""
    years = [one.framework for one in agreed.years]
    cols = (
        text("measure", "Id", on_page=False),
        text("title", "Measure"),
        *(text(f"year_{year.year.slug}", str(year.year)) for year in years),
    )
    names = [one.outcome.measure for one in years[0].outcomes if one.outcome.class_ == PAID_FOR]
    by_year = [{one.outcome.measure: one for one in year.outcomes} for year in years]
    rows = tuple(
        (name, agreed.called(name), *(_weighed(year[name]) for year in by_year)) for name in names
    )
    return Grid("phases", "Phase and weight of each outcome, year by year", cols, rows)


def _weighed(one: OutcomeYear) -> str:
    return f"{one.phase}, {percent(one.weight)}" if one.phase else "-"
