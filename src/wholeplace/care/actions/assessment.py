"""What is done with an assessment: begun, answered section by section, signed, corrected."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import Hidden, assessments, person_for, staff_names
from wholeplace.care.actions.steps import NotPossible, found, keep, keep_step, move
from wholeplace.care.actions.writing import Changed, NotAllowed, write, written
from wholeplace.care.known import gather
from wholeplace.care.models import Assessment, Observation, Person
from wholeplace.care.states import NEXT_ASSESSMENT, Assessing
from wholeplace.place import Form, Instruments, Part


def begin_assessment(
    *, by: Actor, person: uuid.UUID, instrument: str, instruments: Instruments
) -> Assessment:
    """Begin an assessment by the newest version of an instrument, with what is known already.

    Raises ``NotPossible`` where one is open, or the person has died.
    """
    with write(by, Verb.ASSESS) as wrote:
        about = person_for(by, person)
        form = instruments.newest(instrument)
        if form is None:
            raise Hidden
        _may_use(by, form, Verb.ASSESS)
        _free_for(about, instrument)
        known = gather(by, about, form, instruments)
        new = Assessment(
            person=about, instrument=instrument, instrument_version=form.instrument.version,
            known=known, begun_at=by.now,
        )  # fmt: skip
        _written(by, new)
        wrote.about(new, instrument=instrument, version=new.instrument_version, known=len(known))
        return new


def save_answers(
    *,
    by: Actor,
    id_: uuid.UUID,
    section: str,
    seen: int,
    answers: Mapping[str, str],
    still: Collection[str],
    instruments: Instruments,
) -> Assessment:
    """Keep the answers of a section that was shown in a version; those of others stay.

    ``still`` are the questions for which what was known beforehand still holds: it becomes the
    answer where there is none. Raises ``Changed`` where somebody saved the section meanwhile.
    """
    with write(by, Verb.ASSESS) as wrote:
        row, form = _draft(by, id_, instruments, Verb.ASSESS)
        part = form.part(section)
        if part is None:
            raise Hidden
        _check_section(row, section, seen)
        new = _answers(part, row, answers, still)
        wrote.about(row, section=section, answered=len(new))
        keys = {item.key for item in part.items}
        kept = {key: words for key, words in row.answers.items() if key not in keys}
        if kept | new == row.answers and section in row.saved:
            return row
        row.answers = kept | new
        stamp = {"version": seen + 1, "by": str(by.user or ""), "at": by.now.isoformat()}
        row.saved = {**row.saved, section: stamp}
        return keep(by, row)


def sign_assessment(
    *, by: Actor, id_: uuid.UUID, seen: int, instruments: Instruments
) -> Assessment:
    """Sign an assessment: its scores are kept, and it is never changed again.

    Raises ``NotPossible`` where something that is required has no answer. A correction takes the
    place of what it corrects, and its scores keep the day of that.
    """
    with write(by, Verb.SIGN_ASSESSMENT) as wrote:
        row, form = _draft(by, id_, instruments, Verb.SIGN_ASSESSMENT, seen)
        left = form.left(row.answers)
        if left:
            raise NotPossible(f"{len(left)} answers are missing, or do not agree.")
        row.signed_at, row.signed_by_id = by.now, by.user
        move(by, row, Assessing.SIGNED, NEXT_ASSESSMENT)
        scores = _keep_scores(by, row, form)
        if row.corrects is not None:
            move(by, row.corrects, Assessing.REPLACED, NEXT_ASSESSMENT)
        wrote.about(row, scores=scores)
        return row


def correct_assessment(
    *, by: Actor, id_: uuid.UUID, seen: int, instruments: Instruments
) -> Assessment:
    """Begin a correction of what was signed: a new one with the same answers, to be changed."""
    with write(by, Verb.ASSESS) as wrote:
        old = found(assessments(by), id_, seen)
        if old.state != Assessing.SIGNED:
            raise NotPossible("Only what was signed can be corrected.")
        _may_use(by, _form(old, instruments), Verb.ASSESS)
        _free_for(old.person, old.instrument)
        new = Assessment(
            person=old.person, instrument=old.instrument, corrects=old, begun_at=by.now,
            instrument_version=old.instrument_version, answers=old.answers, known=old.known,
            visibility=old.visibility, only_team=old.only_team,
        )  # fmt: skip
        _written(by, new)
        wrote.about(new, corrects=str(old.pk))
        return new


def drop_assessment(*, by: Actor, id_: uuid.UUID, seen: int, reason: str) -> Assessment:
    """Give up an assessment that was begun; its answers stay, and nothing follows from them."""
    with write(by, Verb.ASSESS) as wrote:
        row = found(assessments(by), id_, seen)
        # What it was to correct may then be corrected by another.
        row.corrects = None
        move(by, row, Assessing.DROPPED, NEXT_ASSESSMENT, reason)
        wrote.about(row)
        return row


# What several of them do


def _may_use(by: Actor, form: Form, verb: Verb) -> None:
    if by.user is not None and not set(form.instrument.users) & by.roles:
        raise NotAllowed(verb)


def _free_for(person: Person, instrument: str) -> None:
    """Hold the person, so that two who begin at once do not both begin."""
    Person.objects.select_for_update().get(pk=person.pk)
    if person.died_on is not None:
        raise NotPossible("They have died.")
    if Assessment.objects.filter(
        person=person, instrument=instrument, state=Assessing.DRAFT
    ).exists():
        raise NotPossible("One of these is begun already: go on with it, or give it up first.")


def _written(by: Actor, new: Assessment) -> None:
    written(by, new)
    keep_step(by, new, "state", "", new.state)


def _form(row: Assessment, instruments: Instruments) -> Form:
    form = instruments.form(row.instrument, row.instrument_version)
    if form is None:
        raise NotPossible("The version of the form that it was begun with is not here any more.")
    return form


def _draft(
    by: Actor, id_: uuid.UUID, instruments: Instruments, verb: Verb, seen: int | None = None
) -> tuple[Assessment, Form]:
    rows = assessments(by).select_related("corrects")
    version = seen
    if version is None:
        # A section has a version of its own: others may have been saved since.
        now = rows.filter(pk=id_).select_for_update(of=("self",)).first()
        version = now.version if now else 0
    row = found(rows, id_, version)
    if row.state != Assessing.DRAFT:
        raise NotPossible(f"This is {Assessing(row.state).label}, and can be changed no longer.")
    form = _form(row, instruments)
    _may_use(by, form, verb)
    return row, form


def _check_section(row: Assessment, section: str, seen: int) -> None:
    last = row.saved.get(section)
    if last is None:
        if seen != 0:
            raise Changed("", row.updated_at)
    elif last["version"] != seen:
        who = uuid.UUID(last["by"]) if last["by"] else None
        name = next(iter(staff_names([who]).values()), "")
        raise Changed(name, datetime.fromisoformat(last["at"]))


def _answers(
    part: Part, row: Assessment, answers: Mapping[str, str], still: Collection[str]
) -> dict[str, str]:
    new = {}
    for item in part.items:
        try:
            words = item.question.cleaned(answers.get(item.key, ""))
        except ValueError as wrong:
            raise NotPossible(f"{item.question.text}: {wrong}") from None
        if not words and item.key in still and item.key in row.known:
            words = row.known[item.key]["value"]
        if words:
            new[item.key] = words
    return new


def _keep_scores(by: Actor, row: Assessment, form: Form) -> int:
    scores, day = form.scores(row.answers), _seen_on(row)
    for one in scores:
        new = Observation(
            person=row.person, code=one.instrument.instrument, value=_decimal(one.value),
            unit=one.instrument.score.unit if one.instrument.score else "", band=one.band,
            instrument_version=one.instrument.version, licence=one.licence, seen_on=day,
            assessment=row, visibility=row.visibility, only_team=row.only_team,
        )  # fmt: skip
        written(by, new)
    return len(scores)


def _seen_on(row: Assessment) -> date:
    """Return the day of an assessment; of a correction, that of what was corrected at first."""
    first = row
    while first.corrects is not None:
        first = first.corrects
    return timezone.localtime(first.signed_at).date()


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
