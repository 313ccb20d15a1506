"""Our words in the codes that FHIR R4 requires.

Each table is of one element with a required value set; the sets are those of
https://hl7.org/fhir/R4/valuesets.html, and a test holds every code against them.
"""

from __future__ import annotations

from collections.abc import Mapping

from wholeplace.care.models import Contact, Encounter, Goal, Person, Referral, Task
from wholeplace.care.states import Alarm, Doing, Meeting, Note, Place, Planning

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
SNOMED = "http://snomed.info/sct"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
OURS = "urn:wholeplace:code"
"""The system of codes that are the house's own: names of instruments and measures."""

REFERRAL_PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-ServiceRequest|2.5.1"
"""The one profile of UK Core that was active, not a draft, in June 2025 among what is drawn."""

GENDER: Mapping[str, str] = {
    Person.Sex.MALE: "male",
    Person.Sex.FEMALE: "female",
    Person.Sex.OTHER: "other",
    Person.Sex.NOT_KNOWN: "unknown",
}
PLAN: Mapping[str, str] = {
    Planning.DRAFT: "draft",
    Planning.PERSON_AGREED: "draft",
    Planning.ACTIVE: "active",
    Planning.REPLACED: "revoked",
    Planning.ENDED: "completed",
}
TEAM: Mapping[str, str] = {
    Place.ACCEPTED: "proposed",
    Place.OFFERED: "proposed",
    Place.CONSENTED: "proposed",
    Place.REFUSED: "inactive",
    Place.ACTIVE: "active",
    Place.CLOSED: "inactive",
}
GOAL: Mapping[str, str] = {
    Goal.Status.WANTED: "active",
    Goal.Status.BETTER: "active",
    Goal.Status.SAME: "active",
    Goal.Status.WORSE: "active",
    Goal.Status.REACHED: "completed",
    Goal.Status.GIVEN_UP: "cancelled",
}
ACHIEVEMENT: Mapping[str, str] = {
    Goal.Status.WANTED: "in-progress",
    Goal.Status.BETTER: "improving",
    Goal.Status.SAME: "no-change",
    Goal.Status.WORSE: "worsening",
    Goal.Status.REACHED: "achieved",
    Goal.Status.GIVEN_UP: "not-achieved",
}
TASK: Mapping[str, str] = {
    Doing.PROPOSED: "draft",
    Doing.AGREED: "accepted",
    Doing.DOING: "in-progress",
    Doing.DONE: "completed",
    Doing.NOT_DONE: "failed",
    Doing.DROPPED: "cancelled",
}
TASK_PRIORITY: Mapping[str, str] = {
    Task.Priority.URGENT: "urgent",
    Task.Priority.SOON: "asap",
    Task.Priority.ROUTINE: "routine",
}
REFERRAL: Mapping[str, str] = {
    Note.DRAFT: "draft",
    Note.SENT: "active",
    Note.RECEIVED: "active",
    Note.INFO_NEEDED: "on-hold",
    Note.ACCEPTED: "active",
    Note.BOOKED: "active",
    Note.DONE: "completed",
    Note.REDIRECTED: "revoked",
    Note.REJECTED: "revoked",
    Note.REVOKED: "revoked",
}
URGENCY: Mapping[str, str] = {
    Referral.Urgency.CRISIS: "stat",
    Referral.Urgency.URGENT: "urgent",
    Referral.Urgency.ROUTINE: "routine",
}
CONTACT: Mapping[str, str] = {
    Meeting.PLANNED: "planned",
    Meeting.HAPPENED: "finished",
    # R4 has no word for who was not reached; the type says it.
    Meeting.NOT_REACHED: "cancelled",
    Meeting.CANCELLED: "cancelled",
}
CONTACT_CLASS: Mapping[str, str] = {
    Contact.Mode.VISIT: "HH",
    Contact.Mode.CLINIC: "AMB",
    Contact.Mode.TELEPHONE: "VR",
    Contact.Mode.VIDEO: "VR",
    Contact.Mode.MESSAGE: "VR",
}
ENCOUNTER_CLASS: Mapping[str, str] = {
    Encounter.Kind.EMERGENCY: "EMER",
    Encounter.Kind.ADMISSION: "IMP",
    Encounter.Kind.AMBULANCE: "FLD",
    Encounter.Kind.GP: "AMB",
    Encounter.Kind.GP_HOME: "HH",
    Encounter.Kind.OUT_OF_HOURS: "AMB",
    Encounter.Kind.OUTPATIENT: "AMB",
}
FLAG: Mapping[str, str] = {
    Alarm.OPEN: "active",
    Alarm.FOLLOWED_UP: "inactive",
    Alarm.NOT_NEEDED: "inactive",
}


def words_for(table: Mapping[str, str], code: str) -> list[str]:
    """Return which of our words a code stands for; none where it is no code of the table."""
    return [ours for ours, theirs in table.items() if theirs == code]
