"""Scores whose code lists a site brings: the electronic frailty index, Cambridge Multimorbidity."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wholeplace.app.documents import read_file
from wholeplace.app.score_documents import find_score
from wholeplace.cli import main
from wholeplace.population.scores import Score

EFI = read_file(find_score("efi"), Score).value
CAMBRIDGE = read_file(find_score("cambridge-multimorbidity"), Score).value


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["score", *(str(word) for word in words)])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def code_of(name: str) -> str:
    """Return the made-up identifier that stands for a list: 16 digits, and none in use."""
    return f"99900000000{list(EFI.lists | CAMBRIDGE.lists).index(name):03}01"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    for name in EFI.lists | CAMBRIDGE.lists:
        (folder / f"{name}.csv").write_text(f"code,term\n {code_of(name)} ,made up\n\n,\n")
    return folder


def coded(tmp_path: Path, rows: str) -> Path:
    """Write a table of ``person list day`` as codings of the code that stands for the list."""
    lines = [line.split() for line in rows.strip().splitlines()]
    path = tmp_path / "coded.csv"
    codes = [f"{person},{code_of(name)},{day}" for person, name, day in lines]
    path.write_text("\n".join(["person_id,code,date", *codes]))
    return path


def test_the_frailty_index_is_the_share_of_its_36_deficits(tmp_path: Path, lists: Path) -> None:
    assert (len(EFI.groups), EFI.divided_by) == (36, 36)
    names = list(EFI.lists)
    five = "\n".join(f"five {name} 2018-01-01" for name in names[:5])
    four = "\n".join(f"four {name} 2018-01-01" for name in [*names[:4], names[0]])
    path = coded(tmp_path, f"{five}\n{four}\nunknown {names[0]} 2018-01-01")
    inputs, out, why = tmp_path / "inputs.csv", tmp_path / "efi.csv", tmp_path / "why.csv"
    inputs.write_text("person_id,medicines\nfive,4\nfour,5\nuncoded,9\n")
    words = ("--score", "efi", "--codelists", lists, "--inputs", inputs)
    done = call(path, *words, "--output", out, "--because", why)
    assert done.exit_code == 0, done.output
    # Four deficits and many medicines are five; a deficit coded twice is one.
    assert [tuple(row.values()) for row in rows_of(out)] == [
        ("five", "0.1389", "5", "mild", ""),
        ("four", "0.1389", "5", "mild", ""),
        ("uncoded", "0.0278", "1", "fit", ""),
        ("unknown", "", "", "", "medicines"),
    ]
    behind = {(row["person_id"], row["group"]): row["code"] for row in rows_of(why)}
    assert behind["four", "polypharmacy"] == "medicines"
    assert behind["five", "arthritis"] == code_of("efi-arthritis")
    assert "1 people lack something that it needs" in done.output


@pytest.mark.parametrize(
    ("person", "codings", "points"),
    [
        ("a first cancer of the last five years", "cms-cancer 2016-01-01", "1.53"),
        ("not a first one", "cms-cancer 2016-01-01; cms-cancer 2010-01-01", "0.00"),
        ("depression of this year", "cms-anxiety-or-depression 2019-03-01", "0.50"),
        ("depression of long ago", "cms-anxiety-or-depression 2017-03-01", "0.00"),
        (
            "four prescriptions in a year",
            "; ".join(f"cms-laxatives 2019-0{month}-01" for month in (1, 2, 3, 4)),
            "1.12",
        ),
        (
            "three, one of them twice in the table",
            "; ".join(f"cms-laxatives 2019-0{month}-01" for month in (1, 2, 3, 3)),
            "0.00",
        ),
        ("asthma without a medicine", "cms-asthma 2001-01-01", "0.00"),
        ("asthma with one", "cms-asthma 2001-01-01; cms-asthma-medicines 2019-09-01", "0.19"),
        (
            "antiepileptics for pain",
            "; ".join(f"cms-antiepileptics-for-pain 2019-0{month}-01" for month in (1, 2, 3, 4)),
            "0.92",
        ),
        (
            "antiepileptics for epilepsy, which is no pain",
            "cms-epilepsy 2001-01-01; "
            + "; ".join(f"cms-antiepileptics-for-pain 2019-0{m}-01" for m in (1, 2, 3, 4)),
            "0.00",
        ),
    ],
)
def test_cambridge_multimorbidity_asks_how_often_and_how_long_ago(
    tmp_path: Path, lists: Path, person: str, codings: str, points: str
) -> None:
    path = coded(tmp_path, "\n".join(f"ann {one.strip()}" for one in codings.split(";")))
    inputs, out = tmp_path / "inputs.csv", tmp_path / "out.csv"
    inputs.write_text("person_id,egfr\nbob,59.9\n")
    words = ("--score", "cambridge-multimorbidity", "--codelists", lists, "--inputs", inputs)
    done = call(path, *words, "--as-at", "2019-10-01", "--output", out)
    assert done.exit_code == 0, done.output
    found = {row["person_id"]: row["cambridge-multimorbidity"] for row in rows_of(out)}
    assert found == {"ann": points, "bob": "0.53"}, person


def test_what_depends_on_a_day_is_refused_without_one(tmp_path: Path, lists: Path) -> None:
    path = coded(tmp_path, "ann cms-cancer 2016-01-01")
    words = ("--score", "cambridge-multimorbidity", "--codelists", lists)
    done = call(path, *words, "--output", tmp_path / "out.csv")
    assert done.exit_code == 1
    assert "add --as-at DAY" in done.output


def test_a_missing_list_is_named_with_where_to_get_it(tmp_path: Path, lists: Path) -> None:
    (lists / "efi-falls.csv").unlink()
    path, out = coded(tmp_path, "ann efi-falls 2016-01-01"), tmp_path / "out.csv"
    done = call(path, "--score", "efi", "--codelists", lists, "--output", out)
    assert done.exit_code == 1
    assert "the code list 'efi-falls' is not there" in done.output
    assert EFI.lists["efi-falls"].url in done.output
    assert not out.exists()


def test_a_score_made_without_something_says_so_in_every_row(tmp_path: Path, lists: Path) -> None:
    path = coded(tmp_path, "ann efi-falls 2016-01-01\nbob efi-anaemia 2016-01-01")
    out = tmp_path / "out.csv"
    words = ("--score", "efi", "--codelists", lists, "--output", out)
    for given in ((), ("--inputs", path)):
        done = call(path, *words, *given)
        assert done.exit_code == 1
        assert "nothing tells its input 'medicines'" in done.output
    (lists / "efi-falls.csv").unlink()
    done = call(path, *words, "--incomplete")
    assert done.exit_code == 0, done.output
    assert [(row["efi"], row["efi_missing"]) for row in rows_of(out)] == [
        ("0.0000", "efi-falls medicines"),
        ("0.0278", "efi-falls medicines"),
    ]
    assert "incomplete, and every row says so: without efi-falls, medicines" in done.output
    told = json.loads(call(path, *words, "--incomplete", "--json").output)
    assert told["missing"] == {"efi": ["efi-falls", "medicines"]}


SCORE = """
score: mine
version: "1"
about: a score of a site
source: "assumed: a test"
code_system: SNOMED
lists:
  things: {url: "https://lists.example/things", version: "3", code_system: SYSTEM}
signs:
  one: {list: things, category: "1"}
  two: {list: things, category: "2"}
groups:
  one: {points: 1}
  two: {points: 2}
"""
THINGS = "code,term,category\n44054006,a,1\n22298006,b,2\n"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A score of a workspace, with its list of two categories beside it."""
    (tmp_path / "scores").mkdir()
    (tmp_path / "codelists").mkdir()
    (tmp_path / "codelists" / "things.csv").write_text(THINGS)
    path = tmp_path / "scores" / "mine.yaml"
    path.write_text(SCORE.replace("SYSTEM", "SNOMED"))
    return path


def scored(tmp_path: Path, document: Path, rows: str) -> tuple[Result, dict[str, str]]:
    path, out = tmp_path / "coded.csv", tmp_path / "out.csv"
    path.write_text(rows)
    done = call(path, "--score", document, "--output", out)
    return done, {r["person_id"]: r["mine"] for r in rows_of(out)} if out.exists() else {}


def test_a_list_with_categories_splits_into_groups(tmp_path: Path, mine: Path) -> None:
    rows = "person_id,code\nann,44054006\nbob, 22298006\ncat,44054007\ndan,abc\n"
    done, found = scored(tmp_path, mine, rows)
    # An identifier is matched whole, and never by its first digits.
    assert found == {"ann": "1", "bob": "2", "cat": "0", "dan": "0"}
    assert "none of SNOMED, and give no points" in done.output


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("code,term,category\n1.23457E+15,a,1\n", "a spreadsheet has made a number"),
        ("code,term,category\n999000011000001000,a,1\n", "a spreadsheet has made a number"),
        ("code,term,category\n44054006.0,a,1\n", "a spreadsheet has made a number"),
        ("code,term,category\nI21,a,1\n", "'I21' is no code of SNOMED"),
        ("kode,term,category\n44054006,a,1\n", "no column is called as one of codes is"),
        ("code,term\n44054006,a\n", "there is no column 'category'"),
        ("code,term,category\n44054006,a,1\n", "no code is of the category '2'"),
        ("code,term,category\n", "the list has no codes"),
    ],
)
def test_a_list_that_cannot_be_is_refused(
    tmp_path: Path, mine: Path, content: str, told: str
) -> None:
    (tmp_path / "codelists" / "things.csv").write_text(content)
    done, found = scored(tmp_path, mine, "person_id,code\nann,44054006\n")
    assert (done.exit_code, found) == (1, {})
    assert told in " ".join(done.output.split())


def test_a_list_of_another_version_is_refused_by_its_hash(tmp_path: Path, mine: Path) -> None:
    right = hashlib.sha256(THINGS.encode()).hexdigest()
    mine.write_text(mine.read_text().replace('version: "3"', f'version: "3", sha256: {right}'))
    rows = "person_id,code\nann,44054006\n"
    assert scored(tmp_path, mine, rows)[1] == {"ann": "1"}
    (tmp_path / "codelists" / "things.csv").write_text(THINGS.replace("22298006", "73211009"))
    done = scored(tmp_path, mine, rows)[0]
    assert "this is another version of the list" in done.output
    assert "get version 3 from https://lists.example/things" in done.output


def test_identifiers_that_a_spreadsheet_broke_are_refused_in_the_table_too(
    tmp_path: Path, mine: Path
) -> None:
    done, _ = scored(tmp_path, mine, "person_id,code\nann,4.4054E+07\nbob,4.4054E+07\n")
    assert done.exit_code == 1
    assert "2 rows have such a code" in done.output


def test_a_code_of_another_system_gives_no_points_and_is_counted(
    tmp_path: Path, mine: Path
) -> None:
    (tmp_path / "codelists" / "things.csv").write_text(
        "icd10_code,term,category\nC10,a,1\nI25.2,b,2\n"
    )
    mine.write_text(SCORE.replace("SYSTEM", "ICD10"))
    rows = "person_id,code,code_system\nann,C10E.,READ2\nbob,i25.2X,ICD-10\ncat,C109,\n"
    done, found = scored(tmp_path, mine, rows)
    assert found == {"ann": "0", "bob": "2", "cat": "1"}
    assert "1 rows have a code of READ2, which nothing reads" in done.output


def test_codes_that_look_alike_are_not_read_in_one_run(tmp_path: Path, mine: Path) -> None:
    mine.write_text(SCORE.replace("SYSTEM", "READ2"))
    (tmp_path / "codelists" / "things.csv").write_text("code,category\nC10..,1\nG30..,2\n")
    path = tmp_path / "coded.csv"
    path.write_text("person_id,code\nann,G30..00\n")
    out = tmp_path / "out.csv"
    done = call(path, "--score", mine, "--score", "charlson-quan", "--output", out)
    assert done.exit_code == 1
    assert "codes of ICD10 and READ2 look alike" in done.output
    assert call(path, "--score", mine, "--output", out).exit_code == 0
    assert rows_of(out)[0]["mine"] == "2"


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ("person_id,medicines\nann,many\n", "'many' is not a number"),
        ("person,medicines\nann,5\n", "there is no column 'person_id'"),
        ("person_id,medicines\nann,5\nann,6\n", "1 people are there twice"),
    ],
)
def test_numbers_that_cannot_be_read_are_refused(
    tmp_path: Path, lists: Path, inputs: str, told: str
) -> None:
    path, given = coded(tmp_path, "ann efi-falls 2016-01-01"), tmp_path / "inputs.csv"
    given.write_text(inputs)
    words = ("--score", "efi", "--codelists", lists, "--inputs", given)
    done = call(path, *words, "--output", tmp_path / "out.csv")
    assert done.exit_code == 1
    assert told in done.output
