"""A section of the book: sentences, charts, tables and reasons about one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wholeplace.kernel import Figure
from wholeplace.report.budget.grid import Grid
from wholeplace.report.charts import Chart


@dataclass(frozen=True, slots=True)
class Section:
    """What the book says of one thing.

    The first of ``says`` is what a terminal tells of it. ``charts`` have the names of their files,
    and are drawn only when they are asked for.
    """

    id: str
    title: str
    says: tuple[str, ...]
    grids: tuple[Grid, ...] = ()
    charts: tuple[tuple[str, Callable[[], Chart]], ...] = ()
    trees: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
