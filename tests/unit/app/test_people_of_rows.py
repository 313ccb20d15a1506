"""Who the rows of a file are about: one pseudonym for one person, however the cells name them."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from tests.loads import Place, place
from tests.sources import cells
from wholeplace.app.load.load_feed import Loaded
from wholeplace.store.identity import identified_data

COLUMNS = """\
    columns:
      activity_id: ID
      person_id: %s
      source: {value: care}
      setting: {value: ASC}
      start_ts: {value: "2019-05-01"}
      quantity: {value: "1"}
"""
EVENTS = (
    """\
files:
  events: {file: "events*.csv"}
  people: {file: people.csv, optional: true}
tables:
  - table: activity
    from: events
"""
    + COLUMNS
)
KEY = "{person_key: {nhs_number: NHS, local: [LA, LOCAL]}}"


def people(here: Place) -> list[list[str]]:
    """Return who each activity is about: A for whoever comes first, then B, and so on."""
    _, *rows = here.rows("activity", "activity_id | person_id")
    letters: dict[str, str] = {}
    return [[id_, letters.setdefault(who, chr(65 + len(letters)))] for id_, who in sorted(rows)]


def numbers(here: Place, loaded: Loaded) -> list[str]:
    """Return the NHS numbers that a load kept apart."""
    folder = identified_data(here.workspace) / loaded.batch.batch_id
    found = [pq.read_table(path) for path in folder.glob("number.*.parquet")]
    return sorted({n for table in found for n in table["nhs_number"].to_pylist()})


def test_a_person_is_known_by_number_else_by_local_number_and_else_by_nothing(
    tmp_path: Path,
) -> None:
    here = place(tmp_path, EVENTS % KEY)
    loaded = here.load(
        {
            "events_1.csv": "ID,NHS,LA,LOCAL\n1,9990000018,716,P1\n2,999 000 0018,,P9\n"
            "3,,716,P1\n4,,717,P1\n5,,716,\n6,,716,\n7,9990000019,716,P1\n",
            # The fifth row of another file is another person whom nobody knows.
            "events_2.csv": "ID,NHS,LA,LOCAL\n8,,,\n9,,,P1\na,9990000026,,\nb,x,716,P1\nc,,716,\n",
        }
    )
    assert people(here) == cells("""
        1 | A
        2 | A
        3 | B
        4 | C
        5 | D
        6 | E
        7 | B
        8 | F
        9 | G
        a | H
        b | B
        c | I
    """)
    assert numbers(here, loaded) == ["9990000018", "9990000026"]
    written = [path.read_bytes() for path in here.workspace.data.rglob("*") if path.is_file()]
    assert not [1 for content in written for n in numbers(here, loaded) if n.encode() in content]


def test_a_key_of_several_columns_of_which_some_are_empty(tmp_path: Path) -> None:
    here = place(tmp_path, EVENTS % "{first_of: [NHS, LA, LOCAL]}")
    here.load(
        {
            "events.csv": "ID,NHS,LA,LOCAL\n1,ann,,\n2,,ann,\n3,,,ann\n4,bob,ann,\n5,,bob,ann\n"
            "6,cat,,\n"
        }
    )
    assert people(here) == cells("1 | A\n2 | A\n3 | A\n4 | B\n5 | B\n6 | C")


def test_a_row_without_a_key_is_refused_and_its_number_among_others_kept(tmp_path: Path) -> None:
    here = place(tmp_path, EVENTS % '{column: NHS, prefix: "nhs:"}')
    assert "events.csv:3 person_id: it is empty (1 row)" in here.refused(
        {"events.csv": "ID,NHS,LA,LOCAL\n1,9990000018,,\n2,,,\n"}
    )
    good = "1,9990000018,,\n2,9990000026,,\n3,9990000018,,\n"
    loaded = here.load({"events.csv": "ID,NHS,LA,LOCAL\n" + good})
    assert people(here) == cells("1 | A\n2 | B\n3 | A")
    assert numbers(here, loaded) == ["9990000018", "9990000026"]


def test_a_key_that_stands_in_another_file_is_the_same_person(tmp_path: Path) -> None:
    key = "{column: LOCAL, lookup: {file: people, match: ID, take: NHS}, prefix: 'nhs:'}"
    here = place(tmp_path, EVENTS % key)
    loaded = here.load(
        {
            "events.csv": "ID,NHS,LA,LOCAL\n1,,,P1\n2,,,P2\n3,,,P3\n4,,,P1\n",
            "people.csv": "ID,NHS\nP1,9990000018\nP2,9990000026\nP3,9990000018\n",
        }
    )
    assert people(here) == cells("1 | A\n2 | B\n3 | A\n4 | A")
    assert numbers(here, loaded) == ["9990000018", "9990000026"]


def test_two_tables_of_a_file_may_find_two_people_in_each_row(tmp_path: Path) -> None:
    second = "  - table: person\n    from: events\n    columns:\n      person_id: LOCAL\n"
    second += "      sex: {value: '9'}\n      birth_month: {value: 1950-01-01}\n"
    here = place(tmp_path, EVENTS % "NHS" + second)
    here.load({"events.csv": "ID,NHS,LA,LOCAL\n1,ann,,bob\n2,cat,,ann\n"})
    mine = here.rows("activity", "person_id")[1:]
    theirs = here.rows("person", "person_id")[1:]
    assert mine[0] == theirs[1]
    assert len({*map(tuple, mine), *map(tuple, theirs)}) == 3


def test_people_of_two_files_are_found_in_each_by_the_same_rule(tmp_path: Path) -> None:
    second = "  - table: activity\n    from: people\n" + COLUMNS % "NHS"
    here = place(tmp_path, EVENTS % "NHS" + second)
    here.load({"events.csv": "ID,NHS\n1,ann\n2,bob\n", "people.csv": "ID,NHS\n3,cat\n4,ann\n"})
    assert people(here) == cells("1 | A\n2 | B\n3 | C\n4 | A")


def test_what_is_put_before_a_key_makes_no_one_person_of_all_that_nobody_knows(
    tmp_path: Path,
) -> None:
    here = place(tmp_path, EVENTS % KEY.replace("}}", "}, prefix: 'care:'}"))
    here.load({"events.csv": "ID,NHS,LA,LOCAL\n1,9990000018,,\n2,,,\n3,,,\n4,9990000018,,\n"})
    assert people(here) == cells("1 | A\n2 | B\n3 | C\n4 | A")


def test_a_key_made_of_codes_or_of_the_place_of_a_row_is_made_for_each_row(tmp_path: Path) -> None:
    here = place(tmp_path / "codes", EVENTS % "{column: LOCAL, codes: {a: ann, b: bob}}")
    text = "ID,NHS,LA,LOCAL\n1,,,a\n2,,,b\n3,,,a\n"
    here.load({"events.csv": text})
    assert people(here) == cells("1 | A\n2 | B\n3 | A")
    why = here.refused({"events.csv": text + "4,,,c\n"}, "unknown")
    assert "events.csv:5 person_id: the code" in why
    assert "is not known (1 row)" in why
    by_place = "{join: {columns: [LOCAL, {number_within: [LOCAL]}], with: '-'}}"
    here = place(tmp_path / "place", EVENTS % by_place)
    here.load({"events.csv": text})
    assert people(here) == cells("1 | A\n2 | B\n3 | C")
