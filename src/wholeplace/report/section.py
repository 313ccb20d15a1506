"""A section of a page: sentences, charts, tables and reasons about one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wholeplace.kernel import Figure
from wholeplace.report.charts import Chart
from wholeplace.report.grid import Grid


@dataclass(frozen=True, slots=True)
class Section:
    """What a page says of one thing.

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
