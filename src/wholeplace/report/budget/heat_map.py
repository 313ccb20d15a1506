"""Practice by service in shades of one colour, with the number in every cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.kernel import symbol_of
from wholeplace.privacy import MARK
from wholeplace.report.budget.shown import Shown, ShownMembers
from wholeplace.report.charts import BLUE, Chart, Drawing, Layout, Row, chart
from wholeplace.report.picture import Marks
from wholeplace.report.words import fixed

_SHADES = ("#f3f6fa", "#d5e0ec", "#a9c1d8", "#6f96bb", BLUE)
_WHITE_FROM = 4
_ROW, _HEAD, _LINE, _NAMES = 26, 64, 15, 190
_NARROW_HEAD = 30
_NOTE = (
    "Cost for each member and month, in {money}. Darker is more, in five shades from least to most"
    " within each service. {mark} may not be shown."
)


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell in its place: what is written in it, and how dark it is (none: may not be shown)."""

    text: str
    shade: int | None
    practice: int
    service: int


def heat_map(shown: Shown, members: ShownMembers) -> Chart:
    """Return the heat map; where there is nothing to draw, a sentence that says so."""
    boxes = list(_boxes(members))
    if not any(box.shade is not None for box in boxes):
        return Chart("No practice and service has enough people to be shown.")
    key = "; ".join(f"{i} {shown.name(one)}" for i, one in enumerate(members.services, 1))
    note = _NOTE.format(money=symbol_of(members.currency).strip(), mark=MARK)
    return chart(
        _says(shown, members),
        f"{note} On a narrow page services go by numbers: {key}.",
        lambda layout: _drawn(shown, members, boxes, layout),
    )


def _says(shown: Shown, members: ShownMembers) -> str:
    found = {key: row.pmpm for key, row in members.cells.items() if row and row.pmpm is not None}
    if not found:
        return "Nothing can be shown."
    told = []
    for service in members.services:
        mine = {one: pmpm for (one, of), pmpm in found.items() if of == service}
        if mine:
            low, high = (pick(mine, key=lambda one: (mine[one], one)) for pick in (min, max))
            ends = " to ".join(f"{fixed(mine[o], 2)} ({shown.name(o)})" for o in (low, high))
            told.append(f"{shown.name(service)} {ends}")
    return f"Cost for each member and month, by practice. {'; '.join(told)}."


def _boxes(members: ShownMembers) -> Iterator[_Box]:
    for column, service in enumerate(members.services):
        found = [members.cells[one, service] for one in members.in_order]
        known = [row.pmpm for row in found if row is not None and row.pmpm is not None]
        for line, row in enumerate(found):
            if row is None:
                yield _Box(MARK, None, line, column)
            elif row.pmpm is None:
                yield _Box("", None, line, column)
            else:
                shade = _shade(row.pmpm, min(known), max(known))
                yield _Box(fixed(row.pmpm, 2), shade, line, column)


def _shade(value: Fraction, low: Fraction, high: Fraction) -> int:
    part = (value - low) / (high - low) if high > low else Fraction(0)
    return min(int(part * len(_SHADES)), len(_SHADES) - 1)


def _drawn(shown: Shown, members: ShownMembers, boxes: Sequence[_Box], layout: Layout) -> Drawing:
    marks, narrow = Marks(), layout.has_names_above
    left = 0.0 if narrow else float(_NAMES)
    step = (layout.width - left) / len(members.services)
    tops, height = _tops(shown, members, marks, narrow=narrow)
    _headings(shown, members, marks, (left, step), narrow=narrow)
    for shade, colour in enumerate(_SHADES):
        some = [box for box in boxes if box.shade == shade]
        marks.rectangles([_place(box, tops, left, step) for box in some], colour)
    dark = [box for box in boxes if box.shade is not None and box.shade >= _WHITE_FROM]
    light = [box for box in boxes if box not in dark]
    for some, colour in ((light, ""), (dark, "white")):
        for box in some:
            middle = left + step * (box.service + 0.5)
            y = tops[box.practice] + _ROW / 2
            marks.say(box.text, middle, y, align="center", colour=colour)
    return marks.drawing(layout, height, padding=12, background="white")


def _place(box: _Box, tops: Sequence[float], left: float, step: float) -> Row:
    x, y = left + step * box.service, tops[box.practice]
    return {"x": x + 1, "x2": x + step - 1, "y": y + 1, "y2": y + _ROW - 1}


def _tops(
    shown: Shown, members: ShownMembers, marks: Marks, *, narrow: bool
) -> tuple[list[float], float]:
    """Return where each practice's row begins, and how high all is; names are written."""
    y, tops, before = float(_NARROW_HEAD if narrow else _HEAD), [], ""
    for practice in members.in_order:
        near = members.neighbourhood_of[practice]
        if near != before:
            marks.say(shown.name(near), 0, y + _ROW / 2, bold=True)
            y, before = y + _ROW, near
        if narrow:
            marks.say(shown.name(practice), 0, y + _LINE / 2)
            y += _LINE + 3
        else:
            marks.say(_cut(shown.name(practice), 26), 12, y + _ROW / 2)
        tops.append(y)
        y += _ROW
    return tops, y + 4


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _headings(
    shown: Shown, members: ShownMembers, marks: Marks, at: tuple[float, float], *, narrow: bool
) -> None:
    left, step = at
    for i, service in enumerate(members.services):
        middle = left + step * (i + 0.5)
        if narrow:
            marks.say(str(i + 1), middle, _NARROW_HEAD / 2, align="center", bold=True)
            continue
        lines = _wrapped(shown.name(service), max(6, int(step / 7)))
        for line, words in enumerate(lines):
            y = _HEAD - 10 - _LINE * (len(lines) - 1 - line)
            marks.say(words, middle, y, align="center", bold=True)


def _wrapped(words: str, most: int, lines: int = 4) -> list[str]:
    """Return words in lines that are not longer than asked for, where a word is not."""
    found = [""]
    for word in words.split():
        if found[-1] and len(found[-1]) + 1 + len(word) > most:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    kept = [_cut(line, most + 2) for line in found[:lines]]
    return kept if len(found) <= lines else [*kept[:-1], _cut(kept[-1] + " …", most + 2)]
