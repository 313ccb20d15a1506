"""What must be known of each row so that every measure can be counted in one pass over it.

A measure asks yes-or-no questions of rows: is it of the numerator, of the denominator, does it show
that its feed was sent. Questions that several measures ask are asked once. The answers are bits of
whole numbers: rows with the same bits are counted together, however many measures there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wholeplace.outcomes.definition import Measure
from wholeplace.outcomes.events import CODED, Change, Events, Linked, Rows
from wholeplace.place import Conditions
from wholeplace.population.cohorts import Codes
from wholeplace.population.cohorts.marks import Mark, asked

BITS = 62
"""The bits of one whole number of the engine that are used; the sign is not."""

_SENT_BY: Mapping[str, tuple[str, ...]] = {
    "activity": ("setting",),
    "measurement": ("code_system", "code"),
}


@dataclass(frozen=True, slots=True, order=True)
class Stream:
    """A table of events, the day by which they belong to a month, and whether people count once."""

    events: Events
    by: Literal["began", "ended"] = "began"
    each: Literal["event", "person"] = "event"

    def __str__(self) -> str:
        """Return its name, for messages and tables."""
        return f"{self.events} {self.by} {self.each}"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a measure, and the rows of which it is asked."""

    events: Events
    base: tuple[Rows, ...]
    linked: Linked

    @property
    def key(self) -> str:
        """What two links that are alike have in common."""
        return self.events + _key(self.base) + self.linked.model_dump_json(exclude={"source"})


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to a row: whether it meets all ``rows`` and ``links``, and has ``filled``."""

    rows: tuple[Rows, ...]
    links: tuple[Link, ...] = ()
    filled: str = ""
    change: Change | None = None

    @property
    def key(self) -> str:
        """What two questions that are alike have in common."""
        change = str(self.change.within_days) if self.change else ""
        links = "".join(f"{link.linked.way}{link.key}" for link in self.links)
        return "|".join((_key(self.rows), links, self.filled, change))


def _key(rows: Iterable[Rows]) -> str:
    return "".join(one.model_dump_json() for one in rows)


Place = tuple[Stream, int]
"""Where the answer to a question is: the stream, and the number of the bit in it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the answers are that a measure is made of.

    ``numerator`` and ``denominator`` (none over person-time) are its rows; each of ``sent`` must
    have some in a month; ``needs`` are pairs of rows and of those that are filled.
    """

    numerator: Place
    denominator: Place | None
    sent: tuple[Place, ...]
    needs: tuple[tuple[Place, Place], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is asked of each stream, and where each measure finds its answers."""

    measures: tuple[Measure, ...]
    streams: Mapping[Stream, tuple[Ask, ...]]
    asked: Mapping[str, Asked]

    def links(self, events: Events) -> dict[str, Link]:
        """Return the links that are asked of a table of events, by key, each once."""
        of_table = (asks for stream, asks in self.streams.items() if stream.events == events)
        return {link.key: link for asks in of_table for ask in asks for link in ask.links}

    def marks(self) -> list[Mark]:
        """Return the marks of codes that any question needs, each once, in order."""
        found: list[Codes] = []
        for stream, asks in self.streams.items():
            found += [code for ask in asks for rows in ask.rows for code in rows.codes]
            found += [code for one in self.links(stream.events).values() for code in _codes(one)]
        return asked(found)

    def asks_coded(self) -> bool:
        """Return whether anything asks if a row is coded at all."""
        return any(ask.filled == CODED for asks in self.streams.values() for ask in asks)

    def values(self, stream: Stream) -> list[str]:
        """Return the columns that measures of a stream add up."""
        return list(
            dict.fromkeys(
                one.value
                for one in self.measures
                if one.value and self.asked[one.measure].numerator[0] == stream
            )
        )

    def changes(self) -> list[int]:
        """Return the days within which a measured value may have changed, each once."""
        found = (ask.change for asks in self.streams.values() for ask in asks if ask.change)
        return list(dict.fromkeys(one.within_days for one in found))

    def ages(self) -> set[int]:
        """Return the ages at which people of some measure begin or end."""
        limits = [one.ages for one in self.measures if one.ages]
        limits += [rows.ages for one in self.measures for rows in [one.of] if rows and rows.ages]
        found = {limit.from_ for limit in limits}
        return found | {limit.below for limit in limits if limit.below is not None}


def _codes(link: Link) -> list[Codes]:
    return [*link.linked.codes, *(code for rows in link.base for code in rows.codes)]


class _Plan:
    """A plan while it is made: a question that comes again has the number it had."""

    def __init__(self) -> None:
        self.streams: dict[Stream, list[Ask]] = {}
        self._numbers: dict[tuple[Stream, str], int] = {}

    def place(self, stream: Stream, ask: Ask) -> Place:
        asks = self.streams.setdefault(stream, [])
        key = (stream, ask.key)
        if key not in self._numbers:
            self._numbers[key] = len(asks)
            asks.append(ask)
        return stream, self._numbers[key]


def plan_of(measures: Sequence[Measure]) -> Plan:
    """Return what is asked of rows so that measures can be counted; published ones ask nothing."""
    made = _Plan()
    counted = [one for one in measures if one.kind != "published"]
    found = {one.measure: _asked(made, one) for one in counted}
    streams = {stream: tuple(made.streams[stream]) for stream in sorted(made.streams)}
    return Plan(tuple(measures), streams, found)


def _asked(made: _Plan, measure: Measure) -> Asked:
    stream = Stream(measure.events, measure.by, measure.each)
    every = Stream(measure.events, measure.by)
    of = (measure.of,) if measure.of else ()
    own = Rows(when=measure.counts, codes=measure.codes, ages=measure.ages)
    base = (*of, own)
    links = tuple(Link(measure.events, base, one) for one in measure.linked)
    filled = (measure.value or "") if measure.kind == "mean" else ""
    rows = Ask(base, links, filled, measure.change)
    under = (measure.of, Rows(ages=measure.ages)) if measure.of else ()
    return Asked(
        made.place(stream, rows),
        made.place(stream, Ask(under, change=measure.change)) if measure.of else None,
        tuple(dict.fromkeys(_sent(made, measure, every))),
        tuple(
            (
                made.place(every, Ask((Rows(when=need.where),), change=measure.change)),
                made.place(
                    every, Ask((Rows(when=need.where),), filled=need.column, change=measure.change)
                ),
            )
            for need in measure.needs
        ),
    )


def _sent(made: _Plan, measure: Measure, stream: Stream) -> list[Place]:
    first = measure.of.when if measure.of else measure.counts
    others = [
        made.place(Stream(link.events), _ask_sent(link.events, link.when))
        for link in measure.linked
    ]
    return [made.place(stream, _ask_sent(measure.events, first)), *others]


def _ask_sent(events: str, conditions: Conditions) -> Ask:
    """Return whether a row shows that the feed came which would hold such rows."""
    names = _SENT_BY.get(events, ())
    return Ask((Rows(when={name: conditions[name] for name in names if name in conditions}),))
