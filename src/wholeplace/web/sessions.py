"""How long one may stay signed in: the whole of it, beside the minutes without a click."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from wholeplace.store.clock import now as present

SIGNED_IN_AT = "signed_in_at"
SAVED, FORM = "saved_forms", "kept_as"
_MOST_SAVED, _LONGEST = 20, 40


def is_account(path: str) -> bool:
    """Return whether a path is that of a page about one's account."""
    return path.startswith("/account/")


class AbsoluteAgeMiddleware:
    """Ends a session that began too long ago, however busy it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, after ending a session that is over."""
        if request.user.is_authenticated:
            now = present().timestamp()
            began = request.session.setdefault(SIGNED_IN_AT, now)
            if now - began > settings.SESSION_ABSOLUTE_AGE:
                logout(request)
        return self.get_response(request)


class SavedFormsMiddleware:
    """Tells the browser which forms were saved, so that it forgets what it kept of them.

    A form names itself when it is sent. Answered by a page to go to, it was saved: its name is
    shown to the pages that follow, whichever of them asks first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and remember the name of a form that was saved."""
        response = self.get_response(request)
        if request.method != "POST" or not request.user.is_authenticated:
            return response
        name = request.POST.get(FORM, "")[:_LONGEST]
        # Sent on to a page of the sign-in, it has not reached what would have saved it.
        is_saved = isinstance(response, HttpResponseRedirect) and not is_account(response.url)
        if name.isalnum() and is_saved:
            saved = [*request.session.get(SAVED, []), name]
            request.session[SAVED] = saved[-_MOST_SAVED:]
        return response
