"""Amounts that are taken back: of what was charged, now or before, or of what was never loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.tables import running
from tests.workspaces import bytes_of, write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.cli import main
from wholeplace.record import table_named
from wholeplace.store.batches import stored_table
from wholeplace.store.ledger import read_ledger

MAPPING = """
mapping: claims
about: what was paid for visits, and taken back
version: "1"
source: "assumed: invented for this test"
refresh: {refresh}
files:
  claims: {{file: "claims*.csv"}}
tables:
  - table: cost
    from: claims
    period: DAY
    {reversals}
    columns:
      cost_id: ID
      activity_id: VISIT
      person_id: WHO
      basis: {{value: paid}}
      amount: PAID
      currency: CURRENCY
"""
ALONE = "reversals: may_stand_alone"
APRIL = """
    ID  VISIT  WHO  DAY         PAID     CURRENCY
    1   v1     ann  2019-04-03  100.00   GBP
    2   v2     bob  2019-04-04  20.00    GBP
"""
# In May the whole of the first is taken back.
MAY = """
    ID  VISIT  WHO  DAY         PAID     CURRENCY
    3   v1     ann  2019-05-03  -100.00  GBP
"""
# Nobody sent what these take back: two of one visit, one of another; the last is charged again.
LONE = """
    ID  VISIT  WHO  DAY         PAID     CURRENCY
    4   v7     ann  2019-05-01  -30.00   GBP
    5   v7     ann  2019-05-02  -1.50    GBP
    6   v8     bob  2019-05-02  -7.00    USD
    7   v9     bob  2019-05-02  -9.00    GBP
    8   v9     bob  2019-05-03  9.00     GBP
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    init_workspace(tmp_path / "W", "hillingdon-2019", key=b"invented")
    return tmp_path / "W"


def _load(
    workspace: Path, name: str, drawing: str, *words: str, refresh: str = "append", say: str = ""
) -> Result:
    feed = write_feed(workspace.parent / name, {"claims": drawing})
    mapping = workspace.parent / "claims.yaml"
    mapping.write_text(MAPPING.format(refresh=refresh, reversals=say))
    command = ["load", str(workspace), str(feed), "--from", str(mapping), *words]
    return CliRunner().invoke(main, command)


def _total(workspace: Path) -> str:
    with running() as engine:
        ledger = read_ledger(workspace / "data")
        rows = stored_table(engine, workspace / "data", ledger, table_named("cost"))
        return str(engine.rows(rows.aggregate(total=rows.amount.sum()))[0]["total"])


@pytest.mark.parametrize("refresh", ["append", "months"])
def test_a_reversal_counts_together_with_what_an_earlier_load_charged(
    workspace: Path, refresh: str
) -> None:
    assert _load(workspace, "april", APRIL, refresh=refresh).exit_code == 0
    told = _load(workspace, "may", MAY, refresh=refresh)
    assert told.exit_code == 0, told.output
    assert "below nought" not in told.output
    assert _total(workspace) == "20.00"


def test_more_than_was_charged_in_all_is_refused_with_the_sum_of_all(workspace: Path) -> None:
    _load(workspace, "april", APRIL)
    before = bytes_of(workspace)
    refused = _load(workspace, "may", MAY.replace("-100.00", "-100.01"))
    assert refused.exit_code == 1
    assert "-100.01 reverses more than was charged: the sum is -0.01" in refused.stderr
    assert "say reversals: may_stand_alone in the mapping" in refused.stderr
    assert bytes_of(workspace) == before


def test_a_charge_of_another_basis_or_currency_is_not_what_was_reversed(workspace: Path) -> None:
    _load(workspace, "april", APRIL)
    refused = _load(workspace, "may", MAY.replace("GBP", "USD"))
    assert "the sum is -100.00" in refused.stderr


def test_a_month_that_is_sent_again_without_its_charge_leaves_the_reversal_alone(
    workspace: Path,
) -> None:
    _load(workspace, "april", APRIL, refresh="months")
    again = APRIL.replace("1   v1     ann  2019-04-03  100.00   GBP", "").replace("    \n", "")
    both = again.rstrip() + "\n" + MAY.strip().splitlines()[1] + "\n"
    refused = _load(workspace, "june", both, refresh="months")
    assert refused.exit_code == 1
    assert "the sum is -100.00" in refused.stderr


def test_a_charge_that_is_sent_again_counts_once_and_as_it_is_now(workspace: Path) -> None:
    _load(workspace, "april", APRIL, refresh="months")
    moved = "\n    1   v1     ann  2019-05-01  60.00    GBP\n"
    refused = _load(workspace, "may", MAY.rstrip() + moved, refresh="months")
    assert "the sum is -40.00" in refused.stderr


def test_what_stands_alone_is_refused_unless_the_mapping_allows_it(workspace: Path) -> None:
    refused = _load(workspace, "lone", LONE)
    assert refused.exit_code == 1
    assert "claims.csv:2 amount: -30.00 reverses more than was charged: the sum is -31.50" in (
        refused.stderr
    )
    assert "(2 rows)" in refused.stderr


def test_what_may_stand_alone_is_stored_told_with_its_amount_and_listed(workspace: Path) -> None:
    told = _load(workspace, "lone", LONE, say=ALONE)
    assert told.exit_code == 0, told.output
    lines = [line for line in told.stdout.splitlines() if line.startswith("warning")]
    listed_in = "listed in the batch's reversals.parquet"
    assert lines == [
        f"warning: 1 sum of paid costs is below nought, in all GBP -31.50: {listed_in}",
        f"warning: 1 sum of paid costs is below nought, in all USD -7.00: {listed_in}",
    ]
    (batch,) = read_ledger(workspace / "data")
    assert (batch.row_count, batch.counts[0].adds_up) == (5, True)
    listed = pq.read_table(workspace / "data" / batch.batch_id / "reversals.parquet").to_pylist()
    names = ("row", "cost_id", "activity_id", "currency", "amount", "sum")
    assert [[str(row[name]) for name in names] for row in listed] == [
        ["1", "4", "v7", "GBP", "-30.00", "-31.50"],
        ["2", "5", "v7", "GBP", "-1.50", "-31.50"],
        ["3", "6", "v8", "USD", "-7.00", "-7.00"],
    ]
    assert "person_id" not in listed[0]


def test_programs_are_told_too(workspace: Path) -> None:
    (told,) = json.loads(_load(workspace, "lone", LONE, "--json", say=ALONE).stdout)
    assert told["reversals"] == [
        {"basis": "paid", "currency": "GBP", "sums": 1, "amount": "-31.50"},
        {"basis": "paid", "currency": "USD", "sums": 1, "amount": "-7.00"},
    ]


def test_the_row_is_told_in_the_file_in_which_it_stands(workspace: Path) -> None:
    folder = workspace.parent / "two"
    charged = LONE.replace("-30.00", "30.00").replace("-1.50", "-2.50").replace("-7.00", "7.00")
    write_feed(folder, {"claims_1": charged})
    write_feed(folder, {"claims_2": MAY})
    mapping = workspace.parent / "claims.yaml"
    mapping.write_text(MAPPING.format(refresh="append", reversals=""))
    command = ["load", str(workspace), str(folder), "--from", str(mapping)]
    refused = CliRunner().invoke(main, command)
    assert "claims_2.csv:2 amount: -100.00 reverses more" in refused.stderr


def test_it_can_be_said_of_no_other_table(workspace: Path) -> None:
    mapping = workspace.parent / "claims.yaml"
    text = MAPPING.format(refresh="append", reversals=ALONE)
    columns = text.partition("    columns:")[0].replace("table: cost", "table: organisation")
    mapping.write_text(columns + "    columns: {code: VISIT}\n")
    said = CliRunner().invoke(main, ["check", str(mapping)])
    assert said.exit_code == 1
    assert "no amount of organisation can be reversed" in said.output
