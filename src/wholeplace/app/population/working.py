"""Which organisations and teams work in a place, by its records and its documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholeplace.app.population.caseload_documents import read_caseload, unknown_places
from wholeplace.kernel import Problem, Refused, Where, refuse_if
from wholeplace.population.candidates import Team
from wholeplace.record import table_named
from wholeplace.store.batches import stored_table
from wholeplace.store.engine import engine
from wholeplace.store.ledger import read_ledger
from wholeplace.store.workspace import Workspace

PRACTICE, NEIGHBOURHOOD = "practice", "neighbourhood"
_KINDS = {PRACTICE, "acute", "community", "council", "voluntary", "commissioner"}


@dataclass(frozen=True, slots=True)
class WorkingPlace:
    """Organisations (code, name, kind), and teams (short name, name, codes of practices)."""

    organisations: tuple[tuple[str, str, str], ...]
    teams: tuple[tuple[str, str, tuple[str, ...]], ...]


def working_place(workspace: Workspace) -> WorkingPlace:
    """Return who works in a place.

    A team serves its practices, and those of its neighbourhoods. Raises ``Refused`` where no
    organisations were loaded, or ``caseload.yaml`` is not there or names what they are not.
    """
    caseload = read_caseload(workspace)
    with engine() as running:
        table = table_named("organisation")
        stored = stored_table(running, workspace.data, read_ledger(workspace.data), table)
        rows = [*running.rows(stored.filter(stored.valid_to.isnull()).order_by("code"))]
    if not rows:
        what, remedy = "no organisations were loaded", "load those of the place (a reference feed)"
        raise Refused([Problem(Where(str(workspace.root)), what, remedy)])
    practices = {str(row["code"]) for row in rows if row["type"] == PRACTICE}
    areas = {str(row["code"]) for row in rows if row["type"] == NEIGHBOURHOOD}
    refuse_if(unknown_places(caseload, areas, practices))
    organisations = tuple(
        (str(row["code"]), str(row["name"] or row["code"]), str(row["type"]))
        for row in rows
        if row["type"] in _KINDS
    )
    teams = tuple((one.id, one.name, _practices(one, rows)) for one in caseload.value.teams)
    return WorkingPlace(organisations, teams)


def _practices(team: Team, rows: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    own = {
        str(row["code"])
        for row in rows
        if row["type"] == PRACTICE and row["parent_code"] in team.neighbourhoods
    }
    return tuple(sorted(own | set(team.practices)))
