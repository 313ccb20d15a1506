"""The pages for what cannot be shown."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What an error of the database is called that has no space left: by SQLite, and (53100) PostgreSQL.
_FULL, _FULL_CODE = "database or disk is full", "53100"
_AGAIN_SECONDS = "60"
_KEEP = "Go back, keep a copy of what you wrote last: it was not saved."


class BodyLimitMiddleware:
    """Refuses what is larger than any form of ours, before it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return self.get_response(request)
        return _too_large()


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer that there is no such page, or none that one may see."""
    return render(request, "errors/404.html", status=404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer that one's role does not allow it."""
    return render(request, "errors/403.html", status=403)


def not_understood(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer that what was sent cannot be one of our forms."""
    if isinstance(exception, RequestDataTooBig):
        return _too_large()
    told = "What was sent is none of the forms here. Nothing was saved. Go back and try again."
    return _page("This was not understood", told, 400)


def failed(_request: HttpRequest) -> HttpResponse:
    """Answer that something failed on our side: without the database, which may be what failed."""
    kind, error, _ = sys.exc_info()
    if kind is not None and issubclass(kind, DatabaseError | InterfaceError):
        if _is_full(error):
            told = f"There is no space left to save anything. {_KEEP} Tell the service desk now."
            return _page("There is no space left", told, 507)
        if issubclass(kind, OperationalError | InterfaceError):
            told = f"The database does not answer. {_KEEP} Try again in a few minutes."
            answer = _page("The records cannot be reached", told, 503)
            answer["Retry-After"] = _AGAIN_SECONDS
            return answer
    told = (
        "What you wrote last may not have been saved. Go back, keep a copy of it, and try again in"
        " a few minutes. If it goes on, tell the service desk."
    )
    return _page("Something went wrong", told, 500)


def _is_full(error: BaseException | None) -> bool:
    code = getattr(error.__cause__, "sqlstate", "") if error is not None else ""
    return _FULL in str(error) or code == _FULL_CODE


def _too_large() -> HttpResponse:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024
    told = f"What was sent is larger than {most:,} kB, and was not read. Nothing was saved."
    return _page("This is too large", told, 413)


def _page(title: str, told: str, status: int) -> HttpResponse:
    return HttpResponse(
        "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{title} - Wholeplace</title></head><body><main>"
        f"<h1>{title}</h1><p>{told}</p></main></body></html>",
        status=status,
    )
