"""What stands in the way of a framework: all of it, at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from wholeplace.kernel import FinancialYear, Problem, Where, nearest
from wholeplace.kernel.number import percent
from wholeplace.outcomes.framework.document import BASELINE, PAID, PAID_FOR, Framework, Outcome
from wholeplace.outcomes.framework.year import in_year
from wholeplace.outcomes.rewards import Calibrated
from wholeplace.outcomes.targets import Better


class Placed(Protocol):
    """Says where a path of the framework stands in the text it was read from."""

    def __call__(self, *path: str | int) -> Where:
        """Return file, line and column."""
        ...


def anywhere(*path: str | int) -> Where:
    """Return a path as a place, for a framework that was read from no text."""
    return Where("framework", path=".".join(str(step) for step in path))


@dataclass(frozen=True, slots=True)
class Known:
    """What a framework may name: measures with their direction, segments, partners."""

    measures: Mapping[str, Better]
    segments: Sequence[str]
    parties: Sequence[str]


def problems_of(
    framework: Framework,
    known: Known,
    years: Sequence[FinancialYear],
    where: Placed = anywhere,
) -> tuple[Problem, ...]:
    """Return everything that is wrong with a framework in these years, each once."""
    found = [
        *_twice(framework, where),
        *_unknown(framework, known, where),
        *_phases(framework, where),
        *_work(framework, where),
        *_curves(framework, where),
        *_weights(framework, years, where),
    ]
    return tuple(dict.fromkeys(found))


def _twice(framework: Framework, where: Placed) -> Iterator[Problem]:
    lists = {
        "domains": [one.domain for one in framework.domains],
        "statements": [one.statement for one in framework.statements],
        "curves": [one.curve for one in framework.curves],
        "outcomes": [one.measure for one in framework.outcomes],
    }
    for name, ids in lists.items():
        for i, id_ in enumerate(ids):
            if id_ in ids[:i]:
                yield Problem(where(name, i), f"'{id_}' is there twice", "give it another name")


def _unknown(framework: Framework, known: Known, where: Placed) -> Iterator[Problem]:
    domains = [one.domain for one in framework.domains]
    for i, statement in enumerate(framework.statements):
        at = ("statements", i, "domain")
        yield from _named([(at, statement.domain)], domains, "domain", where)
    statements = [one.statement for one in framework.statements]
    curves = [one.curve for one in framework.curves]
    for i, one in enumerate(framework.outcomes):
        here = ("outcomes", i)
        said = [((*here, "statements", j), name) for j, name in enumerate(one.statements)]
        parts = [((*here, "segments", j), name) for j, name in enumerate(one.segments)]
        earners = [((*here, "parties", name), name) for name in one.parties]
        curve = [((*here, "curve"), one.curve)] if one.curve else []
        yield from _named([((*here, "measure"), one.measure)], known.measures, "measure", where)
        yield from _named(said, statements, "statement", where)
        yield from _named(parts, known.segments, "segment", where)
        yield from _named([((*here, "owner"), one.owner), *earners], known.parties, "party", where)
        yield from _named(curve, curves, "curve", where)
        yield from _direction(one, known, where(*here, "better"))


def _named(
    found: Iterable[tuple[tuple[str | int, ...], str]],
    among: Iterable[str],
    kind: str,
    where: Placed,
) -> Iterator[Problem]:
    names = list(among)
    for path, name in found:
        if name not in names:
            yield Problem(where(*path), f"unknown {kind} '{name}'", nearest(name, names))


def _direction(one: Outcome, known: Known, at: Where) -> Iterator[Problem]:
    better = known.measures.get(one.measure, one.better)
    if better != one.better:
        what = f"the measure says that {better} is better, and the framework {one.better}"
        yield Problem(at, what, "correct one of them")


def _phases(framework: Framework, where: Placed) -> Iterator[Problem]:
    order = ("sampling", BASELINE, PAID)
    for i, one in enumerate(framework.outcomes):
        phases = [entry.value for entry in one.phases.root] if one.phases else []
        for j, phase in enumerate(phases):
            at = where("outcomes", i, "phases", j, "value")
            if phase == PAID and BASELINE not in phases[:j] and one.history is None:
                what = f"'{one.measure}' is paid before it has a baseline"
                yield Problem(at, what, "add a phase of baseline before, or history: its source")
            if any(order.index(earlier) >= order.index(phase) for earlier in phases[:j]):
                what = f"'{one.measure}' goes back to '{phase}'"
                yield Problem(at, what, "put the phases in order: sampling, baseline, paid")


def _work(framework: Framework, where: Placed) -> Iterator[Problem]:
    for i, one in enumerate(framework.outcomes):
        for j, work in enumerate(one.work):
            phase = one.phases.on(work.year.start) if one.phases else None
            at = where("outcomes", i, "work", j, "year")
            if phase is None:
                what = f"'{one.measure}' has not begun in {work.year}"
                yield Problem(at, what, "correct the year, or date its first phase earlier")
            elif phase.value == PAID:
                what = f"'{one.measure}' is paid by its result in {work.year}, not for work"
                yield Problem(at, what, "leave it out, or correct the year")


def _curves(framework: Framework, where: Placed) -> Iterator[Problem]:
    curves = {one.curve: one.is_ for one in framework.curves}
    for i, one in enumerate(framework.outcomes):
        timeline = curves.get(one.curve or "")
        if timeline is None or one.phases is None:
            continue
        for j, phase in enumerate(one.phases.root):
            if phase.value != PAID:
                continue
            entry, marks = timeline.on(phase.from_), one.targets and one.targets.on(phase.from_)
            at = where("outcomes", i, "phases", j, "from")
            if entry is None:
                what = f"curve '{one.curve}' does not hold yet on {phase.from_}"
                yield Problem(at, what, "date the curve earlier")
            elif isinstance(entry.value, Calibrated) and not marks and one.history is None:
                what = f"'{one.measure}' is paid by a target and has none on {phase.from_}"
                yield Problem(at, what, "add targets, or history: where one can be set from")


def _weights(
    framework: Framework, years: Sequence[FinancialYear], where: Placed
) -> Iterator[Problem]:
    if any(one.class_ == PAID_FOR for one in framework.outcomes) and framework.incentive is None:
        yield Problem(
            where("incentive"), "no part of a budget pays for outcomes", "add incentive, by date"
        )
    told: list[dict[str, Fraction]] = []
    for year in years:
        weights = in_year(framework, year).weights
        whole = sum(weights.values(), Fraction(0))
        # Weights hold for years: what is wrong with them is told of the first.
        if weights and whole != 1 and weights not in told:
            told.append(weights)
            said = ", ".join(f"{name} {percent(weight)}" for name, weight in weights.items())
            what = f"the weights of {year} make {percent(whole)}, not 100%: {said}"
            yield Problem(where("outcomes"), what, "correct a weight from the start of that year")
        yield from _within(framework, year, where)


def _within(framework: Framework, year: FinancialYear, where: Placed) -> Iterator[Problem]:
    for i, one in enumerate(framework.outcomes):
        for name in ("weight", "phases", "targets"):
            timeline = getattr(one, name)
            for j, entry in enumerate(timeline.root if timeline else ()):
                if year.start < entry.from_ < year.end:
                    what = f"it begins within {year}, and a reward is that of a whole year"
                    remedy = f"let it begin on {year.start} or {year.end}"
                    yield Problem(where("outcomes", i, name, j, "from"), what, remedy)
