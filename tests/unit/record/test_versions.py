"""Versions of one row: which is the latest, and which are not; suspects are found by a hash."""

from __future__ import annotations

import ibis
import pytest
from ibis import ir

from tests.tables import draw, same
from wholeplace.record import earlier_versions, suspected, suspects, version_columns
from wholeplace.record.language.mapping import KeepLatest
from wholeplace.store.engine import Engine

KEEP = KeepLatest(by=("ID",), order="SENT")


def _source(drawing: str) -> ir.Table:
    names, *lines = [line.split() for line in drawing.strip().splitlines()]
    rows = [
        dict(zip(names, ["" if cell == "-" else cell for cell in line], strict=True))
        | {"_row": i, "_file": "f.csv"}
        for i, line in enumerate(lines, 1)
    ]
    schema = ibis.schema(dict.fromkeys(names, "string") | {"_row": "int64", "_file": "string"})
    return ibis.memtable(rows, schema=schema)


@pytest.mark.parametrize(
    ("drawing", "earlier"),
    [
        pytest.param("ID SENT\na 2019-05-01\nb 2019-05-01", [], id="no row stands twice"),
        pytest.param("ID SENT\na 2019-05-01\na 2019-06-01", [1], id="the later day counts"),
        pytest.param("ID SENT\na 2019-06-01\na 2019-05-01", [2], id="wherever it stands"),
        pytest.param("ID SENT\na 2019-06-01\na 2019-06-01", [1], id="of equals the last"),
        pytest.param("ID SENT\na 9\na 10", [1], id="numbers are compared as numbers"),
        pytest.param("ID SENT\na 9\na -", [2], id="what has no order is earlier"),
        pytest.param("ID SENT\n- 1\n- 2", [], id="what has no key has no versions"),
        pytest.param("ID SENT\na 1\na 3\na 2", [1, 3], id="only one counts"),
    ],
)
def test_every_version_but_the_latest_is_found(
    running: Engine, drawing: str, earlier: list[int]
) -> None:
    versions = version_columns(_source(drawing), KEEP)
    found = running.rows(earlier_versions(versions))
    assert sorted(int(str(row["_row"])) for row in found) == earlier


def test_rows_that_are_alike_are_suspected_and_others_are_not(running: Engine) -> None:
    rows = running.keep("rows", _source("ID SENT\na 1\nb 1\na 1\nb 2\n- 1\n- 1"))
    shared = running.keep("shared", suspects(rows, ["ID", "SENT"]))
    found = running.rows(suspected(rows, ["ID", "SENT"], shared).select("_row"))
    lines = sorted([str(row["_row"])] for row in found)
    assert draw([["_row"], *lines]) == same("_row\n1\n3\n5\n6")
