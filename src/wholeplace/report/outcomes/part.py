"""What the scorecard says of one measure: views with their numbers, facts, and reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wholeplace.kernel import Figure
from wholeplace.report.charts import Chart
from wholeplace.report.grid import Grid
from wholeplace.report.outcomes.data import Card


@dataclass(frozen=True, slots=True)
class View:
    """A chart with the table of its numbers; either may be lacking.

    The chart is drawn only when it is asked for. ``id`` is what its file is called, with the
    measure.
    """

    id: str
    title: str
    draw: Callable[[], Chart] | None
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A measure on the scorecard: sentences, views, facts about it, and reasons of figures."""

    card: Card
    says: tuple[str, ...]
    views: tuple[View, ...]
    facts: tuple[tuple[str, str], ...]
    trees: tuple[Figure, ...]

    @property
    def id(self) -> str:
        """The measure, as it is called in files."""
        return self.card.measure.measure

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"measure-{self.id}"
