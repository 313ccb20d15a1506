"""``wholeplace demo`` invents a place: its feeds, their list, the truth apart, a calibration."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.workspaces import bytes_of
from wholeplace.app.load.feeds import listed_feeds
from wholeplace.app.make_feeds import MAPPINGS, write_made_up_feeds
from wholeplace.cli import main
from wholeplace.kernel import Refused
from wholeplace.store.workspace import Workspace
from wholeplace.synthetic import Wish


def _demo(root: Path, *options: str) -> Result:
    words: Sequence[str] = ["demo", str(root), "--people", "400", "--feeds-only", *options]
    return CliRunner().invoke(main, words)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "place"
    done = _demo(root, "--identified", "--prescribing", "--years", "2")
    assert done.exit_code == 0, done.output
    return root


def test_every_feed_is_written_and_listed_with_its_mapping(root: Path) -> None:
    listed = [
        (Path(source.place).relative_to(root / "feeds").as_posix(), source.mapping)
        for source in listed_feeds(Workspace(root))
    ]
    assert listed == list(MAPPINGS)
    assert {path.name for path in (root / "feeds").iterdir()} == {feed for feed, _ in MAPPINGS}


def test_the_truth_is_beside_the_feeds_and_listed_nowhere(root: Path) -> None:
    assert sorted(path.name for path in (root / "truth").iterdir()) == [
        "caseload.parquet",
        "made.json",
        "prevented.parquet",
    ]
    assert "truth" not in (root / "feeds.yaml").read_text()
    made = json.loads((root / "truth" / "made.json").read_text())
    assert (made["people"], made["years"], made["seed"], made["care_model"]) == (400, 2, 2019, True)


def test_nothing_was_loaded(root: Path) -> None:
    assert list((root / "data").glob("**/*.parquet")) == []


def test_the_calibration_is_a_page_with_every_figure(root: Path) -> None:
    page = (root / "reports" / "calibration.html").read_text()
    assert "Emergency admissions" in page
    assert "National Cost Collection 2023/24" in page
    assert "<script" not in page


def test_the_same_seed_gives_the_same_bytes_and_another_others(root: Path, tmp_path: Path) -> None:
    options = ("--identified", "--prescribing", "--years", "2")
    again, other = tmp_path / "again", tmp_path / "other"
    assert _demo(again, *options).exit_code == 0
    assert _demo(other, *options, "--seed", "5").exit_code == 0
    assert bytes_of(again / "feeds") == bytes_of(root / "feeds")
    assert bytes_of(again / "truth") == bytes_of(root / "truth")
    assert bytes_of(other / "feeds")["pds/pds_person.parquet"] not in set(
        bytes_of(root / "feeds").values()
    )


def test_names_and_prescribing_are_written_only_where_asked(tmp_path: Path) -> None:
    assert _demo(tmp_path / "plain").exit_code == 0
    feeds = tmp_path / "plain" / "feeds"
    assert not (feeds / "epd").exists()
    assert not (feeds / "pds" / "pds_identity.parquet").exists()
    assert "FAMILY_NAME" not in pq.read_schema(feeds / "cld" / "cld.parquet").names
    assert "epd" not in (tmp_path / "plain" / "feeds.yaml").read_text()


def test_years_that_are_not_over_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="days to come"):
        write_made_up_feeds(tmp_path / "place", Wish(100, 2150, 1), 1)
    assert not (tmp_path / "place" / "feeds").exists()


def test_a_folder_in_use_is_refused(root: Path) -> None:
    before = bytes_of(root)
    assert _demo(root).exit_code == 1
    assert bytes_of(root) == before
