"""The form of a section of an assessment, made of its questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from wholeplace.place import Part, Question
from wholeplace.place.questions import LONGEST

STILL = "still"
"""The name of the boxes that say that what was known still holds; the value of each is a key."""


class AnswerField(forms.CharField):
    """An answer, in the form in which it is kept: what it must be is the question's to say."""

    def __init__(self, question: Question) -> None:
        """Take the words of the question; nothing is required before it is signed."""
        super().__init__(label=question.text, help_text=question.hint, required=False)
        self.question = question

    def clean(self, value: object) -> str:
        """Return the answer, or say what is wrong with it."""
        text: str = super().clean(value)
        try:
            return self.question.cleaned(text)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None


class SectionForm(forms.Form):
    """The questions of a section."""

    def __init__(self, data: QueryDict | None, part: Part, answers: Mapping[str, str]) -> None:
        """Show the answers that there are, or what was typed."""
        initial = {item.key: answers.get(item.key, "") for item in part.items}
        super().__init__(data, initial=initial)
        for item in part.items:
            self.fields[item.key] = AnswerField(item.question)
        allowed = {item.key for item in part.items}
        asked = data.getlist(STILL) if data is not None else []
        self.still = allowed & set(asked)


class GiveUpForm(forms.Form):
    """Why an assessment is given up."""

    reason = forms.CharField(label="Why", min_length=3, max_length=500)


@dataclass(frozen=True, slots=True)
class Row:
    """A question as a page shows it, with its answer and what was known beforehand."""

    key: str
    question: Question
    value: str
    errors: tuple[str, ...]
    known: str
    source: str
    on: str
    is_still: bool
    other: str = ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The answers to choose from; one that was given can be taken back."""
        taken_back = [("", "No answer yet")] if self.value else []
        return [*self.question.choices(), *taken_back] if self.question.choices() else []

    @property
    def rows(self) -> int:
        """How many lines there are to write in: as many as what stands there, within reason."""
        return min(12, max(3, self.value.count("\n") + 2))

    @property
    def most(self) -> int:
        """How many characters may be written."""
        return LONGEST.get(self.question.kind, 20)

    @property
    def state(self) -> str:
        """Whether what was known was confirmed or changed; "" where it was not answered."""
        if not self.known or not self.value:
            return ""
        same = self.question.shown(self.value) == self.known
        return "confirmed" if same else "changed"


def rows_of(
    form: SectionForm,
    part: Part,
    known: Mapping[str, Mapping[str, str]],
    now: Mapping[str, str] | None = None,
) -> list[Row]:
    """Return the questions of a section as a page shows them.

    ``now`` are the answers as somebody else left them meanwhile, where somebody did.
    """
    rows = []
    for item in part.items:
        value = str(form[item.key].value() or "")
        told = known.get(item.key, {})
        other = (now or {}).get(item.key, "") if now is not None else value
        rows.append(
            Row(
                key=item.key,
                question=item.question,
                value=value,
                errors=tuple(str(error) for error in form[item.key].errors),
                known=item.question.shown(told.get("value", "")),
                source=told.get("source", ""),
                on=told.get("on", ""),
                is_still=item.key in form.still,
                other="" if other == value else item.question.shown(other) or "no answer",
            )
        )
    return rows
