"""Score the people of a table of coded diagnoses that stands in one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.app.load.refusals import refusals
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.score_documents import find_score, read_score
from wholeplace.app.scored_table import checked_rows, rows_by_band
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.population import years_before
from wholeplace.population.scores import (
    Listed,
    as_score,
    band,
    bits_by_person,
    code_bits,
    is_icd10,
    reasons,
    resolved,
    units_by_person,
)
from wholeplace.record import (
    Column,
    Kind,
    Table,
)
from wholeplace.store.engine import Engine, engine
from wholeplace.store.sources import Opened, opened_alone
from wholeplace.store.tables import write_table

CODED = Table(
    "coded",
    "a coded diagnosis of a person",
    ("person_id", "code"),
    (
        Column("person_id", required=True, longest=200),
        Column("code"),
        Column("date", Kind.DATE),
        Column("position", Kind.INTEGER, at_least=1),
    ),
)
"""The columns of a table to score: whose diagnosis it is, its code, its day, and 1 if primary."""

_NEEDED = ("person_id", "code")


@dataclass(frozen=True, slots=True)
class Scored:
    """What was scored. ``people`` is by score, in order; ``unknown`` codes give points to nobody.

    ``bands`` counts people by band of each score that has bands; ``means`` and ``most`` are over
    all people, those without a point too.
    """

    people: int
    rows: int
    empty: int
    unknown: Mapping[str, int]
    means: Mapping[str, float]
    most: Mapping[str, str]
    bands: Mapping[str, Mapping[str, int]]


def score_file(
    path: Path,
    names: Sequence[str],
    output: Path,
    *,
    because: Path | None = None,
    as_at: date | None = None,
    progress: Progress = unseen,
) -> Scored:
    """Score everybody in a table (CSV, Parquet, Excel) with columns as in ``CODED``.

    ``output`` gets a row for each person: ``person_id``, and by score its points (``NAME``), how
    many groups count (``NAME_groups``) and its band (``NAME_band``). ``because`` gets a row for
    each person, score and group that counts. With ``as_at``, only what was coded before that day
    counts, and no longer before than the score looks back; without, every row does.

    Raises ``Refused`` for an unknown score, missing columns or unreadable cells.
    """
    scores = [_since(read_score(find_score(name)), as_at) for name in dict.fromkeys(names)]
    with engine() as running, opened_alone(running, path) as opened:
        progress("reading the table")
        asked = _asked(opened, as_at)
        checked, rules = checked_rows(opened, CODED, asked)
        codes = _codes(running, checked)
        if any(count.broken for count in codes):
            refuse_if(refusals(running, 0, checked, rules, CODED, opened).problems)
        rows = _coded(checked, as_at)
        known = [count.code for count in codes if count.code is not None]
        progress("scoring")
        bits = ibis.memtable(code_bits(known, scores))
        found = running.keep("scored", _scored(rows, bits, scores))
        write_table(running, found.order_by("person_id"), output)
        if because is not None:
            write_table(running, _because(rows, known, scores), because)
        counted = codes if as_at is None else _codes(running, rows.mutate(_broken=False))
        return _told(running, found, counted, scores)


def _since(one: Listed, as_at: date | None) -> Listed:
    years = one.score.look_back_years
    if as_at is None or years is None:
        return one
    return replace(one, since=years_before(as_at, years))


def _asked(opened: Opened, as_at: date | None) -> list[str]:
    path = next(iter(opened.paths.values()))
    for name in _NEEDED:
        if name not in opened.columns:
            what, remedy = f"there is no column '{name}'", nearest(name, list(opened.columns))
            raise Refused([Problem(Where(str(path), 1), what, remedy)])
    asked = [name for name in CODED.column_names if name in opened.columns]
    if as_at is not None and "date" not in asked:
        what = "there is no column 'date', and only what was coded before a day is to count"
        raise Refused([Problem(Where(str(path), 1), what, "add it, or leave out --as-at")])
    return asked


def _coded(checked: ir.Table, as_at: date | None) -> ir.Table:
    rows = checked.select("person_id", "code", "position", lasts_until="date")
    return rows if as_at is None else rows.filter(rows.lasts_until < ibis.date(as_at))


@dataclass(frozen=True, slots=True)
class _Count:
    """The rows of one code (``None``: without one), and how many of them break a rule."""

    code: str | None
    rows: int
    broken: int


def _codes(running: Engine, rows: ir.Table) -> list[_Count]:
    broken = rows["_broken"].cast("int64").sum()
    counted = rows.group_by("code").aggregate(rows=rows.count(), broken=broken).order_by("code")
    return [
        _Count(
            None if row["code"] is None else str(row["code"]),
            int(str(row["rows"])),
            int(str(row["broken"] or 0)),
        )
        for row in running.rows(counted)
    ]


def _scored(rows: ir.Table, bits: ir.Table, scores: Sequence[Listed]) -> ir.Table:
    joined = units_by_person(bits_by_person(rows, bits, scores, everybody=True), scores)
    made: dict[str, ir.Value] = {}
    for one in scores:
        name = one.score.score
        units = joined[name]
        made[name] = as_score(units, one.score)
        made[f"{name}_groups"] = joined[f"{name}_groups"]
        if one.score.bands:
            made[f"{name}_band"] = band(units, one.score)
    return joined.select("person_id", **made)


def _because(rows: ir.Table, codes: Sequence[str], scores: Sequence[Listed]) -> ir.Table:
    parts = []
    for one in scores:
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


def _told(
    running: Engine, found: ir.Table, codes: Sequence[_Count], scores: Sequence[Listed]
) -> Scored:
    names = [one.score.score for one in scores]
    asked = {f"mean_{name}": found[name].cast("float64").mean() for name in names}
    asked |= {f"most_{name}": found[name].max() for name in names}
    counted = running.rows(found.aggregate(people=found.count(), **asked))[0]
    bands = {
        one.score.score: rows_by_band(running, found, one.score.score, one.score.bands)
        for one in scores
        if one.score.bands
    }
    return Scored(
        people=int(str(counted["people"])),
        rows=sum(count.rows for count in codes),
        empty=sum(count.rows for count in codes if count.code is None),
        unknown={c.code: c.rows for c in codes if c.code is not None and not is_icd10(c.code)},
        means={name: float(str(counted[f"mean_{name}"] or 0)) for name in names},
        most={name: str(counted[f"most_{name}"] or 0) for name in names},
        bands=bands,
    )
