"""What Django needs to know of the room."""

from __future__ import annotations

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The care records."""

    name = "wholeplace.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Care"
