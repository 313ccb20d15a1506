"""The rule sets that are shipped, and the scores that they ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace.app.segment_documents import find_rules, read_rules
from wholeplace.population import never_reached
from wholeplace.store.shipped import shipped_names
from wholeplace.store.workspace import Workspace


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
