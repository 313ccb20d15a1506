"""Indices of a discharge: what each term adds, and the sum or chance that it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

import ibis
import pytest

from tests.tables import drawn, running, same, table
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.population.scores import Index, indexed
from wholeplace.store.engine import Engine
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file

LACE, PARR = (
    read_document(read_text(shipped_file("indices", name)), name, Index).value
    for name in ("lace.yaml", "parr-30.yaml")
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with running() as opened:
        yield opened


def test_lace_is_the_points_of_the_paper() -> None:
    discharges = table(
        """
        person_id  length_of_stay  emergency  comorbidity_points  emergency_attendances
        none       0               0          0                   0
        typical    5               1          2                   1
        most       20              1          9                   7
        unknown    3               -          0                   0
        """,
        length_of_stay="float64", emergency="float64",
        comorbidity_points="float64", emergency_attendances="float64",
    )  # fmt: skip
    found = indexed(discharges, LACE).select("person_id", "lace", "lace_band")
    # Five days 4, emergency 3, comorbidity 2, one attendance 1; the most is 6 + 3 + 6 + 4.
    assert drawn(found) == same("""
        person_id  lace  lace_band
        most       19.0  high
        none       0.0   low
        typical    10.0  high
        unknown    -     -
    """)


@pytest.mark.parametrize(
    ("days", "points"), [(0, 0), (1, 1), (3, 3), (4, 4), (6, 4), (7, 5), (13, 5), (14, 6)]
)
def test_a_longer_stay_adds_more(engine: Engine, days: int, points: int) -> None:
    row = {"length_of_stay": float(days), "emergency": 0.0, "comorbidity_points": 0.0}
    rows = ibis.memtable([row | {"emergency_attendances": 0.0}])
    assert engine.rows(indexed(rows, LACE).select("lace")) == [{"lace": points}]


NOBODY = dict.fromkeys(PARR.terms, 0.0) | {"trust_code": "none"}


@pytest.mark.parametrize(
    ("case", "logit"),
    [
        ({}, -2.9182 - 0.1155),
        ({"trust_code": "REM"}, -2.9182 - 0.276),
        (
            {"age_at_discharge": 80.0, "admission_method": 1.0},
            -2.9182 - 0.1155 + 0.5565 + 6400 * 0.000060581,
        ),
        (
            {"emerg_last_year": 3.0, "emerg_last_30_days": 1.0},
            -2.9182 - 0.1155 + 3 * 0.1215 + 0.5258,
        ),
        ({"imd_score": 10.0}, -2.9182 - 0.1155),
        ({"imd_score": 10.1}, -2.9182 - 0.1155 + 0.0209),
        ({"imd_score": 51.0}, -2.9182 - 0.1155 + 0.0982),
        ({"other_malignant_cancer": 1.0, "dementia": 1.0}, -2.9182 - 0.1155 + 0.5069 + 0.0467),
    ],
)
def test_parr_30_is_the_logistic_model_of_the_paper(
    engine: Engine, case: dict[str, object], logit: float
) -> None:
    found = engine.rows(indexed(ibis.memtable([NOBODY | case]), PARR).select(chance="parr-30"))
    assert found[0]["chance"] == pytest.approx(1 / (1 + exp(-logit)), abs=1e-6)


_HEAD = (
    "index: x\nversion: '1'\nabout: x\nsource: 'assumed: a test'\nform: sum\nterms: {a: {about: x, "
)


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("times: 1, codes: {b: 1}, otherwise: 0}}", "a term adds in one way"),
        ("}}", "a term adds in one way"),
        ("codes: {b: 1}}}", "what do other codes add"),
        ("bands: [{below: 2, adds: 1}, {below: 1, adds: 2}, {adds: 3}]}}", "do not rise"),
        ("bands: [{below: 2, adds: 1}]}}", "do not rise"),
    ],
)
def test_a_term_that_cannot_be_is_refused(term: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        read_document(_HEAD + term, "x.yaml", Index)
