"""Who stands in for whom, and what somebody who has left still has."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Verb
from wholeplace.care.access.scopes import covers, leads_gone, posts_of
from wholeplace.care.actions import caseload as caseloads
from wholeplace.care.actions import cover as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.forms.cover import CoverForm, HandOverForm, colleagues
from wholeplace.care.pages import page, show


@page(Verb.COVER)
def cover(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show who stands in for whom; let somebody stand in."""
    form = CoverForm(
        request.POST or None, colleagues(posts_of(actor)), initial={"starts": actor.today}
    )
    if request.method != "POST" or not form.is_valid():
        return _page(request, actor, 422 if form.is_bound else 200, form=form)
    said = form.cleaned_data
    try:
        actions.begin_cover(
            by=actor, away=uuid.UUID(said["away"]), stands_in=uuid.UUID(said["stands_in"]),
            starts=said["starts"], last=said["last"],
        )  # fmt: skip
    except NotPossible as refused:
        return _page(request, actor, 409, form=form, said=str(refused))
    messages.success(request, "Saved. It ends by itself.")
    return redirect("cover")


def _page(request: HttpRequest, actor: Actor, status: int, **told: object) -> HttpResponse:
    offered = colleagues(posts_of(actor))
    gone = [
        (name, places, tasks, HandOverForm(None, offered, initial={"leaver": id_}, prefix=f"g{at}"))
        for at, (id_, name, places, tasks) in enumerate(leads_gone(actor))
    ]
    look(actor, Told(Verb.SEE_CAPACITY, what="page:cover"))
    return show(
        request, actor, "cover.html", status, rows=list(covers(actor).filter(ends__gt=actor.today)),
        gone=gone, **told,
    )  # fmt: skip


@page(Verb.COVER)
def end(request: HttpRequest, actor: Actor, id_: int) -> HttpResponse:
    """End it before its day."""
    if request.method == "POST":
        try:
            actions.end_cover(by=actor, id_=id_)
        except NotPossible as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Ended.")
    return redirect("cover")


@page(Verb.ASSIGN)
def hand_over(request: HttpRequest, actor: Actor, at: int) -> HttpResponse:
    """Give everything of somebody who has left to a colleague."""
    form = HandOverForm(request.POST, colleagues(posts_of(actor)), prefix=f"g{at}")
    if request.method != "POST" or not form.is_valid():
        messages.error(request, "Nothing was handed over: choose who takes it.")
        return redirect("cover")
    said = form.cleaned_data
    try:
        n = caseloads.hand_over(
            by=actor, leaver=said["leaver"], to=uuid.UUID(said["to"]), reason=said["reason"]
        )
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Handed over: {n} {'person' if n == 1 else 'people'}.")
    return redirect("cover")
