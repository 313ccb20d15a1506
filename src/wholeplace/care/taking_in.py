"""Take in a file of events of any length, some hundred rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from wholeplace.care.access import Actor
from wholeplace.care.actions.events import keep_events, raise_alerts
from wholeplace.care.event_files import Row, rows_of
from wholeplace.care.events import Event
from wholeplace.place import CareTerms

Tell = Callable[[int], None]

_AT_ONCE = 500
MOST_TOLD = 20
"""Rows that could not be kept of which each is told; of the rest the number is."""


@dataclass(slots=True)
class Taken:
    """What became of a file: how many rows were kept, changed what is known, and so on."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    unknown: int = 0
    unfit: int = 0
    alerts: int = 0
    told: list[tuple[int, str]] = field(default_factory=list)


def take_in_file(
    by: Actor,
    path: Path,
    source: str,
    terms: CareTerms,
    tell: Callable[[int], None] = lambda _: None,
) -> Taken:
    """Keep every row that can be kept, and count the others; the same file again changes nothing.

    Each part of the file is kept whole or not at all, so that a file that was stopped can be taken
    in again. Raises ``Refused`` for what is no file of events.
    """
    taken = Taken()
    rows = rows_of(path, by.now)
    while part := list(islice(rows, _AT_ONCE)):
        _take_in_part(by, part, source, terms, taken)
        tell(taken.rows)
    return taken


def _take_in_part(by: Actor, part: list[Row], source: str, terms: CareTerms, taken: Taken) -> None:
    kept = keep_events(by=by, source=source, events=[r for r in part if isinstance(r, Event)])
    unfit = [row for row in part if not isinstance(row, Event)] + kept.unfit
    taken.rows += len(part)
    taken.new, taken.changed = taken.new + kept.new, taken.changed + kept.changed
    taken.same, taken.unknown = taken.same + kept.same, taken.unknown + kept.unknown
    taken.unfit += len(unfit)
    taken.told += sorted(unfit)[: MOST_TOLD - len(taken.told)]
    taken.alerts += len(raise_alerts(by=by, encounters=kept.encounters, terms=terms))


def lines_told(taken: Taken) -> Iterator[str]:
    """Yield what became of a file, a sentence each."""
    kept = f"{taken.new:,} new, {taken.changed:,} changed, {taken.same:,} as known"
    yield f"{taken.rows:,} rows: {kept}"
    yield f"{taken.unknown:,} of people who are not here, or have no NHS number"
    yield f"{taken.alerts:,} alerts raised"
