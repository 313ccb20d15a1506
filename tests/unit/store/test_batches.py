"""The rows that count are read from the files of batches, and those that do not are left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import ibis
import pytest

from tests.tables import draw, running, same, table
from wholeplace.kernel import Refused
from wholeplace.record import table_named
from wholeplace.store.batches import PLACE, clear_unfinished, stored_table, stored_tables
from wholeplace.store.engine import Engine
from wholeplace.store.identity import identified_data
from wholeplace.store.ledger import Batch, Count, Superseded
from wholeplace.store.unfinished import unfinished
from wholeplace.store.workspace import Workspace

ONE, TWO, THREE = (digit * 16 for digit in "123")
DIAGNOSIS = table_named("diagnosis")


def store(engine: Engine, data: Path, name: str, drawing: str, file: str = "diagnosis") -> Batch:
    """Store diagnoses as a batch; ``_period`` is the month of each."""
    rows = table(drawing, _period="date").mutate(batch_id=ibis.literal(name))
    (data / name).mkdir(parents=True, exist_ok=True)
    engine.write_parquet(rows, data / name / f"{file}.parquet")
    months = {"2019-03": 0, "2019-04": 0}
    for row in engine.rows(rows.select("_period")):
        months[str(row["_period"])[:7]] += 1
    months = {month: n for month, n in months.items() if n}
    number = sum(months.values())
    count = Count("diagnosis", f"{file}.csv", number, number, origin=file,
                  parquet=f"{file}.parquet", months=months)  # fmt: skip
    return Batch(name, "acute", "acute", "1", "", "2019-06-01T00:00:00+00:00", {}, (count,))


def listed(engine: Engine, data: Path, name: str, drawing: str) -> None:
    (data / name).mkdir(parents=True, exist_ok=True)
    engine.write_parquet(
        table(drawing, batch_id="string"), data / name / "superseded.diagnosis.parquet"
    )


def seen(engine: Engine, data: Path, batches: list[Batch]) -> str:
    rows = stored_table(engine, data, batches, DIAGNOSIS)
    found = engine.rows(rows.select("batch_id", "activity_id", "code"))
    lines = sorted(
        [str(row["batch_id"])[0], str(row["activity_id"] or "-"), str(row["code"])] for row in found
    )
    return draw([["batch", "activity_id", "code"], *lines])


ROWS = """
    activity_id  person_id  position  code_system  code  _period
    a            ann        1         ICD10        I21   2019-03-01
    -            ann        1         ICD10        I21   2019-03-01
    -            bob        1         ICD10        E11   2019-04-01
"""
LATER = """
    activity_id  person_id  position  code_system  code  _period
    a            ann        1         ICD10        I21   2019-04-01
"""


def test_a_row_that_is_listed_is_left_out_of_its_batch_and_of_no_other(tmp_path: Path) -> None:
    with running() as engine:
        one, two = (store(engine, tmp_path, n, d) for n, d in ((ONE, ROWS), (TWO, LATER)))
        # The second row has no activity: what both lack is the same.
        listed(engine, tmp_path, TWO, f"""
            activity_id  person_id  position  code  batch_id
            a            ann        1         I21   {ONE}
            -            ann        1         I21   {ONE}
        """)  # fmt: skip
        assert len(seen(engine, tmp_path, [one, two]).splitlines()) == 5
        gone = Superseded(TWO, "", None, (), {"diagnosis.parquet": {"2019-03": 2}})
        assert seen(engine, tmp_path, [replace(one, superseded=(gone,)), two]) == same("""
            batch  activity_id  code
            1      -            E11
            2      a            I21
        """)


def test_a_month_is_left_out_of_the_file_that_lost_it(tmp_path: Path) -> None:
    with running() as engine:
        one = store(engine, tmp_path, ONE, ROWS)
        gone = Superseded(TWO, "", "diagnosis", ("2019-03",))
        other = Superseded(TWO, "", "another", ("2019-04",))
        assert seen(engine, tmp_path, [replace(one, superseded=(gone, other))]) == same("""
            batch  activity_id  code
            1      -            E11
        """)
        both = Superseded(TWO, "", "diagnosis", ("2019-03", "2019-04"))
        none = replace(one, superseded=(both,))
        # Nothing is opened of which nothing counts: the file may be gone.
        (tmp_path / ONE / "diagnosis.parquet").unlink()
        assert seen(engine, tmp_path, [none]) == draw([["batch", "activity_id", "code"]])
        assert seen(engine, tmp_path, [replace(one, superseded=(Superseded(TWO, ""),))]) == draw(
            [["batch", "activity_id", "code"]]
        )


def test_files_that_lost_different_months_are_each_read_without_their_own(tmp_path: Path) -> None:
    with running() as engine:
        one = store(engine, tmp_path, ONE, ROWS)
        two = store(engine, tmp_path, TWO, ROWS.replace("I21", "K35").replace("E11", "J18"))
        april = Superseded(THREE, "", "diagnosis", ("2019-04", "2019-09"))
        march = Superseded(THREE, "", "diagnosis", ("2019-03",))
        batches = [replace(one, superseded=(march,)), replace(two, superseded=(april,))]
        assert seen(engine, tmp_path, batches) == same("""
            batch  activity_id  code
            1      -            E11
            2      -            K35
            2      a            K35
        """)


def test_what_is_listed_against_one_batch_stands_in_another(tmp_path: Path) -> None:
    # The second was loaded after the first had lost its row, and lost another to a third.
    with running() as engine:
        one, two = store(engine, tmp_path, ONE, ROWS), store(engine, tmp_path, TWO, LATER)
        other = store(engine, tmp_path, "4" * 16, LATER.replace("a  ", "b  "))
        listed(engine, tmp_path, TWO, f"""
            activity_id  person_id  position  code  batch_id
            a            ann        1         I21   {ONE}
        """)  # fmt: skip
        listed(engine, tmp_path, THREE, f"""
            activity_id  person_id  position  code  batch_id
            b            ann        1         I21   {"4" * 16}
            a            ann        1         I21   {"5" * 16}
        """)  # fmt: skip
        gone = {"diagnosis.parquet": {"2019-03": 1}}
        batches = [
            replace(one, superseded=(Superseded(TWO, "", None, (), gone),)),
            replace(two, superseded=(Superseded(THREE, "", None, (), gone),)),
            replace(other, superseded=(Superseded(THREE, "", None, (), gone),)),
        ]
        assert seen(engine, tmp_path, batches) == same("""
            batch  activity_id  code
            1      -            E11
            1      -            I21
            2      a            I21
        """)


def test_a_column_that_is_newer_than_a_batch_is_missing_in_its_rows_only(tmp_path: Path) -> None:
    with running() as engine:
        one, two = store(engine, tmp_path, ONE, ROWS), store(engine, tmp_path, TWO, LATER)
        path = tmp_path / TWO / "diagnosis.parquet"
        newer = engine.keep("newer", engine.parquet(path).mutate(kind=ibis.literal("primary")))
        engine.write_parquet(newer, path)
        rows = engine.rows(stored_table(engine, tmp_path, [one, two], DIAGNOSIS))
        found = sorted((str(row["batch_id"])[0], row["kind"]) for row in rows if row["activity_id"])
        assert found == [("1", None), ("2", "primary")]


def test_as_at_a_day_counts_what_was_loaded_by_then(tmp_path: Path) -> None:
    with running() as engine:
        one, two = store(engine, tmp_path, ONE, ROWS), store(engine, tmp_path, TWO, LATER)
        later = "2019-07-01T12:00:00+00:00"
        batches = [
            replace(one, superseded=(Superseded(TWO, later),)),
            replace(two, loaded_at=later),
        ]
        days = (date(2019, 5, 31), date(2019, 6, 30), date(2019, 7, 1))
        counts = [
            engine.count(stored_table(engine, tmp_path, batches, DIAGNOSIS, as_at=day))
            for day in days
        ]
        assert counts == [0, 3, 1]


def test_a_file_that_two_counts_tell_of_is_read_once_and_of_one_table(tmp_path: Path) -> None:
    with running() as engine:
        one = store(engine, tmp_path, ONE, ROWS)
        (count,) = one.counts
        # Earlier versions brought two files of a feed together in one, and named none.
        other = replace(count, file="more.csv", origin="more")
        stays = replace(count, table="activity", parquet="activity.parquet", stored=1)
        nothing = replace(count, parquet="none.parquet", stored=0, months={})
        both = replace(one, counts=(count, other, stays, nothing))
        assert len(seen(engine, tmp_path, [both]).splitlines()) == 4


def test_identified_tables_are_not_among_those_of_the_records(tmp_path: Path) -> None:
    with running() as engine:
        found = stored_tables(engine, tmp_path, [store(engine, tmp_path, ONE, ROWS)])
        assert {"diagnosis", "activity", "person"} <= set(found)
        assert not {name for name in found if table_named(name).identified}
        assert engine.count(found["diagnosis"]) == 3
        assert engine.count(found["activity"]) == 0


def test_columns_that_stand_beside_the_rows_may_be_asked_for(tmp_path: Path) -> None:
    with running() as engine:
        one = store(engine, tmp_path, ONE, ROWS)
        asked = {"_period": "date", PLACE: "string"}
        rows = stored_table(engine, tmp_path, [one], DIAGNOSIS, beside=asked)
        found = {(str(row["_period"]), row[PLACE]) for row in engine.rows(rows)}
        assert found == {(f"2019-0{n}-01", "diagnosis.parquet") for n in (3, 4)}
        assert stored_table(engine, tmp_path, [], DIAGNOSIS, beside=asked).columns[-2:] == (
            "_period", PLACE,
        )  # fmt: skip


def test_what_stopped_loads_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    names = [ONE, TWO, f".{TWO}.part", f".{THREE}.part", f".{ONE}.earlier", "derived", f"{TWO}-2"]
    names += [f"{TWO}-notes", f"{TWO}.part.zip"]
    for name in names:
        (tmp_path / name).mkdir()
    (tmp_path / "3333333333333333").touch()
    kept = Batch(ONE, "", "", "", "", "", {}, ())
    clear_unfinished(tmp_path, [kept], THREE)
    left = sorted(path.name for path in tmp_path.iterdir())
    others = ["derived", "3333333333333333", f"{TWO}-notes", f"{TWO}.part.zip"]
    assert left == sorted([ONE, f".{THREE}.part", *others])
    clear_unfinished(tmp_path / "nowhere", [])


COUNT = Count("activity", "stays.csv", 3, 2, {"why": 1}, origin="stays", months={"2019-03": 2})


def test_what_a_stopped_load_finished_is_taken_up_again(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    (workspace.data).mkdir()
    begun = unfinished(workspace, [], ONE)
    under_way = begun.__enter__()
    assert under_way.kept(0) is None
    under_way.keep(0, COUNT)
    (under_way.folder / "activity.parquet").touch()
    # The process is killed here; the next begins.
    with unfinished(workspace, [], ONE) as again:
        assert again.kept(0) == COUNT
        assert again.kept(1) is None
        (again.identified / "identity.parquet").touch()
        again.finish()
    assert [path.name for path in (workspace.data / ONE).iterdir()] == ["activity.parquet"]
    assert [path.name for path in (identified_data(workspace) / ONE).iterdir()] == [
        "identity.parquet"
    ]


def test_another_version_begins_anew_and_a_refusal_leaves_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.data.mkdir()
    under_way = unfinished(workspace, [], ONE).__enter__()
    under_way.keep(0, COUNT)
    (under_way.folder / "begun.json").write_text('{"wholeplace": "another"}')
    with pytest.raises(ZeroDivisionError):
        _refused(workspace)
    assert not workspace.data.exists() or not list(workspace.data.iterdir())
    assert not under_way.identified.exists()


def _refused(workspace: Workspace) -> None:
    with unfinished(workspace, [], ONE) as again:
        assert again.kept(0) is None
        raise ZeroDivisionError


def test_a_file_that_the_ledger_names_and_that_is_gone_is_refused_by_name(tmp_path: Path) -> None:
    with running() as engine:
        batch = store(engine, tmp_path, ONE, ROWS)
        path = tmp_path / ONE / "diagnosis.parquet"
        path.unlink()
        with pytest.raises(Refused) as refused:
            seen(engine, tmp_path, [batch])
    (problem,) = refused.value.problems
    assert problem.where.file == str(path)
    assert "is not there" in problem.what
