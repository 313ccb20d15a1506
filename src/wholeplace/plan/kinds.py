"""What the figures of a scenario are: money, counts, shares, words; and where that is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import TypeAlias

from wholeplace.contract.formula import Basic, Choice, Kind, same
from wholeplace.contract.scalar import Scalar
from wholeplace.plan.scenario import (
    Bootstrap,
    FigureDrawn,
    NegativeBinomial,
    Poisson,
    Scenario,
)

Path: TypeAlias = tuple[str | int, ...]


def lists_of(figure: FigureDrawn) -> Iterator[tuple[Path, tuple[Scalar, ...]]]:
    """Yield every list with a value for each year (or one for all), and where it is written."""
    if figure.fixed:
        yield ("fixed",), tuple(v for v in figure.fixed if isinstance(v, Scalar))
    distribution = figure.distribution
    if distribution is None or isinstance(distribution, Bootstrap):
        return
    for name, field in type(distribution).model_fields.items():
        values = getattr(distribution, name)
        if values or field.is_required():
            yield (figure.way, name), values


def amounts_of(figure: FigureDrawn, scenario: Scenario) -> Iterator[tuple[Path, Scalar]]:
    """Yield every number that is written in the unit of the figure, and where."""
    is_events = isinstance(figure.distribution, Poisson | NegativeBinomial)
    for path, values in lists_of(figure):
        if not is_events or path[-1] == "each":
            yield from placed(path, values)
    if isinstance(figure.distribution, Bootstrap):
        yield from placed(("bootstrap", "history"), seen_by(figure.distribution, scenario))
    for name in ("at_least", "at_most"):
        limit = getattr(figure, name)
        if limit is not None:
            yield (name,), limit


def placed(path: Path, values: tuple[Scalar, ...]) -> Iterator[tuple[Path, Scalar]]:
    """Yield values with their places; one that stands alone has the place of the whole."""
    for i, value in enumerate(values):
        yield (*path, i) if len(values) > 1 else path, value


def seen_by(given: Bootstrap, scenario: Scenario) -> tuple[Scalar, ...]:
    """Return what a bootstrap draws from: its own history or its column of a shared one."""
    if given.history:
        return given.history
    shared = scenario.histories.get(given.rows)
    return tuple(row[given.column] for row in shared.rows if given.column in row) if shared else ()


def kind_of(figure: FigureDrawn, scenario: Scenario) -> Kind | None:
    """Return what a figure is as it is written; ``None`` where it mixes what does not match."""
    words = tuple(v for v in figure.fixed if isinstance(v, str)) or tuple(figure.choice)
    if words:
        return Choice(tuple(dict.fromkeys(words)))
    if figure.chance is not None:
        return Basic.YES_NO
    kinds: list[Kind | None] = [scalar.kind for _, scalar in amounts_of(figure, scenario)]
    is_events = isinstance(figure.distribution, Poisson | NegativeBinomial)
    if is_events and not getattr(figure.distribution, "each", ()):
        kinds.append(Basic.NUMBER)
    return reduce(_both, kinds) if kinds else None


def _both(left: Kind | None, right: Kind | None) -> Kind | None:
    return same(left, right) if left is not None and right is not None else None


def is_number(figure: FigureDrawn) -> bool:
    """Return whether a figure is drawn as a number that has a high and a low end."""
    return figure.distribution is not None


def is_by_rows(figure: FigureDrawn) -> bool:
    """Return whether a figure is drawn with others, from the rows of a shared history."""
    return isinstance(figure.distribution, Bootstrap) and bool(figure.distribution.rows)
