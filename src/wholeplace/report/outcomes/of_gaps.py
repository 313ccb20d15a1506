"""What the scorecard cannot say, and what it warns of: missing values, statements, cautions."""

from __future__ import annotations

from wholeplace.report.grid import Grid, text
from wholeplace.report.outcomes.board import unmeasured
from wholeplace.report.outcomes.data import Scorecard
from wholeplace.report.outcomes.hide import is_marked
from wholeplace.report.outcomes.numbers import many
from wholeplace.report.section import Section


def gaps_section(scorecard: Scorecard) -> Section | None:
    """Return what is missing and why, and all cautions; none where there is nothing of either."""
    missing, statements, cautions = (
        _missing(scorecard),
        _statements(scorecard),
        _cautions(scorecard),
    )
    grids = tuple(grid for grid in (missing, statements, cautions) if grid.rows)
    if not grids:
        return None
    counts = (
        (missing, "measure has no value for the year", "measures have no value for the year"),
        (
            statements,
            "statement has no measure yet",
            "statements have no measure yet",
        ),
        (cautions, "caution about gaming and fairness", "cautions about gaming and fairness"),
    )
    said = "; ".join(many(len(grid.rows), *words) for grid, *words in counts if grid.rows)
    says = (f"{said}.",)
    return Section("gaps", "What is missing, and cautions", says, grids)


def _missing(scorecard: Scorecard) -> Grid:
    cols = (text("measure", "Id", on_page=False), text("title", "Measure"), text("why", "Why"))
    rows = tuple(
        (
            card.measure.measure,
            card.measure.title,
            scorecard.small.why if is_marked(card.year) else card.year.missing or "no reason given",
        )
        for card in scorecard.cards
        if card.year.value is None
    )
    return Grid("missing", f"Measures without a value for {scorecard.year}", cols, rows)


def _statements(scorecard: Scorecard) -> Grid:
    cols = (text("statement", "Statement"), text("domain", "Domain"))
    rows = tuple((says, domain) for domain, says in unmeasured(scorecard))
    return Grid("unmeasured", "Statements that nobody measures yet", cols, rows)


def _cautions(scorecard: Scorecard) -> Grid:
    cols = (
        text("measure", "Id", on_page=False),
        text("title", "Measure"),
        text("check", "Check"),
        text("says", "Caution"),
    )
    rows = tuple(
        (card.measure.measure, card.measure.title, one.check, one.says)
        for card in scorecard.cards
        for one in card.cautions
    )
    return Grid("cautions", "Cautions", cols, rows)
