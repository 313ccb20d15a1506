"""A scorecard for programs: what the page tells, numbers exact, small numbers withheld."""

from __future__ import annotations

from collections.abc import Iterable

from wholeplace.kernel.figure import to_dict
from wholeplace.report.grid import Grid
from wholeplace.report.outcomes.board import board_grid, unmeasured
from wholeplace.report.outcomes.data import Scorecard
from wholeplace.report.outcomes.page import parts_of, sections_of
from wholeplace.report.outcomes.part import Part
from wholeplace.report.outcomes.withhold import withhold
from wholeplace.report.outcomes.words import headlines


def scorecard_to_dict(card: Scorecard) -> dict[str, object]:
    """Return the scorecard for programs: its rows, each measure with its tables, and rewards."""
    shown = withhold(card)
    return {
        "title": shown.title,
        "year": str(shown.year),
        "headlines": headlines(shown),
        "scorecard": board_grid(shown).records(),
        "measures": {part.id: _part(part) for part in parts_of(shown)},
        "sections": {
            section.id: {
                "title": section.title,
                "says": list(section.says),
                "tables": _tables(section.grids),
                "figures": [to_dict(figure) for figure in section.trees],
            }
            for section in sections_of(shown)
        },
        "unmeasured": [{"domain": domain, "statement": says} for domain, says in unmeasured(shown)],
        "warnings": list(shown.warnings),
    }


def _part(part: Part) -> dict[str, object]:
    card = part.card
    return {
        "title": card.measure.title,
        "class": card.class_,
        "better": card.measure.better,
        "variation_kind": card.variation_kind,
        "assurance": card.assurance,
        "says": list(part.says),
        "facts": dict(part.facts),
        "cautions": [{"check": one.check, "says": one.says} for one in card.cautions],
        "tables": _tables(grid for view in part.views for grid in view.grids),
        "figures": [to_dict(figure) for figure in part.trees],
    }


def _tables(grids: Iterable[Grid]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for grid in grids:
        found.setdefault(grid.id, []).extend(grid.records())
    return found
