"""Who is in which cohort of a small place, as a user asks."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.workspaces import write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.cli import main
from wholeplace.store.shipped import shipped_file, shipped_names
from wholeplace.store.workspace import Workspace

EVERYBODY, OFTEN, ADMITTED = range(60), range(20), range(10, 30)
SHIPPED = shipped_names("cohorts")


def _feed() -> dict[str, str]:
    """Sixty adults of two neighbourhoods, before 1 April 2019.

    Twenty came to A&E five times; ten of these and ten others had an emergency stay of 200 each,
    for asthma, which the last three left in March.
    """
    people = [f"p{i} 1 1960-01-01" for i in EVERYBODY]
    lists = [f"p{i} {'ZP001' if i < 45 else 'ZP002'} 2010-01-01" for i in EVERYBODY]
    acts = [
        f"v{i}x{k} p{i} acute ED - - 2018-0{5 + k}-01T10:00:00 2018-0{5 + k}-01T12:00:00 1"
        for i in OFTEN
        for k in range(4)
    ]
    # The fifth visit of the last of them is on the day asked about: they are in no cohort by it.
    acts += [
        f"v{i}x5 p{i} acute ED - - {'2019-04-01' if i == 19 else '2019-03-31'}T10:00:00 - 1"
        for i in OFTEN
    ]
    ends = {i: "2019-03-20" if i >= 27 else "2018-05-05" for i in ADMITTED}
    acts += [
        f"s{i} p{i} acute APC 21 1 2018-05-01T10:00:00 {end}T10:00:00 1" for i, end in ends.items()
    ]
    codes = [f"p{i} s{i} 1 ICD10 J459 primary" for i in ADMITTED]
    costs = [f"c{i} p{i} s{i} tariff 200.00 GBP" for i in ADMITTED]
    orgs = ["ZN1 North neighbourhood -", "ZN2 South neighbourhood -"]
    orgs += ["ZP001 One practice ZN1", "ZP002 Two practice ZN2"]
    heads = {
        "person": ("person_id sex birth_month", people),
        "registration": ("person_id practice_code start_date", lists),
        "activity": (
            (
                "activity_id person_id source setting admission_method patient_classification"
                " start_ts end_ts quantity"
            ),
            acts,
        ),
        "diagnosis": ("person_id activity_id position code_system code kind", codes),
        "cost": ("cost_id person_id activity_id basis amount currency", costs),
        "organisation": ("code name type parent_code", orgs),
    }
    return {name: "\n".join([head, *lines]) for name, (head, lines) in heads.items()}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("cohorts")
    workspace = Workspace(init_workspace(folder / "W", "hillingdon-2019").root)
    load_feed(workspace, write_feed(folder / "feed", _feed()), "canonical")
    return workspace


def call(place: Workspace, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["cohorts", str(place.root), *map(str, words)])


def found(place: Workspace, *words: str) -> dict[str, dict[str, str]]:
    done = call(place, *words, "--json")
    assert done.exit_code == 0, done.output
    return {row["cohort"]: row for row in json.loads(done.output)["cohorts"]}


TWO = ("--cohort", "high-intensity-users", "--cohort", "ambulatory-care-sensitive")


def test_people_admissions_and_spend_are_those_counted_by_hand(place: Workspace) -> None:
    rows = found(place, *TWO)
    often, spared = rows["high-intensity-users"], rows["ambulatory-care-sensitive"]
    counted = ("people", "share", "emergency_admissions", "spend", "spend_per_head")
    assert [often[name] for name in counted] == ["19", "0.3167", "9", "1800.00", "94.74"]
    assert [spared[name] for name in counted] == ["20", "0.3333", "20", "4000.00", "200.00"]


def test_overlap_and_neighbourhoods_add_up(place: Workspace) -> None:
    told = json.loads(call(place, *TWO, "--json").output)
    # Nine are in both, ten and eleven in one of the two, thirty in none.
    assert {row["cohorts"]: row["people"] for row in told["combinations"]} == {
        "ambulatory-care-sensitive": "11",
        "high-intensity-users": "10",
        "ambulatory-care-sensitive + high-intensity-users": "9",
        "(none)": "30",
    }
    rows = {(row["name"], row["cohort"]): row["people"] for row in told["neighbourhoods"]}
    assert rows["North", "high-intensity-users"] == "19"
    assert rows["South", "high-intensity-users"] == "0"


def test_small_numbers_are_not_shown_anywhere(place: Workspace, tmp_path: Path) -> None:
    names = ("--cohort", "discharged-30-days", "--cohort", "ambulatory-care-sensitive")
    out = tmp_path / "out"
    done = call(place, *names, "--output", out)
    assert done.exit_code == 0, done.output
    with (out / "combinations.csv").open(newline="") as stream:
        rows = {row["cohorts"]: row["people"] for row in csv.DictReader(stream)}
    # Three of the twenty left in March. Shown, the other seventeen would tell them.
    assert rows == {"(others)": "20", "(none)": "40"}
    with (out / "cohorts.csv").open(newline="") as stream:
        people = {row["cohort"]: row["people"] for row in csv.DictReader(stream)}
    assert people == {"discharged-30-days": "*", "ambulatory-care-sensitive": "20"}
    page = (out / "cohorts.html").read_text()
    assert "No combination of cohorts has as many people as may be shown" in page
    assert not (out / "overlap.svg").exists()


def test_page_and_chart_stand_alone_and_name_nobody(place: Workspace, tmp_path: Path) -> None:
    assert call(place, *TWO, "--output", tmp_path / "out").exit_code == 0
    page = (tmp_path / "out" / "cohorts.html").read_text()
    assert "http" not in page.replace("http-equiv", "")
    drawn = (tmp_path / "out" / "overlap.svg").read_text()
    assert "<title>Overlap of cohorts</title><desc>Cohorts on 2019-04-01." in drawn
    assert (tmp_path / "out" / "overlap.png").read_bytes().startswith(b"\x89PNG")
    assert not any(f"p{i}<" in page + drawn for i in EVERYBODY)


def test_the_same_question_gives_the_same_bytes(place: Workspace, tmp_path: Path) -> None:
    for name in ("first", "second"):
        assert call(place, "--output", tmp_path / name).exit_code == 0
    files = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert files == [
        *("cohorts.csv", "cohorts.html", "combinations.csv", "neighbourhoods.csv"),
        *("overlap.png", "overlap.svg"),
    ]
    for name in files:
        first, second = (tmp_path / folder / name for folder in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()


def test_an_empty_cohort_says_which_criterion_nobody_meets(place: Workspace) -> None:
    done = call(place, "--cohort", "care-homes", "--cohort", "end-of-life")
    assert done.exit_code == 0, done.output
    # Where people live is not told by any feed: that nobody is seen is not nobody.
    assert "who is in 'care-homes' is not known: no residence is recorded" in done.output
    assert found(place, "--cohort", "care-homes")["care-homes"]["people"] == "not known"
    assert (
        "nobody is in 'end-of-life' on 2019-04-01: nobody meets: palliative care, cancer that has"
        " spread"
    ) in done.output


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2015-01-01", "no activity is recorded in the 12 months before 2015-01-01"),
        ("2018-09-01", "activity is recorded from 2018-05-01, not the whole 12 months"),
        ("2019-10-01", "activity is recorded to 2019-04-01, not the whole 12 months"),
        ("2022-01-01", "no activity is recorded in the 12 months before 2022-01-01"),
    ],
)
def test_what_the_records_do_not_cover_is_told(place: Workspace, day: str, said: str) -> None:
    done = call(place, "--on", day)
    assert (done.exit_code, said in done.output) == (0, True), done.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--cohort", "high-intensty-users"), 1, "high-intensity-users"),
        (("--on", "1950-01-01"), 1, "nobody is registered on 1950-01-01"),
        (("--on", "2019-13-01"), 2, "is no day"),
        (("--on", "1889-12-31"), 2, "is not between 1900 and 2200"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    place: Workspace, words: tuple[str, ...], code: int, said: str
) -> None:
    done = call(place, *words)
    assert (done.exit_code, said in done.output) == (code, True), done.output


def _own(place: Workspace, name: str, change: str, into: str) -> Path:
    text = shipped_file("cohorts", f"{name}.yaml").read_text()
    assert change in text
    own = place.root / "cohorts" / f"{name}.yaml"
    own.parent.mkdir(exist_ok=True)
    own.write_text(text.replace(change, into))
    return own


def test_a_cohort_of_the_workspace_goes_before_the_shipped_one(place: Workspace) -> None:
    own = _own(place, "high-intensity-users", "value: 5", "value: 4")
    try:
        assert found(place, *TWO)["high-intensity-users"]["people"] == "20"
        checked = CliRunner().invoke(main, ["check", str(place.root)])
        assert f"right: {own}" in checked.output
    finally:
        own.unlink()


@pytest.mark.parametrize(
    ("name", "change", "into", "said"),
    [
        ("falls", "setting:", "seting:", "did you mean 'setting'?"),
        ("falls", "any: [fracture]", "any: [fractures]", "the list has no group 'fractures'"),
        ("falls", "any: [fracture]", "any: []", "the list is empty"),
        ("falls", "falls-icd10.csv, all", "fals-icd10.csv, all", "there is no code list"),
        ("falls", "cohort: falls", "cohort: fall", "is not the name of the file"),
        ("frailty", "score: hfrs", "score: hfsr", "did you mean 'hfrs'?"),
        ("frailty", "[high]", "[higher]", "'hfrs' has no band 'higher'"),
        ("high-intensity-users", "value: 5", "value: 0", "greater than or equal to 1"),
        ("high-intensity-users", "from: 1890", "from: 2021", "no value holds on 2019-04-01 yet"),
        (
            "high-intensity-users",
            "at_least: [",
            "at_least: [{from: 1890-01-01, value: 4, source: x}, ",
            "1890-01-01 does not come after 1890-01-01",
        ),
    ],
)
def test_a_document_that_is_wrong_is_refused_at_its_line(
    place: Workspace, name: str, change: str, into: str, said: str
) -> None:
    own = _own(place, name, change, into)
    try:
        done = call(place, "--cohort", name)
        # What depends on the day asked about is no mistake of the document.
        checked = CliRunner().invoke(main, ["check", str(own)])
    finally:
        own.unlink()
    assert (done.exit_code, said in done.output) == (1, True), done.output
    assert f"{name}.yaml:" in done.output
    assert checked.exit_code == (0 if "no value holds" in said else 1)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "the code list is empty"),
        ("injury,\n", "there is no code in this row"),
        ("injury,S,first\n", "'first' is no position"),
    ],
)
def test_a_code_list_that_finds_nobody_is_refused(place: Workspace, rows: str, said: str) -> None:
    folder = place.root / "codelists"
    folder.mkdir(exist_ok=True)
    (folder / "falls-icd10.csv").write_text("group,prefix,position\n" + rows)
    try:
        done = call(place, "--cohort", "falls")
    finally:
        (folder / "falls-icd10.csv").unlink()
    assert (done.exit_code, said in done.output) == (1, True), done.output


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_cohort_is_read_alone(place: Workspace, name: str) -> None:
    assert found(place, "--cohort", name).keys() == {name}


def test_refused_is_told_as_json_too(place: Workspace) -> None:
    done = call(place, "--cohort", "nobody", "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)["refused"][0]["what"] == "there is no such cohort"


def test_a_place_of_registrations_alone_has_empty_cohorts(tmp_path: Path) -> None:
    bare = Workspace(init_workspace(tmp_path / "W", "hillingdon-2019").root)
    tables = {name: text for name, text in _feed().items() if name in {"person", "registration"}}
    load_feed(bare, write_feed(tmp_path / "feed", tables), "canonical")
    done = call(bare, "--output", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "no activity is recorded: cohorts that count it are empty" in done.output
    assert "who is in 'falls' is not known: no activity is recorded" in done.output
    assert "who is in 'frailty' is not known: no diagnosis is recorded" in done.output
    assert "Neighbourhood not known" in (tmp_path / "out" / "cohorts.html").read_text()
