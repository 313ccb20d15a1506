"""The contacts of a month in the shape of the Community Services Data Set.

Tables and elements: NHS Data Model and Dictionary, Community Services Data Set: CYP001 Master
Patient Index, CYP101 Service or Team Referral, CYP102 Service or Team Type Referred To, CYP201
Care Contact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from wholeplace.care.access import Actor
from wholeplace.care.exports.leaving import in_parts, leaving
from wholeplace.care.exports.words import ATTENDED, MEDIUM, TEAM_TYPE, short
from wholeplace.care.fhir.sight import whole
from wholeplace.care.models import CaseloadEntry, Contact, Person
from wholeplace.care.states import Place
from wholeplace.kernel.period import Month
from wholeplace.store.files import write_text

TABLES: dict[str, tuple[str, ...]] = {
    "CYP001_master_patient_index": (
        "LOCAL PATIENT IDENTIFIER (EXTENDED)",
        "ORGANISATION IDENTIFIER (LOCAL PATIENT IDENTIFIER)",
        "NHS NUMBER",
        "NHS NUMBER STATUS INDICATOR CODE",
        "PERSON BIRTH DATE",
        "POSTCODE OF USUAL ADDRESS",
        "PERSON STATED GENDER CODE",
        "PERSON DEATH DATE",
    ),
    "CYP101_service_or_team_referral": (
        "SERVICE REQUEST IDENTIFIER",
        "LOCAL PATIENT IDENTIFIER (EXTENDED)",
        "ORGANISATION IDENTIFIER (CODE OF PROVIDER)",
        "REFERRAL REQUEST RECEIVED DATE",
        "REFERRAL REQUEST RECEIVED TIME",
        "SOURCE OF REFERRAL FOR COMMUNITY",
        "ORGANISATION IDENTIFIER (REFERRING)",
        "SERVICE DISCHARGE DATE",
    ),
    "CYP102_service_or_team_type_referred_to": (
        "SERVICE REQUEST IDENTIFIER",
        "CARE PROFESSIONAL TEAM LOCAL IDENTIFIER",
        "SERVICE OR TEAM TYPE REFERRED TO (COMMUNITY CARE)",
        "REFERRAL CLOSURE DATE",
    ),
    "CYP201_care_contact": (
        "CARE CONTACT IDENTIFIER",
        "SERVICE REQUEST IDENTIFIER",
        "CARE PROFESSIONAL TEAM LOCAL IDENTIFIER",
        "CARE CONTACT DATE",
        "CARE CONTACT TIME",
        "CLINICAL CONTACT DURATION OF CARE CONTACT",
        "CARE CONTACT SUBJECT",
        "CONSULTATION MEDIUM USED",
        "GROUP THERAPY INDICATOR",
        "ATTENDED OR DID NOT ATTEND CODE",
    ),
}
"""The tables that are written, and their elements by the names of the dictionary."""

_PRESENT_NOT_TRACED = "02"
_NO_NUMBER = "03"
_SUBJECT_PATIENT = "01"
_NO_GROUP = "N"
_SOURCES = {
    CaseloadEntry.Reason.GP: "01",
    CaseloadEntry.Reason.CARE_HOME: "13",
    CaseloadEntry.Reason.HIU: "05",
}
"""SOURCE OF REFERRAL FOR COMMUNITY, where the reason for taking somebody on tells it."""

_README = """# Contacts in the shape of the Community Services Data Set, {month}

One CSV file for each table; the columns have the names of the NHS Data Dictionary. A place on the
caseload of a team stands for the referral that a contact belongs to. Identifiers are the first
twenty digits of ours, since the data set has room for twenty characters.

What is not here, because nobody keeps it:

- the header (CYP000) with the organisation that submits; commissioner (mandatory in CYP101),
  ethnic category, language, registrations with practices (CYP002), reasons for referral, and staff.
- whether an NHS number was traced: it is told as present and not traced (02).
- who cancelled a contact: it is told as cancelled by the provider (4).
- contacts of somebody who has no place on the caseload of the team: {left_out} in this month.

Version 1.6 calls CONSULTATION MEDIUM USED and ATTENDED OR DID NOT ATTEND CODE by other names
(CONSULTATION MECHANISM (COMMUNITY CARE), ATTENDANCE STATUS), and its codes of mechanisms go
further; check the file against the version that is asked of you before it is sent.
"""


def write_csds(by: Actor, output: Path, month: Month) -> dict[str, int]:
    """Write what a month had; returns the rows of each table. It names people, as the set does."""
    with leaving(by, output, "csds", month=str(month)) as made:
        entries, contacts = _entries(month), _contacts(month)
        made.named.update(entries.values_list("person", flat=True))
        left_out = contacts.filter(has_place=False).count()
        rows = (
            _patients(entries),
            _referrals(entries, month),
            _teams(entries, month),
            _care_contacts(contacts.filter(has_place=True), entries),
        )
        write_text(made.folder / "README.md", _README.format(month=month, left_out=left_out))
        return {
            name: made.table(f"{name}.csv", columns, table)
            for (name, columns), table in zip(TABLES.items(), rows, strict=True)
        }


def _bounds(month: Month) -> tuple[datetime, datetime]:
    first, last = (
        datetime(day.year, day.month, day.day)  # noqa: DTZ001 - made aware beneath
        for day in (month.start, month.next().start)
    )
    return timezone.make_aware(first), timezone.make_aware(last)


def _entries(month: Month) -> QuerySet[Any]:
    """Return the places that were open in a month, with somebody who agreed to it."""
    starts, ends = _bounds(month)
    rows = whole().rows(CaseloadEntry).filter(entered_at__lt=ends)
    rows = rows.filter(state__in=[Place.CONSENTED, Place.ACTIVE, Place.CLOSED])
    open_then: QuerySet[Any] = rows.exclude(closed_at__lt=starts, state=Place.CLOSED)
    return open_then


def _contacts(month: Month) -> QuerySet[Any]:
    starts, ends = _bounds(month)
    places = _entries(month).filter(person=OuterRef("person"), team=OuterRef("team"))
    rows: QuerySet[Any] = whole().rows(Contact).filter(at__gte=starts, at__lt=ends)
    rows = rows.filter(state__in=list(ATTENDED))
    marked: QuerySet[Any] = rows.annotate(has_place=Exists(places))
    return marked


def _patients(entries: QuerySet[Any]) -> Iterator[Sequence[object]]:
    people = whole().rows(Person).filter(pk__in=entries.values("person"))
    for part in in_parts(people):
        for row in part:
            status = _PRESENT_NOT_TRACED if row.nhs_number else _NO_NUMBER
            yield (
                short(row.pk), row.controller, row.nhs_number, status, row.birth_date,
                row.postcode, row.sex, row.died_on,
            )  # fmt: skip


def _referrals(entries: QuerySet[Any], month: Month) -> Iterator[Sequence[object]]:
    for part in in_parts(entries.select_related("person")):
        for row in part:
            at = timezone.localtime(row.entered_at)
            source = _SOURCES.get(CaseloadEntry.Reason(row.reason), "")
            referring = row.person.practice_id if row.reason == CaseloadEntry.Reason.GP else ""
            yield (
                short(row.pk), short(row.person_id), row.controller, at.date(),
                at.strftime("%H:%M:%S"), source, referring, _closed(row, month),
            )  # fmt: skip


def _closed(row: Any, month: Month) -> object:  # noqa: ANN401 - a place
    """Return the day on which a place was closed, if that was known at the end of the month."""
    if row.state != Place.CLOSED or row.closed_at is None:
        return ""
    day = timezone.localtime(row.closed_at).date()
    return day if day < month.next().start else ""


def _teams(entries: QuerySet[Any], month: Month) -> Iterator[Sequence[object]]:
    for part in in_parts(entries.select_related("team")):
        for row in part:
            kind = TEAM_TYPE.get(row.team.kind, "")
            yield short(row.pk), short(row.team_id), kind, _closed(row, month)


def _care_contacts(contacts: QuerySet[Any], entries: QuerySet[Any]) -> Iterator[Sequence[object]]:
    for part in in_parts(contacts):
        places = _places(part, entries)
        for row in part:
            at = timezone.localtime(row.at)
            yield (
                short(row.pk), places[row.person_id, row.team_id], short(row.team_id),
                at.date(), at.strftime("%H:%M:%S"), row.minutes, _SUBJECT_PATIENT,
                MEDIUM[row.mode], _NO_GROUP, ATTENDED[row.state],
            )  # fmt: skip


def _places(part: Sequence[Any], entries: QuerySet[Any]) -> dict[tuple[object, object], str]:
    """Return the latest place with the team of each person who was contacted."""
    rows = entries.filter(person__in={row.person_id for row in part}).order_by("entered_at")
    return {(row.person_id, row.team_id): short(row.pk) for row in rows}
