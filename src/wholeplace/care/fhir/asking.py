"""What somebody may ask for, and how each way of asking narrows the rows."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from wholeplace.care.fhir.codes import NHS_NUMBER, words_for

LONGEST, MOST_VALUES = 200, 100
_FIRST_YEAR, _LAST_YEAR = 1850, 2199
_MOST = 2**63 - 1
_PREFIXES = ("eq", "ne", "lt", "le", "gt", "ge")
_MOMENT = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"(T(?P<clock>\d\d:\d\d(:\d\d(\.\d{1,6})?)?)(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)


class BadAsk(Exception):  # noqa: N818 - what was asked cannot be answered: it is told to who asked
    """A parameter that is not known here, or has a value that it cannot have."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A parameter: its type in FHIR, and how a value narrows rows."""

    type: str
    narrows: Callable[[str], Q]
    about: str


def token(field: str, table: Mapping[str, str], about: str, beside: Iterable[str] = ()) -> Ask:
    """Return a parameter of a code that stands for some of our words.

    ``beside`` are codes that other records of the same resource have, and these have not.
    """
    known = {*table.values(), *beside}

    def narrows(value: str) -> Q:
        code = value.rpartition("|")[2]
        if code not in known:
            raise BadAsk(f"'{code[:40]}' is none of {', '.join(sorted(known))}")
        return Q(**{f"{field}__in": words_for(table, code)})

    return Ask("token", narrows, about)


def plain(field: str, about: str) -> Ask:
    """Return a parameter of a code that is kept as it is."""
    return Ask("token", lambda value: Q(**{field: value.rpartition("|")[2]}), about)


def begins(field: str, about: str) -> Ask:
    """Return a parameter of words with which a text begins, whatever their case."""
    return Ask("string", lambda value: Q(**{f"{field}__istartswith": value}), about)


def nhs_number() -> Ask:
    """Return the parameter of an NHS number, with or without the system of such numbers."""

    def narrows(value: str) -> Q:
        system, _, number = value.rpartition("|")
        if system not in ("", NHS_NUMBER):
            raise BadAsk(f"identifiers here are of the system {NHS_NUMBER}")
        return Q(nhs_number=number)

    return Ask("token", narrows, "the NHS number")


def when(field: str, about: str, *, is_day: bool = False) -> Ask:
    """Return a parameter of a moment, or of a day, with a prefix such as ``ge``."""

    def narrows(value: str) -> Q:
        prefix = value[:2] if value[:2] in _PREFIXES else "eq"
        starts, ends = interval(value.removeprefix(prefix))
        if not is_day:
            return _between(field, prefix, starts, ends)
        if (ends - starts) < timedelta(hours=23):
            raise BadAsk("this is a day: ask for it without a time")
        days = [timezone.localtime(at).date() for at in (starts, ends)]
        return _between(field, prefix, *days)

    return Ask("date", narrows, about)


def ended(field: str, about: str, beside: Iterable[str] = ()) -> Ask:
    """Return the parameter of a status that follows from whether something has ended."""
    known = {"finished", "in-progress", *beside}

    def narrows(value: str) -> Q:
        code = value.rpartition("|")[2]
        if code not in known:
            raise BadAsk(f"'{code[:40]}' is none of {', '.join(sorted(known))}")
        is_open = {"finished": False, "in-progress": True}.get(code)
        return Q(pk__in=[]) if is_open is None else Q(**{f"{field}__isnull": is_open})

    return Ask("token", narrows, about)


def _between(field: str, prefix: str, starts: date, ends: date) -> Q:
    inside = Q(**{f"{field}__gte": starts, f"{field}__lt": ends})
    return {
        "eq": inside,
        "ne": ~inside,
        "lt": Q(**{f"{field}__lt": starts}),
        "le": Q(**{f"{field}__lt": ends}),
        "gt": Q(**{f"{field}__gte": ends}),
        "ge": Q(**{f"{field}__gte": starts}),
    }[prefix]


def interval(text: str) -> tuple[datetime, datetime]:
    """Return from when until when a date of FHIR lasts: a year, a month, a day or a second.

    Without an offset it is the time where they work. Raises ``BadAsk``.
    """
    found = _MOMENT.fullmatch(text)
    if found is None or not _FIRST_YEAR <= int(found["year"]) <= _LAST_YEAR:
        raise BadAsk(f"'{text[:40]}' is no date such as 2019-06-03 or 2019-06-03T09:30:00Z")
    try:
        return _interval(text, found)
    except (ValueError, OverflowError):
        raise BadAsk(f"'{text[:40]}' is a date that no calendar has") from None


def _interval(text: str, found: re.Match[str]) -> tuple[datetime, datetime]:
    if found["clock"]:
        starts = datetime.fromisoformat(text)
        if starts.tzinfo is None:
            starts = timezone.make_aware(starts)
        return starts, starts + timedelta(seconds=1)
    year, month, on = (int(found[name] or 1) for name in ("year", "month", "day"))
    first = date(year, month, on)
    if found["day"]:
        last = first + timedelta(days=1)
    elif found["month"]:
        last = (first + timedelta(days=31)).replace(day=1)
    else:
        last = date(year + 1, 1, 1)
    begin, end = (datetime(one.year, one.month, one.day) for one in (first, last))  # noqa: DTZ001
    return timezone.make_aware(begin), timezone.make_aware(end)


def as_text(ask: Ask) -> Ask:
    """Return a parameter of moments for a field that keeps them as texts in UTC."""

    def narrows(value: str) -> Q:
        return _texts(ask.narrows(value))

    return Ask(ask.type, narrows, ask.about)


def _texts(asked: Q) -> Q:
    made = Q(_connector=asked.connector, _negated=asked.negated)
    for child in asked.children:
        made.children.append(_texts(child) if isinstance(child, Q) else _as_text(child))
    return made


def _as_text(child: Any) -> tuple[str, str]:  # noqa: ANN401 - a condition of Django's
    name, at = child
    return name, at.astimezone(UTC).isoformat(timespec="microseconds")


def narrowed(
    rows: QuerySet[Any], asks: Mapping[str, Ask], asked: Mapping[str, Sequence[str]]
) -> QuerySet[Any]:
    """Return the rows that meet all that was asked: any of the values between commas."""
    for name, texts in asked.items():
        for text in texts:
            rows = rows.filter(_any(asks[name], text))
    return rows


def _any(ask: Ask, text: str) -> Q:
    values = text.split(",")
    if len(values) > MOST_VALUES:
        raise BadAsk(f"ask for at most {MOST_VALUES} values at once")
    found = Q(pk__in=[])
    for value in values:
        found |= ask.narrows(value)
    return found


def uuid_of(text: str) -> uuid.UUID | None:
    """Return the id that a text is, as resources write it; ``None`` where it is none."""
    try:
        found = uuid.UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() else None


def of_ids(model: type[Model]) -> Ask:
    """Return the parameter of ids of a model: of what is no id nothing is found."""
    is_number = model._meta.pk.get_internal_type() == "BigIntegerField"  # noqa: SLF001 - Django's

    def narrows(value: str) -> Q:
        id_ = number_of(value) if is_number else uuid_of(value)
        return Q(pk=id_) if id_ is not None else Q(pk__in=[])

    return Ask("token", narrows, "the id")


def number_of(text: str) -> int | None:
    """Return the number that an id of the audit is."""
    is_one = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST))
    return min(int(text), _MOST) if is_one else None


def of_patient(field: str) -> Ask:
    """Return the parameter of a person: ``Patient/ID``, or the id alone."""

    def narrows(value: str) -> Q:
        id_ = patient_of(value)
        return Q(**{field: id_}) if id_ is not None else Q(pk__in=[])

    return Ask("reference", narrows, "the person: Patient/ID, or the id")


def patient_of(value: str) -> uuid.UUID | None:
    """Return the id of a person that a reference names."""
    return uuid_of(value.removeprefix("Patient/"))
