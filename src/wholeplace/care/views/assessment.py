"""One assessment: answered section by section, signed, and what was found."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wholeplace.care.access import Actor, Hidden, Verb
from wholeplace.care.access.scopes import assessments, staff_names, why_seen
from wholeplace.care.actions import assessment as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.forms.assessment import GiveUpForm, Row, SectionForm, rows_of
from wholeplace.care.instruments import instruments_of
from wholeplace.care.models import Assessment
from wholeplace.care.pages import page, show
from wholeplace.care.states import Assessing
from wholeplace.place import Form, Instruments, Part

_LONGEST_SEEN = 9


def _instruments() -> Instruments:
    return instruments_of(settings.WORKSPACE)


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    is_one = text.isascii() and text.isdigit() and len(text) <= _LONGEST_SEEN
    return int(text) if is_one else -1


def _found(actor: Actor, id_: uuid.UUID) -> Assessment:
    rows = assessments(actor).select_related(
        "person__practice", "signed_by", "created_by", "corrects", "corrected_by"
    )
    row = rows.filter(pk=id_).first()
    if row is None:
        raise Hidden
    return row


@dataclass(frozen=True, slots=True)
class Step:
    """How far a section has come, and who saved it last."""

    part: Part
    answered: int
    left: int
    by: str
    answers: list[tuple[str, str, str]]


@page(Verb.READ)
def whole(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show an assessment: how far it has come, or, once it is signed, what was found."""
    return _whole(request, actor, _found(actor, id_))


def _whole(
    request: HttpRequest, actor: Actor, row: Assessment, status: int = 200, **told: object
) -> HttpResponse:
    form = _instruments().form(row.instrument, row.instrument_version)
    look(actor, Told(Verb.READ, row.person.pk, "page:assessment", why_seen(actor, row.person)))
    may_use = form is not None and bool(set(form.instrument.users) & actor.roles)
    steps = _steps(form, row) if form else []
    return show(
        request, actor, "assess.html", status, person=row.person, row=row, form=form, steps=steps,
        answered=sum(one.answered for one in steps), left=sum(one.left for one in steps),
        asked=sum(len(one.part.items) for one in steps),
        may_write=may_use and actor.may(Verb.ASSESS) and row.state == Assessing.DRAFT,
        may_sign=may_use and actor.may(Verb.SIGN_ASSESSMENT) and row.state == Assessing.DRAFT,
        may_correct=may_use and actor.may(Verb.ASSESS) and row.state == Assessing.SIGNED,
        scores=form.scores(row.answers) if form else [], corrected_by=_corrected_by(row),
        **{"give_up": GiveUpForm(None), **told},
    )  # fmt: skip


def _corrected_by(row: Assessment) -> Assessment | None:
    return getattr(row, "corrected_by", None)


def _steps(form: Form, row: Assessment) -> list[Step]:
    ids = {id_: uuid.UUID(stamp["by"]) for id_, stamp in row.saved.items() if stamp.get("by")}
    names = staff_names(ids.values())
    return [
        Step(
            part,
            part.answered(row.answers),
            len(part.left(row.answers)),
            names.get(ids[part.section.id], "") if part.section.id in ids else "",
            [
                (
                    item.question.text,
                    item.question.shown(row.answers[item.key]),
                    _origin(row, item.key),
                )
                for item in part.items
                if row.answers.get(item.key)
            ],
        )
        for part in form.parts
    ]


def _origin(row: Assessment, key: str) -> str:
    """Return where an answer was known from, where it was confirmed as it stood."""
    told = row.known.get(key)
    return told["source"] if told and told["value"] == row.answers.get(key) else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A section of an assessment that is to be answered."""

    row: Assessment
    form: Form
    part: Part

    @property
    def id(self) -> str:
        """The id of the section."""
        return self.part.section.id

    @property
    def at(self) -> int:
        """Which of the sections it is, from 1."""
        return self.form.parts.index(self.part) + 1


def _asked(actor: Actor, id_: uuid.UUID, section: str) -> Asked:
    row = _found(actor, id_)
    form = _instruments().form(row.instrument, row.instrument_version)
    part = form.part(section) if form else None
    if form is None or part is None:
        raise Hidden
    return Asked(row, form, part)


@page(Verb.ASSESS)
def section(request: HttpRequest, actor: Actor, id_: uuid.UUID, section: str) -> HttpResponse:
    """Answer a section; what is typed is kept, whatever happens meanwhile."""
    asked = _asked(actor, id_, section)
    row, part = asked.row, asked.part
    if request.method != "POST":
        if row.state != Assessing.DRAFT:
            return redirect("assessment", id_=row.pk)
        return _section(request, actor, asked, SectionForm(None, part, row.answers))
    typed = SectionForm(request.POST, part, row.answers)
    if not typed.is_valid():
        return _section(request, actor, asked, typed, 422, seen=_seen(request))
    try:
        actions.save_answers(
            by=actor, id_=row.pk, section=section, seen=_seen(request), instruments=_instruments(),
            answers=typed.cleaned_data, still=typed.still,
        )  # fmt: skip
    except Changed as changed:
        now = _asked(actor, id_, section)
        return _section(request, actor, now, typed, 409, changed=changed)
    except NotPossible as said:
        return _section(request, actor, _asked(actor, id_, section), typed, 409, said=str(said))
    messages.success(request, f"Saved: {part.section.title}.")
    return redirect(_after(request, asked))


def _after(request: HttpRequest, asked: Asked) -> str:
    """Return where to go on: the next section, or the whole after the last, or where one asked."""
    if request.POST.get("go") == "whole" or asked.at == len(asked.form.parts):
        return reverse("assessment", args=[asked.row.pk])
    following = asked.form.parts[asked.at].section.id
    return reverse("assessment-section", args=[asked.row.pk, following])


def _section(
    request: HttpRequest,
    actor: Actor,
    asked: Asked,
    typed: SectionForm,
    status: int = 200,
    **told: object,
) -> HttpResponse:
    row, part = asked.row, asked.part
    look(actor, Told(Verb.READ, row.person.pk, "page:assessment", why_seen(actor, row.person)))
    version = row.saved.get(asked.id, {}).get("version", 0)
    now = row.answers if told.get("changed") else None
    return show(
        request, actor, "assess_section.html", status, person=row.person, row=row, at=asked.at,
        form=asked.form, part=part, rows=_dated(rows_of(typed, part, row.known, now)),
        **{"seen": version, "changed": None, "said": "", **told},
    )  # fmt: skip


def _dated(rows: list[Row]) -> list[tuple[Row, date | None]]:
    """Return questions, each with the day of which it was known."""
    return [(row, date.fromisoformat(row.on) if row.on else None) for row in rows]


@page(Verb.ASSESS)
def do(request: HttpRequest, actor: Actor, id_: uuid.UUID, what: str) -> HttpResponse:
    """Sign an assessment, begin its correction, or give it up."""
    row = _found(actor, id_)
    if request.method != "POST" or what not in {"sign", "correct", "drop"}:
        return redirect("assessment", id_=row.pk)
    give_up = GiveUpForm(request.POST) if what == "drop" else None
    if give_up is not None and not give_up.is_valid():
        return _whole(request, actor, row, 422, give_up=give_up)
    left = _left(row) if what == "sign" else []
    if left and row.state == Assessing.DRAFT:
        return _whole(request, actor, row, 422, wrong=left)
    try:
        done = _done(actor, row, what, _seen(request), give_up)
    except (Changed, NotPossible) as said:
        return _whole(request, actor, _found(actor, id_), 409, said=str(said))
    messages.success(request, _SAID[what])
    return redirect("assessment", id_=done.pk)


_SAID = {
    "sign": "Signed. Its scores are kept.",
    "correct": "Change what was wrong and sign again: this one then takes the place of the other.",
    "drop": "Given up. Nothing follows from it.",
}


def _done(
    actor: Actor, row: Assessment, what: str, seen: int, give_up: GiveUpForm | None
) -> Assessment:
    if give_up is not None:
        reason = give_up.cleaned_data["reason"]
        return actions.drop_assessment(by=actor, id_=row.pk, seen=seen, reason=reason)
    doing = actions.sign_assessment if what == "sign" else actions.correct_assessment
    return doing(by=actor, id_=row.pk, seen=seen, instruments=_instruments())


def _left(row: Assessment) -> list[tuple[str, str, str, str]]:
    """Return what keeps it from being signed: section, key, question, and what is to be done."""
    form = _instruments().form(row.instrument, row.instrument_version)
    if form is None:
        return []
    return [
        (part.section.id, item.key, item.question.text, words)
        for part, item, words in form.left(row.answers)
    ]
