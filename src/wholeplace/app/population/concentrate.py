"""How few people make half of what a table counts."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
from ibis import ir
from numpy.typing import NDArray

from wholeplace.app.progress import Progress, unseen
from wholeplace.kernel import Problem, Refused, Where, nearest
from wholeplace.population.concentration import HALF, POINTS, Concentration, by_group, concentration
from wholeplace.record import FILE, ROW, text
from wholeplace.store.engine import Engine, engine
from wholeplace.store.files import write_text
from wholeplace.store.sources import Opened, opened_alone

PERSON = "person_id"
_PLACES = 6
_MOST = 2**63 - 1
"""What is counted in whole numbers of 64 bits: nine million million pounds, in millionths."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a table.

    Attributes:
        person: the column of the person.
        of: the column that is summed over the rows of a person; without it, rows are counted.
        by: the column of the group of a person, each told by itself.
        share: the part of the total that is asked about (0 to 1).
        population: how many people there are, those without a row too. A group has those of its own
            in the table, as nobody says how many others there are.
    """

    person: str = "person_id"
    of: str | None = None
    by: str | None = None
    share: Fraction = HALF
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The whole, and each group by name. ``unit`` parts make one of what was summed."""

    whole: Concentration
    groups: Mapping[str, Concentration]
    unit: int
    without_person: int


def concentrate(path: Path, asked: Asked, *, progress: Progress = unseen) -> Found:
    """Return how the rows of a table, or the sum of a column, fall on people.

    The table is a CSV, Parquet or Excel file with the columns asked for. Raises ``Refused``.
    """
    with engine() as running, opened_alone(running, path) as opened:
        progress("reading the table")
        rows = running.keep("rows", _read(opened, path, asked))
        _check(running, rows, opened, asked)
        named = rows.filter(rows[PERSON].notnull())
        keys = [PERSON, *(["_by"] if asked.by else [])]
        summed = running.keep("summed", named.group_by(keys).aggregate(value=named["_value"].sum()))
        missing = running.count(rows) - running.count(named)
        return _found(running, summed, asked, path, missing)


def _read(opened: Opened, path: Path, asked: Asked) -> ir.Table:
    table = opened.table
    for name in filter(None, (asked.person, asked.of, asked.by)):
        if name not in opened.columns:
            what, remedy = f"there is no column '{name}'", nearest(name, list(opened.columns))
            raise Refused([Problem(Where(str(path), 1), what, remedy)])
    written = text(table[asked.of]) if asked.of else ibis.literal("1")
    return table.select(
        ROW,
        FILE,
        **{PERSON: text(table[asked.person])},
        **({"_by": text(table[asked.by]).fill_null("not said")} if asked.by else {}),
        _written=written,
        _value=written.try_cast(f"decimal(28, {_PLACES})").fill_null(0),
    )


def _check(running: Engine, rows: ir.Table, opened: Opened, asked: Asked) -> None:
    unread = rows["_written"].try_cast(f"decimal(28, {_PLACES})").isnull()
    wrong = rows.filter((rows["_written"].notnull() & unread) | (rows["_value"] < 0))
    first = running.rows(wrong.order_by(ROW).limit(1))
    if first:
        where = opened.where(str(first[0][FILE]), int(str(first[0][ROW])), asked.of or asked.person)
        what = f"'{first[0]['_written']}' is not a number of nought or more"
        raise Refused([Problem(where, what, "correct the value", running.count(wrong))])


def _found(
    running: Engine, summed: ir.Table, asked: Asked, path: Path, without_person: int
) -> Found:
    # A column is summed in millionths, so that what people have is told apart exactly.
    unit = 10**_PLACES if asked.of else 1
    # Who is in two groups, having moved, is one person of the whole.
    people = summed.group_by(PERSON).aggregate(value=summed["value"].sum())
    try:
        values = _in_units(running.arrow(people.order_by(PERSON)), unit)
        whole = concentration(values, asked.population or len(values), asked.share)
        groups = {
            name: concentration(some, len(some), asked.share)
            for name, some in (_by(running, summed, unit) if asked.by else {}).items()
            if some.any()
        }
    except ValueError as error:
        remedy = "look at what was asked for, and at the table"
        raise Refused([Problem(Where(str(path)), str(error), remedy)]) from None
    return Found(whole, groups, unit, without_person)


def _by(running: Engine, summed: ir.Table, unit: int) -> dict[str, NDArray[np.int64]]:
    answer = running.arrow(summed.order_by([PERSON, "_by"]))
    return by_group(answer["_by"].to_pylist(), _in_units(answer, unit))


def _in_units(answer: pa.Table, unit: int) -> NDArray[np.int64]:
    values = [int(value * unit) for value in answer["value"].to_pylist()]
    if (total := sum(values)) > _MOST:
        msg = f"{total // unit:,} in all is more than {_MOST // unit:,}, the most that is counted"
        raise ValueError(msg)
    return np.array(values, dtype=np.int64)


def write_curve(found: Found, path: Path) -> None:
    """Write ``group`` (empty for the whole), ``people`` and ``total``, in parts, to a CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["group", "people", "total"])
    for name, one in {"": found.whole, **found.groups}.items():
        writer.writerows(
            [name, f"{step / POINTS:.2f}", f"{part:.6f}"] for step, part in enumerate(one.curve, 1)
        )
    write_text(path, out.getvalue())
