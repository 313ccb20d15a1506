"""What each role may do. A verb is one action or one kind of look; it stands in the audit too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from wholeplace.care.models.staff import Role


class Verb(StrEnum):
    """Everything that can be done or seen of a person, as the audit calls it."""

    SIGN_IN = "sign in"
    READ = "read"
    SEARCH = "search"
    PRINT = "print"
    EXPORT = "export"
    DENIED = "denied"
    BREAK_GLASS = "break the glass"
    REVIEW_GLASS = "review broken glass"
    SEE_ACCESS = "see who has looked"
    FIND_ACCESS = "find who has looked"
    WRITE_PERSON = "change the person"
    WRITE_ABOUT_ME = "write about me"
    WRITE_RELATED = "change people around the person"
    RECORD_DEATH = "record a death"
    TAKE_IN = "take in a release of candidates"
    SEE_CANDIDATES = "see candidates"
    DECIDE_CANDIDATE = "decide on a candidate"
    PUT_FORWARD = "put forward for a caseload"
    SEE_CASELOAD = "see a caseload"
    ASK_CONSENT = "ask for consent"
    FOLLOW = "follow on a caseload"
    ASSIGN = "assign a lead"
    SEE_CAPACITY = "see capacity"
    WRITE_PROBLEM = "write what they live with"
    ASSESS = "assess"
    SIGN_ASSESSMENT = "sign an assessment"
    SEE_PLAN = "see a plan"
    WRITE_PLAN = "write a plan"
    AGREE_WITH_PERSON = "agree a plan with the person"
    AGREE_AS_GP = "agree a plan as the GP"
    CONTACT = "keep a contact"
    DO_TASK = "do a task"
    GIVE_TASK = "give a task"
    ANSWER_ALERT = "answer an alert"
    RAISE_ALERT = "raise an alert"
    COVER = "stand in for a colleague"
    SEE_HUDDLE = "see a huddle"
    RUN_HUDDLE = "run a huddle"
    ASK_HUDDLE = "ask the huddle about somebody"
    SEE_FOLLOW_THROUGH = "see what became of decisions"
    SEE_SERVICES = "see the directory"
    KEEP_SERVICES = "keep the directory"
    REFER = "refer"
    TRIAGE = "decide on a referral"
    REGISTER = "register a person who is new"
    SEE_PACKAGES = "see intermediate care"
    ALLOCATE = "give a package of intermediate care"
    SET_CAPACITY = "set the capacity of a day"
    READ_FHIR = "read through the interface"
    TAKE_IN_EVENT = "take in what happened elsewhere"
    MANAGE_ACCOUNTS = "manage accounts"
    KEEP_PLACE = "keep organisations and teams"
    BRING_IN = "bring people in"
    BACK_UP = "back up or restore"


_EVERYBODY = frozenset(
    {Verb.SIGN_IN, Verb.READ, Verb.SEARCH, Verb.DENIED, Verb.SEE_ACCESS, Verb.SEE_SERVICES}
)
_CARING = _EVERYBODY | {
    Verb.BREAK_GLASS,
    Verb.PRINT,
    Verb.WRITE_PERSON,
    Verb.WRITE_ABOUT_ME,
    Verb.WRITE_RELATED,
    Verb.RECORD_DEATH,
    Verb.WRITE_PROBLEM,
    Verb.SEE_PLAN,
    Verb.WRITE_PLAN,
    Verb.CONTACT,
    Verb.DO_TASK,
    Verb.GIVE_TASK,
    Verb.ANSWER_ALERT,
    Verb.SEE_HUDDLE,
    Verb.ASK_HUDDLE,
    Verb.REFER,
    Verb.READ_FHIR,
}
_ASSESSING = frozenset({Verb.ASSESS, Verb.SIGN_ASSESSMENT})
_FOLLOWING = frozenset(
    {
        Verb.SEE_CASELOAD,
        Verb.ASK_CONSENT,
        Verb.FOLLOW,
        Verb.AGREE_WITH_PERSON,
        Verb.RUN_HUDDLE,
        Verb.SEE_PACKAGES,
    }
)

ROLES: Mapping[Role, frozenset[Verb]] = {
    Role.MATRON: _CARING | _FOLLOWING | _ASSESSING,
    Role.COORDINATOR: _CARING | _FOLLOWING | {Verb.ASSESS, Verb.TRIAGE},
    Role.GP: _CARING
    | {Verb.SEE_CANDIDATES, Verb.DECIDE_CANDIDATE, Verb.PUT_FORWARD, Verb.SEE_CASELOAD}
    | {Verb.AGREE_AS_GP, Verb.TRIAGE},
    Role.GERIATRICIAN: _CARING | _ASSESSING | {Verb.SEE_CASELOAD, Verb.TRIAGE},
    Role.SOCIAL_WORKER: _CARING | _ASSESSING | {Verb.SEE_CASELOAD, Verb.SEE_PACKAGES, Verb.TRIAGE},
    Role.TRIAGE: _CARING
    | {Verb.TRIAGE, Verb.REGISTER, Verb.KEEP_SERVICES}
    | {Verb.SEE_PACKAGES, Verb.ALLOCATE, Verb.SET_CAPACITY},
    Role.WELLBEING: _EVERYBODY
    | _ASSESSING
    | {Verb.WRITE_ABOUT_ME, Verb.CONTACT, Verb.DO_TASK, Verb.REFER, Verb.TRIAGE},
    Role.LEAD: _CARING
    | _FOLLOWING
    | _ASSESSING
    | {Verb.EXPORT, Verb.ASSIGN, Verb.SEE_CAPACITY, Verb.COVER, Verb.SEE_FOLLOW_THROUGH}
    | {Verb.KEEP_SERVICES},
    Role.PRIVACY: _EVERYBODY | {Verb.REVIEW_GLASS, Verb.FIND_ACCESS},
}


def may(roles: Collection[Role], verb: Verb) -> bool:
    """Return whether any of the roles may do it."""
    return any(verb in ROLES[role] for role in roles)
