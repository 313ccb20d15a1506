"""What is written becomes a typed value, and what cannot be read becomes missing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import ibis
import pyarrow as pa
import pytest

from tests.sources import answer, cells, source
from wholeplace.record import TYPES, Column, Kind, Table, typed
from wholeplace.record.checks.typed import read_value
from wholeplace.store.engine import Engine

READINGS = {
    Kind.TEXT: """
        as written                   | value
        a                            | a
        1.0                          | 1.0
        two words                    | two words
    """,
    Kind.DATE: """
        as written                   | value
        2019-04-01                   | 2019-04-01
        2020-02-29                   | 2020-02-29
        2019-02-29                   |
        2019-02-30                   |
        2019-13-01                   |
        2019-04-01T23:30             | 2019-04-01
        2019-04-01 23:30:00-05:00    | 2019-04-01
        2019-04-01T25:00             |
        2019-04-01 at noon           |
        01/04/2019                   |
        2019-4-1                     |
        20190401                     |
        43556                        |
        x2019-04-01                  |
    """,
    Kind.TIMESTAMP: """
        as written                        | value
        2019-04-01                        | 2019-04-01 00:00:00
        2019-04-01T09:30                  | 2019-04-01 09:30:00
        2019-04-01 09:30:15               | 2019-04-01 09:30:15
        2019-04-01 09:30:15.25            | 2019-04-01 09:30:15.250000
        2019-04-01T09:30:15.1234567Z      | 2019-04-01 09:30:15.123456
        2019-04-01T09:30:00Z              | 2019-04-01 09:30:00
        2019-04-01T09:30:00+00:00         | 2019-04-01 09:30:00
        2019-04-01T09:30:00+01:00         | 2019-04-01 08:30:00
        2019-04-01T09:30:00+01            | 2019-04-01 08:30:00
        2019-04-01T09:30+0530             | 2019-04-01 04:00:00
        2019-04-01T23:30:00-05:00         | 2019-04-02 04:30:00
        2019-04-01T09:30:00-00:30         | 2019-04-01 10:00:00
        2020-01-01T00:30:00+01:00         | 2019-12-31 23:30:00
        2019-04-01T09:30:15.5-03:30       | 2019-04-01 13:00:15.500000
        2019-04-01T24:00                  | 2019-04-02 00:00:00
        2019-04-01T25:00                  |
        2019-04-01T09:60                  |
        2019-04-01T09:30:60               |
        2019-04-01T09:30+15:00            |
        2019-04-01T09:30+01:60            |
        2019-04-01T09:30 GMT              |
        2019-04-01T09                     |
        2019-04-01T                       |
        2019-02-30T09:30                  |
        2019-04-01Z                       |
        09:30                             |
    """,
    Kind.INTEGER: """
        as written             | value
        12                     | 12
        -12                    | -12
        +12                    | 12
        007                    | 7
        12.0                   | 12
        12.00                  | 12
        12.5                   |
        12.                    |
        1e5                    |
        1,000                  |
        0x1F                   |
        9223372036854775807    | 9223372036854775807
        9223372036854775808    |
        twelve                 |
    """,
    Kind.MONEY: """
        as written             | value
        112.41                 | 112.41
        112.4                  | 112.40
        112                    | 112.00
        112.410                | 112.41
        112.416                |
        112.411                |
        0.005                  |
        -0.01                  | -0.01
        +5                     | 5.00
        .5                     | 0.50
        5.                     | 5.00
        1e5                    | 100000.00
        1.5E-1                 | 0.15
        1e-3                   |
        999999999999.99        | 999999999999.99
        -999999999999.99       | -999999999999.99
        1000000000000          |
        1e300                  |
        £5                     |
        1,234.50               |
        NaN                    |
        -                      |
        .                      |
    """,
    Kind.QUANTITY: """
        as written             | value
        1.5                    | 1.500
        1.125                  | 1.125
        1.1255                 |
        99999999999.999        | 99999999999.999
        100000000000           |
        half                   |
    """,
    Kind.NUMBER: """
        as written             | value
        1.5                    | 1.5
        -.5                    | -0.5
        1e5                    | 100000.0
        1E-5                   | 1e-05
        1e400                  |
        nan                    |
        inf                    |
        1.5.2                  |
        0x10                   |
        1 2                    |
    """,
    Kind.YES_NO: """
        as written | value
        true       | True
        True       | True
        yes        | True
        Y          | True
        1          | True
        false      | False
        NO         | False
        n          | False
        0          | False
        2          |
        maybe      |
    """,
}


def test_a_kind_is_stored_as_one_type() -> None:
    assert {kind.value: str(kept_as) for kind, kept_as in TYPES.items()} == {
        "text": "string",
        "date": "date",
        "timestamp": "timestamp(6)",
        "integer": "int64",
        "money": "decimal(14, 2)",
        "quantity": "decimal(14, 3)",
        "number": "float64",
        "yes/no": "boolean",
    }


@pytest.mark.parametrize("kind", Kind)
def test_a_value_is_read_by_its_kind(running: Engine, kind: Kind) -> None:
    rows = source(READINGS[kind])
    read = read_value(rows["as written"], Column("c", kind))
    found = rows.select("_row", "as written", value=read).order_by("_row").drop("_row")
    assert read.type() == TYPES[kind]
    assert answer(running, found) == cells(READINGS[kind])


@pytest.mark.parametrize("kind", Kind)
def test_space_around_a_value_is_nothing_and_an_empty_one_is_missing(
    running: Engine, kind: Kind
) -> None:
    written = {
        Kind.TEXT: "a", Kind.DATE: "2019-04-01", Kind.TIMESTAMP: "2019-04-01T00:00Z",
        Kind.YES_NO: "yes",
    }.get(kind, "1")  # fmt: skip
    rows = ibis.memtable({"v": [written, f" {written}\t\n", "", "  ", None]})
    found = running.rows(rows.select(v=read_value(rows["v"], Column("c", kind))))
    assert found[0] == found[1] != {"v": None}
    assert found[2:] == [{"v": None}] * 3


SUMMER = timezone(timedelta(hours=1))
TIME = datetime(2019, 4, 1, 9, 30, tzinfo=UTC)
STORED = [
    # stored value          its type                     read as         value
    (TIME,                  pa.timestamp("us", "UTC"),   Kind.TIMESTAMP, "2019-04-01 09:30:00"),
    (TIME.astimezone(SUMMER), pa.timestamp("us", "Europe/London"), Kind.TIMESTAMP,
                                                                         "2019-04-01 09:30:00"),
    (TIME.replace(tzinfo=None), pa.timestamp("us"),      Kind.TIMESTAMP, "2019-04-01 09:30:00"),
    (TIME.replace(tzinfo=None), pa.timestamp("ns"),      Kind.TIMESTAMP, "2019-04-01 09:30:00"),
    (TIME.date(),           pa.date32(),                 Kind.TIMESTAMP, "2019-04-01 00:00:00"),
    (TIME.date(),           pa.date32(),                 Kind.DATE,      "2019-04-01"),
    (TIME.replace(tzinfo=None), pa.timestamp("us"),      Kind.DATE,      "2019-04-01"),
    (12.0,                  pa.float64(),                Kind.INTEGER,   "12"),
    (12.5,                  pa.float64(),                Kind.INTEGER,   ""),
    (12,                    pa.int32(),                  Kind.INTEGER,   "12"),
    (12,                    pa.int64(),                  Kind.INTEGER,   "12"),
    (12,                    pa.int64(),                  Kind.TEXT,      "12"),
    (0.1,                   pa.float64(),                Kind.MONEY,     "0.10"),
    (0.105,                 pa.float64(),                Kind.MONEY,     ""),
    (1234.1,                pa.float64(),                Kind.MONEY,     "1234.10"),
    (0.5,                   pa.float64(),                Kind.NUMBER,    "0.5"),
    (float("inf"),          pa.float64(),                Kind.NUMBER,    ""),
    (float("nan"),          pa.float64(),                Kind.NUMBER,    ""),
    (True,                  pa.bool_(),                  Kind.YES_NO,    "True"),
]  # fmt: skip


@pytest.mark.parametrize(("stored", "kind", "read_as", "value"), STORED)
def test_a_value_stored_with_a_type_is_read_as_another(
    running: Engine, stored: object, kind: pa.DataType, read_as: Kind, value: str
) -> None:
    rows = ibis.memtable(pa.table({"v": pa.array([stored], kind)}))
    found = rows.select(v=read_value(rows["v"], Column("c", read_as)))
    assert answer(running, found) == [["v"], [value]]


PAPER = Table(
    "paper", "", ("id",), (Column("id"), Column("on", Kind.DATE), Column("n", Kind.INTEGER))
)


def test_every_column_is_typed_and_stands_beside_what_was_written(running: Engine) -> None:
    rows = source("""
        id | on         | id__unknown_code | more
        a  | 2019-04-01 | z                | y
        b  | soon       |                  | y
    """)
    assert answer(running, typed(rows, PAPER).order_by("_row")) == cells("""
        _row | id | id__written | on         | on__written | n | id__unknown_code | more
        1    | a  | a           | 2019-04-01 | 2019-04-01  |   | z                | y
        2    | b  | b           |            | soon        |   |                  | y
    """)
    assert typed(rows, PAPER)["n"].type() == TYPES[Kind.INTEGER]


def test_not_a_number_in_a_table_of_numbers_is_a_missing_value_not_a_mistake(
    running: Engine,
) -> None:
    numbers = pa.table({"_row": [1, 2], "value": pa.array([1.5, float("nan")], pa.float64())})
    one = Table("one", "one value", ("value",), (Column("value", Kind.NUMBER),))
    assert answer(running, typed(ibis.memtable(numbers), one)) == [
        ["_row", "value", "value__written"],
        ["1", "1.5", "1.5"],
        ["2", "", ""],
    ]
