"""What a reader sees: the scopes of an actor, or, for an export, everything that is not sealed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from wholeplace.care.access import Actor, scopes
from wholeplace.care.models import (
    Alert,
    AuditEvent,
    CarePlan,
    CaseloadEntry,
    Consent,
    Contact,
    Contingency,
    Encounter,
    Goal,
    Observation,
    Person,
    Record,
    Referral,
    RelatedPerson,
    Task,
    Visibility,
)
from wholeplace.care.states import Assessing

# Rows of any model: which one it is follows from the argument, and no type says that of a mapping.
Rows = Callable[[type[Model]], "QuerySet[Any]"]

_SCOPES: Mapping[type[Model], Callable[[Actor], QuerySet[Any]]] = {
    Alert: scopes.alerts,
    AuditEvent: scopes.looks,
    CarePlan: scopes.plans,
    CaseloadEntry: scopes.caseload,
    Consent: scopes.consents,
    Contact: scopes.contacts,
    Contingency: scopes.contingencies,
    Encounter: scopes.encounters,
    Goal: scopes.goals,
    Observation: scopes.observations,
    Person: scopes.people,
    Referral: scopes.referrals,
    RelatedPerson: scopes.related,
    Task: scopes.tasks,
}


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of each model: nothing is drawn, or referred to, that is not in it."""

    rows: Rows


def scoped(actor: Actor) -> Sight:
    """Return what an actor sees, as on the pages."""
    return Sight(lambda model: _SCOPES[model](actor))


def whole() -> Sight:
    """Return what an export of a whole place sees: all but what somebody sealed."""
    return Sight(_unsealed)


def _unsealed(model: type[Model]) -> QuerySet[Any]:
    rows = model._default_manager.all()  # noqa: SLF001 - Django's name for it
    if model is Observation:
        # Of an assessment that was corrected the corrected scores count, and no others.
        rows = rows.exclude(assessment__state=Assessing.REPLACED)
    return rows.exclude(visibility=Visibility.SEALED) if issubclass(model, Record) else rows
