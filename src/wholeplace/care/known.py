"""What is known of somebody before they are asked, each with who says so and of which day.

Only what everybody who cares for the person sees is told: what is known goes into an assessment
that they all may read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from wholeplace.care.access import Actor
from wholeplace.care.access.scopes import (
    about_me,
    assessments,
    encounters,
    observations,
    problems,
    related,
)
from wholeplace.care.models import Encounter, Person, Record, RelatedPerson, Visibility
from wholeplace.care.states import Assessing
from wholeplace.place import Form, Instruments, Item
from wholeplace.place.questions import LAST, SCORE

R = TypeVar("R", bound=Record)
_YEAR = timedelta(days=365)
_MOST = 30
_MOST_EARLIER = 20


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: the answer it would be, where it comes from, and of which day it is."""

    value: str
    source: str
    on: str


def gather(
    actor: Actor, person: Person, form: Form, instruments: Instruments
) -> dict[str, dict[str, str]]:
    """Return what is known for the questions of a form, by key; as many queries as sources."""
    told: dict[str, Known | None] = {}
    earlier: Mapping[tuple[str, str], Known] | None = None
    found: dict[str, dict[str, str]] = {}
    for item in form.items():
        word = item.question.known
        if word is None:
            continue
        if word == LAST:
            if earlier is None:
                earlier = _earlier(actor, person, instruments)
            one = earlier.get((item.of.instrument, item.question.id))
        else:
            if word not in told:
                told[word] = _told(word, actor, person)
            one = told[word]
        kept = _fitting(item, one)
        if kept is not None:
            found[item.key] = asdict(kept)
    return found


def _fitting(item: Item, known: Known | None) -> Known | None:
    """Return what is known as an answer to a question; nothing where it is none any more."""
    if known is None:
        return None
    try:
        value = item.question.cleaned(known.value)
    except ValueError:
        return None
    return Known(value, known.source, known.on) if value else None


def _shared(rows: QuerySet[R], person: Person) -> QuerySet[R]:
    return rows.filter(person=person, visibility=Visibility.PARTNERSHIP)


def _told(word: str, actor: Actor, person: Person) -> Known | None:
    if word.startswith(SCORE):
        return _score(actor, person, word.removeprefix(SCORE))
    if word.startswith("about_me."):
        return _about_me(actor, person, word.removeprefix("about_me."))
    return _SOURCES[word](actor, person)


def _about_me(actor: Actor, person: Person, heading: str) -> Known | None:
    last = _shared(about_me(actor), person).first()
    if last is None:
        return None
    with_whom = f", written with {last.supported_by}" if last.supported_by else ""
    return Known(getattr(last, heading), f"About me{with_whom}", last.written_on.isoformat())


def _score(actor: Actor, person: Person, code: str) -> Known | None:
    last = _shared(observations(actor), person).filter(code=code).first()
    if last is None:
        return None
    value = format(Decimal(last.value).normalize(), "f")
    return Known(value, "the last score", last.seen_on.isoformat())


def _needs(_: Actor, person: Person) -> Known | None:
    interpreter = f"Interpreter: {person.interpreter}" if person.interpreter else ""
    words = "\n".join(one for one in (interpreter, person.adjustments) if one)
    return _lines([words] if words else [], "details", [person.updated_at])


def _problems(actor: Actor, person: Person) -> Known | None:
    rows = list(_shared(problems(actor), person).filter(ended__isnull=True)[:_MOST])
    lines = [f"{one.what} (since {one.since:%Y})" if one.since else one.what for one in rows]
    return _lines(lines, "what they live with", [one.updated_at for one in rows])


def _people(actor: Actor, person: Person) -> Known | None:
    return _around(list(_shared(related(actor), person)[:_MOST]))


def _carers(actor: Actor, person: Person) -> Known | None:
    return _around(list(_shared(related(actor), person).filter(is_carer=True)[:_MOST]))


def _around(rows: list[RelatedPerson]) -> Known | None:
    lines = []
    for one in rows:
        also = [one.relationship, "carer" if one.is_carer else "", one.telephone]
        lines.append(f"{one.name} ({', '.join(word for word in also if word)})")
    return _lines(lines, "people around them", [one.updated_at for one in rows])


def _encounters(actor: Actor, person: Person) -> Known | None:
    rows = _shared(encounters(actor), person).filter(starts__gte=actor.now - _YEAR)
    found = list(rows.order_by("-starts", "id")[:_MOST])
    days = [one.starts for one in found]
    return _lines([_encounter(one) for one in found], "other organisations", days)


def _encounter(one: Encounter) -> str:
    day = timezone.localtime(one.starts).date()
    why = f": {one.reason}" if one.reason else ""
    return f"{day.day} {day:%B %Y}, {one.get_kind_display()}{why}"


def _lines(lines: list[str], source: str, at: Iterable[datetime]) -> Known | None:
    if not lines:
        return None
    return Known("\n".join(lines), source, timezone.localtime(max(at)).date().isoformat())


_SOURCES: Mapping[str, Callable[[Actor, Person], Known | None]] = {
    "needs": _needs,
    "problems": _problems,
    "people": _people,
    "carers": _carers,
    "encounters": _encounters,
}


def _earlier(
    actor: Actor, person: Person, instruments: Instruments
) -> Mapping[tuple[str, str], Known]:
    """Return the latest answers, by instrument and question, of assessments that were signed.

    An instrument that was asked within another, or alone, is the same.
    """
    rows = _shared(assessments(actor), person).filter(state=Assessing.SIGNED)
    found: dict[tuple[str, str], Known] = {}
    for row in rows.order_by("-signed_at", "id")[:_MOST_EARLIER]:
        form = instruments.form(row.instrument, row.instrument_version)
        day = timezone.localtime(row.signed_at).date().isoformat() if row.signed_at else ""
        for item in form.items() if form else ():
            answer = row.answers.get(item.key)
            if answer:
                source = form.instrument.name if form else ""
                known = Known(answer, source, day)
                found.setdefault((item.of.instrument, item.question.id), known)
    return found
