"""The rule sets that are shipped, and the scores that they ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace.app.check_documents import check
from wholeplace.app.segment_documents import find_rules, read_rules, rule_names
from wholeplace.kernel import Refused
from wholeplace.population import never_reached
from wholeplace.store.shipped import shipped_file, shipped_names
from wholeplace.store.workspace import Workspace

PLACES = shipped_file("places", "hillingdon-2019")


@pytest.mark.parametrize(
    ("name", "segments"),
    [
        ("age-and-conditions", 7),
        ("bridges-to-health", 8),
        ("frailty-ladder", 7),
        ("north-west-london", 15),
    ],
)
def test_a_shipped_rule_set_has_its_segments_and_each_can_be_reached(
    tmp_path: Path, name: str, segments: int
) -> None:
    workspace = Workspace(tmp_path)
    read = read_rules(find_rules(name, workspace), workspace)
    assert len(read.rules.rules) == segments
    assert not list(never_reached(read.rules))
    assert set(shipped_names("segments")) >= {name}


def test_every_group_of_conditions_has_codes_and_its_points_say_what_counts(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    read = read_rules(find_rules("bridges-to-health", workspace), workspace)
    conditions, states, _ = read.scores
    for one in (conditions, states):
        assert {group for groups in one.prefixes.values() for group in groups} == set(
            one.score.groups
        )
    assert sum(conditions.score.units().values()) == 21
    assert sum(states.score.units().values()) == 0


def test_a_workspace_may_have_a_rule_set_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "segments" / "bridges-to-health.yaml"
    own.parent.mkdir()
    own.write_text("")
    assert find_rules("bridges-to-health", Workspace(tmp_path)) == own
    assert rule_names(Workspace(tmp_path)) == shipped_names("segments")


OWN = """
segments: own
version: "1"
about: two steps
look_back_years: 1
scores: [hfrs]
rules:
  - {id: old, name: Old, when: {age: {at_least: 65}}, source: assumed}
  - {id: older, name: Older, when: {age: {at_least: 80}}, source: assumed}
  - {id: rest, name: The rest, source: assumed}
"""


def _own(folder: Path, *changes: tuple[str, str]) -> Path:
    path = folder / "segments" / "own.yaml"
    path.parent.mkdir()
    text = OWN
    for change, into in changes:
        text = text.replace(change, into)
    path.write_text(text)
    return path


def test_a_rule_set_is_checked_with_its_workspace_and_alone(tmp_path: Path) -> None:
    path = _own(tmp_path)
    for name in ("place.yaml", "budget.yaml"):
        (tmp_path / name).write_text((PLACES / name).read_text())
    (tmp_path / "outcomes.yaml").write_text((PLACES / "outcomes.yaml").read_text())
    for given in (tmp_path, path):
        checked = check(str(given))
        assert str(path) in checked.documents
        (warning,) = checked.warnings
        assert (warning.where.line, warning.where.path) == (9, "rules[1].id")
        assert "nobody can ever be in 'older': 'old' takes all" in warning.what


def test_all_mistakes_of_a_rule_set_are_told_at_their_places(tmp_path: Path) -> None:
    path = _own(
        tmp_path,
        ("segments: own", "segments: mine"),
        ("{age: {at_least: 80", "{agee: {at_least: 80"),
        ("{age: {at_least: 65", "{hfrs_bands: {at_least: 65"),
    )
    with pytest.raises(Refused) as refused:
        check(str(path))
    told = {(one.where.line, one.what) for one in refused.value.problems}
    assert told == {
        (2, "'mine' is not the name of the file"),
        (8, "unknown feature of a person 'hfrs_bands'"),
        (9, "unknown feature of a person 'agee'"),
    }


def test_all_scores_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    path = _own(tmp_path, ("[hfrs]", "[hfsr, efi, hfrs, hfrs]"), ("{age:", "{agee:"))
    with pytest.raises(Refused) as refused:
        read_rules(path, Workspace(tmp_path))
    # Without the scores nobody can say whether 'agee' is one of their features.
    assert [one.what for one in refused.value.problems] == [
        "there is no score 'hfsr'",
        "'efi' reads codes of SNOMED",
        "'hfrs' is there twice",
    ]
