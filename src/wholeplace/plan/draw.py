"""Draw the figures of a scenario: the same seed, the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from wholeplace.contract.formula import Basic
from wholeplace.plan.amounts import Drawn, Floats, drawn_at, grown, seen_at, within
from wholeplace.plan.correlate import innovations, lower_factor
from wholeplace.plan.faults import correlated, persistence_of
from wholeplace.plan.kinds import is_by_rows, kind_of, seen_by
from wholeplace.plan.scenario import Bootstrap, FigureDrawn, Scenario

_DECIMALS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """What every figure came to: by name, an array with a row for each draw, a column a year."""

    years: tuple[str, ...]
    figures: Mapping[str, Drawn]

    @property
    def number(self) -> int:
        """How many draws there are."""
        return len(next(iter(self.figures.values())))

    def first(self, number: int) -> Draws:
        """Return the first few draws; they are the same however many are drawn."""
        return Draws(self.years, {name: drawn[:number] for name, drawn in self.figures.items()})


def draw(scenario: Scenario, number: int, generator: np.random.Generator) -> Draws:
    """Return so many draws of every figure for every year.

    Each figure has a stream of its own, named by it: adding a figure leaves the others alone, and
    two agreements see the same draws. Money is in whole pence; what is not money has at most
    eight decimals. Correlation and persistence are those of the
    normal scores behind the figures (a Gaussian copula).
    """
    root = [int(part) for part in generator.integers(0, 2**32, size=4)]
    years = range(len(scenario.years))
    scores = _scores(scenario, number, root)
    figures: dict[str, Drawn] = {}
    for name, figure in scenario.figures.items():
        by_year = [_drawn(figure, scenario, scores[name][:, year], year) for year in years]
        figures[name] = rounded(np.stack(by_year, axis=1), figure, scenario)
    return Draws(scenario.years, figures)


def figures_at(scenario: Scenario, name: str, score: float) -> Drawn:
    """Return one figure at one point of its distribution (a normal score), for each year."""
    figure, scores = scenario.figures[name], np.full(1, score)
    years = range(len(scenario.years))
    by_year = [_drawn(figure, scenario, scores, year, in_order=True) for year in years]
    return cast(Drawn, rounded(np.stack(by_year, axis=1), figure, scenario)[0])


def _drawn(
    figure: FigureDrawn, scenario: Scenario, scores: Floats, year: int, *, in_order: bool = False
) -> Drawn:
    if not is_by_rows(figure) or not isinstance(figure.distribution, Bootstrap):
        return drawn_at(figure, scores, year)
    seen = np.array([float(scalar.value) for scalar in seen_by(figure.distribution, scenario)])
    # As written, unless one column is looked at alone: a score takes the same row for every column.
    rows = np.sort(seen) if in_order else seen
    return within(figure, seen_at(rows, scores) * grown(figure, year))


def rounded(drawn: Drawn, figure: FigureDrawn, scenario: Scenario) -> Drawn:
    """Return what was drawn as amounts that could be written down."""
    if drawn.dtype != np.float64:
        return drawn
    amounts = drawn.astype(np.float64)
    if kind_of(figure, scenario) is not Basic.MONEY:
        return np.round(amounts, _DECIMALS)
    return np.round(amounts, 2)


def _stream(root: list[int], name: str) -> np.random.Generator:
    # A child of the generator that was given, told from its siblings by a name and not by order.
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([*root, *name.encode()])))


def _scores(scenario: Scenario, number: int, root: list[int]) -> dict[str, Floats]:
    shape = (number, len(scenario.years))
    fresh = {
        name: _stream(root, _stream_name(name, figure)).standard_normal(shape)
        for name, figure in scenario.figures.items()
    }
    together = _mixed(scenario, fresh)
    alone = {
        name: _kept(each, persistence_of(scenario.figures[name]))
        for name, each in fresh.items()
        if name not in together
    }
    return alone | together


def _stream_name(name: str, figure: FigureDrawn) -> str:
    if is_by_rows(figure) and isinstance(figure.distribution, Bootstrap):
        return f"histories.{figure.distribution.rows}"
    return f"figures.{name}"


def _kept(fresh: Floats, persistence: float) -> Floats:
    """Return scores of which each year keeps a share of the year before; all stay standard."""
    scores = fresh.copy()
    for year in range(1, fresh.shape[1]):
        new = np.sqrt(1 - persistence**2) * fresh[:, year]
        scores[:, year] = persistence * scores[:, year - 1] + new
    return scores


def _mixed(scenario: Scenario, fresh: Mapping[str, Floats]) -> dict[str, Floats]:
    names, matrix = correlated(scenario)
    if not names:
        return {}
    kept = np.array([persistence_of(scenario.figures[name]) for name in names])
    stacked = np.stack([fresh[name] for name in names], axis=-1)
    scores = list(_year_by_year(stacked, kept, matrix))
    return {name: np.stack([year[:, i] for year in scores], axis=1) for i, name in enumerate(names)}


def _year_by_year(fresh: Floats, kept: Floats, matrix: Floats) -> Iterator[Floats]:
    first, later = lower_factor(matrix), lower_factor(innovations(matrix, list(kept)))
    scores = fresh[:, 0, :] @ first.T
    yield scores
    for year in range(1, fresh.shape[1]):
        scores = scores * kept + fresh[:, year, :] @ later.T
        yield scores
