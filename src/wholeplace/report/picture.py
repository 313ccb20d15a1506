"""Marks placed in pixels, for pictures in which several drawings have scales of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from wholeplace.report.charts import Drawing, Layout, Row, Rows, ground_of

Align: TypeAlias = Literal["left", "center", "right"]
Shape: TypeAlias = Literal["circle", "diamond", "square", "triangle-up"]
_Layer: TypeAlias = Mapping[str, object]


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
class Style:
    """How words are written: which end of them stands at their place, and how they look."""

    align: Align
    bold: bool
    colour: str
    clear: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be drawn: layers in order, each with the words that stand on it.

    Layers are plain Vega-Lite, for a page may have hundreds of them: making them of Altair's
    classes takes several times as long as drawing them. A test holds them against its grammar.
    """

    layers: list[_Layer] = field(default_factory=list)
    words: dict[Style, list[Row]] = field(default_factory=dict)

    def rectangles(self, rows: Rows, colour: str) -> None:
        """Add filled rectangles from ``x`` to ``x2`` and ``y`` to ``y2``."""
        self._add(rows, {"type": "rect", "color": colour}, "x", "x2", "y", "y2")

    def rules(self, rows: Rows, colour: str, width: float) -> None:
        """Add upright rules at ``x`` from ``y`` to ``y2``."""
        mark = {"type": "rule", "color": colour, "strokeWidth": width}
        self._add(rows, mark, "x", "y", "y2")

    def lines(self, rows: Rows, colour: str, width: float, dash: Sequence[int] = ()) -> None:
        """Add lines through ``x`` and ``y``: one for each ``part``, in the order of ``x``."""
        broken = {"strokeDash": list(dash)} if dash else {}
        mark = {"type": "line", "color": colour, "strokeWidth": width, **broken}
        self._add(rows, mark, "x", "y", "detail", "order")

    def points(self, rows: Rows, colour: str, *, filled: bool) -> None:
        """Add round points at ``x`` and ``y``, filled or empty."""
        inside = colour if filled else "white"
        mark = {"type": "point", "size": 70, "fill": inside, "stroke": colour, "opacity": 1}
        self._add(rows, mark, "x", "y")

    def shapes(self, rows: Rows, colour: str, shape: Shape, size: int = 60) -> None:
        """Add filled marks of a shape at ``x`` and ``y``."""
        mark = {"type": "point", "size": size, "shape": shape, "fill": colour, "opacity": 1}
        self._add(rows, {**mark, "stroke": "white", "strokeWidth": 0.6}, "x", "y")

    def say(
        self,
        text: str,
        x: float,
        y: float,
        *,
        align: Align = "left",
        bold: bool = False,
        colour: str = "",
        clear: bool = False,
    ) -> None:
        """Add words at a place; ``align`` says which end of them stands there.

        Where they are to be ``clear``, what lies beneath them is kept off with white.
        """
        row: Row = {"text": text, "x": x, "y": y}
        self.words.setdefault(Style(align, bold, colour, clear), []).append(row)

    def drawing(
        self, layout: Layout, height: float, *, padding: int = 0, background: str = "transparent"
    ) -> Drawing:
        """Return everything as one picture so wide as the layout, words on top."""
        words = (layer for style, rows in self.words.items() for layer in _written(style, rows))
        layers = [*self.layers, *words]
        ground = ground_of(layout.width, height)
        return {**ground, "padding": padding, "background": background, "layer": layers}

    def _add(self, rows: Rows, mark: Mapping[str, object], *channels: str) -> None:
        if rows:
            self.layers.append(_layer(rows, mark, *channels))


def _written(style: Style, rows: Rows) -> Iterator[_Layer]:
    weight = "bold" if style.bold else "normal"
    mark: dict[str, object] = {"type": "text", "align": style.align, "fontWeight": weight}
    if style.clear:
        edge = {"color": "white", "stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}
        yield _layer(rows, {**mark, **edge}, "x", "y", "text")
    if style.colour:
        mark["color"] = style.colour
    yield _layer(rows, mark, "x", "y", "text")


def _layer(rows: Rows, mark: Mapping[str, object], *channels: str) -> _Layer:
    encoding = {channel: _CHANNELS[channel] for channel in channels}
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


_NUMBER: Mapping[str, object] = {"type": "quantitative", "scale": None, "axis": None}
_CHANNELS: Mapping[str, Mapping[str, object]] = {
    "x": {"field": "x", **_NUMBER},
    "y": {"field": "y", **_NUMBER},
    "x2": {"field": "x2"},
    "y2": {"field": "y2"},
    "detail": {"field": "part", "type": "nominal"},
    "order": {"field": "x", "type": "quantitative"},
    "text": {"field": "text", "type": "nominal"},
}
