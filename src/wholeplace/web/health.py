"""Whether the application lives, and whether it can work."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from wholeplace.care.models import AuditHead


def health(_request: HttpRequest) -> JsonResponse:
    """Answer that the process lives."""
    return JsonResponse({"status": "alive"})


def ready(_request: HttpRequest) -> JsonResponse:
    """Answer whether the database is there and has its tables: else 503."""
    try:
        connection.ensure_connection()
        AuditHead.objects.get(pk=1)
    except (DatabaseError, AuditHead.DoesNotExist):
        return JsonResponse({"status": "the database is not ready"}, status=503)
    return JsonResponse({"status": "ready"})
