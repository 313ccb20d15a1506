"""Forms about a caseload."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from wholeplace.care.models import CaseloadEntry, Post, Team
from wholeplace.place import CareTerms


class DecisionForm(forms.Form):
    """Accept or decline a candidate, with the reason."""

    reason = forms.CharField(label="Why", min_length=3, max_length=500)


class ConsentForm(forms.Form):
    """What somebody said when they were asked."""

    is_given = forms.ChoiceField(
        label="What did they say?",
        choices=[("yes", "They agree to be followed"), ("no", "They do not want it")],
    )
    given_by = forms.CharField(label="Who said it", max_length=200)
    said_on = forms.DateField(label="On", widget=forms.DateInput(attrs={"type": "date"}))
    has_capacity = forms.BooleanField(
        label="They were able to decide this for themselves", required=False, initial=True
    )
    note = forms.CharField(
        label="What else was said", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class LeadForm(forms.Form):
    """Who leads."""

    lead = forms.ChoiceField(label="Who leads")
    reason = forms.CharField(label="Why", required=False, max_length=500)

    def __init__(self, data: object, posts: Iterable[Post]) -> None:
        """Offer those who are of the team today."""
        super().__init__(data)  # type: ignore[arg-type]  # what a request has, or nothing
        offered = [(str(post.user_id), str(post.user)) for post in posts]
        self.fields["lead"].choices = offered  # type: ignore[attr-defined]  # it is a choice


class PutForwardForm(forms.Form):
    """Put somebody forward for the caseload of a team that serves their practice."""

    team = forms.ChoiceField(label="For which team")
    reason = forms.ChoiceField(label="What it is about", choices=CaseloadEntry.Reason.choices)
    tier = forms.ChoiceField(label="How closely to be followed at first")
    why = forms.CharField(
        label="What you see, and what you ask of the team",
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=3,
        max_length=2000,
    )

    def __init__(self, data: object, teams: Iterable[Team], terms: CareTerms) -> None:
        """Offer the teams that serve the practice, and the tiers of the place."""
        super().__init__(data)  # type: ignore[arg-type]  # what a request has, or nothing
        offered = [(str(team.pk), team.name) for team in teams]
        self.fields["team"].choices = offered  # type: ignore[attr-defined]  # it is a choice
        self.fields["tier"].choices = terms.choices()  # type: ignore[attr-defined]  # a choice


class StepForm(forms.Form):
    """How closely somebody is followed from now on."""

    tier = forms.ChoiceField(label="From now on")
    reason = forms.CharField(label="Why", min_length=3, max_length=500)

    def __init__(self, data: object, terms: CareTerms) -> None:
        """Offer the tiers of the place."""
        super().__init__(data)  # type: ignore[arg-type]  # what a request has, or nothing
        self.fields["tier"].choices = terms.choices()  # type: ignore[attr-defined]  # a choice


class CloseForm(forms.Form):
    """Why somebody is followed no longer."""

    why = forms.CharField(label="Why", min_length=3, max_length=200)
