# ruff: noqa: E501 - a row of a drawn file is as wide as the file
"""``wholeplace map suggest``: from a file nobody has seen to a mapping that loads."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.feeds import assert_becomes, canonical
from wholeplace.cli import main
from wholeplace.document import read_document
from wholeplace.record import Mapping

HEADER = (
    "Spell_No,NHS No,Local Pat ID,Gender,DOB,Adm Date,Disch Date,Adm Method,Discharge Dest,"
    "Prov Code,GP Practice,Treatment Func,HRG,Tariff Amt,Prim Diag,Surname,Comments"
)
ROWS = """
S1,9990000018,L7001,M,17/06/1945,01/05/2019,03/05/2019,21,19,RAS,E86001,300,DZ11A,"£1234.505",J18.1,Zebedee,seen at home
S2,9990000026,L7002,F,30/01/1960,14/07/2019,14/07/2019,11,19,RAS,E86002,100,FZ60Z,850.00,K80.2,Quillfeather,
S3,9990000034,L7003,F,25/12/1980,30/12/2019,04/01/2020,22,54,RAS,E86001,430,WJ06A,3010.10,I50.0,Zebedee,UB8 1AA
S4,9990000034,L7003,F,25/12/1980,30/01/2020,04/02/2020,22,54,RAS,E86001,430,WJ06A,310,I50.0,Zebedee,call 07700 900123
"""
PERSONAL = (
    *("999000", "L700", "1945", "30/01/1960", "Zebedee", "Quillfeather", "UB8", "07700", "home"),
)


@pytest.fixture
def spells(tmp_path: Path) -> Path:
    folder = tmp_path / "extract"
    folder.mkdir()
    (folder / "spells.csv").write_text(HEADER + ROWS, encoding="utf-8")
    return folder / "spells.csv"


def suggest(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["map", "suggest", *map(str, arguments)])


def test_a_proposal_is_right_and_loads(spells: Path) -> None:
    said = suggest(spells)
    assert said.exit_code == 0, said.output
    mapping = read_document(said.output, "proposed.yaml", Mapping).value
    # Two people have the same date of birth and name: people are told apart by their number.
    found = canonical(spells.parent, mapping.model_copy(update={"tables": mapping.tables[1:]}))
    assert_becomes(
        found,
        {
            "activity": """
            activity_id | person_id      | setting | start_ts   | end_ts     | provider_code | admission_method | hrg_code
            spells:S1   | nhs:9990000018 | APC     | 2019-05-01 | 2019-05-03 | RAS           | 21               | DZ11A
            spells:S2   | nhs:9990000026 | APC     | 2019-07-14 | 2019-07-14 | RAS           | 11               | FZ60Z
            spells:S3   | nhs:9990000034 | APC     | 2019-12-30 | 2020-01-04 | RAS           | 22               | WJ06A
            spells:S4   | nhs:9990000034 | APC     | 2020-01-30 | 2020-02-04 | RAS           | 22               | WJ06A
            """,
            "diagnosis": """
            activity_id | position | code_system | code | onset_date
            spells:S1   | 1        | ICD10       | J181 | 2019-05-01
            spells:S2   | 1        | ICD10       | K802 | 2019-07-14
            spells:S3   | 1        | ICD10       | I500 | 2019-12-30
            spells:S4   | 1        | ICD10       | I500 | 2020-01-30
            """,
            "cost": """
            activity_id | basis  | amount
            spells:S1   | tariff | 1234.51
            spells:S2   | tariff | 850.00
            spells:S3   | tariff | 3010.10
            spells:S4   | tariff | 310.00
            """,
        },
    )


def test_examples_are_shown_of_codes_and_never_of_people(spells: Path) -> None:
    text = suggest(spells).output
    assert "provider codes; e.g. RAS" in text
    assert [word for word in PERSONAL if word in text] == []
    told = suggest(spells, "--json").output
    assert [word for word in PERSONAL if word in told] == []


def test_a_senders_pseudonym_is_proposed_as_one_and_who_made_it_is_asked(tmp_path: Path) -> None:
    rows = "S1,A0F3,2019-05-01\nS2,B7C1,2019-07-14\n"
    head = "PRIMARYKEY_ID,spell.patient.identity.nhs_number.value Pseudo,spell.admission.date\n"
    (tmp_path / "spell.csv").write_text(head + rows, encoding="utf-8")
    text = suggest(tmp_path / "spell.csv", "--table", "activity").output
    key = "{pseudonym: spell.patient.identity.nhs_number.value Pseudo, issuer: sender}"
    assert f"person_id: {{person_key: {key}}}" in text
    assert "LOOK: who made these pseudonyms, by one name in all their feeds" in text
    assert "A0F3" not in text
    read_document(text, "proposed.yaml", Mapping)


def test_what_is_in_doubt_or_not_used_is_said(spells: Path) -> None:
    text = suggest(spells).output
    assert "setting: {value: APC}   # LOOK: one of APC, OP," in text
    assert "# Not used:" in text
    assert "#   Surname\n" in text
    assert "#   Comments\n" in text


def test_it_is_written_to_a_file_that_is_not_there_yet(spells: Path, tmp_path: Path) -> None:
    out = tmp_path / "proposed.yaml"
    said = suggest(spells, "--table", "activity", "--output", out)
    assert said.exit_code == 0
    assert f"wrote {out}: read each line" in said.output
    assert "not used: Local Pat ID, Gender, DOB" in said.output
    mapping = read_document(out.read_text(encoding="utf-8"), "proposed.yaml", Mapping).value
    assert [table.table for table in mapping.tables] == ["activity"]
    before = out.read_bytes()
    again = suggest(spells, "--output", out)
    assert again.exit_code == 1
    assert "there is a file already" in again.output
    assert out.read_bytes() == before


def test_a_table_that_the_file_cannot_fill_is_proposed_only_when_asked_for(spells: Path) -> None:
    assert "table: care_package" not in suggest(spells).output
    asked = suggest(spells, "--table", "care_package")
    assert asked.exit_code == 0
    assert 'package_id: {value: "?"}   # LOOK: no column looks like this' in asked.output
    read_document(asked.output, "proposed.yaml", Mapping)


def test_what_each_column_scored_is_told_to_programs(spells: Path) -> None:
    told = json.loads(suggest(spells, "--json", "--table", "activity").output)
    start = next(c for c in told["tables"][0]["columns"] if c["column"] == "start_ts")
    assert start["from"] == "Adm Date"
    assert start["score"] > 0.9
    assert "Surname" in told["unmapped"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.csv"], "there is no such file"),
        (["odd.csv"], "no table can be filled from these columns: alpha, beta"),
        (["odd.csv", "--table", "activty"], "unknown canonical table 'activty'"),
        (["empty.csv"], "the file is empty"),
    ],
)
def test_what_cannot_be_proposed_is_refused(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd.csv").write_text("alpha,beta\nx,y\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    refused = suggest(*arguments)
    assert refused.exit_code == 1
    assert said in refused.output


def test_a_wide_file_with_strange_names_gives_a_document_that_can_be_read(tmp_path: Path) -> None:
    names = ["Person: ID", "a {b}", "# x", "'q'", "New\nline", "Start Date", "Event-ID", "yes", ""]
    wide = [name or f"c{i}" for i, name in enumerate(names)] + [f"col {i}" for i in range(300)]
    with (tmp_path / "wide: file.csv").open("w", newline="", encoding="utf-8") as out:
        rows = [
            ["p", "1", "2", "3", "4", "2019-04-01", f"e{i}", *"xy", *["z"] * 300] for i in (1, 2)
        ]
        csv.writer(out).writerows([wide, *rows])
    said = suggest(tmp_path / "wide: file.csv", "--table", "activity")
    assert said.exit_code == 0, said.output
    read_document(said.output, "proposed.yaml", Mapping)
