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
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.population.scores import (
    Listed,
    Score,
    as_score,
    band,
    bits_by_person,
    code_bits,
    is_icd10,
    reasons,
    resolved,
    units_by_person,
)
from wholeplace.record import FILE, ROW, Column, Kind, Table, breaks_any, row_rules, text, typed
from wholeplace.store.clock import today
from wholeplace.store.engine import Engine, engine
from wholeplace.store.sources import Opened, opened_alone

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
        rows = running.keep("coded", _read(running, opened, as_at))
        codes = _codes(running, rows)
        bits = ibis.memtable(code_bits(list(codes), scores))
        progress("scoring")
        found = running.keep("scored", _scored(rows, bits, scores))
        _write(running, found.order_by("person_id"), output)
        if because is not None:
            _write(running, _because(rows, list(codes), scores), because)
        return _told(running, rows, found, codes, scores)


def _since(one: Listed, as_at: date | None) -> Listed:
    years = one.score.look_back_years
    if as_at is None or years is None:
        return one
    return replace(one, since=_years_before(as_at, years))


def _years_before(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - years, day.month, 28 if leap else day.day)


def _read(running: Engine, opened: Opened, as_at: date | None) -> ir.Table:
    path = next(iter(opened.paths.values()))
    for name in _NEEDED:
        if name not in opened.columns:
            what, remedy = f"there is no column '{name}'", nearest(name, list(opened.columns))
            raise Refused([Problem(Where(str(path), 1), what, remedy)])
    asked = [name for name in CODED.column_names if name in opened.columns]
    if as_at is not None and "date" not in asked:
        what = "there is no column 'date', and only what was coded before a day is to count"
        raise Refused([Problem(Where(str(path), 1), what, "add it, or leave out --as-at")])
    table = opened.table
    raw = table.select(ROW, FILE, **{name: text(table[name]) for name in asked})
    rows = typed(raw, CODED, trimmed=True)
    rules = row_rules(rows, CODED, today())
    rows = rows.mutate(_broken=breaks_any(rules))
    refuse_if(refusals(running, 0, rows, rules, CODED, opened).problems)
    rows = rows.select("person_id", "code", "position", lasts_until="date")
    return rows if as_at is None else rows.filter(rows.lasts_until < ibis.date(as_at))


def _codes(running: Engine, rows: ir.Table) -> dict[str, int]:
    filled = rows.filter(rows.code.notnull()).group_by("code").aggregate(n=ibis._.count())
    return {str(row["code"]): int(str(row["n"])) for row in running.rows(filled.order_by("code"))}


def _scored(rows: ir.Table, bits: ir.Table, scores: Sequence[Listed]) -> ir.Table:
    some = units_by_person(bits_by_person(rows, bits, scores), scores)
    everybody = rows.select("person_id").distinct()
    joined = everybody.left_join(some, "person_id")
    made: dict[str, ir.Value] = {}
    for one in scores:
        name = one.score.score
        units = joined[name].fill_null(0)
        made[name] = as_score(units, one.score)
        made[f"{name}_groups"] = joined[f"{name}_groups"].fill_null(0)
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


def _write(running: Engine, rows: ir.Table, path: Path) -> None:
    if path.suffix == ".parquet":
        running.write_parquet(rows, path)
    else:
        running.write_csv(rows, path)


def _told(
    running: Engine,
    rows: ir.Table,
    found: ir.Table,
    codes: Mapping[str, int],
    scores: Sequence[Listed],
) -> Scored:
    names = [one.score.score for one in scores]
    asked = {f"mean_{name}": found[name].cast("float64").mean() for name in names}
    asked |= {f"most_{name}": found[name].max() for name in names}
    counted = running.rows(found.aggregate(people=found.count(), **asked))[0]
    coded = sum(codes.values())
    bands = {
        one.score.score: _by_band(running, found, one.score) for one in scores if one.score.bands
    }
    return Scored(
        people=int(str(counted["people"])),
        rows=running.count(rows),
        empty=running.count(rows) - coded,
        unknown={code: n for code, n in codes.items() if not is_icd10(code)},
        means={name: float(str(counted[f"mean_{name}"] or 0)) for name in names},
        most={name: str(counted[f"most_{name}"] or 0) for name in names},
        bands=bands,
    )


def _by_band(running: Engine, found: ir.Table, score: Score) -> dict[str, int]:
    column = f"{score.score}_band"
    counted = found.group_by(column).aggregate(people=found.count())
    numbers = {str(row[column]): int(str(row["people"])) for row in running.rows(counted)}
    return {one.name: numbers.get(one.name, 0) for one in score.bands}
