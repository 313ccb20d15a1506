"""How few people make half of a year's emergency admissions, and of its spend, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from ibis import ir
from numpy.typing import NDArray

from wholeplace.app.documents import PlaceDocuments
from wholeplace.app.year_facts import YearFacts
from wholeplace.budget import counted
from wholeplace.kernel import Headline, Unit
from wholeplace.population import NOT_KNOWN, in_neighbourhoods, neighbourhoods
from wholeplace.population.concentration import POINTS, Concentration, concentration
from wholeplace.population.concentration_figure import concentration_figure
from wholeplace.store.engine import Engine

ADMISSIONS, SPEND = "emergency_admissions", "spend"
_WORDS = {ADMISSIONS: "emergency admissions", SPEND: "spend in scope"}
_UNITS = {ADMISSIONS: Unit.COUNT, SPEND: Unit.MONEY}
_WHOLE = ""


@dataclass(frozen=True, slots=True)
class Concentrated:
    """How ``of`` falls on the people of a neighbourhood (empty: all); ``None`` where on nobody."""

    of: str
    neighbourhood: str
    found: Concentration | None


def concentrations(
    running: Engine, documents: PlaceDocuments, facts: YearFacts, organisation: ir.Table
) -> tuple[Concentrated, ...]:
    """Return how admissions and spend in scope fall on everybody, and on each neighbourhood.

    Only what fell in the population counts. People belong to the neighbourhood of the practice
    that they were last registered with in the year. Where none is told of, there is only the whole.
    """
    people = _people(facts, organisation).left_join(_admissions(facts), "person_id")
    people = people.drop("person_id_right").left_join(_spend(facts, documents), "person_id")
    columns = ["neighbourhood", ADMISSIONS, SPEND]
    rows = running.arrow(people.select(*columns).fill_null({ADMISSIONS: 0, SPEND: 0}))
    where = np.asarray(rows["neighbourhood"].to_pylist(), dtype=object)
    values = {of: np.asarray(rows[of].to_numpy(), dtype=np.int64) for of in (ADMISSIONS, SPEND)}
    return tuple(_each(where, values))


def _people(facts: YearFacts, organisation: ir.Table) -> ir.Table:
    spells = facts.spells
    last = spells.group_by("person_id").aggregate(
        practice_code=spells.practice_code.argmax(spells.starts)
    )
    return in_neighbourhoods(last, organisation, _last_day(facts))


def _admissions(facts: YearFacts) -> ir.Table:
    acts = facts.placed_activity
    inside = acts.filter(acts.segment.notnull(), acts.setting == "APC", acts.is_emergency)
    return inside.group_by("person_id").aggregate(**{ADMISSIONS: inside.count()})


def _spend(facts: YearFacts, documents: PlaceDocuments) -> ir.Table:
    """Return pence by person; what was paid back beyond what was paid is no spend."""
    place = documents.place
    services = place.services_in_scope(facts.year.start)
    costs = counted(facts.placed_costs, services, place.currency)
    inside = costs.filter(costs.segment.notnull())
    spent = inside.group_by("person_id").aggregate(pounds=inside.amount.sum())
    pence = (spent.pounds * 100).cast("int64")
    return spent.select("person_id", **{SPEND: (pence > 0).ifelse(pence, 0)})


def _each(
    where: NDArray[np.object_], values: Mapping[str, NDArray[np.int64]]
) -> Iterator[Concentrated]:
    named = sorted(set(where))
    for of, some in values.items():
        yield Concentrated(of, _WHOLE, _one(some))
        for name in named if len(named) > 1 else ():
            yield Concentrated(of, str(name), _one(some[where == name]))


def _one(values: NDArray[np.int64]) -> Concentration | None:
    return concentration(values, len(values)) if values.any() else None


def concentration_headlines(
    found: Sequence[Concentrated], documents: PlaceDocuments, facts: YearFacts
) -> Iterator[Headline]:
    """Yield the figures, ``population.half_of_...``, of the whole and by neighbourhood."""
    who = documents.place.population.people
    for one in found:
        what = _WORDS[one.of]
        label = f"{who.capitalize()} who make half of all {what}, {facts.year}"
        id_ = f"population.half_of_{one.of}"
        figure = concentration_figure(one.found, id_, label, what, _UNITS[one.of])
        yield Headline(figure, "neighbourhood" if one.neighbourhood else "", one.neighbourhood)


def neighbourhood_rows(
    running: Engine, facts: YearFacts, organisation: ir.Table
) -> list[dict[str, object]]:
    """Return the neighbourhoods of the year's last day and their names, and that of none."""
    named = neighbourhoods(organisation, _last_day(facts))
    rows = named.select("neighbourhood", name="neighbourhood_name").distinct()
    found = running.rows(rows.order_by("neighbourhood"))
    return [*found, {"neighbourhood": NOT_KNOWN, "name": "Practices in no neighbourhood"}]


def _last_day(facts: YearFacts) -> date:
    return date.fromordinal(facts.year.end.toordinal() - 1)


def curve_rows(found: Sequence[Concentrated]) -> list[dict[str, object]]:
    """Return the curves as rows: what part of the total so large a part of people makes."""
    return [
        {
            "of": one.of,
            "neighbourhood": one.neighbourhood,
            "people": step / POINTS,
            "total": round(part, 10),
        }
        for one in found
        if one.found is not None
        for step, part in enumerate(one.found.curve, 1)
    ]
