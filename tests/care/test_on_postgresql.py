"""The tests of care once more, on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.care import postgresql


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # An ordinary role, which the second wall holds; what tests write beside requests it may see.
    with postgresql.server(tmp_path_factory.mktemp("postgresql")) as address:
        yield postgresql.as_role(address, "care", sees_everything=True)


@pytest.mark.parametrize(
    "name",
    [
        *("audit", "access", "actions", "assessment", "caseload", "pages", "sign_in"),
        *("plan", "plan_pages"),
        *("fhir", "events", "exports"),
        *("huddle", "huddle_pages", "huddle_follow_through"),
        *("alerts", "cover", "today", "work", "work_pages"),
        *("directory", "intermediate", "referral", "triage"),
    ],
)
def test_the_same_holds_on_postgresql(server: str, name: str, tmp_path: Path) -> None:
    postgresql.holds(server, f"test_{name}.py", tmp_path)


def test_what_is_done_at_once_is_done_one_after_another(server: str, tmp_path: Path) -> None:
    postgresql.holds(server, "at_once_on_postgresql.py", tmp_path)
