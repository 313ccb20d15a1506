"""A form that came too late: what was typed stays, beside what others made of it meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest

from wholeplace.care.models import Record

Other = tuple[str, object]


def others_of(
    request: HttpRequest, form: forms.BaseForm, now: Record, values: Mapping[str, object]
) -> list[Other]:
    """Give a form the version that is there now; returns what is other than typed, by its label.

    ``values`` are those of fields that the record has under no name of its own. Saved again, the
    form writes over what is shown here, and over nothing that was not.
    """
    form.data = {**request.POST.dict(), "seen": str(now.version)}
    there = {name: values.get(name, getattr(now, name, "")) for name in form.fields}
    return [
        (str(form.fields[name].label or name), _said(form.fields[name], value))
        for name, value in there.items()
        if name != "seen" and value != form.cleaned_data.get(name)
    ]


def _said(field: forms.Field, value: object) -> object:
    return dict(getattr(field, "choices", None) or ()).get(value, value)
