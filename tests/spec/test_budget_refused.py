"""A budget that cannot be right is refused, with what is wrong and where; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.spec.test_tiny_place import FEED
from tests.workspaces import bytes_of, write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.cli import main
from wholeplace.store.workspace import Workspace

ORGANISATIONS = """
    code   name  type           parent_code
    ZN1    One   neighbourhood  -
    ZP001  P1    practice       ZN1
    ZP002  P2    practice       -
"""
AT_BASE = "movement: {at: base_year}"
WRITTEN = (
    "movement: {prices: [{from: 2018-04-01, value: {adult_healthy: GBP 10}, source: assumed}]}"
)

DATED = "[{{from: 2018-04-01, value: {}, source: assumed}}]"
NEGATIVE = (
    f"lines:\n  - {{id: block, name: Block, commissioner: ccg, value: {DATED.format('GBP -1')},"
    f" scope: {DATED.format('in')}}}\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("refused")
    workspace = Workspace(init_workspace(folder / "W", "hillingdon-2019").root)
    load_feed(workspace, write_feed(folder / "feed", FEED), "canonical")
    return workspace


@pytest.fixture
def place(made: Workspace) -> Iterator[Workspace]:
    """Return the workspace, and put its documents back afterwards."""
    texts = {path: path.read_text() for path in made.root.glob("*.yaml")}
    yield made
    for path, text in texts.items():
        path.write_text(text)


def kept(place: Workspace) -> dict[str, str]:
    """Return what must not change: all but what is derived again whenever it is not there."""
    return {name: one for name, one in bytes_of(place.root).items() if "derived" not in name}


def refused(place: Workspace) -> str:
    before = kept(place)
    done = CliRunner().invoke(main, ["budget", str(place.root)])
    assert done.exit_code == 1, done.output
    assert "try:" in done.output
    assert kept(place) == before
    return done.output


def change(place: Workspace, name: str, old: str, new: str) -> None:
    path = place.root / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("place.yaml", "  - {from: 2019-04-01, value: in", "  - {from: 2018-04-01, value: in",
         "2018-04-01 does not come after 2018-04-01"),
        ("budget.yaml", "service: outpatients}", "service: community}",
         "the service 'community' stands in two lines"),
        ("budget.yaml", "service: outpatients}", "service: outpatiens}",
         "did you mean 'outpatients'?"),
        ("budget.yaml", AT_BASE, WRITTEN,
         "there are people in 'older_with_condition', and it has no price"),
        ("budget.yaml", "{all: 100%}", "{all: 101%}", "the shares of the cost mix make 101%"),
        ("budget.yaml", "value: {cnwl: 85%,", "value: {cnwl: 80%,", "the shares make 95%"),
        ("budget.yaml", "file: projection.csv", "file: projections.csv", "there is no such file"),
        ("budget.yaml", "ages: [15, 45,", "ages: [15, 47,", "lie in no one band"),
        ("projection.csv", "2018,15-19,1,", "2018,15-19,1,-", "there cannot be less than none"),
        ("budget.yaml", "lines:\n", NEGATIVE, "a base is not below nought"),
        ("projection.csv", "year,ages", "yaer,ages", "there is no column 'year'"),
    ],
)  # fmt: skip
def test_a_document_that_cannot_be_right(
    place: Workspace, name: str, old: str, new: str, said: str
) -> None:
    text = (place.root / name).read_text()
    change(place, name, old, new)
    try:
        assert said in refused(place)
    finally:
        (place.root / name).write_text(text)


def test_a_practice_in_no_neighbourhood_where_others_are_in_one(tmp_path: Path) -> None:
    workspace = Workspace(init_workspace(tmp_path / "W", "hillingdon-2019").root)
    feed = FEED | {"organisation": ORGANISATIONS}
    load_feed(workspace, write_feed(tmp_path / "feed", feed), "canonical")
    assert "practice 'ZP002', with 3 people, is in no neighbourhood on 2019-04-01" in (
        refused(workspace)
    )
