"""What became of what huddles decided: how many actions were done, in time, late, or not at all.

Compared by fifth of deprivation, since there is reason to: in a study of 12 multidisciplinary teams
(370 meetings) decisions were carried out less often for people from deprived areas.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from wholeplace.care.clocks import is_late
from wholeplace.care.states import Doing
from wholeplace.outcomes.statistics import Interval, proportions
from wholeplace.privacy import SmallNumbers

FIFTHS: Mapping[int | None, str] = {
    1: "Most deprived fifth",
    2: "Second fifth",
    3: "Third fifth",
    4: "Fourth fifth",
    5: "Least deprived fifth",
    None: "Not known",
}
"""Where people live, by fifth of deprivation (1 is the most deprived)."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action that was decided: for whom, how it stands, when it was due, when it was done."""

    person: Hashable
    state: str
    due_at: datetime | None = None
    done_at: datetime | None = None
    fifth: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many actions became what. ``overdue`` are those of the open ones that are."""

    in_time: int = 0
    late: int = 0
    not_done: int = 0
    still_open: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        """All of them: each is one of the four."""
        return self.in_time + self.late + self.not_done + self.still_open

    @property
    def done(self) -> int:
        """Those that were done, in time or late."""
        return self.in_time + self.late

    @property
    def ripe(self) -> int:
        """Those of which one can say whether they were carried out: over, or overdue."""
        return self.done + self.not_done + self.overdue


def tally(actions: Iterable[Action], now: datetime) -> Tally:
    """Return what became of actions; one that was dropped was not done."""
    counts = dict.fromkeys(("in_time", "late", "not_done", "still_open", "overdue"), 0)
    for one in actions:
        counts[became(one)] += 1
        if became(one) == "still_open" and is_late(one.due_at, now):
            counts["overdue"] += 1
    return Tally(**counts)


def became(action: Action) -> str:
    """Return which of the four an action is."""
    if action.state == Doing.DONE:
        was_late = action.done_at is not None and is_late(action.due_at, action.done_at)
        return "late" if was_late else "in_time"
    return "not_done" if action.state in (Doing.NOT_DONE, Doing.DROPPED) else "still_open"


K = TypeVar("K")


def parted(actions: Iterable[Action], key: Callable[[Action], K]) -> dict[K, list[Action]]:
    """Return actions in parts: each in one."""
    found: dict[K, list[Action]] = {}
    for one in actions:
        found.setdefault(key(one), []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its limits (Wilson's, 95%)."""

    of: int
    value: float
    limits: Interval


def share(part: int, whole: int) -> Share | None:
    """Return what share a part is, with its limits; none of nothing."""
    if not whole:
        return None
    found = proportions(part, whole)
    return Share(whole, float(found.value), Interval(float(found.lower), float(found.upper)))


@dataclass(frozen=True, slots=True)
class Fifth:
    """How decisions were carried out for people of a fifth; hidden where they are too few."""

    name: str
    actions: int | None
    carried_out: Share | None = None


def by_fifth(actions: Sequence[Action], now: datetime, rule: SmallNumbers) -> list[Fifth]:
    """Return how decisions were carried out, by fifth of deprivation.

    A group with few actions, or few people, is not shown, nor another that would give it away.
    """
    parts = parted(actions, lambda one: one.fifth)
    counts = {name: len(parts.get(fifth, [])) for fifth, name in FIFTHS.items()}
    few = frozenset(
        name
        for fifth, name in FIFTHS.items()
        if rule.is_small(len({one.person for one in parts.get(fifth, [])}))
    )
    hidden = rule.hidden_rows(counts, few).rows
    rows = []
    for fifth, name in FIFTHS.items():
        part = parts.get(fifth, [])
        if name in hidden:
            rows.append(Fifth(name, None))
        elif part:
            one = tally(part, now)
            rows.append(Fifth(name, one.total, share(one.done, one.ripe)))
    return rows
