"""Scores of the diagnoses that stand together in one cell, such as those of a discharge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
from ibis import ir

from wholeplace.app.score_documents import find_score, read_score
from wholeplace.population.scores import (
    Listed,
    as_score,
    bits_by_person,
    code_bits,
    is_icd10,
    units_by_person,
)
from wholeplace.record import ROW
from wholeplace.store.engine import Engine

CODES = "codes"
"""The column of a row's diagnoses, with blanks, commas, semicolons or bars between them."""

_BETWEEN = r"[\s,;|]+"


@dataclass(frozen=True, slots=True)
class Made:
    """Rows with the columns that were made of their codes; ``unknown`` codes give no points."""

    rows: ir.Table
    unknown: Mapping[str, int]


def with_scores(running: Engine, rows: ir.Table, made_by: Mapping[str, str]) -> Made:
    """Return rows with a column for each name in ``made_by``: the score of the codes of the row.

    ``rows`` have their number and ``codes``. A row without codes has no score: nobody knows whether
    there were none, or nobody wrote them.
    """
    scores = {name: read_score(find_score(score)) for name, score in made_by.items()}
    coded = running.keep("codes of rows", _coded(rows))
    counted = coded.group_by("code").aggregate(rows=coded.count()).order_by("code")
    numbers = {str(row["code"]): int(str(row["rows"])) for row in running.rows(counted)}
    listed = list(scores.values())
    bits = ibis.memtable(code_bits(list(numbers), listed))
    units = units_by_person(bits_by_person(coded, bits, listed, everybody=True), listed)
    points = units.select(_of=units.person_id.cast("int64"), **_points(units, scores))
    found = rows.left_join(points, rows[ROW] == points["_of"]).drop("_of")
    unknown = {code: number for code, number in numbers.items() if not is_icd10(code)}
    return Made(found, unknown)


def _coded(rows: ir.Table) -> ir.Table:
    codes = rows.select(
        person_id=rows[ROW].cast("string"), code=rows[CODES].re_split(_BETWEEN).unnest()
    )
    return codes.filter(codes.code != "")


def _points(units: ir.Table, scores: Mapping[str, Listed]) -> dict[str, ir.Value]:
    return {
        name: as_score(units[one.score.score], one.score).cast("float64")
        for name, one in scores.items()
    }
