"""What ``wholeplace score`` writes, where, and what it will not take for a code or a flag."""

from __future__ import annotations

import csv
import json
from math import exp
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wholeplace.cli import main
from wholeplace.store.shipped import shipped_names

CODED = "person_id,code\n002,E112\n001,I50\n003,\n"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    path = tmp_path / "coded.csv"
    path.write_text(CODED)
    return path


def test_without_a_place_to_write_to_the_scores_stand_alone_on_standard_output(coded: Path) -> None:
    done = call("score", coded, "--score", "charlson-quan")
    assert done.exit_code == 0
    assert list(csv.reader(done.stdout.splitlines())) == [
        ["person_id", "charlson-quan", "charlson-quan_groups"],
        ["001", "2", "1"],
        ["002", "1", "1"],
        ["003", "0", "0"],
    ]
    assert "3 people, 3 coded diagnoses" in done.stderr


def test_a_summary_as_json_needs_a_place_for_the_scores(coded: Path) -> None:
    done = call("score", coded, "--score", "hfrs", "--json")
    assert done.exit_code == 2
    assert "say with --output where the scores go" in done.output


@pytest.mark.parametrize(
    ("output", "because", "told"),
    [
        ("coded.csv", "why.csv", "this would be written over the table itself"),
        ("out.csv", "out.csv", "this would be written over another table that is written"),
        ("out.xlsx", "why.csv", "tables are written as CSV or Parquet"),
        ("coded.csv/out.csv", "why.csv", "its folder cannot be made"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_refused(
    coded: Path, output: str, because: str, told: str
) -> None:
    folder = coded.parent
    words = ("--output", folder / output, "--because", folder / because)
    done = call("score", coded, "--score", "hfrs", *words)
    assert done.exit_code == 1
    assert told in done.output
    assert coded.read_text() == CODED


def test_a_folder_that_is_not_there_is_made(coded: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder" / "out.csv"
    assert call("score", coded, "--score", "hfrs", "--output", out).exit_code == 0
    assert out.exists()


def test_help_and_an_unknown_score_name_every_one_that_is_shipped(coded: Path) -> None:
    names = [*shipped_names("scores"), *shipped_names("indices")]
    refused = call("score", coded, "--score", "charlson").output
    helped = " ".join(call("score", "--help").output.split()).replace("- ", "-")
    assert [name for name in names if name not in helped or name not in refused] == []


@pytest.mark.parametrize(
    "cell", ["I50 E112", "I50;E112", "I50.0/E11.2", "I50-I52", "I500 Congestive heart failure"]
)
def test_what_is_not_one_code_is_told_and_gives_no_point(
    coded: Path, tmp_path: Path, cell: str
) -> None:
    coded.write_text(f'person_id,code\nann,"{cell}"\n')
    done = call(
        "score", coded, "--score", "charlson-quan", "--output", tmp_path / "o.csv", "--json"
    )
    found = json.loads(done.stdout)
    assert (found["unknown"], found["most"]) == ({cell: 1}, {"charlson-quan": "0"})


def test_a_score_of_the_mortality_indicator_is_never_below_nought(
    coded: Path, tmp_path: Path
) -> None:
    # Diabetes with complications is -1 of its own, and takes its one point from heart failure.
    coded.write_text("person_id,code\nann,E112\nbob,E112\nbob,I50\n")
    done = call("score", coded, "--score", "charlson-shmi", "--score", "elixhauser-swiss")
    rows = {row["person_id"]: row for row in csv.DictReader(done.stdout.splitlines())}
    assert [rows[name]["charlson-shmi"] for name in ("ann", "bob")] == ["0", "12"]
    assert rows["ann"]["elixhauser-swiss"] == "-1"


_HEAD = (
    *("person_id", "admission_method", "age_at_discharge", "emerg_last_year"),
    *("emerg_last_30_days", "congestive_heart_failure", "peripheral_vascular_disease"),
    *("chronic_pulmonary_disease", "diabetes_with_chronic_complications", "renal_disease"),
    *("metastatic_cancer_with_solid_tumor", "other_malignant_cancer"),
    *("moderate_severe_liver_disease", "other_liver_disease", "hemiplegia_or_paraplegia"),
    *("dementia", "imd_score", "trust_code"),
)


def _discharges(path: Path, **changed: object) -> Path:
    nobody = dict.fromkeys(_HEAD, 0) | {"person_id": "ann", "trust_code": "REM"} | changed
    path.write_text(f"{','.join(_HEAD)}\n{','.join(str(nobody[name]) for name in _HEAD)}\n")
    return path


@pytest.mark.parametrize(
    ("trust", "adds", "others"),
    [("REM", -0.276, 0), ("rem", -0.276, 0), ("X1", -0.1155, 1), ("", -0.1155, 1)],
)
def test_a_chance_is_that_of_the_paper_to_nine_places_and_any_other_trust_is_told(
    tmp_path: Path, trust: str, adds: float, others: int
) -> None:
    path = _discharges(tmp_path / "d.csv", age_at_discharge=72.5, trust_code=trust)
    done = call("score", path, "--score", "parr-30")
    chance = float(next(csv.DictReader(done.stdout.splitlines()))["parr-30"])
    logit = -2.9182 + 72.5**2 * 6.0581e-05 + adds
    assert chance == pytest.approx(1 / (1 + exp(-logit)), abs=1e-9)
    assert done.stderr.count("1 rows count as any other") == others


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        # 21 is how the data dictionary codes an emergency admission: not 21 of them.
        ("admission_method", 21, "'21' is neither 1 nor 0"),
        ("dementia", 0.5, "'0.5' is neither 1 nor 0"),
        ("age_at_discharge", -72, "'-72' is below 0"),
    ],
)
def test_what_no_flag_or_count_can_be_is_refused(
    tmp_path: Path, column: str, value: float, told: str
) -> None:
    done = call("score", _discharges(tmp_path / "d.csv", **{column: value}), "--score", "parr-30")
    assert done.exit_code == 1
    assert f"d.csv:2 {column}: {told}" in done.output
