"""When something is due by a clock of the place, whether it is late, and by how much.

Days are days on the wall: what is due in seven days is due at the same time of day, also where the
clocks change in between. Hours that make no whole day are hours that pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from wholeplace.place import CareTerms, on

_DAY = 24


def due(terms: CareTerms, clock: str, start: datetime) -> datetime:
    """Return when something is due that began at a moment, by a clock of the place.

    Raises ``KeyError`` for a clock that the place does not have.
    """
    agreed, start = terms.clock(clock), start.astimezone(UTC)
    found = after(start, on(agreed.within_hours, timezone.localtime(start).date()))
    return min(found, max(start, end_of_day(start))) if agreed.same_day else found


def after(start: datetime, hours: float) -> datetime:
    """Return the moment so many hours later; more hours never give an earlier one."""
    # Python adds hours to what a clock on the wall shows, unless it is one that never changes.
    start = start.astimezone(UTC)
    days, rest = divmod(hours, _DAY)
    same_time = days_later(start, int(days))
    # An hour is lost in spring: 23.5 hours are not more than a day.
    return min(same_time + timedelta(hours=rest), days_later(start, int(days) + 1))


def days_later(start: datetime, days: int) -> datetime:
    """Return the same time of day so many days later, where we are."""
    if days == 0:
        return start.astimezone(UTC)
    local = timezone.localtime(start)
    wall = datetime.combine(local.date() + timedelta(days=days), local.time())
    return timezone.make_aware(wall).astimezone(UTC)


def end_of_day(moment: datetime) -> datetime:
    """Return the last minute of the day, where we are."""
    day = timezone.localtime(moment).date()
    return timezone.make_aware(datetime.combine(day, time(23, 59))).astimezone(UTC)


def is_late(due_at: datetime | None, at: datetime) -> bool:
    """Return whether a moment is after what was due; what has no time is never late."""
    return due_at is not None and at.astimezone(UTC) > due_at.astimezone(UTC)


def how_long(due_at: datetime | None, at: datetime) -> str:
    """Return in words how long there is, or how late it is: ``in 2 hours``, ``3 days late``."""
    if due_at is None:
        return ""
    days = (timezone.localtime(due_at).date() - timezone.localtime(at).date()).days
    gap = abs(due_at.astimezone(UTC) - at.astimezone(UTC))
    number, unit = (abs(days), "day") if gap >= timedelta(hours=_DAY) else _short(gap)
    words = f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{words} late" if is_late(due_at, at) else f"in {words}"


def _short(gap: timedelta) -> tuple[int, str]:
    minutes = int(gap.total_seconds()) // 60
    hours = minutes // 60
    return (hours, "hour") if hours else (minutes, "minute")


@dataclass(frozen=True, slots=True)
class Kept:
    """How a clock was kept: in time, late, still open and in time, still open and late."""

    in_time: int = 0
    late: int = 0
    open_in_time: int = 0
    open_late: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.in_time + self.late + self.open_in_time + self.open_late

    @property
    def share(self) -> float | None:
        """What share was in time, of those that are over or late; ``None`` where there is none."""
        over = self.in_time + self.late + self.open_late
        return self.in_time / over if over else None


def kept(rows: Iterable[tuple[datetime, datetime | None]], now: datetime) -> Kept:
    """Return how a clock was kept in rows of when something was due, and when it was done."""
    counts = {(True, False): 0, (True, True): 0, (False, False): 0, (False, True): 0}
    for due_at, done_at in rows:
        counts[done_at is not None, is_late(due_at, done_at or now)] += 1
    return Kept(counts[True, False], counts[True, True], counts[False, False], counts[False, True])
