"""Made-up assessments of people on caseloads: signed ones with their scores, and two begun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
from django.utils import timezone

from wholeplace.care.access import actor_of
from wholeplace.care.actions.assessment import begin_assessment
from wholeplace.care.instruments import instruments_of
from wholeplace.care.models import Assessment, CaseloadEntry, Observation, Role, User
from wholeplace.care.states import Assessing, Place
from wholeplace.place import Form, Instruments, Item
from wholeplace.store.clock import random_generator

_BATCH = 500
_ASSESSED, _EARLIER, _ACTIVATED = 0.85, 0.4, 0.25
"""What share was assessed, was graded once before, and was asked how active they are."""
_WORDS = {
    "matters": ("To stay at home, and to see the family on Sundays.", "My garden and my cat."),
    "problems": (
        "The heart, and sugar.",
        "Short of breath, and the knees hurt.",
        "Dizzy at times.",
    ),
    "medicines": ("Eight, from a box that the daughter fills.", "Five; two are past their day."),
    "worries": ("To fall, and nobody hears it.", "That they take me to hospital again."),
    "zarit.who": ("The wife.", "The daughter."),
    "plan": ("Review of the medicines; a key safe.", "Somebody to talk to; exercises at home."),
}
_OTHERWISE = ("DEMO-0001",)
_MOST_OFTEN = 4
_LEVELS = ((0, "1"), (47.1, "2"), (55.2, "3"), (72.5, "4"))


def make_assessments(now: datetime, seed: int) -> None:
    """Assess most of those who are on a caseload; the first two are begun with only."""
    chance = random_generator(seed + 7)
    found = instruments_of(Path())
    places = CaseloadEntry.objects.filter(state=Place.ACTIVE).select_related("lead", "team")
    # Those of the first team first: the two who are begun with are its.
    entries = list(places.order_by("team__slug", "person__nhs_number"))
    rows = [
        *_first(entries[2:], found, now, chance),
        *_earlier(entries, found, now, chance),
        *_activated(entries, found, now, chance),
    ]
    Assessment.objects.bulk_create(rows, batch_size=_BATCH)
    Observation.objects.bulk_create(_scores(rows, found), batch_size=_BATCH)
    for entry, instrument in zip(entries[:2], ("home-assessment", "falls"), strict=False):
        lead = entry.lead or User.objects.filter(posts__team=entry.team).first()
        if lead is not None:
            begin_assessment(
                by=actor_of(lead, now), person=entry.person_id, instrument=instrument,
                instruments=found,
            )  # fmt: skip


def _first(
    entries: Sequence[CaseloadEntry],
    found: Instruments,
    now: datetime,
    chance: np.random.Generator,
) -> Iterator[Assessment]:
    forms = [form for id_ in sorted(found.first()) if (form := found.newest(id_)) is not None]
    for form in forms:
        asked = [one for one in form.items() if one.question.required]
        parts = [part for part in form.parts if part.included and not part.section.required]
        drawn = chance.random((len(entries), len(asked) + 2))
        for entry, row in zip(entries, drawn, strict=True):
            if row[-1] >= _ASSESSED:
                continue
            # Who is frail in one thing is so in others; each third asks of one part that may be
            # left out.
            left_out = {
                item.key
                for at, part in enumerate(parts)
                for item in part.items
                if at != int(row[-1] * 1000) % (len(parts) + 1)
            }
            answers = {
                item.key: _answer(item, 0.3 * float(luck) + 0.7 * float(row[-2]))
                for item, luck in zip(asked, row, strict=False)
                if item.key not in left_out
            }
            yield _made(entry, form, answers, min(now, entry.entered_at + timedelta(hours=5)))


def _answer(item: Item, luck: float) -> str:
    question = item.question
    choices = [value for value, _ in question.choices()]
    if choices:
        # Answers stand in the order from well to unwell, but yes before no.
        at = int(luck**1.3 * len(choices))
        return choices[-1 - at] if question.kind == "yes_no" else choices[at]
    if question.kind == "number":
        low, high = int(question.low or 0), int(question.high or 10)
        return str(low + int(luck**2 * (min(high, _MOST_OFTEN) - low + 1)))
    words = _WORDS.get(item.key, _OTHERWISE)
    return words[int(luck * len(words))]


def _earlier(
    entries: Sequence[CaseloadEntry],
    found: Instruments,
    now: datetime,
    chance: np.random.Generator,
) -> Iterator[Assessment]:
    form = found.newest("cfs")
    for entry, (luck, grade, days) in zip(entries, chance.random((len(entries), 3)), strict=True):
        if form is not None and luck < _EARLIER:
            answers = {"grade": str(3 + int(4 * grade))}
            yield _made(entry, form, answers, now - timedelta(days=90 + int(300 * days)))


def _activated(
    entries: Sequence[CaseloadEntry],
    found: Instruments,
    now: datetime,
    chance: np.random.Generator,
) -> Iterator[Assessment]:
    form = found.newest("pam")
    adviser = User.objects.filter(posts__role=Role.WELLBEING).first()
    for entry, (luck, start, gain) in zip(entries, chance.random((len(entries), 3)), strict=True):
        if form is None or luck >= _ACTIVATED:
            continue
        first = 35 + 30 * float(start)
        for days, score in ((180, first), (20, min(100, first + 15 * float(gain)))):
            points = round(score, 1)
            level = next(level for least, level in reversed(_LEVELS) if points >= least)
            answers = {"score": f"{points:g}", "level": level, "licence": "DEMO-0001"}
            yield _made(entry, form, answers, now - timedelta(days=days), adviser)


def _made(
    entry: CaseloadEntry,
    form: Form,
    answers: Mapping[str, str],
    at: datetime,
    who: User | None = None,
) -> Assessment:
    by = who.pk if who is not None else entry.lead_id
    return Assessment(
        controller=entry.controller, person_id=entry.person_id,
        instrument=form.instrument.instrument, instrument_version=form.instrument.version,
        state=Assessing.SIGNED, answers=dict(answers), begun_at=at, signed_at=at, signed_by_id=by,
        created_by_id=by, updated_by_id=by,
    )  # fmt: skip


def _scores(rows: Iterable[Assessment], found: Instruments) -> Iterator[Observation]:
    for row in rows:
        form = found.form(row.instrument, row.instrument_version)
        if form is None or row.signed_at is None:
            continue
        for one in form.scores(row.answers):
            yield Observation(
                controller=row.controller, person_id=row.person_id, assessment=row,
                code=one.instrument.instrument, band=one.band, licence=one.licence,
                value=Decimal(one.value.numerator) / Decimal(one.value.denominator),
                unit=one.instrument.score.unit if one.instrument.score else "",
                instrument_version=one.instrument.version,
                seen_on=timezone.localtime(row.signed_at).date(),
                created_by_id=row.created_by_id, updated_by_id=row.updated_by_id,
            )  # fmt: skip
