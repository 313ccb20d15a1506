# ruff: noqa: E501 - a row of a drawn file is as wide as the file
"""Scores that others worked out: kept with name, version and day, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.feeds import assert_becomes, canonical, write_feed
from wholeplace.cli import main

SCORES = """
NHS_NUMBER | LOCAL_ID | ORGANISATION_CODE | SCORE | VERSION | VALUE | SCORED_ON  | BAND     | INCOMPLETE
9990000018 |          |                   | efi2  | 2.1     | 0.25  | 2023-04-01 | severe   | no
9990000018 |          |                   | efi2  | 2.0     | 0.21  | 2023-04-01 | moderate |
9990000018 |          |                   | pam   | 13      |       | 2023-04-01 |          |
9990000018 |          |                   | qa    | 1       | 0.04  | 2023-04-01 |          | Y
"""


def test_a_score_keeps_its_version_and_what_was_guessed_is_set_aside(tmp_path: Path) -> None:
    folder = write_feed(tmp_path / "others", scores=SCORES.lower())
    assert_becomes(
        canonical(folder, "other-scores"),
        {
            "measurement": """
            measured_at | code_system | code     | value_num | value_text
            2023-04-01  | score       | efi2@2.1 | 0.25      | severe
            2023-04-01  | score       | efi2@2.0 | 0.21      | moderate
            """
        },
    )


@pytest.mark.parametrize(
    ("lost", "told"),
    [("2.1", "every row needs code"), ("2023-04-01", "every row needs measured_at")],
)
def test_a_score_without_version_or_day_is_refused(tmp_path: Path, lost: str, told: str) -> None:
    folder = write_feed(tmp_path / "others", scores=SCORES.lower().replace(lost, "", 1))
    workspace = str(tmp_path / "workspace")
    assert call("init", workspace, "--place", "hillingdon-2019").exit_code == 0
    done = call("load", workspace, str(folder), "--from", "other-scores")
    assert done.exit_code == 1
    assert told in done.output


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))
