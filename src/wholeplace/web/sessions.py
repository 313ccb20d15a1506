"""How long one may stay signed in: the whole of it, beside the minutes without a click."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from wholeplace.store.clock import now as present

SIGNED_IN_AT = "signed_in_at"


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
