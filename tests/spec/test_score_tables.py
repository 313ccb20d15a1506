"""The commands that work on a table of a file: scores of people, and concentration."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wholeplace.cli import main

CODED = """person_id,code,position,date
ann,I21,1,2019-01-01
ann,i11.0,2,2019-01-01
bob, e11.2 ,1,2012-01-01
bob,zzz,2,2019-02-01
cat,,1,2019-01-01
"""


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    path = tmp_path / "coded.csv"
    path.write_text(CODED)
    return path


def test_everybody_in_a_table_is_scored_and_every_point_named(coded: Path, tmp_path: Path) -> None:
    out, why = tmp_path / "scores.csv", tmp_path / "why.csv"
    done = call(
        "score",
        coded,
        "--score",
        "charlson-quan",
        "--score",
        "hfrs",
        "--output",
        out,
        "--because",
        why,
    )
    assert done.exit_code == 0, done.output
    points = {row["person_id"]: (row["charlson-quan"], row["hfrs_band"]) for row in rows_of(out)}
    # ann: heart failure 2, an infarction 0; bob: diabetes with complications 1; cat: no code.
    assert points == {"ann": ("2", "low"), "bob": ("1", "low"), "cat": ("0", "low")}
    assert {(row["person_id"], row["group"], row["code"]) for row in rows_of(why)} >= {
        ("ann", "chf", "i11.0"),
        ("bob", "diabwc", "e11.2"),
    }
    assert "1 rows have no code" in done.output
    assert "'zzz' in 1" in done.output


def test_only_what_was_coded_before_the_day_counts(coded: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    done = call(
        "score",
        coded,
        "--score",
        "charlson-quan",
        "--as-at",
        "2013-01-01",
        "--output",
        out,
        "--json",
    )
    assert json.loads(done.output)["rows"] == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("I21,1,", "I21,0,"), "'0' is below 1"),
        (("2012-01-01", "30.2.2012"), "'30.2.2012' is not a date"),
        (("cat,,", ",I10,"), "it is empty"),
        (("person_id,code", "person,code"), "there is no column 'person_id'"),
        (("person_id,code", "person_id,kode"), "did you mean 'kode'?"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_row_and_nothing_is_written(
    coded: Path, tmp_path: Path, changed: tuple[str, str], told: str
) -> None:
    coded.write_text(CODED.replace(*changed))
    out = tmp_path / "scores.csv"
    done = call("score", coded, "--score", "hfrs", "--output", out)
    assert done.exit_code == 1
    assert told in done.output
    assert not out.exists()


def test_an_unknown_score_is_refused_with_the_nearest(coded: Path, tmp_path: Path) -> None:
    done = call("score", coded, "--score", "charlson-quam", "--output", tmp_path / "o.csv")
    assert done.exit_code == 1
    assert "did you mean 'charlson-quan'?" in done.output


EVENTS = "person_id,area,cost\n" + "".join(
    f"{person},{area},{cost}\n"
    for person, area, cost in [
        ("ann", "north", "10.50"), ("ann", "north", "9.50"),
        ("bob", "south", "5"), ("cat", "south", "5"),
    ]
)  # fmt: skip


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    path.write_text(EVENTS)
    return path


def test_how_few_people_make_half_is_told_with_its_interval(events: Path, tmp_path: Path) -> None:
    curve = tmp_path / "curve.csv"
    done = call("concentration", events, "--of", "cost", "--by", "area", "--curve", curve)
    assert done.exit_code == 0, done.output
    assert "1 people drive 50% of all cost" in done.output
    assert ": 33.33% of 3" in done.output
    found = json.loads(
        call("concentration", events, "--of", "cost", "--by", "area", "--json").output
    )
    assert (found["people"], found["total"], found["groups"]["south"]["people"]) == (1, 30.0, 1)
    assert (rows_of(curve)[33]["people"], rows_of(curve)[33]["total"]) == ("0.34", "0.833333")


def test_who_is_in_two_groups_is_one_person_of_the_whole(events: Path) -> None:
    events.write_text(EVENTS + "ann,south,1\n")
    found = json.loads(call("concentration", events, "--by", "area", "--json").output)
    assert (found["population"], found["with_any"]) == (3, 3)
    assert [found["groups"][name]["population"] for name in ("north", "south")] == [1, 3]


def test_a_total_is_told_to_the_penny_and_one_too_large_is_refused(events: Path) -> None:
    events.write_text("person_id,cost\nann,123456789012.12\nbob,1\n")
    assert "; 123,456,789,013.12 in all;" in call("concentration", events, "--of", "cost").output
    events.write_text("person_id,cost\nann,99999999999999.12\n")
    done = call("concentration", events, "--of", "cost")
    assert done.exit_code == 1
    assert "more than 9,223,372,036,854, the most that is counted" in done.output


def test_people_without_a_row_are_of_the_population_too(events: Path) -> None:
    done = call("concentration", events, "--population", "100")
    assert ": 1.00% of 100" in done.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--of", "area"], "'north' is not a number"),
        (["--of", "costs"], "did you mean 'cost'?"),
        (["--person", "who"], "there is no column 'who'"),
        (["--population", "2"], "3 people have some, and the population is 2"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(events: Path, words: list[str], told: str) -> None:
    done = call("concentration", events, *words)
    assert done.exit_code == 1
    assert told in done.output


DISCHARGES = """person_id,length_of_stay,emergency,comorbidity_points,emergency_attendances
ann,5,1,2,1
bob,,0,0,0
"""


def test_an_index_is_worked_out_for_every_discharge(tmp_path: Path) -> None:
    path, out, why = tmp_path / "d.csv", tmp_path / "lace.csv", tmp_path / "why.csv"
    path.write_text(DISCHARGES)
    done = call("score", path, "--score", "lace", "--output", out, "--because", why)
    assert done.exit_code == 0, done.output
    assert [(row["lace"], row["lace_band"]) for row in rows_of(out)] == [("10.0", "high"), ("", "")]
    assert "1 rows lack something that it needs" in done.output
    terms = {row["term"]: row["adds"] for row in rows_of(why) if row["person_id"] == "ann"}
    assert terms["length_of_stay"] == "4.0"


def test_the_comorbidities_of_lace_may_be_made_of_codes(tmp_path: Path) -> None:
    path, out = tmp_path / "d.csv", tmp_path / "lace.csv"
    path.write_text(
        "person_id,length_of_stay,emergency,codes,emergency_attendances\n"
        'ann,5,1,"I50.0; e11.2|F03",1\n'
        "bob,5,1,C78,1\n"
        "cat,5,1,zzz,1\n"
        "dan,5,1,,1\n"
    )
    done = call("score", path, "--score", "lace", "--output", out)
    assert done.exit_code == 0, done.output
    # Heart failure 2, diabetes with complications 2, dementia 3: of 7 LACE counts 6, as of cancer
    # that has spread. Without a code nobody knows.
    assert [row["lace"] for row in rows_of(out)] == ["14.0", "14.0", "8.0", ""]
    assert "'zzz' in 1" in done.output


@pytest.mark.parametrize("score", ["hfrs", "lace"])
def test_a_table_without_rows_is_refused(tmp_path: Path, score: str) -> None:
    path, out = tmp_path / "d.csv", tmp_path / "o.csv"
    for content, told in (("", "the file is empty"), (DISCHARGES, "the table has no rows")):
        path.write_text(
            content.splitlines()[0].replace("person_id", "person_id,code") if content else ""
        )
        done = call("score", path, "--score", score, "--output", out)
        assert done.exit_code == 1
        assert told in done.output
        assert not out.exists()


def test_what_has_no_day_or_a_later_one_does_not_count_and_is_told(tmp_path: Path) -> None:
    path, out = tmp_path / "c.csv", tmp_path / "o.csv"
    path.write_text("person_id,code,date\nann,I50,2018-01-01\nann,F03,\nann,C78,2019-04-01\n")
    words = ("--score", "charlson-quan", "--as-at", "2019-04-01", "--output", out)
    done = call("score", path, *words)
    assert [row["charlson-quan"] for row in rows_of(out)] == ["2"]
    assert "1 rows have no day, and do not count" in done.output
    assert "1 rows are of that day or later, and do not count" in done.output


def test_an_index_names_every_column_that_it_lacks(tmp_path: Path) -> None:
    path, out = tmp_path / "d.csv", tmp_path / "o.csv"
    path.write_text(DISCHARGES.replace("emergency,", "urgent,").replace("person_id", "person_id"))
    done = call("score", path, "--score", "lace", "--output", out)
    assert done.exit_code == 1
    assert "there is no column 'emergency'" in done.output
    assert call("score", path, "--score", "lace", "--score", "hfrs", "--output", out).exit_code == 2
