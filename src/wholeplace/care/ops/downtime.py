"""Write caseloads and plans out, to be read by a team while the application is down.

One page for each team, which needs nothing but a browser. What only some of those who care for a
person may see (sealed, or of one team or organisation) is not in it: a file knows no roles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.db.models import QuerySet
from django.template.loader import render_to_string

from wholeplace.care.access import Actor
from wholeplace.care.actions.keeping import keep_downtime
from wholeplace.care.models import (
    AboutMe,
    CarePlan,
    CaseloadEntry,
    Contingency,
    Goal,
    Problem,
    Record,
    RelatedPerson,
    Task,
    Team,
    Visibility,
)
from wholeplace.care.states import OPEN, TO_DO, Place, Planning
from wholeplace.store.files import new_folder, sha256_of, sha256_of_text, write_text

MANIFEST = "SHA256SUMS"
_PRIVATE = 0o700
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a team is told of one person."""

    entry: CaseloadEntry
    about: AboutMe | None
    plan: CarePlan | None
    goals: Sequence[Goal]
    contingencies: Sequence[Contingency]
    tasks: Sequence[Task]
    problems: Sequence[Problem]
    related: Sequence[RelatedPerson]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: teams, people, and the hash of the manifest, which names every page's."""

    teams: int
    people: int
    sha256: str


def write_downtime(by: Actor, folder: Path) -> Written:
    """Write a page for each team with a caseload, and a manifest, in the place of the last.

    The row of the audit comes first: where that fails nothing is written.
    """
    with new_folder(folder) as part:
        part.chmod(_PRIVATE)
        pages, people = {}, 0
        for team in Team.objects.filter(kind=Team.Kind.CARE).order_by("slug"):
            sheets = _sheets(team)
            people += len(sheets)
            told = {"team": team, "sheets": sheets, "at": by.now}
            write_text(part / f"{team.slug}.html", render_to_string("care/downtime.html", told))
            pages[f"{team.slug}.html"] = sha256_of(part / f"{team.slug}.html")
        manifest = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(pages.items()))
        write_text(part / MANIFEST, manifest)
        found = Written(len(pages), people, sha256_of_text(manifest))
        keep_downtime(by=by, sha256=found.sha256, teams=found.teams, people=people)
    return found


def _sheets(team: Team) -> list[Sheet]:
    places = CaseloadEntry.objects.filter(team=team, state__in=[*OPEN], visibility=_ALL)
    places = places.exclude(state=Place.ACCEPTED).select_related("person", "lead")
    entries = list(places.order_by("person__family_name", "person__given_name", "person__id"))
    ids = [one.person_id for one in entries]
    about = _latest(_of(AboutMe.objects.order_by("written_on", "created_at"), ids))
    plans = _latest(_of(CarePlan.objects.filter(state=Planning.ACTIVE), ids))
    held = [plan.pk for plan in plans.values()]
    goals = _by_person(_of(Goal.objects.filter(need__plan__in=held), ids))
    crises = _by_person(_of(Contingency.objects.filter(plan__in=held), ids))
    tasks = _by_person(_of(Task.objects.filter(state__in=TO_DO).order_by("due_at"), ids))
    problems = _by_person(_of(Problem.objects.filter(ended=None), ids))
    related = _by_person(_of(RelatedPerson.objects.all(), ids))
    return [
        Sheet(
            one, about.get(one.person_id), plans.get(one.person_id), goals[one.person_id],
            crises[one.person_id], tasks[one.person_id], problems[one.person_id],
            related[one.person_id],
        )
        for one in entries
    ]  # fmt: skip


_ALL = Visibility.PARTNERSHIP


def _of(rows: QuerySet[R], ids: Sequence[object]) -> QuerySet[R]:
    return rows.filter(person__in=ids, visibility=_ALL)


def _latest(rows: Iterable[R]) -> Mapping[object, R]:
    return {one.person_id: one for one in rows}  # type: ignore[attr-defined]  # of a person


def _by_person(rows: Iterable[R]) -> Mapping[object, list[R]]:
    found: dict[object, list[R]] = defaultdict(list)
    for one in rows:
        found[one.person_id].append(one)  # type: ignore[attr-defined]  # of a person
    return found
