"""What one table of a mapping becomes on disk: which columns, in which order, in which words."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from tests.loads import place
from tests.sources import cells
from tests.workspaces import bytes_of

VISITS = """\
files:
  visits: {file: "visits*.csv"}
tables:
  - table: activity
    from: visits
    columns:
      activity_id: ID
      person_id: WHO
      source: {value: "  wards  "}
      setting: {value: COMM}
      start_ts: DAY
      quantity: {value: "1"}
      contact_medium: {column: HOW, codes: {phone: "02", post: " 06 "}, otherwise: ""}
      quantity_unit: {column: UNIT}
"""
HEAD = "ID,WHO,DAY,HOW,UNIT\n"
FILLED = ["activity_id", "person_id", "source", "setting", "start_ts", "quantity"]


def test_a_column_that_the_mapping_does_not_fill_is_not_stored_and_reads_as_missing(
    tmp_path: Path,
) -> None:
    here = place(tmp_path, VISITS)
    loaded = here.load({"visits.csv": HEAD + "a,ann,2019-05-01,phone,visit\n"})
    stored = pq.read_table(here.parquet(loaded, "activity"))
    beside = ["quantity_unit", "contact_medium", "_file", "_row", "batch_id"]
    assert sorted(stored.column_names) == sorted(FILLED + beside)
    assert here.rows("activity", "activity_id | start_ts | end_ts | los_days | pod") == cells("""
        activity_id | start_ts            | end_ts | los_days | pod
        a           | 2019-05-01 00:00:00 |        |          |
    """)


def test_words_are_trimmed_and_a_code_without_a_meaning_is_missing(tmp_path: Path) -> None:
    here = place(tmp_path, VISITS)
    here.load(
        {
            "visits.csv": HEAD + "a,ann,2019-05-01,phone, visit \nb,ann,2019-05-02,post,\n"
            "c,ann,2019-05-03,pigeon,  \nd,ann,2019-05-04,,visit\n"
        }
    )
    columns = "activity_id | source | contact_medium | quantity_unit"
    assert here.rows("activity", columns) == cells("""
        activity_id | source | contact_medium | quantity_unit
        a           | wards  | 02             | visit
        b           | wards  | 06             |
        c           | wards  |                |
        d           | wards  |                | visit
    """)


def test_several_files_stay_in_their_order_and_each_row_knows_its_own(tmp_path: Path) -> None:
    here = place(tmp_path, VISITS)
    # Eleven: as a text the tenth file would stand before the second.
    lines = {n: f"z{n},ann,2019-05-01,,\na{n},bob,2019-05-01,,\n" for n in range(10, 21)}
    loaded = here.load({f"visits_{n}.csv": HEAD + text for n, text in lines.items()})
    stored = pq.read_table(here.parquet(loaded, "activity"))
    found = zip(*(stored[name].to_pylist() for name in ("activity_id", "_row")), strict=True)
    assert list(found) == [(f"{id_}{n}", row) for n in lines for row, id_ in ((1, "z"), (2, "a"))]
    files = stored["_file"].to_pylist()
    assert files[::2] == files[1::2]
    assert files[::2] == [f"visits*.csv #{n}" for n in range(1, 12)]
    (count,) = loaded.batch.counts
    assert (count.file, count.rows_in, count.stored) == ("visits: 11 files", 22, 22)


CODES = """\
files:
  stays: {file: stays.csv}
tables:
  - table: diagnosis
    from: stays
    each: {columns: [D1, D2, D3]}
    columns:
      person_id: WHO
      activity_id: ID
      position: %s
      code_system: {value: ICD10}
      code: "@value"
"""
STAYS = {"stays.csv": "ID,WHO,D1,D2,D3\nb,bob,Z99,,A01\na,ann,M10,B20,\nc,cat,,   ,\n"}


def test_the_cells_of_a_row_stay_in_the_order_of_their_columns(tmp_path: Path) -> None:
    here = place(tmp_path, CODES % '"@position"')
    loaded = here.load(STAYS)
    assert here.rows("diagnosis", "activity_id | position | code") == cells("""
        activity_id | position | code
        b           | 1        | Z99
        b           | 3        | A01
        a           | 1        | M10
        a           | 2        | B20
    """)
    (count,) = loaded.batch.counts
    assert (count.rows_in, count.stored) == (4, 4)


def test_cells_whose_place_is_not_stored_are_in_the_order_of_their_key(tmp_path: Path) -> None:
    here = place(tmp_path, CODES % '{value: "1"}')
    here.load(STAYS)
    assert here.rows("diagnosis", "activity_id | position | code") == cells("""
        activity_id | position | code
        b           | 1        | A01
        b           | 1        | Z99
        a           | 1        | B20
        a           | 1        | M10
    """)


def test_a_file_in_which_no_cell_is_filled_gives_no_row(tmp_path: Path) -> None:
    here = place(tmp_path, CODES % '"@position"')
    loaded = here.load({"stays.csv": "ID,WHO,D1,D2,D3\nc,cat,,   ,\n"})
    (count,) = loaded.batch.counts
    assert (count.rows_in, count.stored, count.adds_up) == (0, 0, True)


def test_the_same_load_in_two_places_writes_the_same_bytes(tmp_path: Path) -> None:
    lines = [f"a{n * 7 % 400},p{n % 9},2019-05-01,,\n" for n in range(400)]
    found = []
    for name in ("here", "there"):
        one = place(tmp_path / name, VISITS)
        loaded = one.load({"visits.csv": HEAD + "".join(lines)})
        found.append(bytes_of(one.parquet(loaded, "activity").parent))
    assert found[0] == found[1]
    assert "activity.parquet" in found[0]


VERSIONS = """\
files:
  old: {file: old.csv}
  new: {file: new.csv}
tables:
""" + "".join(
    f"""\
  - table: activity
    from: {name}
    keep_latest: {{by: [ID], order: {order}}}
    columns:
      activity_id: {{column: HOURS, prefix: "{name} by {order} "}}
      person_id: ID
      source: {{value: visits}}
      setting: {{value: COMM}}
      start_ts: DAY
      quantity: HOURS
"""
    for name, order in (("old", "SENT"), ("old", "DAY"), ("new", "SENT"))
)


def test_which_version_counts_is_said_for_each_table_and_each_file(tmp_path: Path) -> None:
    here = place(tmp_path, VERSIONS)
    head = "ID,DAY,HOURS,SENT\n"
    first = "a,2019-05-02,1,2019-06-01\na,2019-05-01,2,2019-06-02\nb,2019-05-01,3,2019-06-01\n"
    second = "a,2019-05-01,4,2019-06-02\na,2019-05-01,5,2019-06-01\nb,2019-05-01,6,2019-06-01\n"
    loaded = here.load({"old.csv": head + first, "new.csv": head + second})
    assert sorted(here.rows("activity", "activity_id")[1:]) == cells("""
        new by SENT 4
        new by SENT 6
        old by DAY 1
        old by DAY 3
        old by SENT 2
        old by SENT 3
    """)
    assert [(c.rows_in, c.stored, c.superseded) for c in loaded.batch.counts] == [(3, 2, 1)] * 3


MEASURED = """\
files:
  readings: {file: readings.csv}
tables:
  - table: measurement
    from: readings
    %s
    each: {columns: "V_*"}
    columns:
      person_id: WHO
      measured_at: DAY
      position: "@position"
      code_system: {value: OTHER}
      code: {value: weight}
      value_num: "@value"
"""


def test_a_file_may_have_none_of_the_columns_that_each_asks_for(tmp_path: Path) -> None:
    optional = MEASURED.replace('columns: "V_*"', 'columns: "V_*", optional: true')
    here = place(tmp_path, optional % "")
    loaded = here.load({"readings.csv": "WHO,DAY\nann,2019-05-01\n"})
    (count,) = loaded.batch.counts
    assert (count.rows_in, count.stored, count.adds_up) == (0, 0, True)


def test_a_blank_that_only_people_see_is_kept_as_it_is_written(tmp_path: Path) -> None:
    here = place(tmp_path, VISITS.replace('"  wards  "', '"\\u00a0wards "'))
    here.load({"visits.csv": HEAD + "a,ann,2019-05-01,phone,visit\n"})
    assert here.rows("activity", "activity_id | source")[1] == ["a", "\u00a0wards"]


def test_a_file_of_a_header_alone_gives_no_row(tmp_path: Path) -> None:
    here = place(tmp_path, MEASURED % "")
    loaded = here.load({"readings.csv": "WHO,DAY,V_1,V_2\n"})
    (count,) = loaded.batch.counts
    assert (count.rows_in, count.stored, count.adds_up) == (0, 0, True)
    assert here.rows("measurement", "person_id | value_num") == [["person_id", "value_num"]]


def test_the_months_of_a_load_are_counted_in_their_order(tmp_path: Path) -> None:
    here = place(tmp_path, MEASURED % "period: DAY")
    days = [f"20{year}-{month:02}-01" for year in range(19, 10, -1) for month in (7, 11, 3)]
    lines = [f"ann,{day},1,2\n" for day in days]
    loaded = here.load({"readings.csv": "WHO,DAY,V_2,V_1\n" + "".join(lines)})
    (count,) = loaded.batch.counts
    assert list(count.months.items()) == [(day[:7], 2) for day in sorted(days)]


def test_columns_in_step_are_found_by_their_numbers_and_kept_together(tmp_path: Path) -> None:
    mapping = MEASURED.replace('columns: "V_*"', 'columns: [["V_*", "DAY_*"]], names: [value, day]')
    here = place(tmp_path, (mapping % "").replace("measured_at: DAY", 'measured_at: "@day"'))
    # The second was measured first, and its columns stand first; the third has no value.
    text = "WHO,V_2,V_1,V_3,DAY_1,DAY_2,DAY_3\nann,2,1,,2019-05-09,2019-05-01,2019-05-03\n"
    here.load({"readings.csv": text})
    assert here.rows("measurement", "position | measured_at | value_num") == cells("""
        position | measured_at         | value_num
        1        | 2019-05-09 00:00:00 | 1.0
        2        | 2019-05-01 00:00:00 | 2.0
    """)


ASIDE = VISITS.replace(
    "    columns:",
    "    set_aside: [{when: {column: HOW, is: [none]}, why: nobody came}]%s\n    columns:",
)


def test_what_is_set_aside_is_counted_as_that_whatever_else_is_against_it(tmp_path: Path) -> None:
    text = "a,ann,2019-05-01,none,1\na,ann,2019-05-02,post,2\nb,bob,2019-05-01,none,1\n"
    text += "c,cat,2019-05-01,post,1\n"
    here = place(tmp_path / "alone", ASIDE % "")
    (count,) = here.load({"visits.csv": HEAD + text}).batch.counts
    assert (count.rows_in, count.stored, dict(count.set_aside)) == (4, 2, {"nobody came": 2})
    # The first row is also an earlier version of the second.
    here = place(tmp_path / "versions", ASIDE % "\n    keep_latest: {by: [ID], order: UNIT}")
    (count,) = here.load({"visits.csv": HEAD + text}).batch.counts
    assert (count.stored, dict(count.set_aside), count.superseded) == (2, {"nobody came": 2}, 0)


def test_a_word_that_is_changed_or_stands_for_unknown_codes_is_stored_as_it_became(
    tmp_path: Path,
) -> None:
    changed = VISITS.replace('{value: "  wards  "}', "{value: wards, upper: true}")
    here = place(tmp_path, changed.replace('otherwise: ""', 'otherwise: "99"'))
    here.load({"visits.csv": HEAD + "a,ann,2019-05-01,pigeon,\nb,bob,2019-05-01,phone,\n"})
    assert here.rows("activity", "source | contact_medium") == cells("""
        source | contact_medium
        WARDS  | 99
        WARDS  | 02
    """)


def test_a_file_that_came_empty_does_not_take_the_place_of_rows_that_count(tmp_path: Path) -> None:
    here = place(tmp_path, "refresh: whole\n" + VISITS)
    here.load({"visits.csv": HEAD + "a,ann,2019-05-01,phone,visit\n"})
    why = here.refused({"visits.csv": HEAD})  # a header alone
    assert "no row is stored of it, and 1 rows of earlier loads would count no more" in why
    assert len(here.rows("activity", "activity_id")) == 2
    here.load({"visits.csv": HEAD + "b,ann,2019-05-02,phone,visit\n"})
    assert here.rows("activity", "activity_id")[1:] == [["b"]]
