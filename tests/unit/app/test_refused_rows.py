"""A few bad rows are left out and listed; one more than a mapping allows refuses the feed."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from tests.loads import place
from tests.sources import cells

CODES = """\
files:
  stays: {file: "stays*.csv"}
  bills: {file: bills.csv, optional: true}
tables:
  - table: organisation
    from: stays
    refuse_rows_up_to: 25%
    columns: {code: A, valid_from: B, valid_to: C}
  - table: geography
    from: bills
    refuse_rows_up_to: 50%
    columns: {lsoa_code: A, lsoa_year: B, imd_year: {value: "2019"}}
"""
HEAD = "A,B,C\n"
GOOD = "x1,2019-04-01,\nx2,2019-04-01,\nx3,2019-04-01,\n"


def test_as_many_as_are_allowed_are_left_out_and_one_more_is_not(tmp_path: Path) -> None:
    here = place(tmp_path, CODES)
    loaded = here.load({"stays.csv": HEAD + GOOD + "x4,soon,\n"})
    (count,) = loaded.batch.counts
    assert (count.rows_in, count.stored, count.refused) == (4, 3, 1)
    why = here.refused({"stays.csv": HEAD + "y1,2019-04-01,\ny2,2019-04-01,\ny3,soon,\n"}, "more")
    assert "'soon' is not a date" in why
    assert "(1 row)" in why


def test_the_list_has_a_line_for_each_row_and_rule_in_the_order_of_the_files(
    tmp_path: Path,
) -> None:
    here = place(tmp_path, CODES)
    more = "".join(f"z{n},2019-04-01,\n" for n in range(9))
    loaded = here.load(
        {
            "stays_1.csv": HEAD + GOOD + "x9,never,soon\n" + more,
            "stays_2.csv": HEAD + "w1,2019-04-01,2018-04-01\n" + ",2019-04-01,\n",
            "bills.csv": "A,B\ne1,2011\ne2,x\n",
        }
    )
    listed = pq.read_table(here.parquet(loaded, "refused")).to_pylist()
    names = ("table", "file", "row", "column")
    assert [[str(line[name]) for name in names] for line in listed] == cells("""
        geography    | bills.csv   | 2 | lsoa_year
        organisation | stays*.csv #1 | 4 | valid_from
        organisation | stays*.csv #1 | 4 | valid_to
        organisation | stays*.csv #2 | 2 | code
    """)
    assert [count.refused for count in loaded.batch.counts] == [2, 1]
    assert [count.adds_up for count in loaded.batch.counts] == [True, True]


def test_where_nothing_is_refused_there_is_no_list(tmp_path: Path) -> None:
    here = place(tmp_path, CODES)
    loaded = here.load({"stays.csv": HEAD + GOOD})
    assert not here.parquet(loaded, "refused").exists()
