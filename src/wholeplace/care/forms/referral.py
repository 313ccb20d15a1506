"""Forms about notes: write one, and decide on one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from wholeplace.care.models import Contact, Referral, Service, Team

_LONG = 4000
Choices = list[tuple[str, str]]


def text(label: str, rows: int = 3, *, required: bool = True, help_text: str = "") -> forms.Field:
    """Return a field for some sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=_LONG, widget=area, required=required, help_text=help_text
    )


def named(services: Iterable[Service]) -> Choices:
    """Return services as a form offers them."""
    return [(one.slug, f"{one.name}, {one.organisation}") for one in services]


class Offering(forms.Form):
    """A form with choices that depend on what there is."""

    def __init__(self, data: Any, choices: dict[str, Choices], **options: Any) -> None:  # noqa: ANN401 - what a request has
        """Offer them."""
        super().__init__(data, **options)
        for name, offered in choices.items():
            if name in self.fields:
                self.fields[name].choices = offered  # type: ignore[attr-defined]  # a choice


class NoteForm(Offering):
    """What a note asks."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    service = forms.ChoiceField(label="Which service")
    urgency = forms.ChoiceField(label="How soon", choices=Referral.Urgency.choices)
    need = text("What they need", 6, help_text="So that nobody has to ask them again.")
    consent = forms.CharField(
        label="Who agreed that we ask",
        max_length=200,
        help_text="They themselves, or who decides for them. The service reads this note at once, "
        "and the record only when it has accepted.",
    )


class SignpostForm(Offering):
    """Which service somebody was told of."""

    service = forms.ChoiceField(label="Which service they were told of")
    mode = forms.ChoiceField(label="How", choices=Contact.Mode.choices)
    words = text("What was said", 2, required=False)


class ReasonForm(Offering):
    """Why a note is taken back."""

    reason = text("Why it is taken back", 2)


class AnswerForm(Offering):
    """What the service wanted to know."""

    answer = text("Your answer")


class SendOnForm(Offering):
    """To which service a note is sent on."""

    service = forms.ChoiceField(label="To which service")
    urgency = forms.ChoiceField(label="How soon", choices=Referral.Urgency.choices)
    reason = text("Why", 2)


class RejectForm(Offering):
    """Why a note is rejected, and what may help instead."""

    reason = text("Why", 2)
    alternative = forms.ChoiceField(label="Which service may help instead", required=False)
    instead = text("Or, if none fits, what may help instead", 2, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for what may help instead, one way or the other."""
        found = super().clean() or {}
        if not self.errors and not (found.get("alternative") or found.get("instead")):
            raise forms.ValidationError(
                "Name a service that may help instead, or write what may if none fits."
            )
        return found


class QuestionForm(Offering):
    """What is missing."""

    question = text("What you have to know before you can decide", 2)


class BookForm(Offering):
    """When the person is seen."""

    booked_for = forms.DateTimeField(
        label="When they are seen", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )


class FinishForm(Offering):
    """What came of it."""

    feedback = text("What came of it, for who referred")


class PointForm(Offering):
    """Which service who asked is pointed to."""

    service = forms.ChoiceField(label="Which service")
    words = text("What was said", 2, required=False)


class GiveForm(Offering):
    """Which team that follows them does what."""

    team = forms.ChoiceField(label="Which team")
    what = forms.CharField(label="What is to be done", max_length=300)


def team_choices(teams: Iterable[Team]) -> Choices:
    """Return teams as a form offers them."""
    return [(str(one.pk), one.name) for one in teams]
