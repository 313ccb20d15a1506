"""The hazard log: every hazard rated, and held back by controls with tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.docs.examples import ROOT

LOG: dict[str, Any] = YAML(typ="safe").load(
    (ROOT / "clinical-safety" / "hazards.yaml").read_text(encoding="utf-8")
)
HAZARDS: list[dict[str, Any]] = LOG["hazards"]
SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")
FIELDS = {
    *("id", "hazard", "cause", "effect", "before", "controls", "tests", "after", "status"),
    "owner",
}
MOST_LEFT = 3


@cache
def _tests_in(path: str) -> frozenset[str]:
    text = (ROOT / path).read_text(encoding="utf-8")
    return frozenset(
        node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)
    )


def rating(risk: dict[str, str]) -> int:
    """Return what the matrix says of a severity and a likelihood."""
    row: list[int] = LOG["matrix"][risk["likelihood"]]
    return row[SEVERITIES.index(risk["severity"])]


def test_there_are_hazards_and_each_has_its_number_once() -> None:
    assert [one["id"] for one in HAZARDS] == [f"H{i:02}" for i in range(1, len(HAZARDS) + 1)]
    assert len(HAZARDS) >= 20


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda one: one["id"])
def test_a_hazard_is_whole_and_its_tests_exist(hazard: dict[str, Any]) -> None:
    assert set(hazard) == FIELDS
    for name in ("hazard", "cause", "effect", "status", "owner"):
        assert hazard[name].strip(), name
    assert hazard["controls"]
    assert hazard["tests"]
    for test in hazard["tests"]:
        path, _, name = test.partition("::")
        assert re.fullmatch(r"tests/[a-z_/]+\.py", path), test
        assert name in _tests_in(path), test


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda one: one["id"])
def test_controls_lower_a_risk_and_leave_none_that_must_be_lowered(hazard: dict[str, Any]) -> None:
    before, after = rating(hazard["before"]), rating(hazard["after"])
    assert after <= before
    assert after <= MOST_LEFT
    # Software makes harm less likely; it does not make the same harm lighter.
    assert hazard["after"]["severity"] == hazard["before"]["severity"]


def test_the_matrix_never_falls_with_severity_or_likelihood() -> None:
    rows = list(LOG["matrix"].values())
    assert [len(row) for row in rows] == [len(SEVERITIES)] * 5
    for row in rows:
        assert row == sorted(row)
    for column in zip(*rows, strict=True):
        assert list(column) == sorted(column, reverse=True)
    assert set(LOG["ratings"]) == {1, 2, 3, 4, 5}


def test_nobody_is_named_safety_officer_by_software() -> None:
    # A person is, by who deploys it; then this test is changed by them.
    assert LOG["safety_officer"] == "not named yet"
