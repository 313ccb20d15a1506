"""A stay that is open in March's file and discharged in April's: the later row counts, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.tables import draw, running, same
from tests.workspaces import bytes_of, write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load import load_feed
from wholeplace.cli import main
from wholeplace.record import table_named
from wholeplace.store.batches import stored_table
from wholeplace.store.ledger import Batch, known_at, read_ledger

MAPPING = """
mapping: stays
about: stays with their codes and prices, and bills in a file of their own
version: "1"
source: "assumed: invented for this test"
refresh: months
files:
  stays: {file: stays}
  bills: {file: bills, optional: true}
tables:
  - table: activity
    from: stays
    period: {first_of: [OUT, IN]}
    columns:
      activity_id: ID
      person_id: WHO
      source: {value: stays}
      setting: {value: APC}
      start_ts: IN
      end_ts: OUT
      quantity: {value: "1"}
  - table: diagnosis
    from: stays
    period: {first_of: [OUT, IN]}
    each: {columns: [DIAG]}
    columns:
      activity_id: ID
      person_id: WHO
      position: "@position"
      code_system: {value: ICD10}
      code: "@value"
  - table: cost
    from: stays
    period: {first_of: [OUT, IN]}
    columns:
      cost_id: {join: {columns: [ID, PRICE], with: ":"}}
      activity_id: ID
      person_id: WHO
      basis: {value: tariff}
      amount: PRICE
      currency: {value: GBP}
  - table: cost
    from: bills
    period: DAY
    columns:
      cost_id: BILL
      activity_id: ID
      person_id: WHO
      basis: {value: charge}
      amount: AMOUNT
      currency: {value: GBP}
"""

MARCH = """
    ID  WHO  IN          OUT         DIAG  PRICE
    a   ann  2019-03-05  2019-03-09  J18   100
    b   bob  2019-03-28  -           I50   200
"""
# b has gone home, with another code and another price. March is not sent again.
APRIL = """
    ID  WHO  IN          OUT         DIAG  PRICE
    b   bob  2019-03-28  2019-04-06  I21   900
    c   cat  2019-04-02  2019-04-03  K35   300
"""
BILLS_OF_MARCH = """
    BILL  ID  WHO  DAY         AMOUNT
    1     a   ann  2019-03-09  10
    2     b   bob  2019-03-29  20
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which each load takes place a day after the one before."""
    init_workspace(tmp_path / "W", "hillingdon-2019", key=b"invented")
    (tmp_path / "stays.yaml").write_text(MAPPING)
    days = iter(range(100))
    first = datetime(2019, 5, 1, tzinfo=UTC)
    monkeypatch.setattr(load_feed, "now", lambda: first + timedelta(days=next(days)))
    return tmp_path / "W"


def _command(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def _load(workspace: Path, name: str, *words: str, **drawings: str) -> Result:
    feed = write_feed(workspace.parent / name, drawings)
    told = _command("load", workspace, feed, "--from", workspace.parent / "stays.yaml", *words)
    assert told.exit_code == 0, told.output
    return told


def _known(workspace: Path, batches: Sequence[Batch] | None = None) -> str:
    """Draw what counts of each stay: its end, its codes, its prices and its bills."""
    ledger = read_ledger(workspace / "data") if batches is None else batches
    with running() as engine:
        found = {
            name: engine.rows(stored_table(engine, workspace / "data", ledger, table_named(name)))
            for name in ("activity", "diagnosis", "cost")
        }
    lines = [["stay", "end", "codes", "tariff", "charge"]]
    for stay in sorted({str(row["activity_id"]) for rows in found.values() for row in rows}):
        mine = {k: [r for r in rows if r["activity_id"] == stay] for k, rows in found.items()}
        ends = [str(row["end_ts"] or "open")[:10] for row in mine["activity"]]
        codes = [str(row["code"]) for row in mine["diagnosis"]]
        costs = [
            [str(row["amount"]) for row in mine["cost"] if row["basis"] == basis]
            for basis in ("tariff", "charge")
        ]
        lines.append([stay, *("+".join(sorted(x)) or "-" for x in (ends, codes, *costs))])
    return draw(lines)


def _adds_up(workspace: Path) -> None:
    """Hold what the ledger says of every batch against the rows that are read from it."""
    for batch in read_ledger(workspace / "data"):
        assert all(count.adds_up for count in batch.counts_as_they_stand())
    ledger = read_ledger(workspace / "data")
    with running() as engine:
        for name in ("activity", "diagnosis", "cost"):
            rows = stored_table(engine, workspace / "data", ledger, table_named(name))
            for batch in ledger:
                told = [c.stored for c in batch.counts_as_they_stand() if c.table == name]
                assert engine.count(rows.filter(rows.batch_id == batch.batch_id)) == sum(told)


BEFORE = """
    stay  end         codes  tariff  charge
    a     2019-03-09  J18    100.00  -
    b     open        I50    200.00  -
"""
AFTER = """
    stay  end         codes  tariff  charge
    a     2019-03-09  J18    100.00  -
    b     2019-04-06  I21    900.00  -
    c     2019-04-03  K35    300.00  -
"""


def test_the_later_row_of_a_stay_counts_with_its_codes_and_prices(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH)
    assert _known(workspace) == same(BEFORE)
    told = _load(workspace, "april", stays=APRIL)
    assert _known(workspace) == same(AFTER)
    assert "3 rows of earlier loads no longer count" in told.stdout
    _adds_up(workspace)


def test_what_was_known_before_the_stay_ended_is_known_still(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH)
    _load(workspace, "april", stays=APRIL)
    ledger = read_ledger(workspace / "data")
    assert _known(workspace, known_at(ledger, datetime(2019, 5, 1, 23, tzinfo=UTC))) == same(BEFORE)
    assert _known(workspace, known_at(ledger, datetime(2019, 5, 2, 1, tzinfo=UTC))) == same(AFTER)


def test_the_earlier_batch_is_not_written_again_and_the_keys_are_listed(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH)
    (march,) = read_ledger(workspace / "data")
    before = bytes_of(workspace / "data" / march.batch_id)
    _load(workspace, "april", stays=APRIL)
    assert bytes_of(workspace / "data" / march.batch_id) == before
    march, april = read_ledger(workspace / "data")
    listed = pq.read_table(workspace / "data" / april.batch_id / "superseded.activity.parquet")
    assert listed.to_pylist() == [{"activity_id": "b", "batch_id": march.batch_id}]
    (entry,) = march.superseded
    assert entry.rows == {
        "activity.parquet": {"2019-03": 1},
        "cost.parquet": {"2019-03": 1},
        "diagnosis.parquet": {"2019-03": 1},
    }


def test_where_no_stay_moved_nothing_is_written(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH)
    _load(workspace, "april", stays=APRIL.replace("b   bob", "d   dan"))
    march, april = read_ledger(workspace / "data")
    assert march.superseded == ()
    assert not list((workspace / "data" / april.batch_id).glob("superseded.*"))


def test_bills_that_are_not_sent_again_stand(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH, bills=BILLS_OF_MARCH)
    _load(workspace, "april", stays=APRIL)
    assert _known(workspace) == same("""
        stay  end         codes  tariff  charge
        a     2019-03-09  J18    100.00  10.00
        b     2019-04-06  I21    900.00  20.00
        c     2019-04-03  K35    300.00  -
    """)
    _adds_up(workspace)


def test_a_stay_that_is_billed_again_is_billed_once(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH, bills=BILLS_OF_MARCH)
    _load(workspace, "april", stays=APRIL, bills="""
        BILL  ID  WHO  DAY         AMOUNT
        3     b   bob  2019-04-07  90
        4     a   ann  2019-04-09  1
    """)  # fmt: skip
    # Bill 4 comes beside bill 1: stay a was not sent again.
    assert _known(workspace) == same("""
        stay  end         codes  tariff  charge
        a     2019-03-09  J18    100.00  1.00+10.00
        b     2019-04-06  I21    900.00  90.00
        c     2019-04-03  K35    300.00  -
    """)
    _adds_up(workspace)


def test_a_code_that_is_not_sent_again_with_its_stay_is_gone(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH)
    _load(workspace, "april", stays=APRIL.replace("I21", "-"))
    assert "b 2019-04-06 - 900.00 -" in _known(workspace)


def test_a_stay_may_move_again_and_its_months_be_sent_again(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH)
    _load(workspace, "april", stays=APRIL)
    _load(workspace, "may", stays="""
        ID  WHO  IN          OUT         DIAG  PRICE
        b   bob  2019-03-28  2019-05-06  I22   950
    """)  # fmt: skip
    _adds_up(workspace)
    assert "b 2019-05-06 I22 950.00 -" in _known(workspace)
    # March again: a is corrected, and of b nothing is said.
    _load(workspace, "march-again", stays="""
        ID  WHO  IN          OUT         DIAG  PRICE
        a   ann  2019-03-05  2019-03-10  J18   101
    """)  # fmt: skip
    assert _known(workspace) == same("""
        stay  end         codes  tariff  charge
        a     2019-03-10  J18    101.00  -
        b     2019-05-06  I22    950.00  -
        c     2019-04-03  K35    300.00  -
    """)
    _adds_up(workspace)
    # March a third time, with b as it was said to be: the last word counts.
    _load(workspace, "march-third", stays=MARCH.replace("I50", "I51"))
    assert "b open I51 200.00 -" in _known(workspace)
    assert [batch.rows_superseded for batch in read_ledger(workspace / "data")] == [6, 3, 3, 3, 0]
    _adds_up(workspace)


def test_the_same_file_again_changes_nothing(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH)
    _load(workspace, "april", stays=APRIL)
    before = bytes_of(workspace)
    for name, drawing in (("march", MARCH), ("april", APRIL)):
        assert "nothing changed" in _load(workspace, name, stays=drawing).stdout
    assert bytes_of(workspace) == before


def test_a_feed_in_the_place_of_another_takes_the_place_of_its_moved_rows(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH)
    _load(workspace, "april", stays=APRIL)
    _load(workspace, "all", "--replace", stays=MARCH + APRIL.replace("b   bob", "d   dan").split(
        "\n", 2)[2])  # fmt: skip
    assert "b open I50 200.00 -" in _known(workspace)
    _adds_up(workspace)


def test_a_key_of_another_feed_is_refused_still(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH)
    feed = write_feed(workspace.parent / "other", {"stays": APRIL})
    mapping = workspace.parent / "stays.yaml"
    told = _command("load", workspace, feed, "--from", mapping, "--name", "other")
    assert told.exit_code == 1
    assert "activity_id 'b' is stored already, from another load" in told.stderr


# A feed of its own, that calls its file as the first calls one of its files.
PRICES = """
mapping: prices
about: bills of somebody else
version: "1"
source: "assumed: invented for this test"
files:
  bills: {file: bills}
tables:
  - table: cost
    from: bills
    columns:
      cost_id: {column: BILL, prefix: "x"}
      activity_id: ID
      person_id: WHO
      basis: {value: charge}
      amount: AMOUNT
      currency: {value: GBP}
"""


def test_what_another_feed_says_of_a_stay_that_moved_stands(workspace: Path) -> None:
    _load(workspace, "march", stays=MARCH)
    feed = write_feed(workspace.parent / "prices", {"bills": BILLS_OF_MARCH})
    (workspace.parent / "prices.yaml").write_text(PRICES)
    told = _command("load", workspace, feed, "--from", workspace.parent / "prices.yaml")
    assert told.exit_code == 0, told.output
    _load(workspace, "april", stays=APRIL, bills="""
        BILL  ID  WHO  DAY         AMOUNT
        3     b   bob  2019-04-07  90
    """)  # fmt: skip
    assert "b 2019-04-06 I21 900.00 20.00+90.00" in _known(workspace)


@pytest.mark.parametrize("word", ["storing cost", "checking activity", "looking for rows"])
def test_a_load_that_is_killed_while_rows_move_is_taken_up_again(
    workspace: Path, word: str
) -> None:
    _load(workspace, "march", stays=MARCH)
    before = bytes_of(workspace)
    feed = write_feed(workspace.parent / "april", {"stays": APRIL})
    words = ["load", str(workspace), str(feed), "--from", str(workspace.parent / "stays.yaml")]
    with subprocess.Popen(
        [sys.executable, "-m", "wholeplace", *words], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        reached = next((line for line in process.stderr if word in line), None)
        os.kill(process.pid, signal.SIGKILL)
    assert reached is not None
    now = bytes_of(workspace)
    if {name: now.get(name) for name in before} == before:
        # It had not taken effect: what counts is as it was, and the next load takes it up.
        assert _known(workspace) == same(BEFORE)
    assert _command(*words).exit_code == 0
    assert _known(workspace) == same(AFTER)
    assert not [path for path in (workspace / "data").iterdir() if path.name.startswith(".")]
    _adds_up(workspace)
