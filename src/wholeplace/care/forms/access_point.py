"""The form of a call or a letter: who asks, for whom, what; and who is new."""

from __future__ import annotations

from typing import Any

from django import forms

from wholeplace.care.forms.referral import Offering, text
from wholeplace.care.models import Person, Referral
from wholeplace.record.nhs_number import cleaned, is_valid

SOURCES = [
    ("02", "the person themselves"),
    ("03", "a carer or relative"),
    ("01", "a general practice"),
    ("05", "an emergency department"),
    ("06", "a hospital ward or clinic"),
    ("07", "a community health service"),
    ("11", "social services"),
    ("12", "a hospice"),
    ("13", "a care home"),
    ("14", "the police"),
    ("19", "a telephone service such as 111"),
    ("20", "a voluntary organisation"),
    ("22", "the ambulance service"),
    ("23", "a mental health service"),
]
"""NHS Data Dictionary, SOURCE OF REFERRAL FOR COMMUNITY, in our words: those who ring."""


_CHOOSE = ("", "choose")


class CallForm(forms.Form):
    """What somebody asks for by telephone or letter."""

    caller = forms.CharField(label="Who asks", max_length=200)
    caller_telephone = forms.CharField(
        label="Their telephone number", max_length=30, required=False
    )
    source = forms.ChoiceField(label="They are", choices=[_CHOOSE, *SOURCES])
    nhs_number = forms.CharField(label="NHS number", max_length=14, required=False)
    given_name = forms.CharField(label="Given name", max_length=100, required=False)
    family_name = forms.CharField(label="Family name", max_length=100, required=False)
    birth_date = forms.DateField(
        label="Date of birth", widget=forms.DateInput(attrs={"type": "date"})
    )
    need = text("What they ask for", 4)
    # None is chosen for them: a wrong urgency is seen by nobody.
    urgency = forms.ChoiceField(label="How soon", choices=[_CHOOSE, *Referral.Urgency.choices])
    consent = forms.CharField(
        label="Who agreed that we ask others", max_length=200,
        help_text="The person themselves, or who decides for them.",
    )  # fmt: skip

    WHO = ("nhs_number", "given_name", "family_name", "birth_date")
    CALL = ("caller", "caller_telephone", "source", "urgency", "need", "consent")

    def clean_nhs_number(self) -> str:
        """Return the ten digits; a number that does not check is refused."""
        number: str = self.cleaned_data["nhs_number"]
        if number and not is_valid(number):
            raise forms.ValidationError("This is no NHS number: look at its digits again.")
        return cleaned(number)

    def clean(self) -> dict[str, Any]:
        """Ask for enough to know who it is about."""
        found = super().clean() or {}
        names = found.get("given_name") and found.get("family_name")
        if not self.errors and not (found.get("nhs_number") or names):
            raise forms.ValidationError("Write their NHS number, or both their names.")
        return found


class NewPersonForm(Offering):
    """What else is asked of somebody who is new."""

    sex = forms.ChoiceField(label="Sex", choices=Person.Sex.choices, initial=Person.Sex.NOT_KNOWN)
    practice = forms.ChoiceField(label="Practice")
    address = forms.CharField(label="Address", max_length=300, required=False)
    postcode = forms.CharField(label="Postcode", max_length=8, required=False)
    telephone = forms.CharField(label="Telephone", max_length=30, required=False)
