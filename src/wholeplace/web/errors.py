"""The pages for what cannot be shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer that there is no such page, or none that one may see."""
    return render(request, "errors/404.html", status=404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer that one's role does not allow it."""
    return render(request, "errors/403.html", status=403)


def failed(_request: HttpRequest) -> HttpResponse:
    """Answer that something failed on our side: without the database, which may be what failed."""
    return HttpResponse(
        "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>"
        "<title>Something went wrong - Wholeplace</title></head><body><main>"
        "<h1>Something went wrong</h1><p>What you wrote last may not have been saved. Go back, keep"
        " a copy of it, and try again in a few minutes. If it goes on, tell the service desk.</p>"
        "</main></body></html>",
        status=500,
    )
