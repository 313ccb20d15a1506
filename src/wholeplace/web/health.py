"""Whether the application lives, and whether it can work."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from wholeplace.care.access import wall
from wholeplace.care.models import AuditHead

_GOES_THROUGH = (
    "the role in DATABASE_URL is a superuser, or has BYPASSRLS: the database shows it every person,"
    " whoever asks. Give the application an ordinary role that owns the database"
)


class HealthMiddleware:
    """Answers machines that ask how we are, before anything asks for a session.

    Whether the process lives must be told without the database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        asked = {reverse("health"): health, reverse("ready"): ready}.get(request.path)
        return asked(request) if asked else self.get_response(request)


def health(_request: HttpRequest) -> JsonResponse:
    """Answer that the process lives."""
    return JsonResponse({"status": "alive"})


def ready(_request: HttpRequest) -> JsonResponse:
    """Answer whether the database is there and has its tables: else 503."""
    try:
        connection.ensure_connection()
        AuditHead.objects.get(pk=1)
        is_held = wall.holds()
    except (DatabaseError, AuditHead.DoesNotExist):
        return JsonResponse({"status": "the database is not ready"}, status=503)
    if not is_held:
        return JsonResponse({"status": "ready", "warning": _GOES_THROUGH})
    return JsonResponse({"status": "ready"})
