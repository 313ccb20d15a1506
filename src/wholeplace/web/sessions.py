"""How long one may stay signed in: the minutes without a click, and the whole of it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from wholeplace.store.clock import now as present

SIGNED_IN_AT, CLICKED_AT = "signed_in_at", "clicked_at"
# How well the time of the last click is known: to write it at each would be a write for each page.
_KNOWN_TO = 30
SAVED, FORM = "saved_forms", "kept_as"
_MOST_SAVED, _LONGEST = 20, 40


def is_account(path: str) -> bool:
    """Return whether a path is that of a page about one's account."""
    return path.startswith("/account/")


class AgeMiddleware:
    """Ends a session that began too long ago, however busy it was, and keeps a busy one alive.

    A session that is not written for ``SESSION_COOKIE_AGE`` has ended: it is written at a click,
    where the last that was written is more than half a minute ago.
    """

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
            elif now - request.session.get(CLICKED_AT, 0) > _KNOWN_TO:
                request.session[CLICKED_AT] = now
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
