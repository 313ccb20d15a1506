"""What is wrong with a whole table: keys that stand twice, in one load or beside an earlier one."""

from __future__ import annotations

from pathlib import Path

from tests.loads import Place, place

TWO_FILES = """\
files:
  old: {file: old.csv}
  new: {file: new.csv, optional: true}
tables:
""" + "".join(
    f"""\
  - table: measurement
    from: {name}{period}
    columns:
      person_id: WHO
      activity_id: VISIT
      measured_at: DAY
      position: {{value: "1"}}
      code_system: {{value: SNOMED}}
      code: CODE
      unit: UNIT
"""
    for name, period in (("old", "\n    period: DAY"), ("new", ""))
)
HEAD = "WHO,VISIT,DAY,CODE,UNIT\n"


def row(who: str = "ann", visit: str = "", day: int = 1, code: str = "1", unit: str = "kg") -> str:
    return f"{who},{visit},2019-05-{day:02},{code},{unit}\n"


def measured(folder: Path) -> Place:
    return place(folder, TWO_FILES)


def test_a_key_that_stands_twice_is_told_at_its_second_row_with_what_differs(
    tmp_path: Path,
) -> None:
    # Nobody says in which visit; that both lack it does not tell them apart.
    why = measured(tmp_path).refused(
        {"old.csv": HEAD + row(day=2) + row() + row(day=3) + row(code="2", unit="lb")}
    )
    assert "old.csv:5 person_id:" in why
    assert "measured_at '2019-05-01 00:00:00', position '1' stands again (first at line 3)" in why
    assert "and with another code: '2', before '1'" in why
    assert "(1 row)" in why
    assert "keep one row for each person_id + activity_id + measured_at + position" in why


def test_a_key_that_stands_in_two_files_of_a_feed_is_found(tmp_path: Path) -> None:
    why = measured(tmp_path).refused(
        {"old.csv": HEAD + row(day=9) + row(), "new.csv": HEAD + row() + row(visit="v")}
    )
    assert "old.csv:3 person_id:" in why
    assert "stands again (first at line 2)" in why
    assert "another" not in why


def test_the_number_of_keys_that_repeat_is_told(tmp_path: Path) -> None:
    rows = [row(day=day) for day in (1, 2, 3, 1, 2, 1)]
    why = measured(tmp_path).refused({"old.csv": HEAD + "".join(rows)})
    assert "old.csv:5 person_id:" in why
    assert "(2 rows)" in why


def test_nobody_is_named_by_what_a_key_or_a_difference_shows(tmp_path: Path) -> None:
    why = measured(tmp_path).refused(
        {"old.csv": HEAD + row("9990000018", "9990000026") + row("9990000018", "9990000026",
         code="9990000034")}
    )  # fmt: skip
    assert "the person_id of this row, the activity_id of this row, measured_at" in why
    assert "and with another code" in why
    assert "999" not in why


def test_a_key_of_an_earlier_load_is_told_at_the_first_row_that_has_it(tmp_path: Path) -> None:
    here = measured(tmp_path)
    here.load({"old.csv": HEAD + row(day=3) + row(day=2)}, "one")
    why = here.refused({"old.csv": HEAD + row(day=1) + row(day=2) + row(day=3)}, "two")
    assert "two/old.csv:3 person_id: the person_id of this row, activity_id 'None'" in why
    assert "is stored already, from another load (2 rows)" in why


def test_two_people_may_be_measured_in_one_moment(tmp_path: Path) -> None:
    here = measured(tmp_path)
    loaded = here.load({"old.csv": HEAD + row("ann") + row("bob"), "new.csv": HEAD + row("cat")})
    assert loaded.batch.row_count == 3
    assert here.load({"old.csv": HEAD + row("dan")}, "next").batch.row_count == 1
