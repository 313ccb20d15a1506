"""The outcomes of a framework in a year as tables: phases, lags, and sanctions."""

from __future__ import annotations

from collections.abc import Mapping

from wholeplace.kernel.number import percent
from wholeplace.outcomes.framework import FrameworkYear, OutcomeYear
from wholeplace.report.grid import As, Col, Grid, Row, text
from wholeplace.report.outcomes.data import Scorecard
from wholeplace.report.outcomes.numbers import many

_WORK = {
    "sampling": "paid for sampling well: nobody is rewarded by a result yet",
    "baseline": "paid for bringing a baseline: nobody is rewarded by a result yet",
    "paid": "paid by its result",
}


def outcomes_grid(scorecard: Scorecard, framework: FrameworkYear) -> Grid:
    """Return each outcome: what it is paid for, when it is known, and how long it holds."""
    titles = {card.measure.measure: card.measure.title for card in scorecard.cards}
    names = {**scorecard.names, **scorecard.parties}

    def row(one: OutcomeYear) -> Row:
        outcome = one.outcome
        weight = one.weight if one.weight_source else None
        parties = ", ".join(f"{names.get(p, p)} {percent(s)}" for p, s in outcome.parties.items())
        return (
            outcome.measure,
            titles.get(outcome.measure, outcome.measure),
            outcome.class_,
            _phase(one),
            weight,
            parties,
            many(outcome.lag_months, "month", "months"),
            str(one.known_on),
            many(outcome.durable_years, "year", "years"),
            str(outcome.next_review),
            one.weight_source or outcome.source,
        )

    heads = (
        ("title", "Measure"), ("class", "Class"), ("phase", "Outcome phase"),
        ("parties", "Earned by"), ("lag", "Known after"), ("known_on", "Known by"),
        ("durable", "Holds for"), ("next_review", "Next review"),
    )  # fmt: skip
    cols = [text(name, head) for name, head in heads]
    cols.insert(3, Col("weight", "Weight", As.SHARE))
    every = (text("measure", "Id", on_page=False), *cols, text("source", "Source", on_page=False))
    rows = tuple(map(row, framework.outcomes))
    return Grid("outcomes", f"Outcomes of the framework, {framework.year}", every, rows)


def _phase(one: OutcomeYear) -> str:
    if one.phase:
        return _WORK.get(one.phase, one.phase)
    return "has not begun" if one.outcome.phases else ""


def sanctions_grid(titles: Mapping[str, str], framework: FrameworkYear) -> Grid:
    """Return what breaches of national standards cost; ``titles`` are of measures by name."""
    cols = (
        text("measure", "Id", on_page=False),
        text("title", "National standard"),
        text("for_each", "For each"),
        Col("amount", "Takes"),
        Col("at_most", "At most in a year"),
        text("source", "Source"),
    )
    found = [
        (one.outcome.measure, one.outcome.sanction)
        for one in framework.outcomes
        if one.outcome.sanction
    ]
    rows = tuple(
        (
            name,
            titles.get(name, name),
            sanction.for_each,
            sanction.amount.exact,
            sanction.at_most.exact if sanction.at_most else None,
            sanction.source,
        )
        for name, sanction in found
    )
    currency = found[0][1].amount.currency if found else "GBP"
    return Grid("sanctions", "Sanctions of national standards", cols, rows, currency=currency)
