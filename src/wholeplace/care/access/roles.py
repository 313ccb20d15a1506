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


_EVERYBODY = frozenset({Verb.SIGN_IN, Verb.READ, Verb.SEARCH, Verb.DENIED, Verb.SEE_ACCESS})
_CARING = _EVERYBODY | {
    Verb.BREAK_GLASS,
    Verb.PRINT,
    Verb.WRITE_PERSON,
    Verb.WRITE_ABOUT_ME,
    Verb.WRITE_RELATED,
    Verb.RECORD_DEATH,
}

_FOLLOWING = frozenset({Verb.SEE_CASELOAD, Verb.ASK_CONSENT, Verb.FOLLOW})

ROLES: Mapping[Role, frozenset[Verb]] = {
    Role.MATRON: _CARING | _FOLLOWING,
    Role.COORDINATOR: _CARING | _FOLLOWING,
    Role.GP: _CARING
    | {Verb.SEE_CANDIDATES, Verb.DECIDE_CANDIDATE, Verb.PUT_FORWARD, Verb.SEE_CASELOAD},
    Role.GERIATRICIAN: _CARING | {Verb.SEE_CASELOAD},
    Role.SOCIAL_WORKER: _CARING | {Verb.SEE_CASELOAD},
    Role.TRIAGE: _CARING,
    Role.WELLBEING: _EVERYBODY | {Verb.WRITE_ABOUT_ME},
    Role.LEAD: _CARING | _FOLLOWING | {Verb.EXPORT, Verb.ASSIGN, Verb.SEE_CAPACITY},
    Role.PRIVACY: _EVERYBODY | {Verb.REVIEW_GLASS},
}


def may(roles: Collection[Role], verb: Verb) -> bool:
    """Return whether any of the roles may do it."""
    return any(verb in ROLES[role] for role in roles)
