"""Keep what other organisations tell: once each, with what is told later, and alerts of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from wholeplace.care.access import Actor, Verb
from wholeplace.care.actions.alerts import raise_alert
from wholeplace.care.actions.audit import Told
from wholeplace.care.actions.writing import write
from wholeplace.care.events import Event
from wholeplace.care.models import Alert, AuditHead, CaseloadEntry, Encounter, Person
from wholeplace.care.states import Place
from wholeplace.place import CareTerms

_TOLD = ("kind", "organisation", "starts", "ends", "reason", "outcome")
_ALERTS: Mapping[Encounter.Kind, Alert.Kind] = {
    Encounter.Kind.EMERGENCY: Alert.Kind.EMERGENCY,
    Encounter.Kind.ADMISSION: Alert.Kind.ADMITTED,
    Encounter.Kind.AMBULANCE: Alert.Kind.AMBULANCE,
}


@dataclass(slots=True)
class Kept:
    """What became of events: kept, changed, as they were, of nobody here, or unfit.

    ``encounters`` are those that stand in the records now, whether changed or not.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    unknown: int = 0
    unfit: list[tuple[int, str]] = field(default_factory=list)
    encounters: list[Encounter] = field(default_factory=list)


def keep_events(*, by: Actor, source: str, events: Sequence[Event]) -> Kept:
    """Keep events of a source, in one transaction; a row of the audit for each that was written.

    Of people who are not here only the number is told. An event told again changes what is
    different, and what is missing now stays as it was; where nothing is different nothing is
    written. One that was of somebody else before is unfit.
    """
    kept = Kept()
    with transaction.atomic():
        # Two who bring the same file follow one another.
        AuditHead.objects.select_for_update().get(pk=1)
        people = _people(events)
        merged = _merged([one for one in events if one.nhs_number in people])
        kept.unknown = sum(one.nhs_number not in people for one in events)
        old = _old(source, merged)
        new = [_new(source, one, people) for id_, one in merged.items() if id_ not in old]
        changed = _changed(by, merged, old, people, kept)
        Encounter.objects.bulk_create(new)
        kept.new, kept.changed = len(new), len(changed)
        kept.encounters = [*new, *changed, *kept.encounters]
        _tell(by, [(one, "new") for one in new] + [(one, "changed") for one in changed])
    return kept


def _people(events: Sequence[Event]) -> dict[str, Person]:
    numbers = {one.nhs_number for one in events if one.nhs_number}
    return {str(one.nhs_number): one for one in Person.objects.filter(nhs_number__in=numbers)}


def _merged(events: Sequence[Event]) -> dict[str, Event]:
    merged: dict[str, Event] = {}
    for one in events:
        earlier = merged.get(one.source_id)
        is_same = earlier is not None and earlier.nhs_number == one.nhs_number
        merged[one.source_id] = one.after(earlier) if is_same and earlier else one
    return merged


def _old(source: str, merged: Mapping[str, Event]) -> dict[str, Encounter]:
    rows = Encounter.objects.filter(source=source, source_id__in=list(merged))
    return {
        one.source_id: one for one in rows.select_related("person").select_for_update(of=("self",))
    }


def _new(source: str, event: Event, people: Mapping[str, Person]) -> Encounter:
    told = {name: getattr(event, name) for name in _TOLD}
    return Encounter(
        person=people[event.nhs_number], controller=event.organisation, source=source,
        source_id=event.source_id, **told,
    )  # fmt: skip


def _changed(
    by: Actor,
    merged: Mapping[str, Event],
    old: Mapping[str, Encounter],
    people: Mapping[str, Person],
    kept: Kept,
) -> list[Encounter]:
    """Return the encounters that are told otherwise now, kept so."""
    changed = []
    for id_, now in old.items():
        event = merged[id_]
        if now.person_id != people[event.nhs_number].pk:
            kept.unfit.append((event.line, "the same source_id was of somebody else before"))
            continue
        told = {name: value for name in _TOLD if (value := getattr(event, name))}
        if all(getattr(now, name) == value for name, value in told.items()):
            kept.same += 1
            kept.encounters.append(now)
            continue
        for name, value in told.items():
            setattr(now, name, value)
        now.version, now.updated_by_id = now.version + 1, by.user
        now.save()
        changed.append(now)
    return changed


def _tell(by: Actor, written: Sequence[tuple[Encounter, str]]) -> None:
    if not written:
        return
    with write(by, Verb.TAKE_IN_EVENT) as wrote:
        (first, did), *rest = written
        wrote.about(first, did=did, kind=first.kind)
        wrote.others = [
            Told(
                Verb.TAKE_IN_EVENT, one.person_id, one.reference, "", {"did": how, "kind": one.kind}
            )
            for one, how in rest
        ]


def raise_alerts(*, by: Actor, encounters: Sequence[Encounter], terms: CareTerms) -> list[Alert]:
    """Raise what is to be followed up of what happened to people since a team follows them.

    What was raised before stays as it is, and is not returned.
    """
    places = CaseloadEntry.objects.filter(
        person__in={one.person_id for one in encounters}, state=Place.ACTIVE
    )
    since = {one.person_id: one.entered_at for one in places.order_by("-entered_at")}
    raised = set(
        Alert.objects.filter(because__in=[one.reference for one in encounters]).values_list(
            "because", "kind"
        )
    )
    made = [
        raise_alert(by=by, encounter=one, kind=kind, terms=terms)
        for one in encounters
        if one.person_id in since
        for kind in _alerts_of(one)
        if (one.reference, kind.value) not in raised
        and (one.ends or one.starts) >= since[one.person_id]
    ]
    return [one for one in made if one is not None]


def _alerts_of(encounter: Encounter) -> list[Alert.Kind]:
    kind = _ALERTS.get(Encounter.Kind(encounter.kind))
    found = [kind] if kind else []
    is_stay = encounter.kind == Encounter.Kind.ADMISSION
    return [*found, Alert.Kind.DISCHARGED] if is_stay and encounter.ends else found
