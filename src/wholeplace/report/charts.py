"""What the charts of a report share: two layouts, quiet colours, and the way to SVG text.

The same figures give the same bytes. A chart can be read without colour: signs, labels and filled
or empty shapes carry the meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import altair as alt
import vl_convert

FONT = "Arial, Helvetica, sans-serif"
INK, RULE = "#1d2733", "#c3cad2"
BLUE, ORANGE, PALE = "#2b5a86", "#a8560f", "#b9cbdd"
BAR = 14
_TEXT: Mapping[str, Any] = {
    "font": FONT, "fontSize": 13, "color": INK, "baseline": "middle", "align": "left",
}  # fmt: skip

Row: TypeAlias = Mapping[str, str | float | bool]
Rows: TypeAlias = Sequence[Row]
Drawing: TypeAlias = alt.LayerChart | Mapping[str, object]
"""A picture as Altair has it, or as plain Vega-Lite."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand, in pixels: names to the left of the bars, or above them (``left`` 0)."""

    width: int
    left: int
    row: int

    @property
    def has_names_above(self) -> bool:
        """Whether a row's name stands above its bar."""
        return not self.left

    def at(self, index: int) -> float:
        """Return the height at which the bar of row ``index`` is drawn, from the top."""
        return index * self.row + (self.row - BAR if self.has_names_above else self.row / 2)

    def across(self, room_for_labels: int) -> list[int]:
        """Return where the scale of the bars begins and ends; labels stand to the right of it."""
        return [self.left, self.width - room_for_labels]


WIDE, NARROW = Layout(800, 330, 34), Layout(330, 0, 50)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as SVG text for wide and narrow pages, the same in a sentence, and a note to it.

    Where there was nothing to draw the SVG texts are empty and the sentence says why.
    """

    says: str
    note: str = ""
    wide: str = ""
    narrow: str = ""


def chart(says: str, note: str, draw: Callable[[Layout], Drawing]) -> Chart:
    """Return a chart drawn in both layouts."""
    return Chart(says, note, to_svg(draw(WIDE)), to_svg(draw(NARROW)))


def once(draw: Callable[[], Chart]) -> Callable[[], Chart]:
    """Return the same, drawn when it is first asked for and kept: for a page and for files."""
    return cache(draw)


def to_svg(drawing: Drawing) -> str:
    """Return a drawing as SVG text; nothing is fetched and no file is touched."""
    spec = drawing if isinstance(drawing, Mapping) else drawing.to_dict()
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    return vl_convert.vegalite_to_svg(dict(spec), vl_version=version, allowed_base_urls=[])


def layered(layers: Sequence[alt.Chart], layout: Layout, rows: int) -> alt.LayerChart:
    """Put layers on one quiet ground: no frame, no grid, fixed size whatever fonts there are."""
    text = alt.MarkConfig(**_TEXT)
    drawing: alt.LayerChart = (
        alt.layer(*layers)
        .properties(
            width=layout.width,
            height=rows * layout.row,
            padding=0,
            autosize=alt.AutoSizeParams(type="none"),
            background="transparent",
        )
        .configure(text=text, aria=False)
        .configure_view(stroke=None)
    )
    return drawing


def ground_of(width: float, height: float) -> Mapping[str, object]:
    """Return the same quiet ground as plain Vega-Lite, so large."""
    return {
        "width": width,
        "height": height,
        "autosize": {"type": "none"},
        "config": {"view": {"stroke": None}, "aria": False, "text": _TEXT},
    }


def of(rows: Rows) -> alt.Chart:
    """Return a chart of rows without axes; ``y`` is in pixels from the top."""
    values = alt.InlineData(values=[dict(row) for row in rows])
    positioned: alt.Chart = alt.Chart(values).encode(y=pixels("y"))
    return positioned


def pixels(field: str) -> alt.Y:
    """Return a vertical position that is given in pixels, with nothing drawn for it."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def names(rows: Rows, layout: Layout) -> alt.Chart:
    """Write each row's name at the left, beside its bar or above it."""
    above, room = (-BAR - 4, layout.width) if layout.has_names_above else (0, layout.left - 16)
    texts = of(rows).mark_text(dy=above, limit=room)
    named: alt.Chart = texts.encode(x=alt.value(0), text="name:N")
    return named
