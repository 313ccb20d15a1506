"""Somebody is put forward for a caseload by who knows them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Verb, person_for
from wholeplace.care.access.scopes import teams_serving, why_seen
from wholeplace.care.actions import caseload as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.forms.caseload import PutForwardForm
from wholeplace.care.models import CaseloadEntry
from wholeplace.care.pages import page, show
from wholeplace.care.terms import read_terms


@page(Verb.PUT_FORWARD)
def put_forward(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Put somebody forward for the caseload of a team that serves their practice."""
    person = person_for(actor, id_)
    teams = {str(team.pk): team for team in teams_serving(person)}
    form = PutForwardForm(request.POST or None, teams.values(), read_terms(settings.WORKSPACE))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.put_forward(
                by=actor, person=person.pk, team=teams[said["team"]], tier=said["tier"],
                reason=CaseloadEntry.Reason(said["reason"]), why=said["why"],
            )  # fmt: skip
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{person} is put forward. The team sees it at once.")
            return redirect("person", id_=person.pk)
    look(actor, Told(Verb.READ, person.pk, "page:put forward", why_seen(actor, person)))
    return show(
        request, actor, "form.html", person=person, form=form, title="Put forward for a caseload"
    )
