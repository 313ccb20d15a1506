"""A chart as a file of its own: on white ground with a margin, its title and words inside."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from wholeplace.report.charts import Chart

_BOX = re.compile(
    r'width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"'
)
_MARGIN = 12


def as_file(title: str, drawn: Chart) -> Chart:
    """Return a chart whose wide form stands alone: with a title, and what it says in words."""
    told = f"<title>{escape(title)}</title><desc>{escape(drawn.says)}</desc>"
    ground = f'<rect x="-{_MARGIN}" y="-{_MARGIN}" width="110%" height="110%" fill="white"/>'
    wide = _BOX.sub(_with_margin, drawn.wide, count=1)
    start = wide.index(">") + 1
    return replace(drawn, wide=f'{wide[: start - 1]} role="img">{told}{ground}{wide[start:]}')


def _with_margin(found: re.Match[str]) -> str:
    width, height = (int(float(found[name])) + 2 * _MARGIN for name in ("width", "height"))
    return f'width="{width}" height="{height}" viewBox="-{_MARGIN} -{_MARGIN} {width} {height}"'
