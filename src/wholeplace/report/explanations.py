"""How the figures of a report were worked out: trees of reasons that open without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from wholeplace.kernel import Figure
from wholeplace.kernel.figure import to_html
from wholeplace.privacy import MARK
from wholeplace.report.data import ReportData


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons of one row: its name, and its figures as nested ``<details>``."""

    name: str
    trees: tuple[str, ...]


def whys(data: ReportData, breakdown: str, wanted: Callable[[str], bool]) -> tuple[Why, ...]:
    """Return the reasons of the figures whose ids are wanted, part by part of a breakdown.

    An empty ``breakdown`` means the figures of the whole. What is withheld has no reasons.
    """
    return tuple(_whys(data, breakdown, wanted))


def _whys(data: ReportData, breakdown: str, wanted: Callable[[str], bool]) -> Iterator[Why]:
    for level in data.levels(breakdown):
        figures = (
            row.figure
            for row in data.headlines
            if (row.breakdown, row.level) == (breakdown, level) and wanted(row.figure.id)
        )
        trees = _trees(figures)
        if trees:
            yield Why(data.name(level) if level else "", trees)


def _trees(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(to_html(figure) for figure in figures if figure.value != MARK)
