"""Forms about what somebody lives with, and about a death."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from wholeplace.care.models import Problem


class ProblemForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none when it runs
    """What somebody lives with."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """What it is, since when, and who says so."""

        model = Problem
        fields: ClassVar = ["what", "since", "ended", "source"]
        widgets: ClassVar = {
            name: forms.DateInput(attrs={"type": "date"}) for name in ("since", "ended")
        }

    def clean(self) -> dict[str, Any]:
        """Refuse what is over before it began."""
        found = super().clean() or {}
        since, ended = found.get("since"), found.get("ended")
        if since and ended and ended < since:
            raise forms.ValidationError("It is over before it began: look at the two days again.")
        return found


class DeathForm(forms.Form):
    """On which day somebody died."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    died_on = forms.DateField(
        label="On which day they died", widget=forms.DateInput(attrs={"type": "date"})
    )
    is_sure = forms.BooleanField(label="I know this for certain, of this person")
