"""What is done with a caseload: candidates decided on, people asked, followed, handed over."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import (
    Hidden,
    candidates,
    caseload,
    contacts,
    open_tasks,
    person_for,
    posts_of,
)
from wholeplace.care.actions.left_open import Sight, let_be, let_go
from wholeplace.care.actions.parts import Owner, own
from wholeplace.care.actions.steps import (
    NotPossible,
    found,
    keep,
    keep_step,
    let_see,
    move,
)
from wholeplace.care.actions.writing import write, written
from wholeplace.care.identify import behind
from wholeplace.care.models import (
    Candidate,
    CandidateList,
    CaseloadEntry,
    Consent,
    LegitimateRelationship,
    Organisation,
    Person,
    Task,
    Team,
)
from wholeplace.care.states import NEXT, OPEN, Candidacy, Meeting, Place
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.place import CareTerms, on


@dataclass(frozen=True, slots=True)
class Consented:
    """What somebody said when they were asked: who said it, on which day, able to decide or not."""

    is_given: bool
    given_by: str
    said_on: date
    has_capacity: bool = True
    note: str = ""


def take_in_release(*, by: Actor, release: Mapping[str, Any], sha256: str) -> CandidateList:
    """Take a release of candidates in; the same one a second time changes nothing.

    Raises ``Refused`` for teams or practices that are not here.
    """
    old = CandidateList.objects.filter(sha256=sha256).first()
    if old is not None:
        return old
    teams = {team.slug: team for team in Team.objects.all()}
    practices = set(Organisation.objects.values_list("pk", flat=True))
    entries = release["entries"]
    unknown = {f"team {one['team']}" for one in entries if one["team"] not in teams}
    unknown |= {
        f"practice {one['practice_code']}"
        for one in entries
        if one["practice_code"] not in practices
    }
    if unknown:
        what = f"the release names what is not here: {', '.join(sorted(unknown)[:5])}"
        raise Refused([Problem(Where("release.json"), what, "add them, and take it in again")])
    with write(by, Verb.TAKE_IN) as wrote:
        made = CandidateList.objects.create(
            sha256=sha256,
            day=date.fromisoformat(release["day"]),
            caseload=f"{release['caseload']['name']} {release['caseload']['version']}",
            model=release["model"]["name"],
            taken_in_at=by.now,
        )
        Candidate.objects.bulk_create(
            Candidate(
                release=made,
                pseudonym=one["person_id"],
                practice_id=one["practice_code"],
                team=teams[one["team"]],
                rank=one["rank"],
                tier=one["tier"],
                age_from=one["age_from"],
                risk=str(one["risk"]),
                why=one["why"],
                can_change=one["can_change"],
            )
            for one in entries
        )
        wrote.of(f"candidatelist:{made.pk}", candidates=len(entries))
        return made


def accept_candidate(
    *, by: Actor, id_: uuid.UUID, reason: str, keys: Sequence[bytes]
) -> CaseloadEntry:
    """Accept a candidate: only now it is found out who it is, and their team may see them.

    Raises ``NotPossible`` where it was decided already, or the practice has nobody behind it.
    """
    with write(by, Verb.DECIDE_CANDIDATE) as wrote:
        candidate = _waiting(by, id_)
        person = behind(candidate, keys)
        if person is None:
            raise NotPossible("Nobody registered with the practice has this pseudonym.")
        _decide(by, candidate, Candidacy.ACCEPTED, reason)
        entry = _placed(
            by, person, candidate.team, CaseloadEntry.Reason.RISK, candidate.tier, candidate
        )
        wrote.about(entry, candidate=str(candidate.pk))
        return entry


def decline_candidate(*, by: Actor, id_: uuid.UUID, reason: str) -> Candidate:
    """Decline a candidate, with the reason; who it is stays unknown."""
    with write(by, Verb.DECIDE_CANDIDATE) as wrote:
        candidate = _waiting(by, id_)
        _decide(by, candidate, Candidacy.DECLINED, reason)
        wrote.of(f"candidate:{candidate.pk}")
        return candidate


def put_forward(
    *,
    by: Actor,
    person: uuid.UUID,
    team: Team,
    reason: CaseloadEntry.Reason,
    tier: str,
    why: str = "",
) -> CaseloadEntry:
    """Put somebody forward for the caseload of a team, without a list, and say why."""
    with write(by, Verb.PUT_FORWARD) as wrote:
        entry = _placed(by, person_for(by, person), team, reason, tier, None, why)
        wrote.about(entry, reason=reason.value)
        return entry


def offer_place(*, by: Actor, id_: uuid.UUID, seen: int) -> CaseloadEntry:
    """Say that somebody was asked whether they want to be followed."""
    with write(by, Verb.ASK_CONSENT) as wrote:
        entry = _entry(by, id_, seen)
        _move(by, entry, Place.OFFERED, "")
        _open(by, entry)
        wrote.about(entry, state=entry.state)
        return entry


def record_consent(*, by: Actor, id_: uuid.UUID, seen: int, said: Consented) -> CaseloadEntry:
    """Keep what somebody said. Who refuses is seen by the team no longer, which lets them be."""
    with write(by, Verb.ASK_CONSENT) as wrote:
        entry = _entry(by, id_, seen)
        consent = Consent(
            person=entry.person,
            scope=Consent.Scope.CASELOAD,
            is_given=said.is_given,
            given_by=said.given_by,
            has_capacity=said.has_capacity,
            note=said.note,
            said_on=said.said_on,
        )
        written(by, consent)
        ended = 0 if said.is_given else let_be(by, _sight(entry), "they do not want it")
        wrote.about(entry, given=said.is_given, ended=ended)
        _move(by, entry, Place.CONSENTED if said.is_given else Place.REFUSED, "")
        return entry


def begin_following(
    *, by: Actor, id_: uuid.UUID, seen: int, lead: uuid.UUID, terms: CareTerms
) -> CaseloadEntry:
    """Take somebody who consented onto the caseload, with a lead and a first day of contact."""
    with write(by, Verb.FOLLOW) as wrote:
        entry = _entry(by, id_, seen)
        _move(by, entry, Place.ACTIVE, "")
        _lead(by, entry, lead, "")
        entry.next_contact = _next(by, terms, entry.tier)
        keep(by, entry)
        wrote.about(entry, tier=entry.tier)
        return entry


def step(
    *, by: Actor, id_: uuid.UUID, seen: int, tier: str, reason: str, terms: CareTerms
) -> CaseloadEntry:
    """Follow somebody more or less closely, and say why."""
    with write(by, Verb.FOLLOW) as wrote:
        entry = _entry(by, id_, seen)
        if entry.state != Place.ACTIVE:
            raise NotPossible("Only who is on the caseload can be followed more or less closely.")
        keep_step(by, entry, "tier", entry.tier, tier, reason)
        entry.tier, entry.next_contact = tier, _next(by, terms, tier)
        keep(by, entry)
        wrote.about(entry, tier=tier)
        return entry


def assign_lead(
    *, by: Actor, id_: uuid.UUID, seen: int, lead: uuid.UUID, reason: str
) -> CaseloadEntry:
    """Give somebody another lead."""
    with write(by, Verb.ASSIGN) as wrote:
        entry = _entry(by, id_, seen)
        _lead(by, entry, lead, reason)
        keep(by, entry)
        wrote.about(entry, lead=str(lead))
        return entry


def hand_over(*, by: Actor, leaver: uuid.UUID, to: uuid.UUID, reason: str) -> int:
    """Give everybody whom a colleague leads to another, with what that colleague has to do.

    Nobody is left with who has gone. Returns how many people it were.
    """
    with write(by, Verb.ASSIGN) as wrote:
        rows = list(_of_teams(by).filter(lead=leaver, state__in=OPEN).select_for_update())
        for entry in rows:
            _lead(by, entry, to, reason)
            keep(by, entry)
        given = _give_all(by, leaver, to, reason)
        wrote.of(f"user:{leaver}", entries=len(rows), tasks=given, to=str(to))
        return len(rows)


def close_place(*, by: Actor, id_: uuid.UUID, seen: int, why: str) -> CaseloadEntry:
    """Take somebody off the caseload; the team sees them no longer.

    Raises ``NotPossible`` where the team would lose sight of what it has promised them.
    """
    with write(by, Verb.FOLLOW) as wrote:
        entry = _entry(by, id_, seen)
        let_go(by, _sight(entry))
        wrote.about(entry)
        entry.closed_at, entry.closed_why, entry.next_contact = by.now, why[:200], None
        _move(by, entry, Place.CLOSED, why)
        return entry


# What several of them do


def _waiting(by: Actor, id_: uuid.UUID) -> Candidate:
    candidate = candidates(by).select_for_update(of=("self",)).filter(pk=id_).first()
    if candidate is None:
        raise Hidden
    if candidate.state != Candidacy.WAITING:
        raise NotPossible("Somebody has decided on this candidate already.")
    return candidate


def _decide(by: Actor, found: Candidate, state: Candidacy, reason: str) -> None:
    found.state, found.reason, found.decided_at = state, reason, by.now
    found.decided_by_id = by.user
    found.save()


def _placed(
    by: Actor,
    person: Person,
    team: Team,
    reason: CaseloadEntry.Reason,
    tier: str,
    candidate: Candidate | None,
    why: str = "",
) -> CaseloadEntry:
    if CaseloadEntry.objects.filter(person=person, team=team, state__in=OPEN).exists():
        raise NotPossible("They have a place with this team already.")
    entry = CaseloadEntry(
        controller=team.organisation_id, person=person, team=team, reason=reason, tier=tier,
        candidate=candidate, entered_at=by.now,
    )  # fmt: skip
    written(by, entry)
    keep_step(by, entry, "state", "", entry.state, why)
    _open(by, entry)
    return entry


def _give_all(by: Actor, leaver: uuid.UUID, to: uuid.UUID, reason: str) -> int:
    """Give what somebody has to do, or has planned, to another; returns how much it is."""
    rows = list(open_tasks(by).filter(owner=leaver).select_for_update(of=("self",)))
    for task in rows:
        own(by, task, Owner(Task.Owner.STAFF, to))
        keep_step(by, task, "owner", str(leaver), str(to), reason)
        keep(by, task)
    planned = contacts(by).filter(staff=leaver, state=Meeting.PLANNED)
    for contact in planned.select_for_update(of=("self",)):
        contact.staff_id = to
        keep(by, contact)
    return len(rows)


def _entry(by: Actor, id_: uuid.UUID, seen: int) -> CaseloadEntry:
    """Return a place of the actor's own teams: others may read it, and leave it as it is."""
    return found(caseload(by).filter(team__in=by.teams).select_related("team"), id_, seen)


def _sight(entry: CaseloadEntry) -> Sight:
    return Sight(entry.person, entry.team_id, entry)


def _of_teams(by: Actor) -> QuerySet[CaseloadEntry]:
    return CaseloadEntry.objects.filter(team__in=by.teams)


def _move(by: Actor, entry: CaseloadEntry, state: Place, reason: str) -> None:
    move(by, entry, state, NEXT, reason)


def _lead(by: Actor, entry: CaseloadEntry, lead: uuid.UUID, reason: str) -> None:
    post = posts_of(by).filter(user=lead, team=entry.team_id).first()
    if post is None:
        raise NotPossible("Who leads must be of the team today.")
    before = entry.lead.name if entry.lead else ""
    keep_step(by, entry, "lead", before, post.user.name, reason)
    entry.lead = post.user


def _next(by: Actor, terms: CareTerms, tier: str) -> date:
    return by.today + timedelta(days=on(terms.tier(tier).contact_every_days, by.today))


def _open(by: Actor, entry: CaseloadEntry) -> None:
    kind = LegitimateRelationship.Kind.CASELOAD
    let_see(by, entry.person, f"team:{entry.team_id}", kind, entry)
