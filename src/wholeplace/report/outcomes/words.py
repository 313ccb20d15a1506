"""A scorecard in sentences, and in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholeplace.report.outcomes.board import SHORT, board_grid, short_lines, unmeasured
from wholeplace.report.outcomes.change import changed
from wholeplace.report.outcomes.data import Card, Scorecard
from wholeplace.report.outcomes.hide import is_marked
from wholeplace.report.outcomes.numbers import many
from wholeplace.report.outcomes.of_gaps import gaps_section
from wholeplace.report.outcomes.of_rewards import rewards_section
from wholeplace.report.outcomes.withhold import withhold
from wholeplace.report.table import Column, Kind, Table, as_lines

_HEADS = dict(
    zip(
        SHORT,
        ("Measure", "Value", "Year before", "Change", "Kind of variation", "Assurance", "Earned"),
        strict=True,
    )
)
_MOST_NAMES = 5
_ROOM = 48


def headlines(shown: Scorecard) -> list[str]:
    """Return what a scorecard that went through the gate says in short."""
    return [sentence for sentence in _headlines(shown) if sentence]


def _headlines(shown: Scorecard) -> Iterator[str]:
    cards = shown.cards
    has = [card for card in cards if card.year.value is not None]
    few = sum(is_marked(card.year) for card in cards)
    lack = len(cards) - len(has) - few
    parts = [f"{len(has)} of {len(cards)} measures have a value for {shown.year}"]
    parts += [many(lack, "is missing", "are missing")] if lack else []
    parts += [f"{many(few, 'is', 'are')} not shown: too few are behind"] if few else []
    yield "; ".join(parts) + "."
    better = [card for card in has if _moved(card, better=True)]
    worse = [card for card in has if _moved(card, better=False)]
    yield _list("Better than the year before, beyond chance", better)
    yield _list("Worse than the year before, beyond chance", worse)
    for kind in ("improvement", "concern"):
        found = [card for card in cards if card.variation_kind.startswith(kind)]
        yield _list(f"The latest month is a signal of {kind}", found)
    rewards = rewards_section(shown)
    if rewards and rewards.says and shown.reward is not None:
        yield rewards.says[0]
    open_ = unmeasured(shown)
    said = many(len(open_), "statement is", "statements are")
    yield f"{said} measured by nobody yet." if open_ else ""


def _moved(card: Card, *, better: bool) -> bool:
    found = changed(card)
    return bool(found and found.beyond and found.by and found.is_better is better)


def _list(what: str, cards: Sequence[Card]) -> str:
    if not cards:
        return ""
    names = [card.measure.title for card in cards[:_MOST_NAMES]]
    more = len(cards) - len(names)
    return f"{what}: {'; '.join(names)}{f'; and {more} more' if more else ''}."


def scorecard_lines(card: Scorecard) -> list[str]:
    """Return the scorecard as lines for a terminal; small numbers are withheld."""
    shown = withhold(card)
    told = [f"{shown.title}: outcomes in {shown.year}", *headlines(shown)]
    told += ["", *_board(shown)]
    rewards, gaps = rewards_section(shown), gaps_section(shown)
    if rewards:
        told += ["", rewards.title, *rewards.says]
        told += _tables(grid.table() for grid in rewards.grids if grid.id == "targets")
    if gaps:
        told += _tables(grid.table() for grid in gaps.grids if grid.id != "unmeasured")
    return [*told, *(f"warning: {warning}" for warning in shown.warnings)]


def _board(shown: Scorecard) -> Iterator[str]:
    grid = board_grid(shown)
    names = {row[2] for row in grid.rows}
    once = {row[2]: row for row in reversed(grid.rows) if row[2]}
    # Each measure once: where it speaks for several statements the page tells.
    rows = [once[name] for name in dict.fromkeys(row[2] for row in grid.rows) if name in once]
    cells = tuple(tuple(_cut(text) for text in row) for row in short_lines(rows))
    heads = tuple(Column(_HEADS[name], Kind.TEXT) for name in SHORT)
    if names:
        yield from as_lines(Table(grid.caption, heads, cells))


def _cut(text: str) -> str:
    return text if len(text) <= _ROOM else text[: _ROOM - 3] + "..."


def _tables(tables: Iterator[Table]) -> list[str]:
    return [line for table in tables for line in ("", *as_lines(table))]
