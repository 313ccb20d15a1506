"""Scores from coded diagnoses: which codes count, when, and for how many points."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import ibis
import pytest
from ibis import ir

from tests.tables import drawn, running, same, table
from wholeplace.app.score_documents import find_score, read_score
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.population.scores import (
    Listed,
    Score,
    as_score,
    band,
    bits_by_person,
    clean_icd10,
    code_bits,
    dated_diagnoses,
    groups_of,
    is_icd10,
    known_before,
    prefixes,
    reasons,
    resolved,
    units_by_person,
)
from wholeplace.store.shipped import shipped_names

GOLDEN = Path(__file__).parents[2] / "golden"
# Scores with lists that a site brings are tried in tests/spec/test_scores_with_lists.py.
SCORES = {name: read_score(find_score(name), incomplete=True) for name in shipped_names("scores")}
CHARLSON, HFRS = SCORES["charlson-original"], SCORES["hfrs"]
VW = SCORES["elixhauser-vw"]


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open() as stream:
        return list(csv.DictReader(stream))


def _scored(codes: ir.Table, *scores: Listed) -> ir.Table:
    with running() as engine:
        found = [str(row["code"]) for row in engine.rows(codes.select("code").distinct())]
    bits = ibis.memtable(code_bits(found, scores))
    return units_by_person(bits_by_person(codes, bits, scores), scores)


def _coded(person: str, codes: Sequence[str]) -> ir.Table:
    return ibis.memtable({"person_id": [person] * len(codes), "code": list(codes)})


@pytest.mark.parametrize(
    ("file", "score"),
    [
        ("charlson-single-codes.csv", "charlson-quan"),
        ("elixhauser-single-codes.csv", "elixhauser-vw"),
    ],
)
def test_every_single_code_falls_in_the_groups_that_the_peer_implementation_expects(
    file: str, score: str
) -> None:
    listed = SCORES[score].prefixes
    cases = [(row["code"], row.get("groups") or row["group"]) for row in _rows(file)]
    assert len(cases) > 280
    found = {code: "|".join(sorted(groups_of(code, listed))) for code, _ in cases}
    assert {code: found[code] for code, wanted in cases if found[code] != wanted} == {}


@pytest.mark.parametrize(
    ("case", "score", "points", "codes"),
    [tuple(row.values()) for row in _rows("score-cases.csv")],
)
def test_named_cases_have_the_points_that_papers_and_peers_give(
    case: str, score: str, points: str, codes: str
) -> None:
    one = SCORES[score]
    scored = _scored(_coded("ann", codes.split("|")), one)
    with running() as engine:
        rows = engine.rows(scored.select(points=as_score(scored[score], one.score)))
    found = rows[0]["points"] if rows else Decimal(0)
    assert found == Decimal(points), case


@pytest.mark.parametrize(
    ("written", "clean"),
    [("I25.2", "I252"), ("i252", "I252"), ("A01X", "A01"), ("A01X1", "A01"), (" E11.9 ", "E119")],
)
def test_codes_are_read_however_they_are_written(written: str, clean: str) -> None:
    assert clean_icd10(written) == clean


@pytest.mark.parametrize("code", ["I259", "Z000", "", "I2", "E1"])
def test_codes_of_no_group_have_none(code: str) -> None:
    assert groups_of(code, CHARLSON.prefixes) == ()


def test_a_code_may_belong_to_two_groups() -> None:
    assert groups_of("I42.6", VW.prefixes) == ("chf", "alcohol")
    assert drawn(_scored(_coded("ann", ["I426", "I426"]), VW)) == same("""
        person_id  elixhauser-vw  elixhauser-vw_groups
        ann        7              2
    """)


def test_what_is_no_code_of_the_classification_is_known_by_its_form() -> None:
    codes = ["I21", "i21.9", "U071", "C4A", " A17.0 D", "S72.001A", "44054006", "I2", "zzz", ""]
    codes += ["I21 I22", "I21,i22"]
    wrong = ["44054006", "I2", "zzz", "", "I21 I22", "I21,i22"]
    assert [code for code in codes if not is_icd10(code)] == wrong


ACTIVITY = """
activity_id  start_ts
before       2018-11-05T10:00:00
older        2017-03-31T23:59:00
within       2019-04-01T00:00:00
"""
DIAGNOSES = """
person_id  activity_id  code_system  code   position  kind       onset_date  end_date
ann        before       ICD10        I21.9  1         primary    -           -
ann        before       ICD10        I252   2         secondary  -           -
ann        older        ICD10        J44    1         primary    -           -
ann        within       ICD10        C50    1         primary    -           -
bob        -            ICD10        E119   1         problem    1999-01-01  -
bob        -            ICD10        E112   1         problem    2018-06-01  -
bob        -            ICD10        F03    1         problem    2000-01-01  2017-12-31
dan        -            ICD10        I21    1         primary    -           -
"""


def test_only_what_was_known_before_the_day_and_still_lasted_counts() -> None:
    dated = dated_diagnoses(table(DIAGNOSES), table(ACTIVITY))
    known = known_before(dated, date(2019, 4, 1))
    one = replace(CHARLSON, since=date(2018, 4, 1))
    # ann: one infarction, whatever the number of codes; J44 was over a year ago; C50 came later.
    # bob: problems count while they last, however long ago they began; dementia was struck off.
    # dan: nobody knows when.
    assert drawn(_scored(known, one)) == same("""
        person_id  charlson-original  charlson-original_groups
        ann        1                  1
        bob        2                  1
    """)


def test_every_point_names_the_codes_behind_it() -> None:
    codes = table("""
        person_id  code
        ann        E119
        ann        E112
        ann        I21.9
        ann        I252
        bob        E119
        -          I21
    """)
    pairs = resolved(["E119", "E112", "I21.9", "I252", "I21"], CHARLSON.prefixes)
    groups = ibis.memtable([{"code": code, "group": group} for code, group in pairs])
    # The graver form of diabetes takes the place of the milder one.
    assert drawn(reasons(codes, groups, CHARLSON)) == same("""
        person_id  group   code   codes  units
        ann        diabwc  E112   1      2
        ann        mi      I21.9  2      1
        bob        diab    E119   1      1
    """)


def test_the_place_of_a_diagnosis_decides_where_a_score_asks_for_it() -> None:
    codes = table("""
        person_id  code  position
        ann        I21   1
        bob        I21   2
    """)
    for positions, who in (("primary", "ann"), ("secondary", "bob")):
        score = CHARLSON.score.model_copy(update={"positions": positions})
        with running() as engine:
            rows = engine.rows(_scored(codes, replace(CHARLSON, score=score)))
        assert [row["person_id"] for row in rows if row["charlson-original"]] == [who]


def test_several_scores_are_worked_out_together() -> None:
    codes = _coded("ann", ["F001", "W19", "F002"])
    assert drawn(_scored(codes, CHARLSON, HFRS)) == same("""
        person_id  charlson-original  charlson-original_groups  hfrs  hfrs_groups
        ann        1                  1                         103   2
    """)


def test_the_last_of_more_groups_than_one_number_holds_is_not_lost() -> None:
    last = list(HFRS.score.groups)[-1]
    assert len(HFRS.columns) == 2
    assert drawn(_scored(_coded("ann", [last]), HFRS)) == same(f"""
        person_id  hfrs  hfrs_groups
        ann        {HFRS.score.units()[last]}     1
    """)


@pytest.mark.parametrize(
    ("units", "name"),
    [(0, "low"), (49, "low"), (50, "intermediate"), (150, "intermediate"), (151, "high")],
)
def test_a_band_begins_at_its_limit(units: int, name: str) -> None:
    rows = ibis.memtable([{"units": units}])
    with running() as engine:
        assert engine.rows(rows.select(name=band(rows.units, HFRS.score))) == [{"name": name}]
    assert HFRS.score.band_of(HFRS.score.of_units(units)) == name


def test_a_score_may_be_a_share_of_its_groups() -> None:
    groups = {f"g{i}": {"points": 1} for i in range(36)}
    score = Score.model_validate(_DOCUMENT | {"divided_by": 36, "groups": groups})
    assert score.of_units(5) == Fraction(5, 36)
    rows = ibis.memtable([{"units": 5}])
    with running() as engine:
        found = engine.rows(rows.select(share=as_score(rows.units, score)))
    assert found == [{"share": Decimal("0.1389")}]


_DOCUMENT: dict[str, object] = {
    "score": "x", "version": "1", "about": "x", "map": "x.csv", "source": "assumed: a test",
}  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("groups: {a: {points: 1, unless: b}}", "unknown group 'b'"),
        ("bands: [{name: low, below: 5}]", "the bands do not rise"),
        (
            "bands: [{name: low, below: 5}, {name: mid, below: 5}, {name: top}]",
            "the bands do not rise",
        ),
    ],
)
def test_a_score_that_cannot_be_is_refused_at_its_line(wrong: str, told: str) -> None:
    text = "\n".join(f"{name}: '{value}'" for name, value in _DOCUMENT.items())
    groups = "" if "groups" in wrong else "\ngroups: {a: {points: 1}}"
    with pytest.raises(Refused, match=told):
        read_document(f"{text}\n{wrong}{groups}\n", "x.yaml", Score)


def test_prefixes_are_read_however_they_are_written() -> None:
    assert prefixes([{"group": "mi", "prefix": "i25.2"}]) == {"I252": ["mi"]}
