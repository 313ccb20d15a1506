"""The part of a page about one measure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wholeplace.kernel import Figure
from wholeplace.outcomes.targets import sentences, target_figure
from wholeplace.report.charts import once
from wholeplace.report.outcomes.board import earned_said
from wholeplace.report.outcomes.change import changed
from wholeplace.report.outcomes.data import Card, Scorecard
from wholeplace.report.outcomes.funnel_chart import funnel_chart
from wholeplace.report.outcomes.hide import is_marked
from wholeplace.report.outcomes.icons import MEANS, assurance_icon, variation_icon
from wholeplace.report.outcomes.numbers import told, unit_of
from wholeplace.report.outcomes.part import Part, View
from wholeplace.report.outcomes.slope_chart import slope_chart
from wholeplace.report.outcomes.tables import (
    BREAKDOWNS,
    levels_grid,
    months_grid,
    slope_grid,
    years_grid,
)
from wholeplace.report.outcomes.trend_chart import trend_chart
from wholeplace.report.outcomes.xmr_chart import xmr_chart

_FUNNELS = ("practice", "neighbourhood")
_BETTER = {"lower": "lower is better", "higher": "higher is better"}


def part_of(scorecard: Scorecard, card: Card) -> Part:
    """Return what is said of a measure of a scorecard that went through the gate."""
    return Part(
        card,
        tuple(_says(scorecard, card)),
        tuple(_views(scorecard, card)),
        tuple((name, said) for name, said in _facts(card) if said),
        tuple(_trees(card)),
    )


def _says(scorecard: Scorecard, card: Card) -> Iterator[str]:
    unit, year = unit_of(card.measure), card.year
    if is_marked(year):
        yield f"{scorecard.year}: not shown, for it is of {scorecard.small.why}."
    elif year.value is None:
        yield f"{scorecard.year}: missing, for {year.missing or 'no value was given'}."
    else:
        yield f"{scorecard.year}: {told(year)} {unit}; {_BETTER[card.measure.better]}."
    found = changed(card)
    if found and card.before:
        yield f"The year before: {told(card.before)}. That is {found.says}."
    for word in (variation_icon(card.variation_kind).says, assurance_icon(card.assurance).says):
        yield f"{word.capitalize()}: {MEANS[word]}."
    if card.calibration is not None:
        yield from sentences(card.calibration)
    if card.earned is not None:
        yield f"Earned of {card.earned.pot}: {earned_said(card)}."


def _views(scorecard: Scorecard, card: Card) -> Iterator[View]:
    months = (months_grid(scorecard, card),)
    yield View("xmr", "Month by month", once(partial(xmr_chart, card)), months)
    years = (years_grid(scorecard, card),)
    yield View("trend", "Year by year", once(partial(trend_chart, scorecard, card)), years)
    given = list(dict.fromkeys(one.breakdown for one in card.levels))
    for breakdown in [*(one for one in BREAKDOWNS if one in given), *given]:
        if breakdown in given:
            given.remove(breakdown)
            yield _view(scorecard, card, breakdown)


def _view(scorecard: Scorecard, card: Card, breakdown: str) -> View:
    grids = (levels_grid(scorecard, card, breakdown),)
    title = f"By {BREAKDOWNS.get(breakdown, breakdown)}"
    if breakdown in _FUNNELS:
        draw = once(partial(funnel_chart, scorecard, card, breakdown))
        return View(f"funnel-{breakdown}", title, draw, grids)
    if breakdown == "deprivation" and card.slope is not None:
        both = (*grids, slope_grid(scorecard, card))
        return View("slope", title, once(partial(slope_chart, card)), both)
    return View(breakdown, title, None, grids)


def _facts(card: Card) -> Iterator[tuple[str, str]]:
    measure, found = card.measure, card.outcome
    yield "Why it matters", measure.why
    yield "How it is calculated", measure.calculation
    yield "Told", f"{unit_of(measure)}; {_BETTER[measure.better]}"
    yield "Class", card.class_
    if found is not None:
        outcome = found.outcome
        yield "Outcome phase", found.phase
        yield "Counted for", ", ".join(outcome.segments) or "everybody"
        yield "Result known by", str(found.known_on)
        yield "Answers for its reward", outcome.owner
    if measure.lag_months:
        yield "Not told yet", f"the last {measure.lag_months} months: records are still to come"
    yield "Owner", measure.owner
    yield "Next review", measure.next_review
    yield "Source", measure.source


def _trees(card: Card) -> Iterator[Figure]:
    if card.calibration is not None:
        yield target_figure(card.calibration)
    if card.earned is not None:
        yield card.earned.share
