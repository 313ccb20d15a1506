"""Forms about huddles."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from wholeplace.care.actions.minutes import Agreed, Decided
from wholeplace.care.models import Huddle, Post, Task, Team

NOBODY = [("", "whoever begins it")]
_TEAM, _PERSON, _CARER = (
    one.value for one in (Task.Owner.TEAM, Task.Owner.PERSON, Task.Owner.CARER)
)
_LONG = 4000
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)


def _text(label: str, rows: int, *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=_LONG, required=required, widget=widget)


def _day(label: str) -> forms.DateField:
    # Years that nobody means end in a message, and not where days are added to them.
    limits = (
        MinValueValidator(_EARLIEST, "Look at the year again."),
        MaxValueValidator(_LATEST, "Look at the year again."),
    )
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, validators=limits)


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]  # it is a choice


class WhenForm(forms.Form):
    """When a huddle is, and who leads it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    day = _day("Day")
    time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}))
    chair = forms.ChoiceField(label="Who leads it", required=False)

    def __init__(
        self, data: object, posts: Iterable[Post], now: datetime, huddle: Huddle | None = None
    ) -> None:
        """Offer those who belong in the huddle; begin from what is planned already."""
        super().__init__(data)  # type: ignore[arg-type]  # what a request has, or nothing
        self.now = now
        people = {str(post.user_id): str(post.user) for post in posts}
        _offer(self, "chair", [*NOBODY, *people.items()])
        if huddle is not None:
            local = timezone.localtime(huddle.at)
            self.initial = {
                "day": local.date(), "time": f"{local:%H:%M}", "seen": huddle.version,
                "chair": str(huddle.chair_id or ""),
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Put the day and the time together; they must not be over."""
        found = super().clean() or {}
        if found.get("day") and found.get("time") is not None:
            found["at"] = timezone.make_aware(datetime.combine(found["day"], found["time"]))
            if found["at"] < self.now:
                self.add_error("day", "This is over: a huddle is planned for later than now.")
        return found

    @property
    def at(self) -> datetime:
        """The moment."""
        found: datetime = self.cleaned_data["at"]
        return found

    @property
    def leads(self) -> uuid.UUID | None:
        """Who leads it, if that is settled."""
        chair = self.cleaned_data["chair"]
        return uuid.UUID(chair) if chair else None


class PlanForm(WhenForm):
    """Plan a huddle of one of the actor's teams."""

    team = forms.ChoiceField(label="Team")
    field_order = ("team", "day", "time", "chair")

    def __init__(
        self, data: object, posts: Iterable[Post], now: datetime, teams: Iterable[Team]
    ) -> None:
        """Offer the teams of the actor."""
        super().__init__(data, posts, now)
        _offer(self, "team", [(str(team.pk), str(team)) for team in teams])


class AskForm(forms.Form):
    """Ask the huddle about somebody."""

    team = forms.ChoiceField(label="Whose huddle")
    question = _text("What do you want to ask, or to say?", 3)

    def __init__(self, data: object, teams: Iterable[Team]) -> None:
        """Offer the teams that care for the person."""
        super().__init__(data)  # type: ignore[arg-type]  # what a request has, or nothing
        _offer(self, "team", [(str(team.pk), str(team)) for team in teams])


class MinutesForm(forms.Form):
    """What was decided of somebody."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    decision = _text("What was decided", 3)
    rationale = _text("Why", 2, required=False)
    preference_stated = forms.ChoiceField(
        label="Did they say what they want?",
        choices=[("yes", "Yes"), ("no", "No, or nobody knows")],
        widget=forms.RadioSelect,
    )
    preference = _text("What they want", 2, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the words, where somebody said what they want."""
        found = super().clean() or {}
        if found.get("preference_stated") == "yes" and not found.get("preference"):
            self.add_error("preference", "Write what they said, or choose 'No, or nobody knows'.")
        return found

    def said(self) -> Decided:
        """Return what was filled in."""
        found = self.cleaned_data
        is_stated = found["preference_stated"] == "yes"
        words = found["preference"] if is_stated else ""
        return Decided(found["decision"], found["rationale"], is_stated, words)


class CarryForm(forms.Form):
    """Leave somebody for the next huddle."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label="Why they wait for the next huddle", min_length=3, max_length=500)


class ActionForm(forms.Form):
    """What is to be done, by whom, by when."""

    what = forms.CharField(label="What is to be done", min_length=3, max_length=300)
    owner = forms.ChoiceField(label="Who does it")
    due = _day("By")

    def __init__(
        self, data: object, staff: Sequence[tuple[uuid.UUID, str]], team: Team, today: date
    ) -> None:
        """Offer members of the huddle and of the team, the team itself, and the person."""
        super().__init__(data)  # type: ignore[arg-type]  # what a request has, or nothing
        self.today = today
        ours = [(str(id_), name) for id_, name in staff]
        others = [(_TEAM, str(team)), (_PERSON, "the person"), (_CARER, "a carer")]
        _offer(self, "owner", [*ours, *others])

    def clean_due(self) -> date:
        """Return the day; it must not be over."""
        due: date = self.cleaned_data["due"]
        if due < self.today:
            raise forms.ValidationError("This day is over: choose today or a later one.")
        return due

    def action(self) -> Agreed:
        """Return what was filled in."""
        owner = self.cleaned_data["owner"]
        kind = Task.Owner(owner) if owner in {_TEAM, _PERSON, _CARER} else Task.Owner.STAFF
        user = uuid.UUID(owner) if kind == Task.Owner.STAFF else None
        return Agreed(self.cleaned_data["what"], self.cleaned_data["due"], kind, user)


class NameForm(forms.Form):
    """Find a colleague by name."""

    name = forms.CharField(label="Name, or a part of it", min_length=2, max_length=100)


class PeriodForm(forms.Form):
    """From which day to which."""

    first = _day("From")
    last = _day("To")

    def clean(self) -> dict[str, Any]:
        """Say so where the days are the wrong way round."""
        found = super().clean() or {}
        if found.get("first") and found.get("last") and found["last"] < found["first"]:
            self.add_error("last", "The last day is before the first.")
        return found
