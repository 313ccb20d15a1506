"""Forms about a plan: small ones for each of its parts, and for those who agree to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from wholeplace.care.actions.plan_parts import Who
from wholeplace.care.clocks import end_of_day
from wholeplace.care.models import (
    CarePlan,
    Contingency,
    Goal,
    Need,
    Person,
    Post,
    RelatedPerson,
    Task,
    Team,
)

_LONGEST = 5000
"""Letters in one text: what more would be belongs in another plan."""
_DAY = {"type": "date"}
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


def _lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _near(day: date | None) -> date | None:
    """Return a day that can be meant; one of another century is a slip of the hand."""
    if day is not None and not _FIRST <= day <= _LAST:
        raise forms.ValidationError("Look at the year again.")
    return day


class PartForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none when it runs
    """A part of a plan, as it was shown in a version."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what Django takes
        """Bound what may be typed."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and field.max_length is None:
                field.max_length = _LONGEST
                field.validators.append(MaxLengthValidator(_LONGEST))

    def _post_clean(self) -> None:
        """Leave the record as it is: an action writes it, if nobody else did meanwhile."""

    @property
    def values(self) -> dict[str, Any]:
        """What is to be written."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class NeedForm(PartForm):
    """Something somebody needs."""

    class Meta:
        """In their words, if they can be had."""

        model = Need
        fields: ClassVar = ["what"]


class GoalForm(PartForm):
    """Something somebody wants to reach."""

    importance = forms.IntegerField(
        label="How important it is to them, from 0 to 10", min_value=0, max_value=10,
        required=False,
    )  # fmt: skip

    class Meta:
        """What, how much, from where and to where."""

        model = Goal
        fields: ClassVar = ["what", "importance", "baseline", "target", "target_on", "status"]
        widgets: ClassVar = {"target_on": forms.DateInput(attrs=_DAY)}
        labels: ClassVar = {"status": "How far it has come"}

    def clean_target_on(self) -> date | None:
        """Refuse a day of another century."""
        return _near(self.cleaned_data["target_on"])


class ContingencyForm(PartForm):
    """What is to happen if something gets worse."""

    class Meta:
        """What shows it, what to do and what not, whom to call."""

        model = Contingency
        fields: ClassVar = ["trigger", "early_signs", "do", "do_not", "call"]
        widgets: ClassVar = {name: _lines() for name in ("trigger", "early_signs", "do", "do_not")}
        help_texts: ClassVar = {
            "trigger": "One thing on each line; each of them is enough.",
            "call": "Name and telephone number, by day and by night.",
        }

    def clean_trigger(self) -> str:
        """Ask for a line with something on it."""
        text: str = self.cleaned_data["trigger"]
        if not text.strip():
            raise forms.ValidationError("Write what shows it.")
        return text


class TextsForm(PartForm):
    """What is said of the whole plan."""

    class Meta:
        """In the order of a conversation."""

        model = CarePlan
        fields: ClassVar = [
            "summary", "strengths", "formulation", "place_of_care", "place_of_death", "wishes",
            "funding", "additional", "review_due", "review_by",
        ]  # fmt: skip
        widgets: ClassVar = {
            **{
                name: _lines()
                for name in ("summary", "strengths", "formulation", "wishes", "additional")
            },
            "review_due": forms.DateInput(attrs=_DAY),
        }

    def clean_review_due(self) -> date | None:
        """Refuse a day of another century."""
        return _near(self.cleaned_data["review_due"])


class ActionForm(PartForm):
    """Something to be done for a goal, and by whom."""

    who = forms.ChoiceField(label="Who does it")
    owner_name = forms.CharField(
        label="Their name, if they are somebody else", required=False, max_length=200
    )
    due = forms.DateField(label="By when", required=False, widget=forms.DateInput(attrs=_DAY))
    confidence = forms.IntegerField(
        label="How sure they are that it will be done, from 0 to 10", min_value=0, max_value=10,
        required=False,
    )  # fmt: skip
    field_order = ("what", "detail", "who", "owner_name", "due", "confidence")

    class Meta:
        """What, and how."""

        model = Task
        fields: ClassVar = ["what", "detail"]
        widgets: ClassVar = {"detail": _lines(2)}

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        """Offer those who may do it."""
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = offered  # type: ignore[attr-defined]  # it is a choice
        self._names = dict(offered)

    def clean_due(self) -> date | None:
        """Refuse a day of another century."""
        return _near(self.cleaned_data["due"])

    def clean(self) -> dict[str, Any]:
        """Ask for a name where nobody is known who could be meant."""
        found = super().clean() or {}
        if found.get("who") == "other" and not found.get("owner_name"):
            self.add_error("owner_name", "Write who does it.")
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What is to be written; it is due by the end of its day, where we are."""
        said, day = self.cleaned_data, self.cleaned_data["due"]
        noon = timezone.make_aware(datetime.combine(day, time(12))) if day else None
        due_at = end_of_day(noon) if noon else None
        return {name: said[name] for name in ("what", "detail", "confidence")} | {"due_at": due_at}

    @property
    def owner(self) -> Who:
        """Who was chosen."""
        kind, _, which = self.cleaned_data["who"].partition(":")
        name = self.cleaned_data["owner_name"]
        match kind:
            case "staff":
                return Who(Task.Owner.STAFF, user=uuid.UUID(which))
            case "team":
                return Who(Task.Owner.TEAM, team=uuid.UUID(which))
            case "carer":
                return Who(Task.Owner.CARER, name=which or name)
            case "person":
                return Who(Task.Owner.PERSON)
        return Who(Task.Owner.OTHER, name=name)


def who_may(
    person: Person, around: Iterable[RelatedPerson], posts: Iterable[Post], teams: Iterable[Team]
) -> list[tuple[str, str]]:
    """Return who may do something for somebody, as a form offers them."""
    carers = [(f"carer:{one.name}", f"{one.name}, {one.relationship}") for one in around]
    staff = {
        f"staff:{post.user_id}": f"{post.user.name}, {post.get_role_display()}" for post in posts
    }
    return [
        ("person", str(person)),
        *dict(carers).items(),
        ("carer", "another carer (write their name)"),
        *staff.items(),
        *((f"team:{team.pk}", team.name) for team in teams),
        ("other", "somebody else (write their name)"),
    ]


def chosen(task: Task) -> str:
    """Return who does something, as a form offers them."""
    match task.owner_kind:
        case Task.Owner.STAFF:
            return f"staff:{task.owner_id}"
        case Task.Owner.TEAM:
            return f"team:{task.team_id}"
        case Task.Owner.CARER:
            return f"carer:{task.owner_name}" if task.owner_name else "carer"
    return str(task.owner_kind)


class SeenForm(forms.Form):
    """A button: it carries the version that was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class AgreeForm(forms.Form):
    """Who agreed to a plan."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name = forms.CharField(label="Who agreed to it", max_length=200)
    as_ = forms.ChoiceField(label="As", choices=CarePlan.As.choices)
    on = forms.DateField(label="On", widget=forms.DateInput(attrs=_DAY))
    has_capacity = forms.BooleanField(
        label="The person was able to decide on it", required=False, initial=True
    )
    refused = forms.CharField(
        label="What they did not agree to", required=False, max_length=_LONGEST, widget=_lines(2)
    )


class CommentForm(forms.Form):
    """What the GP wants changed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label="What should be changed", min_length=3, max_length=_LONGEST, widget=_lines(3)
    )


class EndForm(forms.Form):
    """Why a plan ends."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Why", min_length=3, max_length=500)


class StatusForm(forms.Form):
    """How far a goal has come."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label="How far it has come", choices=Goal.Status.choices)
