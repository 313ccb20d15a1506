"""Amending an agreement as its negotiators do: a draft beside it, or the agreement itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.workspaces import bytes_of
from wholeplace.cli import main
from wholeplace.store.shipped import ROOT

SHARE = ("provider_share=40%", "--from", "2020-04-01", "--source", "assumed: a draft")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a shipped place, as a workspace holds it."""
    shutil.copytree(ROOT / "places" / "hillingdon-2019", tmp_path / "W")
    return tmp_path / "W"


def amend(*words: str | Path, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["amend", *map(str, words)])
    assert result.exit_code == exit_code, result.output
    return result


def test_an_agreement_is_amended_in_its_place_and_the_change_is_shown(folder: Path) -> None:
    before = (folder / "contract.yaml").read_text(encoding="utf-8").splitlines()
    result = amend(folder, *SHARE)
    added = ["    - from: 2020-04-01", "      value: 40%", '      source: "assumed: a draft"']
    after = (folder / "contract.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == added
    assert [line for line in after if line not in added] == before
    shown = [line for line in result.output.splitlines() if line[:1] in {"+", "-"}]
    path = folder / "contract.yaml"
    assert shown == [f"--- {path}", f"+++ {path}", *(f"+{line}" for line in added)]
    assert f"written: {path}" in result.output


@pytest.mark.parametrize("given", ["hillingdon-2019", "places/hillingdon-2019"])
def test_a_draft_is_written_beside_a_shipped_agreement_which_is_left(
    given: str, tmp_path: Path
) -> None:
    before = bytes_of(ROOT / "places")
    said = amend(given, *SHARE, exit_code=1).stderr
    assert "a shipped agreement is not changed in its place\n    try: add --output FOLDER" in said
    amend(given, *SHARE, "--output", tmp_path / "b")
    amend(given, *SHARE, "--output", tmp_path / "c.yaml")
    drafts = [tmp_path / "b" / "contract.yaml", tmp_path / "c.yaml"]
    assert drafts[0].read_bytes() == drafts[1].read_bytes()
    assert b"value: 40%" in drafts[0].read_bytes()
    assert bytes_of(ROOT / "places") == before


def test_line_ends_and_the_mark_of_a_file_stay(folder: Path) -> None:
    path = folder / "contract.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    amend(path, *SHARE)
    new = b'    - from: 2020-04-01\r\n      value: 40%\r\n      source: "assumed: a draft"\r\n'
    assert path.read_bytes().replace(new, b"") == before


def test_a_link_stays_a_link_to_the_agreement(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").symlink_to(folder / "contract.yaml")
    amend(tmp_path / "c.yaml", *SHARE)
    assert (tmp_path / "c.yaml").is_symlink()
    assert "value: 40%" in (folder / "contract.yaml").read_text(encoding="utf-8")


def test_what_would_be_no_agreement_is_refused_and_nothing_is_written(folder: Path) -> None:
    before = bytes_of(folder)
    words = ("backing={thh: 90%, cnwl: 25%, gp: 25%, h4all: 10%}", *SHARE)
    said = amend(folder, *words, exit_code=1).stderr
    assert "contract.yaml (as amended):" in said
    assert "90% + 25% + 25% + 10% make 150%" in said
    assert "this changed nothing" in said
    assert bytes_of(folder) == before


@pytest.mark.parametrize(("words", "said"), [
    (("provder_share=40%", *SHARE[1:]), "unknown parameter 'provder_share'"),
    (("--set", "lines.savng.is=0"), "nothing is written at lines.savng"),
    (("--set", "lines..is=0"), "'lines..is' is not a path into a document"),
    (("--set", "lines.saving=[1"), "not YAML"),
    (("--rename", "saving=budget"), "'budget' is already defined in figures"),
    (("--rename", "saving=if"), "'if' is a word of the formulas"),
    (("--rename", "thh=th"), "no figure, parameter or line is called 'thh'"),
])  # fmt: skip
def test_what_cannot_be_done_is_refused(folder: Path, words: tuple[str, ...], said: str) -> None:
    before = bytes_of(folder)
    assert said in amend(folder, *words, exit_code=1).stderr
    assert bytes_of(folder) == before


@pytest.mark.parametrize("words", [
    (), ("provider_share=40%",), ("provider_share=40%", "--from", "2020-04-01"),
    ("provider_share=40%", "--from", "soon", "--source", "s"), ("provider_share",),
    ("--set", "title="),
])  # fmt: skip
def test_a_command_that_says_too_little_is_not_understood(
    folder: Path, words: tuple[str, ...]
) -> None:
    amend(folder, *words, exit_code=2)


def test_everything_can_be_changed_at_once_and_tried_first(folder: Path) -> None:
    before = bytes_of(folder)
    words = (*SHARE, "--set", "lines.saving.label=Saved: all", "--rename", "saving=gain")
    shown = amend(folder, *words, "--dry-run").output
    assert bytes_of(folder) == before
    result = json.loads(amend(folder, *words, "--json").stdout)
    assert result["difference"].strip() == shown.strip()
    assert result["written"] == str(folder / "contract.yaml")
    text = (folder / "contract.yaml").read_text(encoding="utf-8")
    assert '  gain:\n    is: budget - spend\n    label: "Saved: all"\n' in text
    assert "is: gain * provider_share" in text


def test_an_agreement_that_says_so_already_is_not_written_again(folder: Path) -> None:
    amend(folder, *SHARE)
    before = (folder / "contract.yaml").stat().st_mtime_ns
    assert amend(folder, *SHARE).output == "nothing differs: the agreement says so already\n"
    assert (folder / "contract.yaml").stat().st_mtime_ns == before


def test_schemas_are_listed_printed_and_written(tmp_path: Path) -> None:
    def schema(*words: str | Path) -> str:
        result = CliRunner().invoke(main, ["schema", *map(str, words)])
        assert result.exit_code == 0, result.output
        return result.stdout

    names = schema().split()
    assert {"contract", "examples", "place", "feeds"} <= set(names)
    assert json.loads(schema("contract"))["title"] == "contract.yaml"
    schema("--output", tmp_path / "s")
    assert {path.name for path in (tmp_path / "s").iterdir()} == {
        f"{name}.schema.json" for name in names
    }
    assert (tmp_path / "s" / "place.schema.json").read_text(encoding="utf-8") == schema("place")


@pytest.mark.parametrize(("words", "exit_code", "said"), [
    (("contrct",), 1, "no document is called so\n    try: did you mean 'contract'?"),
    (("contract", "--output", "s"), 2, "leave DOCUMENT out"),
])  # fmt: skip
def test_a_schema_that_there_is_not_is_refused(
    words: tuple[str, ...], exit_code: int, said: str
) -> None:
    result = CliRunner().invoke(main, ["schema", *words])
    assert result.exit_code == exit_code
    assert said in result.stderr
