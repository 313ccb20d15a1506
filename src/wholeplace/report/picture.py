"""Marks placed in pixels, for pictures in which several drawings have scales of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import altair as alt

from wholeplace.report.charts import Row, Rows, of, pixels

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Across:
    """A scale: an amount becomes pixels from the left."""

    least: float
    most: float
    left: float
    right: float

    def at(self, amount: float) -> float:
        """Return where an amount stands; what lies beyond an end stands at it."""
        width = self.most - self.least or 1.0
        share = min(max((amount - self.least) / width, 0.0), 1.0)
        return self.left + share * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be drawn: layers in order, each with the words that stand on it."""

    layers: list[alt.Chart] = field(default_factory=list)
    words: dict[tuple[Align, bool], list[Row]] = field(default_factory=dict)

    def rectangles(self, rows: Rows, colour: str) -> None:
        """Add filled rectangles from ``x`` to ``x2`` and ``y`` to ``y2``."""
        if rows:
            drawn = of(rows).mark_rect(color=colour)
            self.layers.append(drawn.encode(x=_x("x"), x2="x2", y=pixels("y"), y2="y2"))

    def rules(self, rows: Rows, colour: str, width: float) -> None:
        """Add upright rules at ``x`` from ``y`` to ``y2``."""
        if rows:
            drawn = of(rows).mark_rule(color=colour, strokeWidth=width)
            self.layers.append(drawn.encode(x=_x("x"), y=pixels("y"), y2="y2"))

    def points(self, rows: Rows, colour: str, *, filled: bool) -> None:
        """Add round points at ``x`` and ``y``, filled or empty."""
        if rows:
            inside = colour if filled else "white"
            drawn = of(rows).mark_point(size=70, fill=inside, stroke=colour, opacity=1)
            self.layers.append(drawn.encode(x=_x("x")))

    def say(
        self, text: str, x: float, y: float, *, align: Align = "left", bold: bool = False
    ) -> None:
        """Add words at a place; ``align`` says which end of them stands there."""
        self.words.setdefault((align, bold), []).append({"text": text, "x": x, "y": y})

    def all(self) -> list[alt.Chart]:
        """Return every layer, words on top."""
        layers = list(self.layers)
        for (align, bold), rows in self.words.items():
            drawn = of(rows).mark_text(align=align, fontWeight="bold" if bold else "normal")
            layers.append(drawn.encode(x=_x("x"), text="text:N"))
        return layers


def _x(name: str) -> alt.X:
    return alt.X(f"{name}:Q", scale=None, axis=None)
