"""The addresses at which other systems read."""

from __future__ import annotations

from django.urls import path

from wholeplace.care.views import fhir

urlpatterns = [
    path("metadata", fhir.metadata, name="fhir-metadata"),
    path("openapi.json", fhir.description, name="fhir-openapi"),
    path("<str:name>", fhir.search, name="fhir-search"),
    path("<str:name>/<str:id_>", fhir.read, name="fhir-read"),
    path("", fhir.no_such, name="fhir"),
    path("<path:rest>", fhir.no_such, name="fhir-nothing"),
]
