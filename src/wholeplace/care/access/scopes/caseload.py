"""Candidates by pseudonym, and places on caseloads."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes.seen import of_people
from wholeplace.care.models import Candidate, CaseloadEntry, Consent, Record, StatusChange


def caseload(actor: Actor) -> QuerySet[CaseloadEntry]:
    """Return the places on caseloads of people whom the actor may see."""
    return of_people(actor, CaseloadEntry.objects.all())


def consents(actor: Actor) -> QuerySet[Consent]:
    """Return what people whom the actor may see agreed to."""
    return of_people(actor, Consent.objects.all())


def candidates(actor: Actor) -> QuerySet[Candidate]:
    """Return the candidates of the actor's practices, by pseudonym."""
    return Candidate.objects.filter(practice__in=actor.organisations)


def steps_of(record: Record) -> QuerySet[StatusChange]:
    """Return the steps of a record that was found in a scope."""
    return StatusChange.objects.filter(what=record.reference).select_related("by")


def steps_among(records: Iterable[Record]) -> QuerySet[StatusChange]:
    """Return the steps of records that were found in a scope."""
    names = [record.reference for record in records]
    return StatusChange.objects.filter(what__in=names).select_related("by")
