"""Real figures as data, and what the made-up place has beside each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RealFigure:
    """A published figure: ``within`` is how far (0.10 = 10%) the made-up place may lie from it.

    ``main`` figures are those that a place must meet to be called calibrated; ``how`` says how
    the synthetic figure is made comparable.
    """

    id: str
    name: str
    unit: str
    real: float
    main: bool
    within: float
    year: str
    source: str
    how: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A real figure and the synthetic one, or None where the feeds do not tell it."""

    figure: RealFigure
    synthetic: float | None

    @property
    def apart(self) -> float | None:
        """How far the synthetic figure lies from the real one, as a share of it."""
        return None if self.synthetic is None else self.synthetic / self.figure.real - 1

    @property
    def met(self) -> bool | None:
        """Whether it lies within what the figure allows; None where it is not told."""
        return None if self.apart is None else abs(self.apart) <= self.figure.within


def real_figures(rows: Iterable[Mapping[str, str]]) -> tuple[RealFigure, ...]:
    """Return the figures of ``calibration/figures.csv``, given its rows by column name."""
    return tuple(
        RealFigure(
            id=row["id"],
            name=row["name"],
            unit=row["unit"],
            real=float(row["real"]),
            main=row["main"] == "yes",
            within=float(row["within"].removesuffix("%")) / 100,
            year=row["year"],
            source=row["source"],
            how=row["how"],
        )
        for row in rows
    )


def compared(figures: Sequence[RealFigure], synthetic: Mapping[str, float]) -> tuple[Compared, ...]:
    """Return every real figure with its synthetic one, in the order of the real ones.

    Raises ``ValueError`` where a synthetic figure has no real one: a name was mistyped.
    """
    unknown = synthetic.keys() - {figure.id for figure in figures}
    if unknown:
        msg = f"these figures have no real one beside them: {sorted(unknown)}"
        raise ValueError(msg)
    return tuple(Compared(figure, synthetic.get(figure.id)) for figure in figures)
