"""Forms of the daily work: contacts, calls, and tasks."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from wholeplace.care.actions.parts import Owner
from wholeplace.care.models import Contact, Task

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
"""Days that can be meant: what is outside of them was mistyped."""

Choices = Sequence[tuple[str, str]]


def _sane(value: date) -> None:
    if not EARLIEST <= value < LATEST:
        raise forms.ValidationError("Look at the year again.")


class DayField(forms.DateField):
    """A day, of a year that can be meant."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - what Django's own takes
        """Show the browser's own calendar."""
        widget = forms.DateInput(attrs={"type": "date"})
        super().__init__(widget=widget, validators=[_sane], **options)


class TimeField(forms.TimeField):
    """A time of day."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - what Django's own takes
        """Show the browser's own clock."""
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}), **options)


class NoteField(forms.CharField):
    """Some lines of text."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - what Django's own takes
        """Leave room for three lines."""
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(widget=widget, required=False, max_length=10_000, **options)


def moment(day: date, at: time) -> datetime:
    """Return a moment by the clock on the wall, where we are."""
    return timezone.make_aware(datetime.combine(day, at))


class _At(forms.Form):
    """A day and a time of day: ``at`` once it is clean."""

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("day") and found.get("time"):
            found["at"] = moment(found["day"], found["time"])
        return found


class ContactForm(_At):
    """A contact as it was: seconds to fill in where all went as usual."""

    mode = forms.ChoiceField(label="How", choices=Contact.Mode.choices)
    day = DayField(label="Day")
    time = TimeField(label="Time")
    reached = forms.ChoiceField(
        label="Were they reached?", choices=[("yes", "Yes"), ("no", "No, nobody answered")]
    )
    with_carer = forms.BooleanField(label="A carer was there", required=False)
    minutes = forms.IntegerField(
        label="How many minutes", required=False, min_value=0, max_value=1440
    )
    purpose = forms.CharField(label="What for", required=False, max_length=200)
    note = NoteField(label="What was said and done")
    next_contact = DayField(label="Next contact", required=False)
    # What it was planned as, or answers, with the version that was shown.
    planned = forms.UUIDField(required=False, widget=forms.HiddenInput)
    alert = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse a next contact before this one."""
        found = super().clean()
        day, then = found.get("day"), found.get("next_contact")
        if day and then and then < day:
            self.add_error("next_contact", "The next contact cannot be before this one.")
        return found


class PlanForm(_At):
    """A contact that is to be."""

    mode = forms.ChoiceField(label="How", choices=Contact.Mode.choices)
    day = DayField(label="Day")
    time = TimeField(label="Time")
    purpose = forms.CharField(label="What for", required=False, max_length=200)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Why", min_length=3, max_length=500)


class _Who(forms.Form):
    """Who does it: ``owner`` once it is clean."""

    who = forms.ChoiceField(label="Who does it")
    who_name = forms.CharField(label="Their name, if somebody else", required=False, max_length=200)

    def __init__(self, data: object, who: Choices, **options: Any) -> None:  # noqa: ANN401 - what Django's own takes
        """Offer those who care for the person."""
        super().__init__(data, **options)  # type: ignore[arg-type]  # what a request has, or nothing
        self.fields["who"].choices = who  # type: ignore[attr-defined]  # it is a choice

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("who"):
            found["owner"] = owner_of(found["who"], found.get("who_name", ""))
        if found.get("who") == Task.Owner.OTHER and not found.get("who_name"):
            self.add_error("who_name", "Write who it is.")
        return found


def owner_of(word: str, name: str = "") -> Owner:
    """Return who is meant: ``staff:ID``, ``team:ID``, or a kind by itself."""
    kind, _, id_ = word.partition(":")
    return Owner(Task.Owner(kind), uuid.UUID(id_) if id_ else None, name)


class CallForm(_Who, _At):
    """A call of theirs, and whether they are rung back."""

    day = DayField(label="Day")
    time = TimeField(label="Time")
    with_carer = forms.BooleanField(label="A carer rang for them", required=False)
    purpose = forms.CharField(label="What about", max_length=200)
    note = NoteField(label="What was said")
    ring_back = forms.BooleanField(label="They are rung back", required=False)
    ring_back_by = TimeField(label="Rung back today by", required=False)
    field_order = ("day", "time", "with_carer", "purpose", "note", "ring_back", "ring_back_by")

    def clean(self) -> dict[str, Any]:
        """Ask until when, where they are rung back; what was promised comes after the call."""
        found = super().clean()
        found["promised"] = None
        if not found.get("ring_back"):
            return found
        if not found.get("ring_back_by"):
            self.add_error("ring_back_by", "Write until when they are rung back.")
        elif found.get("at"):
            found["promised"] = moment(found["day"], found["ring_back_by"])
            if found["promised"] < found["at"]:
                self.add_error("ring_back_by", "This is before they rang.")
        return found


class OrderForm(_Who):
    """Something that is to be done."""

    what = forms.CharField(label="What", max_length=300)
    detail = NoteField(label="How")
    due = DayField(label="Until", required=False)
    priority = forms.ChoiceField(
        label="How soon", choices=Task.Priority.choices, initial=Task.Priority.ROUTINE
    )
    field_order = ("what", "detail", "who", "who_name", "due", "priority")


class GiveForm(_Who):
    """Who is to do it from now on, until when, how soon."""

    due = DayField(label="Until", required=False)
    priority = forms.ChoiceField(label="How soon", choices=Task.Priority.choices)
    reason = forms.CharField(label="Why", required=False, max_length=500)
