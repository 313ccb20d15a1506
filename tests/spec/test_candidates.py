"""``wholeplace candidates``: from the records to a list for each team, and clear refusals."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.spec.test_risk import FIRST, feed
from tests.workspaces import bytes_of, write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.cli import main
from wholeplace.privacy import key_of_seed
from wholeplace.store.workspace import Workspace

ORGANISATION = """
    code   type           parent_code
    N1     neighbourhood  -
    ZP001  practice       N1
    ZP002  practice       -
"""
CASELOAD = """
caseload: north
version: "3"
about: one team
source: "assumed: an example"
least_risk: [{from: 2016-04-01, value: 20%, source: "assumed: x"}]
bands: [{from: 2016-04-01, value: [30%], source: "assumed: x"}]
order: [band, changeable, risk]
also: [high-intensity-users]
changeable: [{cohort: lately-at-ed, do: make a plan for the next crisis}]
rest_days: [{from: 2016-04-01, value: 180, source: "assumed: x"}]
tiers: [{id: weekly, name: Weekly visits}, {id: telephone, name: Telephone}]
teams:
  - id: north
    name: Team North
    neighbourhoods: [N1]
    places: [{from: 2016-04-01, value: {weekly: 5, telephone: 15}, source: "assumed: x"}]
"""
OWN_COHORT = """
cohort: lately-at-ed
name: At the emergency department lately
version: "7"
about: a cohort of the workspace's own
source: "assumed: an example"
who:
  activity:
    said: [attendance, attendances]
    when: {setting: [ED]}
    months: [{from: 2016-04-01, value: 9, source: "assumed: x"}]
    at_least: [{from: 2016-04-01, value: 1, source: "assumed: x"}]
"""
DAY = "2020-04-01"


def _feed() -> dict[str, str]:
    """Return the records of ``test_risk``; p79 and p790 to p799 have a practice without a team."""
    tables = feed()
    names, *people = tables["registration"].splitlines()
    moved = [line.replace("ZP001", "ZP002") if line[:3] == "p79" else line for line in people]
    tables["registration"] = "\n".join([names, *moved])
    # Everybody of 90 or older on the day is on a caseload, or was asked in February.
    born = [line.split() for line in tables["person"].splitlines()[1:]]
    old = [person for person, _, birth, _ in born if birth <= "1930-04-01"]
    entries = [
        f"care-caseload:{person} {person} 2019-06-01T09:00:00"
        + (" 2020-02-01T09:00:00" if i % 3 == 0 else " -")
        for i, person in enumerate(old)
    ]
    tables["referral"] = "\n".join(["referral_id person_id received_at closed_at", *entries])
    tables["organisation"] = ORGANISATION
    return tables


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("candidates")
    # A key by chance would split the people for the model otherwise each time.
    made = init_workspace(folder / "W", "hillingdon-2019", key=key_of_seed(1), invented=True)
    workspace = Workspace(made.root)
    load_feed(workspace, write_feed(folder / "feed", _feed()), "canonical")
    (workspace.root / "caseload.yaml").write_text(CASELOAD)
    (workspace.root / "cohorts").mkdir()
    (workspace.root / "cohorts" / "lately-at-ed.yaml").write_text(OWN_COHORT)
    fitted = CliRunner().invoke(main, ["risk", str(workspace.root)])
    assert fitted.exit_code == 0, fitted.output
    return workspace


def call(place: Workspace, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["candidates", str(place.root), *map(str, words)])


@pytest.fixture(scope="module")
def release(place: Workspace) -> Path:
    done = call(place)
    assert done.exit_code == 0, done.output
    assert f"20 candidates for 20 places of 1 team, on {DAY}" in done.output
    assert "11 of 800 people are of practices that no team answers for" in done.output
    assert "regression to the mean" in done.output
    assert "are on a caseload already" in done.output
    assert "were asked lately" in done.output
    assert "PRISMATIC" in done.output
    return place.root / "candidates" / DAY


def _entries(folder: Path) -> list[dict[str, object]]:
    found = json.loads((folder / "release.json").read_text())["entries"]
    assert isinstance(found, list)
    return found


def test_a_list_has_places_order_and_reasons(release: Path) -> None:
    assert sorted(path.name for path in release.iterdir()) == [
        "candidates.csv", "candidates.html", "release.json",
    ]  # fmt: skip
    entries = _entries(release)
    assert [entry["rank"] for entry in entries] == list(range(1, 21))
    assert [entry["tier"] for entry in entries] == ["weekly"] * 5 + ["telephone"] * 15
    high = [entry for entry in entries if float(str(entry["risk"])) >= 0.3]
    assert entries[: len(high)] == high
    assert all(float(str(e["risk"])) >= 0.2 or e["also"] for e in entries)
    assert all(entry["why"] for entry in entries)
    changed = [_can_change(entry) for entry in high]
    # In a band, those for whom something can be changed come first.
    assert changed == sorted(changed, key=len, reverse=True)
    told = [one for entry in entries for one in _can_change(entry)]
    assert any(one.startswith("make a plan for the next crisis (") for one in told)


def _can_change(entry: dict[str, object]) -> list[str]:
    found = entry["can_change"]
    assert isinstance(found, list)
    return found


def test_only_pseudonyms_are_written_and_ages_are_decades(release: Path) -> None:
    with (release / "candidates.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {len(row["person_id"]) for row in rows} == {32}
    assert {int(row["age_from"]) % 10 for row in rows} == {0}
    # The practice of eleven people, whom no team answers for.
    assert {row["practice_code"] for row in rows} == {"ZP001"}
    page = (release / "candidates.html").read_text()
    assert rows[0]["person_id"][:10] in page
    assert rows[0]["person_id"] not in page
    assert "://" not in page


def test_nobody_who_is_on_a_caseload_is_a_candidate(release: Path) -> None:
    # All who are 90 or older on the day are on one, or were asked lately.
    assert max(int(str(entry["age_from"])) for entry in _entries(release)) == 80


def test_the_same_records_give_the_same_release(
    place: Workspace, release: Path, tmp_path: Path
) -> None:
    done = call(place, "--day", DAY, "--output", tmp_path / "again", "--json")
    assert done.exit_code == 0, done.output
    assert bytes_of(tmp_path / "again") == bytes_of(release)
    told = json.loads(done.output)
    assert "entries" not in told
    assert told["teams"][0]["listed"] == "20"
    assert told["of_no_team"] == "11"
    assert told["cohorts"] == {"high-intensity-users": "1", "lately-at-ed": "7"}
    assert 0 < told["expected_without_care"]["before"] < 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--day", "2020-05-01"], "records are whole to the day before 2020-04-01"),
        (["--day", "2018-03-01"], f"beyond the first record ({FIRST})"),
        (["--day", "2018-10-01"], "the model has seen what came in the 365 days from 2018-04-01"),
        (["--model", "nowhere"], "there is no model of risk here"),
    ],
)
def test_a_day_or_model_that_cannot_be_is_refused(
    place: Workspace, words: list[str], said: str
) -> None:
    done = call(place, *words)
    assert done.exit_code == 1
    assert said in done.output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[N1]", "[N2]", "the records know no neighbourhood 'N2'"),
        ("neighbourhoods: [N1]", "practices: [ZP01]", "did you mean 'ZP001'?"),
        ("lately-at-ed", "latly-at-ed", "did you mean 'lately-at-ed'?"),
        ("[high-intensity-users]", "[high-intensity]", "did you mean 'high-intensity"),
        ("rest_days: [{from: 2016", "rest_days: [{from: 2026", "no value holds on 2020-04-01 yet"),
        ("[band, changeable, risk]", "[band, wealth]", "caseload.yaml:8:15"),
    ],
)
def test_a_document_that_does_not_fit_is_refused_and_loses_nothing(
    place: Workspace, release: Path, old: str, new: str, said: str
) -> None:
    before = bytes_of(release)
    path = place.root / "caseload.yaml"
    assert old in CASELOAD
    path.write_text(CASELOAD.replace(old, new))
    try:
        done = call(place)
    finally:
        path.write_text(CASELOAD)
    assert done.exit_code == 1, done.output
    assert said in done.output
    assert bytes_of(release) == before


def test_a_place_without_the_document_is_told_what_to_write(place: Workspace) -> None:
    path = place.root / "caseload.yaml"
    path.rename(path.with_suffix(".away"))
    try:
        done = call(place)
    finally:
        path.with_suffix(".away").rename(path)
    assert done.exit_code == 1
    assert "does not say who is offered a place" in done.output


def test_an_empty_list_is_said_not_hidden(place: Workspace, tmp_path: Path) -> None:
    path = place.root / "caseload.yaml"
    path.write_text(CASELOAD.replace("value: 20%", "value: 99.9%").replace("also:", "# also:"))
    try:
        done = call(place, "--output", tmp_path / "none")
    finally:
        path.write_text(CASELOAD)
    assert done.exit_code == 0, done.output
    assert "Nobody is on the list of north." in done.output
    assert _entries(tmp_path / "none") == []
