"""A feed that is sent every month: months replaced, versions kept, rows refused, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from ibis import ir

from tests.tables import draw, running, same
from tests.workspaces import bytes_of, write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load import load_feed, load_table
from wholeplace.app.load.load_table import Loading
from wholeplace.app.load.superseding import is_final
from wholeplace.cli import main
from wholeplace.record import ROW, MappedTable, table_named
from wholeplace.store.batches import stored_table
from wholeplace.store.ledger import Batch, known_at, read_ledger
from wholeplace.store.lock import writing

MAPPING = """
mapping: visits
about: visits, sent every month
version: "1"
source: "assumed: invented for this test"
refresh: months
calendar: {flex: 20, freeze: 50, source: "assumed: invented for this test"}
files:
  visits: {file: "visits*.csv"}
tables:
  - table: activity
    from: visits
    period: DAY
    keep_latest: {by: [ID], order: SENT}
    refuse_rows_up_to: 34%
    set_aside:
      - {when: {column: KIND, is: [test]}, why: not a visit}
    columns:
      activity_id: ID
      person_id: {column: WHO, prefix: "nhs:"}
      source: {value: visits}
      setting: {value: COMM}
      start_ts: DAY
      quantity: HOURS
"""

APRIL_AND_MAY = """
    ID  WHO         DAY         HOURS  SENT        KIND
    a   9990000018  2019-04-03  1      2019-05-10  -
    b   9990000026  2019-04-30  2      2019-05-10  -
    c   9990000018  2019-05-01  4      2019-05-10  -
"""
# April again: b is corrected, a was a mistake, d is late.
APRIL_AGAIN = """
    ID  WHO         DAY         HOURS  SENT        KIND
    b   9990000026  2019-04-30  16     2019-06-10  -
    d   9990000034  2019-04-02  32     2019-06-10  -
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    init_workspace(tmp_path / "W", "hillingdon-2019", key=b"invented")
    (tmp_path / "visits.yaml").write_text(MAPPING)
    return tmp_path / "W"


def _command(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def _load(workspace: Path, name: str, drawing: str, *words: str) -> Result:
    feed = write_feed(workspace.parent / name, {"visits": drawing})
    mapping = workspace.parent / "visits.yaml"
    return _command("load", workspace, feed, "--from", mapping, *words)


def _hours(workspace: Path, batches: Sequence[Batch] | None = None) -> str:
    ledger = read_ledger(workspace / "data") if batches is None else batches
    with running() as engine:
        rows = stored_table(engine, workspace / "data", ledger, table_named("activity"))
        found = engine.rows(rows.select("activity_id", "quantity"))
    lines = sorted([str(row["activity_id"]), str(row["quantity"])] for row in found)
    return draw([["activity_id", "quantity"], *lines])


def _at(batch: Batch, day: str) -> Batch:
    gone = tuple(replace(entry, at="2019-06-12T00:00:00+00:00") for entry in batch.superseded)
    return replace(batch, loaded_at=f"{day}T00:00:00+00:00", superseded=gone)


def test_a_month_that_is_sent_again_replaces_that_month_and_no_other(workspace: Path) -> None:
    assert _load(workspace, "may", APRIL_AND_MAY).exit_code == 0
    told = _load(workspace, "june", APRIL_AGAIN)
    assert "2 rows of earlier loads no longer count" in told.stdout
    assert "late, activity: 1 rows of 2019-04 came after it was loaded, after its" in told.stdout
    assert _hours(workspace) == same("""
        activity_id  quantity
        b            16.000
        c            4.000
        d            32.000
    """)
    first, second = read_ledger(workspace / "data")
    assert (first.row_count, first.rows_superseded, second.rows_superseded) == (3, 2, 0)
    assert dict(first.counts[0].months) == {"2019-04": 2, "2019-05": 1}


def test_what_was_known_last_quarter_is_known_still(workspace: Path) -> None:
    _load(workspace, "may", APRIL_AND_MAY)
    then = _hours(workspace)
    _load(workspace, "june", APRIL_AGAIN)
    days = ("2019-05-11", "2019-06-12")
    ledger = [_at(b, day) for b, day in zip(read_ledger(workspace / "data"), days, strict=True)]
    assert _hours(workspace, known_at(ledger, date(2019, 6, 11))) == then
    assert _hours(workspace, known_at(ledger, date(2019, 6, 12))) == _hours(workspace)
    morning = datetime(2019, 6, 11, 23, 59, tzinfo=UTC)
    assert _hours(workspace, known_at(ledger, morning)) == then
    assert known_at(ledger, date(2019, 5, 10)) == ()


def test_the_same_months_again_change_nothing(workspace: Path) -> None:
    _load(workspace, "may", APRIL_AND_MAY)
    _load(workspace, "june", APRIL_AGAIN)
    before = bytes_of(workspace)
    assert "nothing changed" in _load(workspace, "may", APRIL_AND_MAY).stdout
    assert bytes_of(workspace) == before


def test_of_the_versions_of_a_row_the_latest_counts(workspace: Path) -> None:
    told = _load(workspace, "may", """
        ID  WHO         DAY         HOURS  SENT        KIND
        a   9990000018  2019-04-03  1      2019-05-10  -
        a   9990000018  2019-04-04  2      2019-06-10  -
        a   9990000018  2019-04-05  4      2019-05-20  -
        b   9990000018  2019-04-05  8      2019-05-20  test
        b   9990000018  2019-04-05  16     2019-05-19  -
    """)  # fmt: skip
    assert told.exit_code == 0, told.output
    assert _hours(workspace) == same("activity_id quantity\na 2.000")
    (count,) = read_ledger(workspace / "data")[0].counts
    # What is set aside is that, whatever else it is.
    assert (count.rows_in, count.stored, count.superseded, count.refused) == (5, 1, 3, 0)
    assert dict(count.set_aside) == {"not a visit": 1}
    assert count.adds_up


ONE_OF_THREE_IS_BAD = APRIL_AND_MAY.replace("4      2019-05-10", "four   2019-05-10")


def test_few_bad_rows_are_left_out_and_listed_without_who_they_are_about(workspace: Path) -> None:
    told = _load(workspace, "may", ONE_OF_THREE_IS_BAD)
    assert told.exit_code == 0, told.output
    assert _hours(workspace) == same("activity_id quantity\na 1.000\nb 2.000")
    (batch,) = read_ledger(workspace / "data")
    listed = pq.read_table(workspace / "data" / batch.batch_id / "refused.parquet").to_pylist()
    assert listed == [
        {"table": "activity", "file": "visits*.csv #1", "row": 3, "column": "quantity",
         "rule": "the value is not a number with at most three decimals", "value": None},
    ]  # fmt: skip


@pytest.mark.parametrize("drawing", [APRIL_AND_MAY, ONE_OF_THREE_IS_BAD], ids=["good", "bad"])
@pytest.mark.parametrize("change", ["lost", "doubled"])
def test_a_load_that_loses_or_doubles_a_row_fails(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, drawing: str, change: str
) -> None:
    """What is refused is counted by itself, so that a row that is missing is not taken for one."""
    write = vars(load_table)["_write"]

    def wrong(loading: Loading, mapped: MappedTable, rows: ir.Table, path: Path) -> None:
        first = rows.filter(rows[ROW] == 1)
        changed = rows.union(first) if change == "doubled" else rows.filter(rows[ROW] != 1)
        write(loading, mapped, changed, path)

    monkeypatch.setattr(load_table, "_write", wrong)
    before = bytes_of(workspace)
    told = _load(workspace, "may", drawing)
    # A row that stands twice may be found by its key before it is found in the count.
    said = f"{told.exception} {told.stderr}"
    assert "rows were lost between visits" in said or "stands again" in said
    assert bytes_of(workspace) == before


def test_many_bad_rows_refuse_the_feed(workspace: Path) -> None:
    before = bytes_of(workspace)
    bad = ONE_OF_THREE_IS_BAD.replace("1      2019-05-10", "one    2019-05-10")
    told = _load(workspace, "may", bad)
    assert told.exit_code == 1
    assert "visits.csv:2 quantity: 'one' is not a number with at most three decimals (2" in (
        told.stderr
    )
    assert bytes_of(workspace) == before


def test_a_key_of_a_person_is_shown_nowhere(workspace: Path) -> None:
    long = "9" * 201
    told = _load(workspace, "may", APRIL_AND_MAY.replace("9990000018", long))
    assert told.exit_code == 1
    assert "person_id: the text is longer than 200 characters" in told.stderr
    assert long[:20] not in told.output


def test_a_row_without_a_month_is_refused(workspace: Path) -> None:
    told = _load(workspace, "may", APRIL_AND_MAY.replace("2019-04-03", "-").replace(
        "2019-04-30", "-"))  # fmt: skip
    assert "visits.csv:2 period: the month of the row is not known (2 rows)" in told.stderr


def test_files_that_a_pattern_finds_are_read_as_one_and_told_apart(workspace: Path) -> None:
    tables = {"visits_1": APRIL_AND_MAY, "visits_2": APRIL_AGAIN.replace("16 ", "x  ")}
    feed = write_feed(workspace.parent / "two", tables)
    mapping = workspace.parent / "visits.yaml"
    mapping.write_text(MAPPING.replace("34%", "0%"))
    told = _command("load", workspace, feed, "--from", mapping)
    assert "visits_2.csv:2 quantity: 'x' is not a number" in told.stderr


def test_a_whole_feed_takes_the_place_of_the_one_before(workspace: Path) -> None:
    mapping = workspace.parent / "visits.yaml"
    mapping.write_text(MAPPING.replace("refresh: months", "refresh: whole"))
    _load(workspace, "may", APRIL_AND_MAY)
    told = _load(workspace, "june", APRIL_AGAIN)
    assert "in place of 1 earlier" in told.stdout
    assert _hours(workspace) == same("activity_id quantity\nb 16.000\nd 32.000")
    back = _load(workspace, "may", APRIL_AND_MAY, "--replace")
    assert back.exit_code == 0, back.output
    assert _hours(workspace) == same("activity_id quantity\na 1.000\nb 2.000\nc 4.000")


@pytest.mark.parametrize("word", ["reading the files", "storing activity", "checking activity"])
def test_a_load_that_is_killed_is_taken_up_again(workspace: Path, word: str) -> None:
    _load(workspace, "may", APRIL_AND_MAY)
    before = bytes_of(workspace)
    feed = write_feed(workspace.parent / "june", {"visits": APRIL_AGAIN})
    words = ["load", str(workspace), str(feed), "--from", str(workspace.parent / "visits.yaml")]
    with subprocess.Popen(
        [sys.executable, "-m", "wholeplace", *words], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        reached = next((line for line in process.stderr if word in line), None)
        os.kill(process.pid, signal.SIGKILL)
    assert reached is not None
    now = bytes_of(workspace)
    assert {name: now[name] for name in before} == before
    assert _command(*words).exit_code == 0
    assert _hours(workspace) == same("activity_id quantity\nb 16.000\nc 4.000\nd 32.000")
    assert not [path for path in (workspace / "data").iterdir() if path.name.startswith(".")]


def test_two_loads_at_once_wait_for_each_other_or_are_refused(workspace: Path) -> None:
    with writing(workspace, "loading the April feed"), ThreadPoolExecutor() as others:
        told = others.submit(_load, workspace, "may", APRIL_AND_MAY, "--no-wait").result()
    assert told.exit_code == 1
    assert f"process {os.getpid()} has been writing here since" in told.stderr
    assert "loading the April feed" in told.stderr
    assert _load(workspace, "may", APRIL_AND_MAY, "--no-wait").exit_code == 0
    assert not (workspace / ".writing").exists()


def test_a_feed_that_is_refused_does_not_stop_the_others(workspace: Path) -> None:
    write_feed(workspace / "in" / "1", {"visits": APRIL_AND_MAY.replace("2019-05-01", "soon")})
    write_feed(workspace / "in" / "2", {"visits": APRIL_AGAIN})
    (workspace.parent / "visits.yaml").write_text(MAPPING.replace("34%", "0%"))
    listed = "feeds:\n  - {name: visits, mapping: ../visits.yaml, path: in/*}\n"
    (workspace / "feeds.yaml").write_text(listed)
    told = _command("load", workspace)
    assert told.exit_code == 1
    assert "'soon' is not a date and time" in told.stderr
    assert "1 of 2 feeds refused: visits; the others are loaded" in told.stderr
    assert _hours(workspace) == same("activity_id quantity\nb 16.000\nd 32.000")


def test_a_month_is_final_some_days_after_its_end() -> None:
    assert not is_final("2020-02", 50, date(2020, 4, 19))
    assert is_final("2020-02", 50, date(2020, 4, 20))


# Two rows of April are late; the one of March is the first of its month.
LATE = (
    APRIL_AGAIN.rstrip()
    + """
    e   9990000034  2019-04-05  1      2019-06-10  -
    f   9990000034  2019-03-05  1      2019-06-10  -
"""
)
DAYS = """
    today       after_flex  after_freeze  told
    2019-05-20  -           -             loaded
    2019-05-21  2           -             loaded,_after_its_flex_date
    2019-06-19  2           -             loaded,_after_its_flex_date
    2019-06-20  2           2             loaded,_after_its_freeze_date
"""


@pytest.mark.parametrize("line", DAYS.strip().splitlines()[1:])
def test_a_late_row_is_told_with_the_date_that_it_missed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """April ends on the 30th: 20 days after is its flex date, 50 days after its freeze date."""
    today, flex, freeze, words = line.split()
    monkeypatch.setattr(load_feed, "today", lambda: date.fromisoformat(today))
    _load(workspace, "may", APRIL_AND_MAY)
    told = _load(workspace, "june", LATE)
    (count,) = read_ledger(workspace / "data")[-1].counts
    found = [dict(months) for months in (count.late, count.after_flex, count.after_freeze)]
    months = [{} if number == "-" else {"2019-04": int(number)} for number in (flex, freeze)]
    assert found == [{"2019-04": 2}, *months]
    assert f"2 rows of 2019-04 came after it was {words.replace('_', ' ')}\n" in told.stdout


def test_the_calendar_of_a_listed_feed_goes_before_that_of_the_mapping(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_feed, "today", lambda: date(2019, 5, 10))
    write_feed(workspace / "in" / "1", {"visits": APRIL_AND_MAY})
    write_feed(workspace / "in" / "2", {"visits": APRIL_AGAIN})
    feed = "name: visits, mapping: ../visits.yaml, path: in/*"
    dates = '{flex: 2, freeze: 9, source: "assumed: agreed with the teams"}'
    (workspace / "feeds.yaml").write_text(f"feeds:\n  - {{{feed}, calendar: {dates}}}\n")
    told = _command("load", workspace)
    assert "1 rows of 2019-04 came after it was loaded, after its freeze date" in told.stdout
