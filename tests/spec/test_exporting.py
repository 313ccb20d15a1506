"""A statement leaves the house through the command: what is written, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.spec.test_tiny_place import FEED
from tests.workspaces import write_feed
from wholeplace.cli import main
from wholeplace.settle import content_hash, statement_from_dict

STARTS = {"xlsx": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>", "json": b"{"}
ROWS = """\
aco_id,aco_name,perf_year,risk_arrangement,gross_savings,tot_cost_care_net
D1,First,2021,Global,3879554.4608,71678885.4508
D1,First,2022,Global,0,100
D2,Second,2021,Professional,,100
"""


def command(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["export", *(str(word) for word in words)])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exporting")
    feed = write_feed(folder / "feed", FEED)
    for words in (
        ["init", folder / "W", "--place", "hillingdon-2019"],
        ["load", folder / "W", "--from", "canonical", feed],
        ["run", folder / "W"],
    ):
        assert CliRunner().invoke(main, [str(word) for word in words]).exit_code == 0
    return folder / "W"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path / "rows.csv"


@pytest.mark.parametrize("kind", STARTS)
def test_every_kind_of_file_is_written_the_same_each_time(
    kind: str, workspace: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "new" / f"one.{kind}", tmp_path / f"two.{kind.upper()}"
    assert f"written: {one}" in command(workspace, "--to", one).output
    two.write_text("an earlier file is replaced", encoding="utf-8")
    command(workspace, "--to", two)
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().startswith(STARTS[kind])
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_json_carries_its_hash_and_is_a_statement_again(
    workspace: Path, tmp_path: Path
) -> None:
    written = json.loads(command(workspace, "--to", tmp_path / "s.json", "--json").output)
    data = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert data["content_hash"] == written["content_hash"]
    assert content_hash(statement_from_dict(data)) == data["content_hash"]
    command(tmp_path / "s.json", "--to", tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "s.json").read_bytes()


def test_a_statement_that_was_altered_is_refused(workspace: Path, tmp_path: Path) -> None:
    command(workspace, "--to", tmp_path / "s.json")
    text = (tmp_path / "s.json").read_text(encoding="utf-8")
    (tmp_path / "s.json").write_text(text.replace("Hospitals", "Hotels"), encoding="utf-8")
    told = command(tmp_path / "s.json", "--to", tmp_path / "s.pdf", code=1).output
    assert "was changed after it was made" in told


def test_a_workbook_needs_the_agreement(workspace: Path, tmp_path: Path) -> None:
    command(workspace, "--to", tmp_path / "s.json")
    told = command(tmp_path / "s.json", "--to", tmp_path / "s.xlsx", code=1).output
    assert "--contract" in told
    contract = ["--contract", "places/hillingdon-2019"]
    command(tmp_path / "s.json", "--to", tmp_path / "s.xlsx", *contract)
    folder = workspace / "results" / "2019-20"
    command(folder, "--to", tmp_path / "t.xlsx")
    command(folder / "statement.json", "--to", tmp_path / "u.xlsx")
    assert (tmp_path / "t.xlsx").read_bytes() == (tmp_path / "u.xlsx").read_bytes()


def test_another_agreement_is_refused_and_nothing_is_written(
    workspace: Path, tmp_path: Path
) -> None:
    to = tmp_path / "s.xlsx"
    told = command(workspace, "--to", to, "--contract", "us-aco-reach", code=1).output
    assert "not the agreement of the statement" in told
    assert not (tmp_path / "s.xlsx").exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["2"], "pays The accountable care organisation $3,801,963.37"),
        (["aco_id=D1", "perf_year=2022"], "No payment is due"),
        (["aco_id=D2"], "incomplete, so nothing is paid: figure 'gross_savings' is missing"),
    ],
)
def test_one_row_of_a_table_is_settled(
    row: list[str], said: str, table: Path, tmp_path: Path
) -> None:
    words = [word for each in row for word in ("--row", each)]
    to = tmp_path / "s.xlsx"
    assert said in command("us-aco-reach", "--figures", table, *words, "--to", to).output
    assert to.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ([], "3 rows are meant: line 2 (D1, First, 2021); line 3"),
        (["aco_id=D1"], "2 rows are meant"),
        (["9"], "no row is 9"),
        (["aco=D1"], "there is no column 'aco'"),
    ],
)
def test_a_row_that_is_not_one_is_refused(
    row: list[str], said: str, table: Path, tmp_path: Path
) -> None:
    words = [word for each in row for word in ("--row", each)]
    words += ["--to", str(tmp_path / "s.pdf")]
    assert said in command("us-aco-reach", "--figures", table, *words, code=1).output


@pytest.mark.parametrize("name", ["s.docx", "s", "xlsx"])
def test_a_kind_that_is_not_known_is_refused_with_those_that_are(
    name: str, workspace: Path, tmp_path: Path
) -> None:
    told = command(workspace, "--to", tmp_path / name, code=1).output
    assert ".xlsx, .pdf, .html, .json" in told


def test_what_cannot_be_written_is_refused(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    told = command(workspace, "--to", tmp_path / "file" / "s.pdf", code=1).output
    assert "it cannot be written" in told


@pytest.mark.parametrize(
    "words",
    [
        ["W", "--to", "s.pdf", "--row", "2"],
        ["W", "--to", "s.pdf", "--figures", "f.csv", "--year", "2019/20"],
        ["W", "--to", "s.pdf", "--figures", "f.csv", "--contract", "C"],
        ["W"],
    ],
)
def test_options_that_do_not_go_together(words: list[str]) -> None:
    command(*words, code=2)
