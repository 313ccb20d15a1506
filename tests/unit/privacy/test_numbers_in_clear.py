"""A column that holds identifiers of people by mistake refuses the load; other ids do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workspaces import bytes_of, write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.kernel import Refused
from wholeplace.record.nhs_number import check_digit
from wholeplace.store.workspace import Workspace

NUMBERS = [
    f"{nine}{digit}"
    for nine in range(999_000_100, 999_000_130)
    if (digit := check_digit(str(nine))) is not None
]
NAMES = "activity_id person_id source setting admission_method start_ts quantity provider_code\n"


def load(folder: Path, **columns: list[str]) -> Workspace:
    """Load stays whose columns hold what is given."""
    workspace = Workspace(init_workspace(folder / "W", "hillingdon-2019").root)
    before = bytes_of(workspace.data)
    given = {"activity_id": [f"a{i}" for i in range(20)], "provider_code": ["ZAA"] * 20} | columns
    lines = [
        f"{one} p{i} acute APC 21 2019-05-01 1 {two}"
        for i, (one, two) in enumerate(
            zip(given["activity_id"], given["provider_code"], strict=False)
        )
    ]
    feed = write_feed(folder / "feed", {"activity": NAMES + "\n".join(lines)})
    try:
        load_feed(workspace, feed, "canonical")
    except Refused:
        assert bytes_of(workspace.data) == before
        raise
    return workspace


@pytest.mark.parametrize(
    "ids",
    [
        NUMBERS[:20],
        [f"apc:{number}:{i}" for i, number in enumerate(NUMBERS[:20])],
        [*NUMBERS[:16], "a", "b", "c", "d"],
        [f"UB{i + 1}0AA" for i in range(20)],
    ],
)
def test_numbers_and_postcodes_refuse_the_load_and_are_not_repeated(
    tmp_path: Path, ids: list[str]
) -> None:
    with pytest.raises(Refused, match="NHS numbers or postcodes") as refused:
        load(tmp_path, activity_id=ids)
    assert "activity.activity_id" in str(refused.value)
    assert ids[0] not in str(refused.value)


@pytest.mark.parametrize(
    "ids",
    [
        [str(1_000_000_000 + i) for i in range(20)],  # one of eleven is valid by chance
        [f"1{number}" for number in NUMBERS[:20]],  # eleven digits
        [*NUMBERS[:9]],  # too few to say
    ],
)
def test_other_ids_are_loaded(tmp_path: Path, ids: list[str]) -> None:
    load(tmp_path, activity_id=ids)


def test_one_code_of_ten_digits_in_every_row_is_no_number_of_a_person(tmp_path: Path) -> None:
    load(tmp_path, provider_code=["9990000018"] * 20)
