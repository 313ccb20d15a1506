"""What a user can get wrong: one clear message, exit code 1, and nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.spec.test_tiny_place import FEED
from tests.workspaces import bytes_of, write_feed
from wholeplace.cli import main


def _command(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a feed loaded."""
    folder = tmp_path / "W"
    assert _command("init", folder, "--place", "hillingdon-2019").exit_code == 0
    feed = write_feed(tmp_path / "good", FEED)
    assert _command("load", folder, "--from", "canonical", feed).exit_code == 0
    return folder


def _replace(table: str, old: str, new: str) -> dict[str, str]:
    assert old in FEED[table]
    return FEED | {table: FEED[table].replace(old, new)}


@pytest.mark.parametrize(
    ("feed", "message", "remedy"),
    [
        pytest.param(
            _replace("person", "birth_month", "birthmonth"),
            "person.csv:1 birth_month: there is no column 'birth_month'",
            "did you mean 'birthmonth'?",
            id="a wrong column",
        ),
        pytest.param(
            _replace("cost", "3000.00", "3000.OO"),
            "cost.csv:2 amount: '3000.OO' is not an amount of whole pence (1 row)",
            "write amounts as 1234.56",
            id="a text in a number",
        ),
        pytest.param(
            _replace("activity", "2018-05-01T10:00:00", "2918-05-01T10:00:00"),
            "activity.csv:2 start_ts: '2918-05-01T10:00:00' is out of range (1890-01-01 to ",
            "correct the date",
            id="a date out of range",
        ),
        pytest.param(
            _replace("activity", "2018-05-01T10:00:00", "2018-02-30T10:00:00"),
            "activity.csv:2 start_ts: '2018-02-30T10:00:00' is not a date and time (1 row)",
            "write times as 2019-04-01T09:30:00Z",
            id="30 February",
        ),
        pytest.param(
            _replace("cost", "c2       H2", "c1       H2"),
            "cost.csv:3 cost_id: what one activity, package or item cost, on one basis:"
            " cost_id 'c1' stands again (first at line 2)",
            "keep one row for each cost_id",
            id="a duplicate key",
        ),
        pytest.param(
            _replace("person", "bob        1    1960-01-01   -", "ann        2    1946-06-01   -"),
            "person.csv:3 person_id: a person known to one source: the person_id of this row"
            " stands again (first at line 2), and with another birth_month: '1946-06-01', before"
            " '1945-06-01'",
            "keep one row for each person_id",
            id="a person with two births",
        ),
        pytest.param(
            _replace("cost", "3000.00", "-3000.00"),
            "cost.csv:2 amount: -3000.00 reverses more than was charged: the sum is -3000.00",
            "add the cost that this row reverses",
            id="a negative cost without a reversal",
        ),
        pytest.param(
            _replace("person", "ann        2", "ann        F"),
            "person.csv:2 sex: 'F' is not allowed (1 row)",
            "use 1, 2, 9, X",
            id="a code that is not allowed",
        ),
        pytest.param(
            _replace("registration", "2000-01-01  -", "2000-01-01  1999-12-31"),
            "registration.csv:2 end_date: '1999-12-31' comes before start_date (2 rows)",
            "correct end_date or start_date",
            id="an end before its start",
        ),
        pytest.param(
            _replace("person", "1945-06-01", "-"),
            "person.csv:2 birth_month: it is empty (1 row)",
            "every row needs birth_month",
            id="an empty cell",
        ),
        pytest.param(
            FEED | {"cost": FEED["cost"].replace("c1  ", "-   ").replace("c2  ", "-   ")},
            "cost.csv:2 cost_id: it is empty (2 rows)",
            "every row needs cost_id",
            id="two empty keys, which are no repeated key",
        ),
    ],
)
def test_a_bad_feed_is_refused_whole(
    workspace: Path, tmp_path: Path, feed: dict[str, str], message: str, remedy: str
) -> None:
    before = bytes_of(workspace)
    result = _command(
        "load", workspace, "--from", "canonical", "--replace", write_feed(tmp_path / "bad", feed)
    )
    assert result.exit_code == 1
    assert message in result.stderr
    assert remedy in result.stderr
    assert result.stderr.count("try:") == 1
    assert bytes_of(workspace) == before


def test_every_mistake_of_a_feed_is_told_at_once(workspace: Path, tmp_path: Path) -> None:
    feed = _replace("cost", "3000.00", "much") | {
        "person": FEED["person"].replace("ann        2", "ann        F")
    }
    result = _command(
        "load", workspace, "--from", "canonical", "--replace", write_feed(tmp_path / "bad", feed)
    )
    assert result.stderr.count("try:") == 2


@pytest.mark.parametrize(
    ("words", "message", "remedy"),
    [
        (["--from", "canonical", "nowhere"], "nowhere: there is no such file or folder", "check"),
        (["--from", "synthea-cvs", "."], "there is no such mapping", "did you mean 'synthea-csv'?"),
        (["--from", "synthea-csv", "."], "patients is missing", "use one of"),
    ],
)
def test_a_missing_file_or_mapping(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str, remedy: str
) -> None:
    monkeypatch.chdir(workspace)
    before = bytes_of(workspace)
    result = _command("load", workspace, *words)
    assert result.exit_code == 1
    assert message in result.stderr
    assert remedy in result.stderr
    assert bytes_of(workspace) == before


def test_a_key_that_is_stored_already_is_refused_unless_the_load_replaces_it(
    workspace: Path, tmp_path: Path
) -> None:
    feed = write_feed(tmp_path / "later", _replace("cost", "3000.00", "3100.00"))
    refused = _command("load", workspace, "--from", "canonical", feed)
    assert refused.exit_code == 1
    assert "is stored already, from another load" in refused.stderr
    assert "--replace" in refused.stderr
    assert _command("load", workspace, "--from", "canonical", "--replace", feed).exit_code == 0
    assert _command("run", workspace).exit_code == 0
    assert "£3,200.00" in _command("explain", workspace, "base.in_scope").stdout


def _change(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(workspace: Path) -> None:
        text = (workspace / name).read_text()
        assert old in text
        (workspace / name).write_text(text.replace(old, new, 1))

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            _change("contract.yaml", "h4all: 10%", "h4all: 20%"),
            "40% + 25% + 25% + 20% make 110%; shares of one split must make 100%",
            id="a share of 110%",
        ),
        pytest.param(
            _change("contract.yaml", "h4all: 10%", "h4al: 10%"), "h4al", id="an unknown party"
        ),
        pytest.param(
            _change("contract.yaml", "is: budget - spend", "is: commissioner_part + spend"),
            "saving -> commissioner_part -> saving",
            id="a cycle",
        ),
        pytest.param(
            _change("contract.yaml", "is: budget - spend", "is: budget - spendd"),
            "spendd",
            id="an unknown name",
        ),
        pytest.param(
            _change("contract.yaml", "from: budget.in_scope", "from: budget.in_scop"),
            "no run makes the figure 'budget.in_scop'",
            id="a figure that no run makes",
        ),
        pytest.param(
            _change("place.yaml", "segments: age-and-conditions", "segments: age-and-condition"),
            "unknown segment rules 'age-and-condition'",
            id="an unknown rule set",
        ),
        pytest.param(
            _change("budget.yaml", "value: 2.64%", "value: 2.64 percent"),
            "'2.64 percent' is not a number",
            id="a share that is no share",
        ),
    ],
)
def test_a_bad_document_is_refused_and_the_last_results_stay(
    workspace: Path, change: Callable[[Path], None], message: str
) -> None:
    assert _command("run", workspace).exit_code == 0
    change(workspace)
    before = bytes_of(workspace)
    result = _command("run", workspace)
    assert result.exit_code == 1, result.output
    assert message in result.stderr
    assert "try:" in result.stderr
    assert bytes_of(workspace) == before


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["run", "W", "--year", "2016/17"], 1, "use 2019/20 to 2023/24"),
        (["run", "W", "--year", "nineteen"], 2, "is not a financial year"),
        (["run", "nowhere"], 1, "wholeplace init nowhere --place NAME"),
        (["report", "W"], 1, "nothing has been run yet"),
        (["explain", "W", "x"], 1, "nothing has been run yet"),
        (["init", "W", "--place", "hillingdon-2019"], 1, "this is not an empty folder"),
        (["init", "X", "--place", "hillingdon-2091"], 1, "did you mean 'hillingdon-2019'?"),
        (["settle", "us-aco-reech", "--figures", "x.csv"], 1, "did you mean 'us-aco-reach'?"),
        (["settle", "us-aco-reach", "--figures", "x.csv"], 1, "there is no such file"),
        (["settle", "W", "--output", "x.csv"], 2, "--output goes with --figures"),
        (["load", "W", "feed"], 2, "--from"),
        (["load", "W"], 1, "the workspace lists no feeds"),
        (["settle", "good", "--figures", "x.csv"], 1, "the folder has no contract.yaml"),
        (["check", "nothing"], 1, "there is no workspace, place, contract or mapping"),
    ],
)
def test_a_command_that_cannot_be_done_says_what_to_try(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, message: str
) -> None:
    monkeypatch.chdir(workspace.parent)
    before = bytes_of(workspace.parent)
    result = _command(*words)
    assert result.exit_code == code, result.output
    assert message in result.stderr
    assert bytes_of(workspace.parent) == before


def test_a_blank_line_of_a_table_is_no_row_and_a_short_one_is_refused(tmp_path: Path) -> None:
    table, output = tmp_path / "t.csv", tmp_path / "out.csv"
    head, row = "year,group,budget,spend,elected_share,quality_gate", "2009,g,100,90,50%,3"
    words = ("settle", "aqc", "--figures", table, "--output", output)
    table.write_text(f"{head}\n\n{row}\n\n", "utf-8")
    assert "settled 1 of 1 rows" in _command(*words).stdout
    output.unlink()
    table.write_text(f"{head}\n{row}\n\n2010,g\n", "utf-8")
    assert "t.csv:4: 2 cells under 6 columns" in _command(*words).stderr
    assert not output.exists()


def test_without_records_there_is_nothing_to_run(tmp_path: Path) -> None:
    assert _command("init", tmp_path / "E", "--place", "hillingdon-2019").exit_code == 0
    result = _command("run", tmp_path / "E")
    assert result.exit_code == 1
    assert "no records are loaded" in result.stderr


def test_a_damaged_ledger_is_said_to_be_damaged(workspace: Path) -> None:
    (workspace / "data" / "ledger.json").write_text('{"batches": [{}]}')
    before = bytes_of(workspace)
    result = _command("run", workspace)
    assert result.exit_code == 1
    assert "the ledger cannot be read" in result.stderr
    assert "restore the file from a backup" in result.stderr
    assert bytes_of(workspace) == before
