"""Forms about who stands in for whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from wholeplace.care.forms.work import Choices, DayField
from wholeplace.care.models import Post


def colleagues(posts: Iterable[Post]) -> Choices:
    """Return colleagues as a form offers them, each once."""
    return list({str(post.user_id): str(post.user) for post in posts}.items())


class CoverForm(forms.Form):
    """Who stands in for whom, and on which days."""

    away = forms.ChoiceField(label="Who is away")
    stands_in = forms.ChoiceField(label="Who stands in")
    starts = DayField(label="From")
    last = DayField(label="Until, the last day")

    def __init__(self, data: object, offered: Choices, **options: Any) -> None:  # noqa: ANN401 - as Django's
        """Offer those who are of the team today."""
        super().__init__(data, **options)  # type: ignore[arg-type]  # what a request has, or nothing
        for name in ("away", "stands_in"):
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # it is a choice


class HandOverForm(forms.Form):
    """To whom everything goes that somebody who has left still has."""

    leaver = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ChoiceField(label="To")
    reason = forms.CharField(label="Why", required=False, max_length=500)

    def __init__(self, data: object, offered: Choices, **options: Any) -> None:  # noqa: ANN401 - as Django's
        """Offer those who are of the team today."""
        super().__init__(data, **options)  # type: ignore[arg-type]  # what a request has, or nothing
        self.fields["to"].choices = offered  # type: ignore[attr-defined]  # it is a choice
