"""Forms about the directory of services."""

from __future__ import annotations

from typing import Any

from django import forms

from wholeplace.care.forms.referral import Offering, text
from wholeplace.care.models import Service


class FindServiceForm(forms.Form):
    """Find a service by words, by kind, open or all."""

    word = forms.CharField(label="What somebody needs, or a name", max_length=100, required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "All"), *Service.Kind.choices], required=False
    )
    closed = forms.BooleanField(label="Also those that take nobody now", required=False)


class ServiceForm(Offering):
    """What the directory says of a service."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    slug = forms.SlugField(
        label="Short name", max_length=60, help_text="Small letters, digits and hyphens."
    )
    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=Service.Kind.choices)
    organisation = forms.ChoiceField(label="Who offers it")
    team = forms.ChoiceField(
        label="Which team takes notes here", required=False,
        help_text="Without a team it is only pointed to.",
    )  # fmt: skip
    about = text("What it does")
    for_whom = text("For whom", 2, required=False)
    needs = forms.CharField(
        label="Needs by which it is found", max_length=300, required=False,
        help_text="Parted by semicolons: falls; loneliness.",
    )  # fmt: skip
    how = text("How one gets there", 2, required=False)
    telephone = forms.CharField(label="Telephone", max_length=30, required=False)
    is_open = forms.BooleanField(label="It takes people now", required=False, initial=True)

    def values(self) -> dict[str, Any]:
        """Return what the record keeps."""
        said = dict(self.cleaned_data)
        for name in ("seen", "slug"):
            said.pop(name, None)
        said["organisation_id"] = said.pop("organisation")
        said["team_id"] = said.pop("team") or None
        return said
