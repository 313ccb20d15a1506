"""What few people or events are behind: texts that count them, and figures of their time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from wholeplace.kernel import Figure, Unit
from wholeplace.privacy import MARK, SmallNumbers

T = TypeVar("T")

FEWEST = 3
"""How many of a group are hidden at least, where their sum and a weighted sum of them are told."""

_COUNTED = re.compile(r"(?P<number>\d[\d,]*)(?P<what> (?:cost rows|rows|people|activities)\b)")
_OVER = re.compile(r"(?P<days>\d[\d,]*)(?:\.\d+…?)? / (?P<year>\d{3})\b")
_PERSON_YEARS = ".person_years."


def least(*counts: int) -> int:
    """Return the least of some counts that is not nought; nought where all are."""
    return min((count for count in counts if count), default=0)


def to_three(counts: Mapping[str, int], hidden: Collection[str]) -> frozenset[str]:
    """Return hidden rows with more, the smallest first, until they are three or there is no more.

    Two are found where both their sum and a sum of them at known weights can be worked out.
    """
    if not any(counts.get(name) for name in hidden):
        return frozenset(hidden)
    rest = sorted((n, name) for name, n in counts.items() if n and name not in hidden)
    there = sum(bool(counts.get(name)) for name in hidden)
    return frozenset([*hidden, *(name for _, name in rest[: max(0, FEWEST - there)])])


class Few:
    """Takes small counts out of figures, wherever they stand in a noun; each figure once."""

    def __init__(self, small: SmallNumbers | None, segments: Collection[str] = ()) -> None:
        """Take the policy (none: nobody was counted), and segments of which nothing is told."""
        self.small = small
        self._segments = frozenset(segments)
        self._known: dict[int, tuple[Figure, Figure]] = {}

    def out_of(self, value: T) -> T:
        """Return the same noun, with no small count left in any figure of it."""
        if self.small is None:
            return value
        found: object = value
        if isinstance(value, Figure):
            found = self._figure(value)
        elif isinstance(value, tuple):
            found = tuple(map(self.out_of, value))
        elif isinstance(value, dict):
            found = {key: self.out_of(one) for key, one in value.items()}
        elif is_dataclass(value) and not isinstance(value, type):
            parts = {one.name: self.out_of(getattr(value, one.name)) for one in fields(value)}
            found = replace(value, **parts)
        return found  # type: ignore[return-value]  # each branch keeps the type it was given

    def text(self, words: str) -> str:
        """Return words in which small counts are marked."""
        small = self.small
        if small is None:
            return words

        def shown(found: re.Match[str]) -> str:
            return small.shown(_number(found["number"])) + found["what"]

        return _COUNTED.sub(shown, words)

    def _figure(self, figure: Figure) -> Figure:
        if id(figure) not in self._known:
            # The figure is kept with what was made of it, so that its id is not given again.
            self._known[id(figure)] = figure, self._made(figure)
        return self._known[id(figure)][1]

    def _made(self, figure: Figure) -> Figure:
        hidden = self._groups(figure.children)
        children = tuple(
            held_back(self.small, child) if child.id in hidden else self._figure(child)
            for child in figure.children
        )
        label, inputs, note = map(self.text, (figure.label, figure.inputs, figure.note))
        return replace(figure, children=children, label=label, inputs=inputs, note=note)

    def _groups(self, children: Iterable[Figure]) -> frozenset[str]:
        """Return the ids of figures of person-time that are of few people, or give one away.

        The average weight of them all is told, so that two could be worked out.
        """
        found = {one.id: one for one in children if _is_time(one)}
        if self.small is None or not found:
            return frozenset()
        counts = {id_: _people(one) for id_, one in found.items()}
        also = frozenset(id_ for id_ in found if id_.rpartition(".")[2] in self._segments)
        return to_three(counts, self.small.hidden_rows(counts, also).rows)


def held_back(small: SmallNumbers | None, figure: Figure) -> Figure:
    """Return a figure that is not shown, and tells only why."""
    note = small.why if small else ""
    return Figure(figure.id, MARK, figure.unit, figure.label, note=note, currency=figure.currency)


def _is_time(figure: Figure) -> bool:
    return figure.unit is Unit.YEARS and _PERSON_YEARS in figure.id


def _people(figure: Figure) -> int:
    """Return at least how many people were there: whole person-years, in the smaller year."""
    years = [(_number(one["days"]), int(one["year"])) for one in _OVER.finditer(figure.inputs)]
    return least(*(max(days // length, 1) for days, length in years if days))


def _number(written: str) -> int:
    return int(written.replace(",", ""))
