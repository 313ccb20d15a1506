"""Forms about a person."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from wholeplace.care.models import AboutMe, Person, RelatedPerson
from wholeplace.record.nhs_number import cleaned, is_valid


class SearchForm(forms.Form):
    """Find a person: by number, or by name and date of birth."""

    nhs_number = forms.CharField(label="NHS number", required=False, max_length=14)
    name = forms.CharField(label="Family name, or its beginning", required=False, max_length=100)
    birth_date = forms.DateField(
        label="Date of birth", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_nhs_number(self) -> str:
        """Return the ten digits; a number that does not check is refused."""
        text: str = self.cleaned_data["nhs_number"]
        if text and not is_valid(text):
            raise forms.ValidationError("This is no NHS number: look at its digits again.")
        return cleaned(text)

    def clean(self) -> dict[str, Any]:
        """Ask for enough to find one person by."""
        found = super().clean() or {}
        if not self.errors and not (found.get("nhs_number") or found.get("name")):
            raise forms.ValidationError("Write an NHS number, or a family name.")
        return found


class BothFactsForm(SearchForm):
    """Name one person, whoever cares for them: by number and date of birth."""

    def clean(self) -> dict[str, Any]:
        """Ask for both."""
        found = super().clean()
        if not self.errors and not (found.get("nhs_number") and found.get("birth_date")):
            raise forms.ValidationError("Write both the NHS number and the date of birth.")
        return found


class AboutMeForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none when it runs
    """What somebody wants to be known, in their own words."""

    class Meta:
        """Its seven headings."""

        model = AboutMe
        fields: ClassVar = [*AboutMe.HEADINGS, "supported_by", "written_on"]
        widgets: ClassVar = {
            **{name: forms.Textarea(attrs={"rows": 3}) for name in AboutMe.HEADINGS},
            "written_on": forms.DateInput(attrs={"type": "date"}),
        }


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none when it runs
    """How somebody is called and reached."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        """What may be changed here; the register keeps the rest."""

        model = Person
        fields: ClassVar = [
            "preferred_name", "address", "postcode", "telephone", "interpreter", "adjustments",
        ]  # fmt: skip


class RelatedForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none when it runs
    """Somebody who matters to a person."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """Who they are, and what they may know."""

        model = RelatedPerson
        fields: ClassVar = [
            "name", "relationship", "telephone", "is_carer", "is_next_of_kin",
            "has_power_of_attorney", "may_be_told", "contact_order", "carer_assessment_due",
        ]  # fmt: skip
        widgets: ClassVar = {"carer_assessment_due": forms.DateInput(attrs={"type": "date"})}


class ReasonForm(forms.Form):
    """Why the glass is broken."""

    reason = forms.CharField(
        label="Why do you have to see this person now?",
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=10,
        max_length=1000,
    )
