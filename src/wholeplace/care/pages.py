"""What every page needs: who asks, what they may do, and the way around."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypedDict, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wholeplace.care.access import Actor, Hidden, Verb, actor_of
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.writing import NotAllowed
from wholeplace.care.models import Person, User

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


_WAYS = {
    "today": ("Today", Verb.SIGN_IN),
    "caseload": ("Caseload", Verb.SEE_CASELOAD),
    "huddles": ("Huddles", Verb.SEE_HUDDLE),
    "candidates": ("Candidates", Verb.SEE_CANDIDATES),
    "plans": ("Plans", Verb.SEE_PLAN),
    "plans-gp": ("Plans to agree", Verb.AGREE_AS_GP),
    "capacity": ("Capacity", Verb.SEE_CAPACITY),
    "tasks": ("Tasks", Verb.DO_TASK),
    "calls": ("Calls", Verb.CONTACT),
    "alerts": ("Alerts", Verb.ANSWER_ALERT),
    "cover": ("Cover", Verb.COVER),
    "tracker": ("Our referrals", Verb.REFER),
    "triage": ("Referrals to us", Verb.TRIAGE),
    "directory": ("Services", Verb.SEE_SERVICES),
    "intermediate": ("Intermediate care", Verb.SEE_PACKAGES),
    "search": ("Find a person", Verb.SEARCH),
    "glass": ("Broken glass", Verb.REVIEW_GLASS),
    "looks": ("Who has looked", Verb.FIND_ACCESS),
}
"""The pages in the way around: what they are called, and who has them."""


_OF_A_PERSON = {
    "person": ("About", Verb.READ),
    "timeline": ("Timeline", Verb.READ),
    "plan": ("Plan", Verb.SEE_PLAN),
    "person-huddle": ("Huddle", Verb.SEE_HUDDLE),
    "contacts": ("Contacts", Verb.CONTACT),
    "person-tasks": ("Tasks", Verb.DO_TASK),
    "assessments": ("Assessments", Verb.READ),
    "person-referrals": ("Referrals", Verb.REFER),
    "person-packages": ("Packages", Verb.SEE_PACKAGES),
}
"""The pages about one person, each at an address with their id: what they are called, and who has
them."""


ON_A_PAGE = 50
"""How many rows a list shows at once."""


class Link(TypedDict):
    """A page in the way around."""

    name: str
    href: str
    is_here: bool


def page(verb: Verb) -> Callable[[Page[P]], View[P]]:
    """Make a view of a function of request and actor, for those who may do the verb.

    What is out of scope is answered like what does not exist, and the try is kept in the audit.
    """

    def made(view: Page[P]) -> View[P]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            actor = actor_of_request(request)
            if not actor.may(verb):
                raise PermissionDenied
            try:
                return view(request, actor, *args, **kwargs)
            except Hidden:
                asked = {
                    "asked": request.resolver_match.view_name if request.resolver_match else ""
                }
                look(actor, Told(Verb.DENIED, what=_what(kwargs), detail=asked))
                raise Http404 from None
            except NotAllowed as refused:
                raise PermissionDenied from refused

        return cast(View[P], login_required(wrapped))

    return made


def _what(arguments: dict[str, Any]) -> str:
    return next((f"{name}:{value}" for name, value in arguments.items()), "")


def actor_of_request(request: HttpRequest) -> Actor:
    """Return who asks."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return actor_of(request.user)


def show(
    request: HttpRequest, actor: Actor, template: str, status: int = 200, **told: object
) -> HttpResponse:
    """Return a page with the way around."""
    person = told.get("person")
    about = _links(request, actor, _OF_A_PERSON, person.pk) if isinstance(person, Person) else []
    context = told | {
        "actor": actor, "pages": _links(request, actor, _WAYS), "person_pages": about,
        "is_demo": settings.IS_DEMO,
    }  # fmt: skip
    return render(request, f"care/{template}", context, status=status)


def _links(
    request: HttpRequest, actor: Actor, ways: Mapping[str, tuple[str, Verb]], *words: object
) -> list[Link]:
    match = request.resolver_match
    here = match.url_name if match else ""
    return [
        Link(name=name, href=reverse(id_, args=words), is_here=id_ == here)
        for id_, (name, verb) in ways.items()
        if actor.may(verb)
    ]


def seen_of(request: HttpRequest) -> int:
    """Return the version that a form showed; 0, which no record has, where that is no number."""
    seen = request.POST.get("seen", "")
    return int(seen) if re.fullmatch(r"[0-9]{1,9}", seen) else 0
