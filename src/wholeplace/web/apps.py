"""What Django needs to know of the room."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web application around the care records."""

    name = "wholeplace.web"
    label = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        """Begin to listen to sign-ins; models can be imported only now."""
        from wholeplace.care.access import wall  # noqa: PLC0415
        from wholeplace.web import once, second_factor, sign_in_audit  # noqa: PLC0415

        wall.listen()
        sign_in_audit.listen()
        second_factor.listen()
        once.listen()
