"""What to look at beside a measure: is a change of care, or of who and what is written down?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wholeplace.app.documents import PlaceDocuments
from wholeplace.app.population.cohort_sources import coded_activity
from wholeplace.app.records import Opened
from wholeplace.kernel import FinancialYear
from wholeplace.outcomes import Measure
from wholeplace.outcomes.framework import (
    Caution,
    FairnessLimits,
    case_mix,
    coding,
    exclusions,
    small_denominators,
)
from wholeplace.outcomes.panel import Panel, Recorded, recorded, recorded_rows
from wholeplace.store.engine import Engine
from wholeplace.store.workspace import Workspace

_FEWEST_YEARS = 2


@dataclass(frozen=True, slots=True)
class Looked:
    """Where cautions are looked for: the counts, the year, how records were kept, the limits."""

    panel: Panel
    year: FinancialYear
    recorded: Mapping[FinancialYear, Recorded]
    limits: FairnessLimits


def recorded_in(
    running: Engine,
    workspace: Workspace,
    documents: PlaceDocuments,
    opened: Opened,
    years: list[FinancialYear],
) -> dict[FinancialYear, Recorded]:
    """Return how the records of each year were kept."""
    coded = coded_activity(running, workspace, documents, opened)
    linked, depth = recorded_rows(opened.records.activity, coded)
    return recorded(running.rows(linked), running.rows(depth), years)


def cautions_of(looked: Looked, measure: Measure) -> Iterator[Caution]:
    """Yield what to look at beside a counted measure."""
    name = measure.measure
    found = [_small(looked, name), _mix(looked, name), _unlinked(looked, measure)]
    found += [*_left_out(looked, name), _coded(looked, measure)]
    yield from (caution for caution in found if caution is not None)


def _left_out(looked: Looked, name: str) -> Iterator[Caution | None]:
    """Yield where more rows than at first lack what the measure needs, and so are not counted."""
    last = looked.panel.number_of_year(looked.year) + 1
    for one in looked.panel.lacking.get(name, ()):
        years = [(n, of) for n, of in zip(one.without[:last], one.rows[:last], strict=True) if of]
        if len(years) >= _FEWEST_YEARS:
            without, rows = zip(*years, strict=True)
            yield exclusions(name, without, rows, looked.limits)


def _unlinked(looked: Looked, measure: Measure) -> Caution | None:
    """Warn where more activities than at first are of nobody known: no measure counts them."""
    years = [one for one in _until(looked) if one.activities]
    if measure.events != "activity" or len(years) < _FEWEST_YEARS:
        return None
    unlinked, rows = [one.unlinked for one in years], [one.activities for one in years]
    return exclusions(measure.measure, unlinked, rows, looked.limits)


def _coded(looked: Looked, measure: Measure) -> Caution | None:
    """Warn where more is coded of each admission, beside measures that look at codes."""
    years = [one for one in _until(looked) if one.admissions and one.diagnoses]
    if not any(True for _ in measure.all_codes()) or len(years) < _FEWEST_YEARS:
        return None
    diagnoses, admissions = [one.diagnoses for one in years], [one.admissions for one in years]
    return coding(measure.measure, diagnoses, admissions, looked.limits)


def _until(looked: Looked) -> list[Recorded]:
    return [one for year, one in sorted(looked.recorded.items()) if year <= looked.year]


def _small(looked: Looked, name: str) -> Caution | None:
    panel = looked.panel
    if not panel.year(name, looked.year).denominator:
        return None  # nothing was counted: there are no parts to compare
    practices = {
        level: float(panel.year(name, looked.year, "practice", level).denominator)
        for level in panel.levels("practice")
    }
    return small_denominators(name, practices, looked.limits) if practices else None


def _mix(looked: Looked, name: str) -> Caution | None:
    """Warn where the ages of those who are counted changed so that the rate moves by that alone."""
    panel, before = looked.panel, looked.year.plus(-1)
    if before not in panel.years or panel.year(name, before).value is None:
        return None
    levels = panel.levels("age")
    then, now = (
        {level: float(panel.year(name, year, "age", level).denominator) for level in levels}
        for year in (before, looked.year)
    )
    events = {level: panel.year(name, before, "age", level).numerator for level in levels}
    rates = {level: events[level] / then[level] for level in levels if then[level]}
    there = {level: number for level, number in now.items() if level in rates}
    if not sum(there.values()) or not sum(events.values()):
        return None
    return case_mix(name, {level: then[level] for level in rates}, there, rates, looked.limits)
