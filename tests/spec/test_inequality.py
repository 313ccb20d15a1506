"""How unequal a small place is, counted by hand, as a user asks; and what cannot be said of it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.workspaces import bytes_of, write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.cli import main
from wholeplace.store.workspace import Workspace

HEADS = {
    "person": "person_id sex birth_month death_date",
    "registration": "person_id practice_code start_date end_date",
    "residence": "person_id start_date lsoa_code",
    "geography": "lsoa_code lsoa_year la_code ward_code icb_code imd_year imd_rank imd_decile",
    "organisation": "code name type parent_code",
    "diagnosis": "person_id activity_id position code_system code kind onset_date",
    "activity": "activity_id person_id source setting admission_method start_ts quantity",
}
A_GROUP, TENTHS = 100, (1, 3, 5, 7, 9)


def _feed(*, areas: bool = True, one_tenth: bool = False, **more: list[str]) -> dict[str, str]:
    """Five hundred people of 57, a hundred in each of five tenths; two practices.

    Of the hundred in the most deprived tenth 50 are admitted as emergencies, then 40, 30, 20, 10.
    Hypertension is coded of thirty of the first practice.
    """
    people = [(i, i // A_GROUP, f"p{i:03d}") for i in range(A_GROUP * len(TENTHS))]
    rows = {
        "person": [f"{who} {i % 2 + 1} 1962-01-01 -" for i, _, who in people],
        "registration": [f"{who} {'PA' if i % 2 else 'PB'} 2010-01-01 -" for i, _, who in people],
        "residence": [f"{who} 2010-01-01 E{group}" for _, group, who in people],
        "geography": [
            f"E{group} 2011 L W{group} I 2019 1 {1 if one_tenth else tenth}"
            for group, tenth in enumerate(TENTHS)
            if areas
        ],
        "organisation": [
            "NA North neighbourhood -",
            "NB South neighbourhood -",
            "PA Elm practice NA",
            "PB Oak practice NB",
        ],
        "diagnosis": [f"p{2 * i + 1:03d} - 1 ICD10 I10 problem 2015-01-01" for i in range(30)],
        "activity": [
            f"a{who} {who} acute APC 21 2019-{i % 12 + 1 if i % 12 > 2 else 6:02d}-05T10:00:00 1"
            for i, group, who in people
            if i % A_GROUP < 50 - 10 * group
        ]
        + [f"b{i} p499 acute OP - 2020-0{i}-05T10:00:00 1" for i in (1, 2, 3)],
    }
    rows = {name: lines + more.get(name, []) for name, lines in rows.items()}
    return {name: "\n".join([HEADS[name], *lines]) for name, lines in rows.items() if lines}


def _place(folder: Path, feed: dict[str, str]) -> Workspace:
    workspace = Workspace(init_workspace(folder / "W", "hillingdon-2019").root)
    load_feed(workspace, write_feed(folder / "feed", feed), "canonical")
    return workspace


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return _place(tmp_path_factory.mktemp("inequality"), _feed())


def call(place: Workspace, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["inequality", str(place.root), *map(str, words)])


def test_rates_slope_and_the_undiagnosed_are_those_counted_by_hand(place: Workspace) -> None:
    done = call(place, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    slope = found["slopes"][0]
    # 500 per 1,000 at the first tenth to 100 at the last: the line goes from 550 to 50.
    assert (slope["slope_index"], slope["relative_index"]) == ("-500.00", "0.091")
    rates = {row["name"]: (row["events"], row["rate"]) for row in found["rates"][:7]}
    assert rates == {
        "Tenth 1 (most deprived)": ("50", "500.00"),
        "Tenth 3": ("40", "400.00"),
        "Tenth 5": ("30", "300.00"),
        "Tenth 7": ("20", "200.00"),
        "Tenth 9": ("10", "100.00"),
        "North": ("75", "300.00"),
        "South": ("75", "300.00"),
    }
    cold = [row for row in found["prevalence"] if row["condition"] == "hypertension"]
    # Women, of whom North has all 250, are expected to have it in 47%, men in 51%.
    assert [(row["neighbourhood"], row["recorded"], row["expected"]) for row in cold] == [
        ("North", "30", "117.5"),
        ("South", "0", "127.5"),
        ("All", "30", "245.0"),
    ]
    assert [row["gap"] for row in cold] == ["87.5", "127.5", "215.0"]
    assert found["warnings"] == []


def test_nobody_died_is_said_and_no_number_is_made_up(place: Workspace) -> None:
    done = call(place, "--of", "deaths")
    assert done.exit_code == 0, done.output
    assert "Deaths per 1,000 people: there is no slope" in done.output
    assert "Life expectancy: not known, for no death is recorded in 2019/20." in done.output


def test_what_is_written_is_the_same_each_time(place: Workspace, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert call(place, "--output", tmp_path / name).exit_code == 0
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == [
        "inequality.html",
        "life-expectancy.csv",
        "prevalence.csv",
        "rates.csv",
        "slope-emergency_admissions.png",
        "slope-emergency_admissions.svg",
        "slopes.csv",
    ]
    with (tmp_path / "one" / "slopes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["measure"] for row in rows] == ["emergency_admissions", "deaths"]


def test_the_dead_of_small_number_are_hidden_everywhere(tmp_path: Path) -> None:
    died = [f"q{i} 2 1930-01-01 2019-10-0{i}" for i in (1, 2, 3)]
    feed = _feed(
        person=died,
        registration=[f"q{i} PA 2010-01-01 2019-10-0{i}" for i in (1, 2, 3)],
        residence=[f"q{i} 2010-01-01 E0" for i in (1, 2, 3)],
    )
    place = _place(tmp_path, feed)
    done = call(place, "--of", "deaths", "--output", tmp_path / "out", "--json")
    assert done.exit_code == 0, done.output
    rows = json.loads(done.output)["rates"]
    shown = {row["events"] for row in rows}
    assert shown == {"*", "0"}
    assert next(row for row in rows if row["by"] == "all")["events"] == "*"
    written = "".join(p.read_text() for p in (tmp_path / "out").glob("*.csv"))
    assert "q1" not in written


def test_people_without_a_known_home_are_told_and_not_dropped(tmp_path: Path) -> None:
    strangers = range(20)
    feed = _feed(
        person=[f"s{i} {i % 2 + 1} 1962-01-01 -" for i in strangers],
        registration=[f"s{i} PA 2010-01-01 -" for i in strangers],
        activity=[f"s{i} s{i} acute APC 21 2019-06-05T10:00:00 1" for i in strangers],
    )
    done = call(_place(tmp_path, feed), "--of", "emergency_admissions", "--json")
    found = json.loads(done.output)
    rows = {(row["by"], row["name"]): row for row in found["rates"]}
    assert rows["deprivation", "Not known"]["events"] == "20"
    assert rows["deprivation", "Not known"]["standardised"] == ""
    assert rows["all", "All"]["events"] == "170"
    assert found["slopes"][0]["slope_index"] == "-500.00"


@pytest.mark.parametrize(
    ("feed", "told"),
    [
        (
            _feed(areas=False),
            [
                "no record says how deprived any area is",
                "there is no slope, for people are in no known group",
            ],
        ),
        (_feed(one_tenth=True), ["there is no slope, for people are all in one group"]),
    ],
)
def test_what_cannot_be_said_says_why(
    tmp_path: Path, feed: dict[str, str], told: list[str]
) -> None:
    done = call(_place(tmp_path, feed))
    assert done.exit_code == 0, done.output
    assert [words for words in told if words not in done.output] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--of", "emergency_admission"], "did you mean 'emergency_admissions'"),
        (["--year", "2015/16"], "there are no records of 2015/16"),
    ],
)
def test_what_is_refused(place: Workspace, words: list[str], told: str) -> None:
    done = call(place, *words)
    assert done.exit_code == 1, done.output
    assert told in done.output


def test_a_wrong_document_of_the_site_is_refused(place: Workspace) -> None:
    own = place.root / "standards" / "expected-prevalence.yaml"
    own.parent.mkdir()
    own.write_text(
        "prevalence: own\nversion: '1'\nabout: ours\nscore: conditions\nconditions:\n"
        "  diabetis:\n    covers: d\n    year: 2020\n    source: 'assumed: a test'\n"
        "    bands: [{from_age: 0, men: 1%, women: 1%}]\n"
    )
    done = call(place)
    own.unlink()
    assert done.exit_code == 1
    assert "expected-prevalence.yaml:6:3 " in done.output
    assert "diabetes" in done.output
