"""Count one year over the records: people, person-time, spend, activity and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from ibis import ir

from wholeplace.app.documents import PlaceDocuments
from wholeplace.app.records import Records, listed_scores
from wholeplace.budget import (
    Cell,
    activity_cells,
    placed,
    spend_cells,
    within,
)
from wholeplace.kernel import FinancialYear
from wholeplace.outcomes import Filled, events, filled
from wholeplace.population import (
    emergency_admissions,
    features,
    in_care_home,
    joined,
    of_scores,
    person_days,
    register_on,
    segmented,
    spells_within,
    without_any,
    years_before,
)
from wholeplace.population.scores import (
    Listed,
    bits_by_person,
    known_before,
    units_by_person,
)
from wholeplace.store.engine import Engine


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What one year's records say; ``register`` has a row for each person in the population.

    ``spells`` are theirs in the year; ``placed_activity`` and ``placed_costs`` are all rows of the
    year, with the segment of their person where they are of the population.
    """

    year: FinancialYear
    register: ir.Table
    spells: ir.Table
    placed_activity: ir.Table
    placed_costs: ir.Table
    on_first_day: int
    people: Mapping[str, int]
    days: Mapping[str, int]
    spend: tuple[Cell, ...]
    activity: list[dict[str, object]]
    events: Mapping[str, Mapping[str, int]]
    needs: Mapping[str, tuple[Filled, ...]]

    def person_years(self) -> dict[str, Fraction]:
        """Return exact person-years by segment."""
        return {segment: Fraction(days, self.year.days) for segment, days in self.days.items()}


def year_facts(
    running: Engine, records: Records, documents: PlaceDocuments, year: FinancialYear
) -> YearFacts:
    """Count one financial year."""
    starts, ends = year.start, year.end
    name = f" {year.slug}"
    inside = running.keep("spells" + name, spells_within(records.spells, starts, ends))
    register = running.keep("register" + name, in_segments(records, documents, inside, starts))
    acts = running.keep(
        "activity" + name, placed(within(records.activity, starts, ends), inside, register)
    )
    costs = placed(within(records.costs, starts, ends), inside, register)
    by_segment = register.group_by("segment").aggregate(
        people=register.count(), days=register.days.sum()
    )
    counts = running.rows(by_segment.order_by("segment"))
    return YearFacts(
        year=year,
        register=register,
        spells=inside,
        placed_activity=acts,
        placed_costs=costs,
        on_first_day=running.count(register_on(inside, starts)),
        people={str(row["segment"]): _int(row["people"]) for row in counts},
        days={str(row["segment"]): _int(row["days"]) for row in counts},
        spend=tuple(_cell(row) for row in running.rows(spend_cells(costs))),
        activity=running.rows(activity_cells(acts)),
        events=_events(running, acts, documents),
        needs=_needs(running, acts, documents),
    )


def _person_years_in(
    running: Engine, records: Records, documents: PlaceDocuments, year: FinancialYear
) -> dict[str, Fraction]:
    """Return exact person-years by segment of a year of which nothing else is asked."""
    inside = spells_within(records.spells, year.start, year.end)
    register = in_segments(records, documents, inside, year.start)
    by_segment = register.group_by("segment").aggregate(days=register.days.sum())
    rows = running.rows(by_segment.order_by("segment"))
    return {str(row["segment"]): Fraction(_int(row["days"]), year.days) for row in rows}


def people_between(
    running: Engine, records: Records, documents: PlaceDocuments, ends: tuple[YearFacts, YearFacts]
) -> Mapping[FinancialYear, Mapping[str, Fraction]]:
    """Return person-years by segment of two years that were counted, and of those between them."""
    first, last = (facts.year.first for facts in ends)
    between = (FinancialYear(one) for one in range(first + 1, last))
    people = {one: _person_years_in(running, records, documents, one) for one in between}
    return people | {facts.year: facts.person_years() for facts in ends}


def in_segments(
    records: Records, documents: PlaceDocuments, inside: ir.Table, day: date
) -> ir.Table:
    """Return the people with days in ``inside``, what rules ask of them, and their ``segment``.

    All but age is what was known before ``day``: nothing that happens later decides the segment.
    """
    rules, charlson = documents.segments, documents.score.score.score
    scores = [_since(one, day, rules.look_back_years) for one in listed_scores(documents)]
    coded = known_before(records.diagnoses, day)
    coded = coded.filter(coded.code_system == documents.score.score.code_system)
    bits = bits_by_person(coded, records.code_bits, scores)
    points = units_by_person(bits, scores[:1])
    points = points.rename(charlson_points=charlson, charlson_groups=f"{charlson}_groups")
    found = features(person_days(inside), points, in_care_home(records.residence, day))
    asked = rules.asked().keys() - set(found.columns)
    # What no rule asks for is not worked out.
    if lacking := without_any([one.score for one in scores], asked):
        found = joined(found, of_scores(bits, scores, asked), lacking)
    if "emergency_admissions" in asked:
        admitted = emergency_admissions(records.activity, years_before(day, 1), day)
        found = joined(found, admitted, {"emergency_admissions": 0})
    if "sex" in asked:
        sex = inside.group_by("person_id").aggregate(sex=inside.sex.min())
        found = joined(found, sex, {"sex": ""})
    return segmented(found, rules)


def _since(one: Listed, day: date, years: int) -> Listed:
    return replace(one, since=years_before(day, one.score.look_back_years or years))


def _int(value: object) -> int:
    return int(str(value or 0))


def _cell(row: Mapping[str, object]) -> Cell:
    text = {name: None if row[name] is None else str(row[name]) for name in ("service", "segment")}
    return Cell(
        text["service"],
        text["segment"],
        str(row["basis"]),
        str(row["currency"]),
        bool(row["linked"]),
        Fraction(str(row["amount"])),
        _int(row["rows"]),
    )


def _events(
    running: Engine, acts: ir.Table, documents: PlaceDocuments
) -> dict[str, dict[str, int]]:
    return {
        measure.measure: {
            str(row["segment"]): _int(row["events"]) for row in running.rows(events(acts, measure))
        }
        for measure in documents.measures
    }


def _needs(
    running: Engine, acts: ir.Table, documents: PlaceDocuments
) -> dict[str, tuple[Filled, ...]]:
    found = {}
    for measure in documents.measures:
        row = running.rows(filled(acts, measure))[0]
        found[measure.measure] = tuple(
            Filled(_int(row[f"rows_{i}"]), _int(row[f"filled_{i}"]))
            for i in range(len(measure.needs))
        )
    return found
