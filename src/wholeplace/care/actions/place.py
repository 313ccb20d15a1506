"""What a place brings into the records before anybody works in them: teams, and who is registered.

Both are taken in again whenever they change; the same a second time changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.actions.writing import write
from wholeplace.care.models import LegitimateRelationship, Organisation, Person, Team
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if

_BATCH, _NAME = 1000, 100
_REGISTRATION = LegitimateRelationship.Kind.REGISTRATION
_TOLD = ("given_name", "family_name", "birth_date", "sex", "postcode", "practice_id")


@dataclass(frozen=True, slots=True)
class Working:
    """A team of a place: of which organisation it is, and which practices it serves."""

    slug: str
    name: str
    organisation: str
    practices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody on the list of a practice, as the records of the place know them."""

    nhs_number: str
    given_name: str
    family_name: str
    birth_date: date
    sex: str
    postcode: str
    practice: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Registered:
        """Return it of a row of the records; what is longer than a field is cut."""
        return cls(
            nhs_number=row["nhs_number"],
            given_name=row["given_name"][:_NAME],
            family_name=row["family_name"][:_NAME],
            birth_date=row["birth_date"],
            sex=row["sex"] or Person.Sex.NOT_KNOWN,
            postcode=row["postcode"] or "",
            practice=row["practice"],
        )


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of bringing people in."""

    new: int
    changed: int
    the_same: int
    left: int

    def as_dict(self) -> dict[str, int]:
        """Return it for ``--json``."""
        return asdict(self)


def bring_organisations(*, by: Actor, organisations: Iterable[Organisation]) -> int:
    """Bring organisations in, new or under another name; none is taken away. Returns how many."""
    with write(by, Verb.KEEP_PLACE) as wrote:
        made = [_kept(one) for one in organisations]
        wrote.of("place:organisations", organisations=len(made))
        return len(made)


def bring_teams(
    *, by: Actor, organisations: Iterable[Organisation], teams: Iterable[Working]
) -> tuple[int, int]:
    """Bring organisations and the teams of a place in; none is taken away. Returns how many.

    Raises ``Refused`` for a team of an organisation, or with a practice, that is not here.
    """
    teams = list(teams)
    with write(by, Verb.KEEP_PLACE) as wrote:
        number = len([_kept(one) for one in organisations])
        kinds = dict(Organisation.objects.values_list("pk", "kind"))
        refuse_if(problem for team in teams for problem in _unfit(team, kinds))
        for team in teams:
            told = {"name": team.name, "organisation_id": team.organisation}
            made, _ = Team.objects.update_or_create(slug=team.slug, defaults=told)
            made.practices.set(Organisation.objects.filter(pk__in=team.practices))
        wrote.of("place:teams", organisations=number, teams=len(teams))
        return number, len(teams)


def _kept(one: Organisation) -> Organisation:
    told = {"name": one.name, "kind": one.kind}
    return Organisation.objects.update_or_create(code=one.code, defaults=told)[0]


def _unfit(team: Working, kinds: Mapping[str, str]) -> Iterator[Problem]:
    where = Where("caseload.yaml", path=team.slug)
    if team.organisation not in kinds:
        what = f"the organisation of the teams, '{team.organisation}', is not here"
        yield Problem(where, what, nearest(team.organisation, kinds))
    for code in team.practices:
        if kinds.get(code) != Organisation.Kind.PRACTICE:
            yield Problem(where, f"'{code}' is no practice that is here", "load the organisations")


def bring_people(*, by: Actor, registered: Sequence[Registered], controller: str) -> Brought:
    """Bring in who is registered: their practice sees them, and for that nobody else.

    What staff wrote of somebody (telephone, what they are called) stays. Who is on no list any
    more stays too, but is seen by their practice no longer. Raises ``Refused`` for a practice that
    is not here, and where everybody would be gone.
    """
    practices = {one.practice for one in registered}
    here = set(Organisation.objects.filter(kind="practice").values_list("pk", flat=True))
    if unknown := sorted(practices - here):
        what = f"practices that are not here: {', '.join(unknown[:5])}"
        remedy = "bring the organisations in first: wholeplace care place"
        raise Refused([Problem(Where("organisations"), what, remedy)])
    if not registered:
        what = "the records name nobody with NHS number, name, date of birth and practice"
        raise Refused([Problem(Where("identity"), what, "load who is registered, with names")])
    with write(by, Verb.BRING_IN) as wrote:
        known = {str(one.nhs_number): one for one in Person.objects.exclude(nhs_number=None)}
        new = [_new(one, controller) for one in registered if one.nhs_number not in known]
        Person.objects.bulk_create(new, batch_size=_BATCH)
        changed = _changed(registered, known)
        left = _registrations(by, registered)
        the_same = len(registered) - len(new) - changed
        brought = Brought(len(new), changed, the_same, left)
        wrote.of("place:people", new=len(new), changed=changed, left=left)
        return brought


def _new(one: Registered, controller: str) -> Person:
    person = Person(controller=controller, nhs_number=one.nhs_number, **_values(one))
    person.set_search_name()
    return person


def _values(one: Registered) -> dict[str, object]:
    return {
        "given_name": one.given_name, "family_name": one.family_name,
        "birth_date": one.birth_date, "sex": one.sex, "postcode": one.postcode,
        "practice_id": one.practice,
    }  # fmt: skip


def _changed(registered: Iterable[Registered], known: Mapping[str, Person]) -> int:
    changed = []
    for one in registered:
        person, told = known.get(one.nhs_number), _values(one)
        if person is None or all(getattr(person, name) == told[name] for name in _TOLD):
            continue
        for name in _TOLD:
            setattr(person, name, told[name])
        person.set_search_name()
        person.version += 1
        changed.append(person)
    fields = [*_TOLD, "search_name", "version"]
    Person.objects.bulk_update(changed, fields, batch_size=_BATCH)
    return len(changed)


def _registrations(by: Actor, registered: Iterable[Registered]) -> int:
    """Let practices see who is on their lists, and no longer who is not; returns who is on none."""
    practice = {one.nhs_number: one.practice for one in registered}
    wanted = {
        pk: f"org:{practice[number]}"
        for pk, number in Person.objects.values_list("pk", "nhs_number")
        if number in practice
    }
    ended, gone = [], 0
    rows = LegitimateRelationship.objects.filter(kind=_REGISTRATION, ends__isnull=True)
    for id_, person, holder in rows.values_list("pk", "person_id", "holder"):
        if wanted.get(person) == holder:
            del wanted[person]
        else:
            ended.append(id_)
            gone += person not in wanted
    for at in range(0, len(ended), _BATCH):
        LegitimateRelationship.objects.filter(pk__in=ended[at : at + _BATCH]).update(ends=by.now)
    LegitimateRelationship.objects.bulk_create(
        (
            LegitimateRelationship(
                person_id=person, holder=holder, kind=_REGISTRATION, starts=by.now
            )
            for person, holder in wanted.items()
        ),
        batch_size=_BATCH,
    )
    return gone
