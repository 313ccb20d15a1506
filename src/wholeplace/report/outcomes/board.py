"""The scorecard itself: a row for each measure, under its domain and statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from wholeplace.kernel import plain
from wholeplace.kernel.number import percent
from wholeplace.outcomes.framework import AgreedMarks
from wholeplace.outcomes.targets import Marks
from wholeplace.privacy import MARK
from wholeplace.report.grid import As, Col, Grid, Row, text
from wholeplace.report.grid import Value as Cell
from wholeplace.report.outcomes.change import changed
from wholeplace.report.outcomes.data import Card, Scorecard
from wholeplace.report.outcomes.icons import assurance_icon, variation_icon
from wholeplace.report.outcomes.numbers import (
    cell,
    fixed,
    places_for,
    sized,
    told,
    unit_of,
    why_missing,
)

OUTSIDE = "Measures that no statement names"
_COLS = (
    text("domain", "Domain"),
    text("statement", "Statement"),
    text("measure", "Id", on_page=False),
    text("title", "Measure"),
    text("unit", "Told", on_page=False),
    text("class", "Class"),
    Col("value", "Value", As.RATIO, on_page=False),
    Col("lower", "95% from", As.RATIO, on_page=False),
    Col("upper", "to", As.RATIO, on_page=False),
    text("told", "Value and 95% limits"),
    Col("before", "Year before", As.RATIO, on_page=False),
    text("told_before", "Year before"),
    text("change", "Change"),
    text("variation_kind", "Kind of variation"),
    text("assurance", "Assurance"),
    text("marks", "Target marks"),
    text("earned", "Earned"),
    Col("earned_share", "Share earned", As.SHARE, on_page=False),
    Col("earned_amount", "Amount earned", on_page=False),
    text("why_missing", "Why missing", on_page=False),
)


def board_grid(scorecard: Scorecard) -> Grid:
    """Return the scorecard: measures by domain and statement, those that no statement names last.

    A measure that speaks for several statements stands under each of them. A statement without
    measures has a row that says so.
    """
    rows = tuple(_rows(scorecard))
    caption = f"Scorecard, {scorecard.year}"
    currency = scorecard.reward.at_stake.currency if scorecard.reward else "GBP"
    return Grid("scorecard", caption, _COLS, rows, currency=currency)


def unmeasured(scorecard: Scorecard) -> list[tuple[str, str]]:
    """Return the statements that no outcome speaks for, each with its domain."""
    return [
        (tree.domain.title, spoken.statement.says)
        for tree in scorecard.tree
        for spoken in tree.statements
        if not spoken.outcomes
    ]


NOBODY = "nobody measures it yet"
ELSEWHERE = "its measures are not on this scorecard"


def _rows(scorecard: Scorecard) -> Iterator[Row]:
    cards = {card.measure.measure: card for card in scorecard.cards}
    spoken_for: set[str] = set()
    for tree in scorecard.tree:
        for spoken in tree.statements:
            names = [one.measure for one in spoken.outcomes if one.measure in cards]
            spoken_for |= set(names)
            place = tree.domain.title, spoken.statement.says
            yield from (_row(cards[name], place) for name in names)
            if not names:
                why = ELSEWHERE if spoken.outcomes else NOBODY
                yield (*place, "", why, *[None] * (len(_COLS) - 4))
    place = (OUTSIDE if scorecard.tree else "", "")
    yield from (_row(card, place) for name, card in cards.items() if name not in spoken_for)


def _row(card: Card, place: tuple[str, str]) -> Row:
    measure, year, before, change = card.measure, card.year, card.before, changed(card)
    share, amount = _earned(card)
    return (
        *place,
        measure.measure,
        measure.title,
        unit_of(measure),
        card.class_,
        *(cell(number, year) for number in (year.value, year.lower, year.upper)),
        told(year),
        cell(before.value, before) if before else None,
        told(before),
        change.says if change else "",
        variation_icon(card.variation_kind).says,
        assurance_icon(card.assurance).says,
        marks_said(card),
        earned_said(card),
        share,
        amount,
        why_missing(year),
    )


def _earned(card: Card) -> tuple[Cell, Cell]:
    if card.earned is None:
        return None, None
    share, amount = card.earned.share.value, card.earned.amount
    if share == MARK:
        return MARK, MARK
    known = share if isinstance(share, Fraction) else None
    return known, None if amount is None else amount.exact


def earned_said(card: Card) -> str:
    """Return what a measure earned in words: ``80% (£12,345.00)``, the mark, or why not known."""
    if card.earned is None:
        return ""
    share, amount = card.earned.share, card.earned.amount
    if share.value == MARK:
        return MARK
    if amount is None or not isinstance(share.value, Fraction):
        return f"not known: {share.note}" if share.note else "not known"
    return f"{percent(share.value, 1)} ({amount})"


def marks_of(card: Card) -> Marks | AgreedMarks | None:
    """Return the marks of a measure: those of its history, else those that were agreed."""
    if card.calibration is not None:
        return card.calibration.marks
    return card.outcome.marks if card.outcome else None


def marks_said(card: Card) -> str:
    """Return the marks of a measure in words, as its values where these can be known.

    Marks of a history are counts of the year; without a denominator they are told as such.
    """
    marks = marks_of(card)
    if marks is None:
        return ""
    said = (("full", marks.full), ("floor", marks.floor), ("nothing from", marks.zero))
    values = {name: sized(card, mark) for name, mark in said}
    if any(values[name] is None for name, mark in said if mark is not None):
        counts = ((name, None if mark is None else plain(mark, 2)) for name, mark in said)
        return ", ".join(f"{name} {number or 'none'}" for name, number in counts) + " (counted)"
    places = places_for(*values.values())
    return ", ".join(
        f"{name} {'none' if value is None else fixed(value, places)}"
        for name, value in values.items()
    )


def short_lines(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Return what a terminal shows of rows: title, value, before, change, icons, earned."""
    names = [col.name for col in _COLS]
    wanted = [names.index(name) for name in SHORT]
    return [tuple(str(row[i] or "") for i in wanted) for row in rows]


SHORT = ("title", "told", "told_before", "change", "variation_kind", "assurance", "earned")
