"""The records of care."""

from wholeplace.care.models.access import GlassBroken, LegitimateRelationship
from wholeplace.care.models.audit import AuditEvent, AuditHead
from wholeplace.care.models.base import Record, Retention, Visibility
from wholeplace.care.models.caseload import (
    Candidate,
    CandidateList,
    CaseloadEntry,
    Consent,
    StatusChange,
)
from wholeplace.care.models.people import AboutMe, Person, RelatedPerson
from wholeplace.care.models.staff import Organisation, Post, Role, Team, User, UserManager

__all__ = [
    "AboutMe",
    "AuditEvent",
    "AuditHead",
    "Candidate",
    "CandidateList",
    "CaseloadEntry",
    "Consent",
    "GlassBroken",
    "LegitimateRelationship",
    "Organisation",
    "Person",
    "Post",
    "Record",
    "RelatedPerson",
    "Retention",
    "Role",
    "StatusChange",
    "Team",
    "User",
    "UserManager",
    "Visibility",
]
