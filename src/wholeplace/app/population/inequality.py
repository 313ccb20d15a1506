"""How unequal the health of a place is: rates, life expectancy, and what is not diagnosed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import ibis
from ibis import ir

from wholeplace.app.documents import PlaceDocuments, read_file, read_place
from wholeplace.app.policies import privacy_policy
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.records import Opened, bits_of_codes, open_records
from wholeplace.app.score_documents import find_score, read_score
from wholeplace.budget import within
from wholeplace.kernel import FinancialYear, Problem, Refused, Where, nearest
from wholeplace.outcomes import Filled, Measure, filled, unfit
from wholeplace.outcomes.lives import Life, lives
from wholeplace.outcomes.standard import StandardPopulation
from wholeplace.outcomes.statistics import AGES
from wholeplace.outcomes.strata import Cell
from wholeplace.outcomes.undiagnosed import Gap, gaps
from wholeplace.outcomes.unequal import GroupRate, Rates, line_of, rates_of, why_no_line
from wholeplace.place import fits
from wholeplace.population import register_on, spells, spells_within
from wholeplace.population.lived import deaths_in, events_in, lived_in, person_time
from wholeplace.population.neighbourhoods import in_neighbourhoods, neighbourhoods
from wholeplace.population.prevalence import ExpectedPrevalence, prevalence_of, register_cells
from wholeplace.population.scores import Listed, bits_by_person, known_before
from wholeplace.report.inequality import NOT_KNOWN, Inequality, Measured, Ranked
from wholeplace.store.clock import random_generator
from wholeplace.store.engine import Engine, engine
from wholeplace.store.lock import writing
from wholeplace.store.shipped import shipped_file, shipped_names
from wholeplace.store.workspace import Workspace

SEED = 1
DEATHS, STANDARDS, MEASURES = "deaths", "standards", "measures"
STANDARD, EXPECTED = "european-2013", "expected-prevalence"
YEARS = 3
"""How many years life expectancy is pooled over: what the English public-health statistics do."""

_PLACE, _DEPRIVATION, _WARD, _NEIGHBOURHOOD = "place", "deprivation", "ward", "neighbourhood"
_PER, _FEWEST_FOR_SLOPE = 1_000, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a year, a measure (or ``deaths``), how to rank, how many years to pool.

    Without ``year``, the first of the agreement; without ``of``, the place's measures and deaths.
    """

    year: FinancialYear | None = None
    of: str | None = None
    ranked: Ranked = Ranked.TENTHS
    years: int = YEARS


@dataclass(frozen=True, slots=True)
class _Place:
    """What all the questions are asked of."""

    running: Engine
    opened: Opened
    documents: PlaceDocuments
    standard: StandardPopulation
    year: FinancialYear
    ranked: Ranked

    def parts(
        self, name: str, year: FinancialYear, ages: Sequence[int], kept: ir.Table
    ) -> ir.Table:
        """Return what people lived of a year, by home, neighbourhood, sex and age."""
        tables = self.opened.tables
        inside = spells_within(kept, year.start, year.end)
        found = lived_in(
            inside,
            self.opened.records.residence,
            tables["geography"],
            tables["organisation"],
            ages,
            year.start,
        )
        return self.running.keep(f"{name} {year.slug}", found)

    def everybody(self) -> ir.Table:
        """Return the spells of people of all ages, also those too young for the population."""
        registration = self.opened.of_people("registration")
        registered = registration.filter(registration.person_id.notnull())
        return self.running.keep("all spells", spells(self.opened.records.persons, registered, 0))


def find_inequality(
    workspace: Workspace, asked: Asked, *, progress: Progress = unseen
) -> Inequality:
    """Return rates by deprivation and neighbourhood, life expectancy, and the undiagnosed.

    Raises ``Refused`` for an unknown measure, no records, a year without any, or nobody in the
    population. What cannot be known of a place (no geography, nobody died) is missing, with the
    reason.
    """
    documents = read_place(workspace)
    year = asked.year or documents.place.first_year
    measures = _measures(workspace, documents, asked.of)
    standard = read_file(_document(workspace, STANDARD), StandardPopulation).value
    expected = _expected(workspace)
    with writing(workspace.root, "inequality", waiting=progress), engine() as running:
        progress("linking the records to people")
        opened = open_records(running, workspace, documents)
        place = _Place(running, opened, documents, standard, year, asked.ranked)
        warnings = list(_recorded(place, workspace))
        progress("counting person-time and events")
        ages = list(place.standard.ages())
        parts = place.parts("parts", year, ages, opened.records.spells)
        measured = [_measured(place, parts, one) for one in measures]
        progress("making life tables")
        everybody = place.everybody()
        years, by_life = _lives(place, everybody, asked.years)
        progress("comparing recorded with expected prevalence")
        on = year.end - timedelta(days=1)
        listed = read_score(find_score(expected.score, workspace))
        by_condition = _gaps(place, everybody, listed, expected, on)
        names = neighbourhoods(opened.tables["organisation"], on)
        named = {str(r["neighbourhood"]): str(r["neighbourhood_name"]) for r in running.rows(names)}
        warnings += _unknown_areas(place)
    return Inequality(
        documents.place.title,
        year,
        asked.ranked,
        documents.place.population.from_age,
        tuple(measured),
        years,
        by_life,
        on,
        expected,
        {name: group.name for name, group in listed.score.groups.items()},
        by_condition,
        named,
        privacy_policy(workspace).small_numbers,
        tuple(warnings),
    )


def _document(workspace: Workspace, name: str) -> Path:
    return workspace.own_or_shipped(STANDARDS, f"{name}.yaml")


def _expected(workspace: Workspace) -> ExpectedPrevalence:
    document = read_file(_document(workspace, EXPECTED), ExpectedPrevalence)
    groups = read_score(find_score(document.value.score, workspace)).score.groups
    for name in document.value.conditions:
        if name not in groups:
            what = f"'{name}' is no group of the score '{document.value.score}'"
            problem = document.problem(("conditions", name), what, nearest(name, list(groups)))
            raise Refused([problem])
    return document.value


def _measures(
    workspace: Workspace, documents: PlaceDocuments, name: str | None
) -> list[Measure | None]:
    """Return the measures asked for; nothing stands for deaths."""
    if name is None:
        return [*documents.measures, None]
    if name == DEATHS:
        return [None]
    own = workspace.root / MEASURES / f"{name}.yaml"
    for path in (own, shipped_file(MEASURES, f"{name}.yaml")):
        if path.is_file():
            return [read_file(path, Measure).value]
    remedy = nearest(name, [DEATHS, *shipped_names(MEASURES)])
    raise Refused([Problem(Where("--of"), f"there is no measure '{name}'", remedy)])


def _recorded(place: _Place, workspace: Workspace) -> Iterator[str]:
    """Refuse a year without records or people, and warn of one of which months are missing."""
    activity = place.opened.records.activity
    where = Where(str(workspace.data))
    in_year = within(activity, place.year.start, place.year.end)
    months = place.running.rows(in_year.group_by(month=in_year.day.truncate("M")).aggregate())
    if not months:
        ends = activity.aggregate(first=activity.day.min(), last=activity.day.max())
        row = place.running.rows(ends)[0]
        what = f"there are no records of {place.year}"
        remedy = "load some first"
        if row["first"]:
            remedy = f"activity is recorded from {row['first']} to {row['last']}: name such a year"
        raise Refused([Problem(where, what, remedy)])
    inside = spells_within(place.opened.records.spells, place.year.start, place.year.end)
    if not place.running.count(inside):
        what = f"nobody was in the population in {place.year}"
        raise Refused([Problem(where, what, "load the register, or name another year")])
    if len(months) < 12:  # noqa: PLR2004 - the months of a year
        yield f"activity is recorded in {len(months)} of the 12 months of {place.year}"


def _unknown_areas(place: _Place) -> Iterator[str]:
    geography = place.opened.tables["geography"]
    if not place.running.count(geography.filter(geography.imd_decile.notnull())):
        yield (
            "no record says how deprived any area is: load a feed of geography to see rates by"
            " deprivation"
        )


def _measured(place: _Place, parts: ir.Table, measure: Measure | None) -> Measured:
    title = measure.title if measure else f"Deaths per {_PER:,} people"
    found = Measured(
        measure.measure if measure else DEATHS, title, measure.per if measure else _PER
    )
    if measure and (why := _unfit(place, parts, measure)):
        return replace(found, missing=why)
    happened = _happened(place, measure)
    cells = _cells(place, parts, happened)
    rank = {one: place.ranked.of(one) for one in {str(cell["decile"]) for cell in cells}}
    groups = sorted({group for group in rank.values() if group != NOT_KNOWN}, key=int)
    by_rank = [_cell(row, rank[str(row["decile"])]) for row in cells]
    known = [cell for cell in by_rank if cell.group != NOT_KNOWN]
    unknown = [cell for cell in by_rank if cell.group == NOT_KNOWN]
    near = [_cell(row, str(row["neighbourhood"])) for row in cells]
    return _with_line(
        replace(
            found,
            by_deprivation=_rates(place, known, groups, found.per) if known else None,
            not_known=_not_known(place, unknown, found.per) if unknown else None,
            by_neighbourhood=_rates(place, near, sorted({c.group for c in near}), found.per),
            tenths=_tenths(cells, place.year.days),
        )
    )


def _with_line(found: Measured) -> Measured:
    rates = found.by_deprivation
    rows = rates.rows if rates else ()
    if why := why_no_line(rows):
        return replace(found, no_line=why)
    return replace(found, line=line_of(rows, random_generator(SEED)))


def _unfit(place: _Place, parts: ir.Table, measure: Measure) -> str:
    """Return why the records of the population do not carry a measure."""
    year = place.year
    acts = within(place.opened.records.activity, year.start, year.end)
    acts = acts.semi_join(parts, "person_id").mutate(segment=ibis.literal("all"))
    row = place.running.rows(filled(acts, measure))[0]
    needs = [
        Filled(int(str(row[f"rows_{i}"])), int(str(row[f"filled_{i}"])))
        for i in range(len(measure.needs))
    ]
    return unfit(measure, Fraction(1), needs)


def _happened(place: _Place, measure: Measure | None) -> ir.Table:
    """Return a row for each event of the year: ``person_id`` and ``day``."""
    records, year = place.opened.records, place.year
    if measure is None:
        return deaths_in(records.spells, records.deaths)
    acts = within(records.activity, year.start, year.end)
    acts = acts.filter(acts.person_id.notnull(), fits(acts, measure.counts))
    return acts.select("person_id", "day")


def _cells(place: _Place, parts: ir.Table, happened: ir.Table) -> list[dict[str, object]]:
    """Return days and events of every group of people, those without any event too."""
    days, events = person_time(parts), events_in(parts, happened)
    keys = [name for name in days.columns if name != "days"]
    both = days.left_join(events, keys).select(*keys, "days", events=events.events.fill_null(0))
    return place.running.rows(both.order_by(keys))


def _cell(row: Mapping[str, object], group: str) -> Cell:
    numbers = (int(str(row[name])) for name in ("from_age", "events", "days"))
    return Cell(group, str(row["sex"]), *numbers)


def _rates(place: _Place, cells: Sequence[Cell], groups: Sequence[str], per: int) -> Rates:
    people = place.standard.people_from(place.documents.place.population.from_age)
    return rates_of(cells, groups, people, per, place.year.days)


def _not_known(place: _Place, cells: Sequence[Cell], per: int) -> GroupRate:
    return replace(_rates(place, cells, [], per).whole, group=NOT_KNOWN)


def _tenths(cells: Sequence[Mapping[str, object]], days: int) -> dict[str, tuple[int, float]]:
    found: dict[str, tuple[int, float]] = {}
    for row in cells:
        tenth = str(row["decile"])
        events, years = found.get(tenth, (0, 0.0))
        found[tenth] = (events + int(str(row["events"])), years + int(str(row["days"])) / days)
    return found


def _lives(
    place: _Place, everybody: ir.Table, most: int
) -> tuple[tuple[FinancialYear, ...], dict[str, tuple[Life, ...]]]:
    """Return the years that are pooled, and life expectancy by what people are grouped by."""
    years = _years_with_deaths(place, most)
    died = place.running.keep("died", deaths_in(everybody, place.opened.records.deaths))
    rows = [
        row
        for year in years
        for row in _cells(place, place.parts("lives", year, AGES, everybody), died)
    ]
    age = min((int(str(row["from_age"])) for row in rows), default=0)
    length = sum(year.days for year in years) / max(len(years), 1)
    by: dict[str, tuple[Life, ...]] = {}
    for name, column in (
        (_PLACE, None),
        (_DEPRIVATION, "decile"),
        (_NEIGHBOURHOOD, "neighbourhood"),
        (_WARD, "ward"),
    ):
        cells = [_cell(row, _group(place, row, column)) for row in rows]
        groups = sorted({cell.group for cell in cells}, key=lambda g: (len(g), g))
        by[name] = tuple(lives(cells, groups, age, length)) if cells else ()
    return years, by


def _group(place: _Place, row: Mapping[str, object], column: str | None) -> str:
    if column is None:
        return ""
    return place.ranked.of(str(row[column])) if column == "decile" else str(row[column])


def _years_with_deaths(place: _Place, most: int) -> tuple[FinancialYear, ...]:
    """Return the year, and those before it on end of which deaths are recorded.

    A year without a death was not told of: it would make everybody live longer.
    """
    deaths = place.opened.records.deaths
    days = deaths.group_by(month=deaths.death_date.truncate("M")).aggregate()
    months = [row["month"] for row in place.running.rows(days)]
    found: list[FinancialYear] = []
    for back in range(most):
        year = place.year.plus(-back)
        if not any(isinstance(m, date) and year.start <= m < year.end for m in months):
            break
        found = [year, *found]
    return tuple(found)


def _gaps(
    place: _Place, everybody: ir.Table, listed: Listed, expected: ExpectedPrevalence, on: date
) -> dict[str, tuple[Gap, ...]]:
    """Return the gap of each condition, by neighbourhood."""
    records, running = place.opened.records, place.running
    register = in_neighbourhoods(
        register_on(everybody, on), place.opened.tables["organisation"], on
    )
    coded = known_before(records.diagnoses, on)
    coded = coded.filter(coded.code_system == listed.score.code_system)
    bits = bits_by_person(coded, bits_of_codes(running, coded, [listed]), [listed])
    cells = running.rows(register_cells(register, bits, listed, expected.conditions))
    return {
        name: tuple(gaps(prevalence_of(cells, name, condition)))
        for name, condition in expected.conditions.items()
    }
