"""What other organisations tell of people: ED attendances, stays, ambulances, GP contacts.

Read from CSV, or from FHIR R4 Encounters (NDJSON, or a Bundle), row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from wholeplace.care.models import Encounter
from wholeplace.record.nhs_number import cleaned, is_valid

DISCHARGE = "discharge"
KINDS: Mapping[str, Encounter.Kind] = {
    **{one.value: one for one in Encounter.Kind},
    DISCHARGE: Encounter.Kind.ADMISSION,
}
"""The words for what it was; who sends a discharge by itself tells the end of the stay."""

LONGEST: Mapping[str, int] = {"source_id": 80, "organisation": 12, "reason": 300, "outcome": 300}
LONGEST_SOURCE = 40
_FIRST = datetime(1900, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)


class Unfit(Exception):  # noqa: N818 - a row that cannot be kept; it is told with its line
    """What is wrong with a row. Nothing of what the row says stands in it."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to somebody, as it was told on a line."""

    line: int
    source_id: str
    nhs_number: str = field(repr=False)
    kind: Encounter.Kind
    organisation: str
    starts: datetime
    ends: datetime | None = None
    reason: str = field(default="", repr=False)
    outcome: str = field(default="", repr=False)

    def after(self, earlier: Event) -> Event:
        """Return both as one, where the same was told twice: what is missing now stays known."""
        return replace(
            self,
            ends=self.ends or earlier.ends,
            reason=self.reason or earlier.reason,
            outcome=self.outcome or earlier.outcome,
        )


def event_of(line: int, told: Mapping[str, str], now: datetime) -> Event:
    """Return a row as an event; raises ``Unfit``.

    A number that is missing stays so: the event is of nobody here.
    """
    words = {name: " ".join(text.split()) for name, text in told.items()}
    _check_texts(words)
    kind = words.get("kind", "").lower()
    if kind not in KINDS:
        raise Unfit(f"kind is none of {', '.join(KINDS)}")
    starts = _moment("starts", words.get("starts", ""))
    ends = _moment("ends", words["ends"]) if words.get("ends") else None
    _check_times(kind, starts, ends, now)
    return Event(
        line, words["source_id"], _number(words.get("nhs_number", "")), KINDS[kind],
        words["organisation"], starts, ends, words.get("reason", ""), words.get("outcome", ""),
    )  # fmt: skip


def _check_texts(words: Mapping[str, str]) -> None:
    for name, text in words.items():
        if "\ufffd" in text or "\0" in text:
            raise Unfit(f"{name} is not UTF-8 text")
        if len(text) > LONGEST.get(name, len(text)):
            raise Unfit(f"{name} has more than {LONGEST[name]} characters")
    for name in ("source_id", "organisation"):
        if not words.get(name):
            raise Unfit(f"{name} is missing")


def _number(text: str) -> str:
    if not text:
        return ""
    if not is_valid(text):
        raise Unfit("nhs_number is no NHS number")
    return cleaned(text)


def _moment(name: str, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        # The clock on the wall, where nothing else is said.
        return timezone.make_aware(found) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unfit(f"{name} is no time such as 2019-06-03T09:30") from None


def _check_times(kind: str, starts: datetime, ends: datetime | None, now: datetime) -> None:
    if kind == DISCHARGE and ends is None:
        raise Unfit("ends is missing: a discharge is the end of a stay")
    if ends is not None and ends < starts:
        raise Unfit("ends is before starts")
    for name, at in (("starts", starts), ("ends", ends)):
        if at is not None and not _FIRST <= at <= now + _AHEAD:
            raise Unfit(f"{name} is in the future, or before 1900")
