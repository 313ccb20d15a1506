"""The addresses of the application."""

from __future__ import annotations

from django.urls import include, path

from wholeplace.web import health

urlpatterns = [
    path("health", health.health, name="health"),
    path("ready", health.ready, name="ready"),
    path("account/", include("wholeplace.web.account_urls")),
    path("", include("wholeplace.care.urls")),
]

handler400 = "wholeplace.web.errors.not_understood"
handler404 = "wholeplace.web.errors.not_found"
handler403 = "wholeplace.web.errors.not_allowed"
handler500 = "wholeplace.web.errors.failed"
