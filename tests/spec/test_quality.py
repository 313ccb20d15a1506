"""The quality of a tiny place's records, from the command to the page, and from load to load."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.workspaces import write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import LoadOptions, load_feed
from wholeplace.cli import main
from wholeplace.store.workspace import Workspace

PEOPLE = {
    "person": """
        person_id  sex  birth_month
        ann        2    1945-06-01
        bob        1    1960-01-01
    """,
    "registration": """
        person_id  practice_code  start_date
        ann        ZP001          2000-01-01
        bob        ZP001          2000-01-01
    """,
}
STAY = "{id} {person} acute APC {method} 2019-05-{day:02}T10:00:00 ZA 1"
HEAD = "activity_id person_id source setting admission_method start_ts provider_code quantity"


def _stays(recorded: int, missing: int, name: str) -> dict[str, str]:
    """Return that many stays with and without an admission method."""
    lines = [
        STAY.format(
            id=f"{name}{i}",
            person="ann",
            method="21" if i < recorded else "-",
            day=1 + i % 28,
        )
        for i in range(recorded + missing)
    ]
    return {"activity": "\n".join([HEAD, *lines])}


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    workspace = Workspace(init_workspace(tmp_path / "W", "hillingdon-2019").root)
    load_feed(
        workspace,
        write_feed(tmp_path / "people", PEOPLE),
        "canonical",
        options=LoadOptions(name="register"),
    )
    stays = write_feed(tmp_path / "stays", _stays(80, 20, "s"))
    load_feed(workspace, stays, "canonical", options=LoadOptions(name="wards"))
    return workspace


def quality(place: Workspace, *options: str) -> Result:
    return CliRunner().invoke(main, ["quality", str(place.root), *options])


def as_json(place: Workspace, *options: str) -> dict[str, dict[str, dict[str, object]]]:
    found: dict[str, dict[str, dict[str, object]]] = json.loads(
        quality(place, "--json", *options).stdout
    )
    return found


def rule(found: dict[str, dict[str, dict[str, object]]], feed: str, id_: str) -> dict[str, object]:
    rules = found["feeds"][feed]["rules"]
    assert isinstance(rules, list)
    return next(row for row in rules if row["rule"] == id_)


def test_what_broke_where_since_when_and_what_to_do_come_first(place: Workspace) -> None:
    result = quality(place)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "Do not use before it is put right: wards."
    assert lines[3:8] == [
        "Do not use: wards: The admission method is recorded",
        "  not so in 20 of 100 rows: 80.0% pass, where 95.0% must",
        "  since: May 2019, the first month sent; by the last load: new",
        "  where: ZA: 20 (May 2019)",
        "  try: Ask the hospital; check the column that the mapping takes.",
    ]


def test_the_page_is_written_and_names_whom_to_ask(place: Workspace, tmp_path: Path) -> None:
    feeds = "feeds: [{name: wards, mapping: canonical, path: stays, owner: Ward clerk}]"
    (place.root / "feeds.yaml").write_text(feeds, encoding="utf-8")
    quality(place, "--output", str(tmp_path / "q.html"))
    page = (tmp_path / "q.html").read_text(encoding="utf-8")
    assert "Ward clerk" in page
    assert "The admission method is recorded" in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_copy_without_the_identity_folder_is_judged_but_for_who_people_are(
    place: Workspace, tmp_path: Path
) -> None:
    who = {"identity": "source person_id given_name\nr nhs:9990000018 Ann\n"}
    named = write_feed(tmp_path / "named", who)
    load_feed(place, named, "canonical", options=LoadOptions(name="named"))
    with_it = as_json(place)["feeds"]
    (place.root / "identity").rename(tmp_path / "kept-apart")
    result = quality(place)
    assert "the identity folder is not at hand: who people are is not judged" in result.stderr
    without = as_json(place)["feeds"]
    assert set(without) == set(with_it) - {"named"}
    assert without["wards"] == with_it["wards"]


def test_a_feed_is_judged_alone_and_an_unknown_one_refused(place: Workspace) -> None:
    assert list(as_json(place, "--feed", "register")["feeds"]) == ["register"]
    assert quality(place, "--feed", "register").exit_code == 0
    result = quality(place, "--feed", "ward")
    assert result.exit_code == 1
    assert "did you mean 'wards'?" in result.stderr


def test_the_change_since_the_last_load_is_told_and_judging_twice_changes_nothing(
    place: Workspace, tmp_path: Path
) -> None:
    assert rule(as_json(place), "wards", "admission_method")["change"] == "new"
    more = write_feed(tmp_path / "more", _stays(100, 0, "t"))
    load_feed(place, more, "canonical", options=LoadOptions(name="wards"))
    for _ in range(2):
        found = rule(as_json(place), "wards", "admission_method")
        assert (found["passed"], found["change"]) == ("90.0%", "+10.0 points")


def test_a_small_number_of_people_is_not_told(place: Workspace, tmp_path: Path) -> None:
    few = write_feed(tmp_path / "few", _stays(20, 3, "f"))
    load_feed(place, few, "canonical", options=LoadOptions(name="few"))
    found = rule(as_json(place), "few", "admission_method")
    assert (found["failed"], found["passed"]) == ("*", "*")
    assert "not so in * of 23 rows: * pass" in quality(place).stdout


def test_a_workspace_may_change_a_rule_and_add_its_own(place: Workspace) -> None:
    (place.root / "quality").mkdir()
    (place.root / "quality" / "ours.yaml").write_text(
        """
quality: ours
version: "1"
about: What our wards can do
rules:
  - {id: admission_method, title: The method is there, table: activity, kind: completeness,
     columns: [admission_method], warn_below: 50%, why: w, do: d, source: "our board"}
  - {id: nobody_is_bob, title: Nobody is at ZA, table: activity, kind: plausibility,
     column: provider_code, none_of: [ZA], warn_below: 50%, why: w, do: d, source: "our board"}
""",
        encoding="utf-8",
    )
    found = as_json(place)
    assert rule(found, "wards", "admission_method")["verdict"] == "pass"
    assert rule(found, "wards", "nobody_is_bob")["verdict"] == "warn"


def test_a_rule_of_an_unknown_code_set_is_refused_at_its_line(place: Workspace) -> None:
    (place.root / "quality").mkdir()
    (place.root / "quality" / "ours.yaml").write_text(
        "quality: ours\nversion: '1'\nabout: a\nrules:\n"
        "  - {id: x, title: t, table: activity, kind: validity, column: pod,"
        " codes: [admision_method], warn_below: 50%, why: w, do: d, source: s}\n",
        encoding="utf-8",
    )
    result = quality(place)
    assert result.exit_code == 1
    assert "ours.yaml:5:" in result.stderr
    assert "did you mean 'admission_method'?" in result.stderr


def test_without_records_there_is_nothing_to_judge(tmp_path: Path) -> None:
    workspace = Workspace(init_workspace(tmp_path / "W", "hillingdon-2019").root)
    result = quality(workspace)
    assert result.exit_code == 1
    assert "no records are loaded" in result.stderr
