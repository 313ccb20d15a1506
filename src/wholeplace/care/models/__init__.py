"""The records of care."""

from wholeplace.care.models.access import GlassBroken, LegitimateRelationship
from wholeplace.care.models.assessment import Assessment, Observation
from wholeplace.care.models.audit import AuditEvent, AuditHead
from wholeplace.care.models.base import Record, Retention, Visibility
from wholeplace.care.models.caseload import (
    Candidate,
    CandidateList,
    CaseloadEntry,
    Consent,
    StatusChange,
)
from wholeplace.care.models.huddle import Huddle, HuddleItem, HuddleMember
from wholeplace.care.models.people import AboutMe, Person, RelatedPerson
from wholeplace.care.models.plan import CarePlan, Contingency, Goal, Need
from wholeplace.care.models.problems import Alert, Encounter, Problem
from wholeplace.care.models.referral import DayCapacity, Package, PackageDay, Referral, Service
from wholeplace.care.models.staff import Organisation, Post, Role, Team, User, UserManager
from wholeplace.care.models.tokens import ApiToken
from wholeplace.care.models.work import Contact, Cover, Task

__all__ = [
    "AboutMe",
    "Alert",
    "ApiToken",
    "Assessment",
    "AuditEvent",
    "AuditHead",
    "Candidate",
    "CandidateList",
    "CarePlan",
    "CaseloadEntry",
    "Consent",
    "Contact",
    "Contingency",
    "Cover",
    "DayCapacity",
    "Encounter",
    "GlassBroken",
    "Goal",
    "Huddle",
    "HuddleItem",
    "HuddleMember",
    "LegitimateRelationship",
    "Need",
    "Observation",
    "Organisation",
    "Package",
    "PackageDay",
    "Person",
    "Post",
    "Problem",
    "Record",
    "Referral",
    "RelatedPerson",
    "Retention",
    "Role",
    "Service",
    "StatusChange",
    "Task",
    "Team",
    "User",
    "UserManager",
    "Visibility",
]
