"""Score the people of a table of coded diagnoses that stands in one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.app.progress import Progress, unseen
from wholeplace.app.score_documents import find_score, read_score
from wholeplace.app.scores.coded_rows import Coded, read_coded, read_inputs, with_inputs
from wholeplace.app.scores.scored_table import refuse_places, rows_by_band, write_scores
from wholeplace.kernel import Problem, Refused, Where, refuse_if
from wholeplace.population import years_before
from wholeplace.population.scores import (
    SYSTEMS,
    Listed,
    alike,
    as_score,
    band,
    bits_by_person,
    code_bits,
    lacking_column,
    reasons,
    reasons_of_signs,
    resolved,
    sign_pairs,
    units_by_person,
)
from wholeplace.store.engine import Engine, engine
from wholeplace.store.sources import opened_alone

_MEMORY = "400MB"
"""Scoring goes over its rows once: more than this makes it no faster, and what does not fit is
put aside on disk."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What was scored. ``people`` is by score, in order; ``unknown`` codes give points to nobody.

    ``bands`` counts people by band of each score that has bands; ``means`` and ``most`` are over
    all people who have the score, those without a point too. ``lacking`` counts people of whom
    something is not known that a score needs; ``codes`` are those of each list that was brought.
    """

    people: int
    rows: int
    empty: int
    unknown: Mapping[str, int]
    means: Mapping[str, float]
    most: Mapping[str, str]
    bands: Mapping[str, Mapping[str, int]]
    systems: Sequence[str] = ("ICD10",)
    undated: int = 0
    later: int = 0
    other_systems: Mapping[str, int] = field(default_factory=dict)
    lacking: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """How a table is to be scored.

    ``codelists`` is a folder of lists that a site brings, ``inputs`` a table of numbers of people;
    ``incomplete`` scores without what is missing, and says so in each row.
    """

    because: Path | None = None
    as_at: date | None = None
    codelists: Path | None = None
    inputs: Path | None = None
    incomplete: bool = False


def score_file(
    path: Path,
    names: Sequence[str],
    output: Path,
    asked: Asked | None = None,
    *,
    progress: Progress = unseen,
) -> Scored:
    """Score everybody in a table (CSV, Parquet, Excel) with columns as in ``CODED``.

    ``output`` gets a row for each person: ``person_id``, and by score its points (``NAME``), how
    many groups count (``NAME_groups``) and its band (``NAME_band``). ``because`` gets a row for
    each person, score and group that counts. With ``as_at``, only what was coded before that day
    counts, and no longer before than the score looks back; without, every row does.

    Raises ``Refused`` for a place that cannot be written to, an unknown score, missing columns,
    lists or inputs, or unreadable cells.
    """
    asked = asked or Asked()
    refuse_places(path, output, asked.because)
    scores = _listed(names, asked)
    inputs = sorted({name for one in scores for name in one.score.inputs})
    with engine(_MEMORY, in_order=False) as running:
        numbers = read_inputs(running, asked.inputs, inputs)
        scores = _without_inputs(scores, numbers, asked)
        with opened_alone(running, path) as opened:
            progress("reading the table")
            coded = read_coded(running, opened, _systems(scores), asked.as_at)
            rows = with_inputs(coded.rows, numbers, inputs)
            progress("scoring")
            bits = running.listed("bits of codes", code_bits(coded.codes, scores))
            people = bits_by_person(rows, bits, scores, everybody=True)
            if inputs or asked.because:
                people = running.keep("bits", people)
            found = running.keep("scored", _scored(people, scores, incomplete=asked.incomplete))
            write_scores(running, found.order_by("person_id"), output)
            if asked.because is not None:
                write_scores(running, _because(rows, people, coded.codes, scores), asked.because)
            return _told(running, found, coded, scores)


def _listed(names: Sequence[str], asked: Asked) -> list[Listed]:
    scores: list[Listed] = []
    problems: list[Problem] = []
    for name in dict.fromkeys(names):
        try:
            one = read_score(find_score(name), asked.codelists, incomplete=asked.incomplete)
        except Refused as refused:
            problems += refused.problems
            continue
        if one.score.has_days and asked.as_at is None:
            what = "it counts how long ago something was coded, and no day is said"
            problems.append(Problem(Where(name), what, "add --as-at DAY"))
        scores.append(_on(one, asked.as_at))
    if found := alike(_systems(scores)):
        what = f"codes of {' and '.join(found)} look alike, and nobody can tell them apart"
        problems.append(Problem(Where(", ".join(names)), what, "score them in runs of their own"))
    refuse_if(problems)
    return scores


def _systems(scores: Sequence[Listed]) -> list[str]:
    return sorted({system for one in scores for system in one.score.systems})


def _on(one: Listed, as_at: date | None) -> Listed:
    years = one.score.look_back_years
    since = years_before(as_at, years) if as_at is not None and years is not None else None
    return replace(one, since=since, on=as_at)


def _without_inputs(scores: Sequence[Listed], numbers: ir.Table, asked: Asked) -> list[Listed]:
    """Note what no column tells, or refuse it all together."""
    found, problems = [], []
    for one in scores:
        gone = [name for name in one.score.inputs if name not in numbers.columns]
        for name in gone:
            what = f"nothing tells its input '{name}': {one.score.inputs[name].about}"
            remedy = "name a table with columns person_id and that with --inputs"
            problems.append(Problem(Where(one.score.score), what, remedy))
        found.append(replace(one, lacking=(*one.lacking, *gone)))
    refuse_if([] if asked.incomplete else problems)
    return found


def _scored(people: ir.Table, scores: Sequence[Listed], *, incomplete: bool) -> ir.Table:
    joined = units_by_person(people, scores)
    made: dict[str, ir.Value] = {}
    for one in scores:
        name, units = one.score.score, joined[one.score.score]
        told = {name: as_score(units, one.score), f"{name}_groups": joined[f"{name}_groups"]}
        if one.score.bands:
            told[f"{name}_band"] = band(units, one.score)
        if one.score.signs:
            missing = joined[lacking_column(one)]
            if not incomplete:
                told = {k: (missing == "").ifelse(v, ibis.null(v.type())) for k, v in told.items()}
            told[lacking_column(one)] = missing
        made |= told
    return joined.select("person_id", **made)


def _because(
    rows: ir.Table, people: ir.Table, codes: Sequence[str], scores: Sequence[Listed]
) -> ir.Table:
    parts = []
    for one in scores:
        if one.score.signs:
            found = reasons_of_signs(rows, sign_pairs(codes, one), people, one)
        else:
            found = reasons(rows, _groups(codes, one), one)
        parts.append(
            found.select(
                "person_id",
                score=ibis.literal(one.score.score),
                group="group",
                points=as_score(found.units, one.score).cast("decimal(12, 4)"),
                code="code",
                codes="codes",
            )
        )
    together = ibis.union(parts[0], *parts[1:]) if len(parts) > 1 else parts[0]
    return together.order_by("person_id", "score", "group")


def _groups(codes: Sequence[str], one: Listed) -> ir.Table:
    pairs = resolved(codes, one.prefixes)
    columns = {
        "code": pa.array([code for code, _ in pairs], pa.string()),
        "group": pa.array([group for _, group in pairs], pa.string()),
    }
    return ibis.memtable(pa.table(columns))


def _told(running: Engine, found: ir.Table, coded: Coded, scores: Sequence[Listed]) -> Scored:
    names = [one.score.score for one in scores]
    signed = [one for one in scores if one.score.signs]
    asked = {f"mean_{name}": found[name].cast("float64").mean() for name in names}
    asked |= {f"most_{name}": found[name].max() for name in names}
    asked |= {f"lacking_{o.score.score}": (found[lacking_column(o)] != "").sum() for o in signed}
    counted = running.rows(found.aggregate(people=found.count(), **asked))[0]
    bands = {
        one.score.score: rows_by_band(running, found, one.score.score, one.score.bands)
        for one in scores
        if one.score.bands
    }
    systems = _systems(scores)
    others = sum(coded.other_systems.values())
    return Scored(
        people=int(str(counted["people"])),
        rows=sum(count.rows for count in coded.counts),
        empty=sum(count.rows for count in coded.counts if count.code is None) - others,
        unknown={
            count.code: count.rows
            for count in coded.counts
            if count.code is not None and not _is_known(count.code, systems)
        },
        means={name: float(str(counted[f"mean_{name}"] or 0)) for name in names},
        most={name: str(counted[f"most_{name}"] or 0) for name in names},
        bands=bands,
        systems=systems,
        undated=coded.undated,
        later=coded.later,
        other_systems=coded.other_systems,
        lacking={o.score.score: int(str(counted[f"lacking_{o.score.score}"] or 0)) for o in signed},
        missing={one.score.score: one.lacking for one in signed if one.lacking},
        codes={
            one.score.score: {name: len(codes) for name, codes in one.lists.items()}
            for one in signed
        },
    )


def _is_known(code: str, systems: Sequence[str]) -> bool:
    return any(SYSTEMS[name].is_code(code) for name in systems)
