"""What must hold for any episodes: nobody's stay is lost, counted twice, or made dearer."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis import ir

from tests.tables import running
from wholeplace.derive import (
    Derivations,
    bed_days_within,
    derived_activity,
    ed_to_spell,
    episodes,
    is_emergency,
    repointed,
    repointed_codes,
    spells,
    with_spells,
)
from wholeplace.document import read_document
from wholeplace.record import TYPES, nhs_number, table_named
from wholeplace.store.engine import Engine
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file

_PATH = shipped_file("codelists", "derivations.yaml")
RULES = read_document(read_text(_PATH), str(_PATH), Derivations).value
START = datetime(2019, 4, 1)  # noqa: DTZ001 - times are stored without a zone

ROW = st.fixed_dictionaries(
    {
        "person_id": st.sampled_from(["ann", "bob", None]),
        "parent_activity_id": st.sampled_from(["s1", "s2", "s3", "s4", "a0", "a1", "a2", None]),
        "setting": st.sampled_from(["APC", "APC", "APC", "ED", "OP"]),
        "provider_code": st.sampled_from(["ZA", "ZB", None]),
        "start": st.integers(0, 240),
        "hours": st.one_of(st.none(), st.integers(0, 240)),
        "admission_method": st.sampled_from(["21", "11", "2A", None]),
        "discharge_method": st.sampled_from(["1", "8", None]),
        "episode_number": st.sampled_from([1, 2, None]),
        "spell_start": st.sampled_from(
            [None, *(START.date() + timedelta(days=n) for n in (0, 4, 8))]
        ),
        "spell_end": st.sampled_from(
            [None, *(START.date() + timedelta(days=n) for n in (0, 3, 9))]
        ),
    }
)
ROWS = st.lists(ROW, min_size=10, max_size=40)
FEW = settings(max_examples=6)  # each is many rows, and a minute of compiling is long enough


def activity(rows: list[dict[str, object]]) -> ir.Table:
    """Return the canonical table of drawn rows, with ids a0, a1 ..."""
    made = []
    for i, row in enumerate(rows):
        begins = START + timedelta(hours=int(str(row["start"])))
        hours = row["hours"]
        ends = None if hours is None else begins + timedelta(hours=int(str(hours)))
        made.append(row | {"activity_id": f"a{i}", "start_ts": begins, "end_ts": ends})
    schema = ibis.schema({c.name: TYPES[c.kind] for c in table_named("activity").columns})
    columns = {
        name: pa.array([row.get(name) for row in made], kind)
        for name, kind in zip(schema.names, schema.to_pyarrow().types, strict=True)
    }
    return ibis.memtable(pa.table(columns), schema=schema)


def derived(engine: Engine, rows: ir.Table) -> tuple[list[dict[str, object]], ir.Table]:
    """Return the derived rows, and the episodes that they came from."""
    parts = engine.keep("parts", episodes(rows, RULES))
    stays = with_spells(rows, parts, spells(parts))
    pairs = ed_to_spell(stays.mutate(is_emergency=is_emergency(stays, RULES)), parts, RULES)
    return engine.rows(derived_activity(stays, pairs, RULES, ("ZA",))), parts


@FEW
@given(ROWS)
def test_every_row_is_in_one_stay_or_stands_for_itself(rows: list[dict[str, object]]) -> None:
    with running() as engine:
        found, parts = derived(engine, activity(rows))
        within = engine.rows(parts.select("activity_id", "spell_id"))
    ids = [row["activity_id"] for row in found]
    assert len(ids) == len(set(ids))
    kept = {f"a{i}" for i in range(len(rows))} - {row["activity_id"] for row in within}
    assert set(ids) == kept | {row["spell_id"] for row in within}
    assert len({row["activity_id"] for row in within}) == len(within)


@FEW
@given(ROWS)
def test_a_stay_holds_its_episodes_and_never_ends_before_it_begins(
    rows: list[dict[str, object]],
) -> None:
    with running() as engine:
        found, parts = derived(engine, activity(rows))
        within = engine.rows(parts.select("spell_id", "start_ts", "end_ts"))
    stays = {row["activity_id"]: row for row in found}
    assert all(int(str(row["bed_days"] or 0)) >= 0 for row in found)
    for episode in within:
        stay = stays[episode["spell_id"]]
        assert str(stay["start_ts"]) <= str(episode["start_ts"])


@FEW
@given(ROWS)
def test_an_attendance_leads_to_one_stay_and_a_stay_comes_from_one(
    rows: list[dict[str, object]],
) -> None:
    with running() as engine:
        found, _ = derived(engine, activity(rows))
    to = {row["activity_id"]: row["led_to_activity_id"] for row in found}
    from_ = {row["activity_id"]: row["came_from_activity_id"] for row in found}
    led = {(one, other) for one, other in to.items() if other}
    assert led == {(other, one) for one, other in from_.items() if other}


@FEW
@given(ROWS)
def test_the_order_of_the_rows_changes_nothing(rows: list[dict[str, object]]) -> None:
    with running() as engine:
        table = activity(rows)
        one, _ = derived(engine, table)
        other, _ = derived(engine, table.order_by(ibis.desc("activity_id")))
    key = "activity_id"
    assert sorted(one, key=lambda r: str(r[key])) == sorted(other, key=lambda r: str(r[key]))


@FEW
@given(ROWS, st.lists(st.tuples(st.integers(0, 30), st.integers(-500, 500)), max_size=40))
def test_money_put_down_to_spells_stays_the_same_money(
    rows: list[dict[str, object]], costs: list[tuple[int, int]]
) -> None:
    amounts = [Decimal(pence) / 100 for _, pence in costs]
    table = pa.table(
        {
            "activity_id": pa.array([f"a{i}" for i, _ in costs], pa.string()),
            "amount": pa.array(amounts, pa.decimal128(14, 2)),
        }
    )
    with running() as engine:
        parts = engine.keep("parts", episodes(activity(rows), RULES))
        found = engine.rows(repointed(ibis.memtable(table), parts))
    assert sorted(str(row["amount"]) for row in found) == sorted(
        str(amount.quantize(Decimal("0.01"))) for amount in amounts
    )


@FEW
@given(
    ROWS,
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 3), st.sampled_from(["I10", "J44", "E11"])),
        unique=True,
        max_size=40,
    ),
)
def test_a_code_of_a_stay_is_neither_lost_nor_invented(
    rows: list[dict[str, object]], codes: list[tuple[int, int, str]]
) -> None:
    table = pa.table(
        {
            "activity_id": pa.array([f"a{i}" for i, _, _ in codes], pa.string()),
            "position": pa.array([place for _, place, _ in codes], pa.int64()),
            "code": pa.array([code for _, _, code in codes], pa.string()),
        }
    )
    with running() as engine:
        parts = engine.keep("parts", episodes(activity(rows), RULES))
        stays = {row["activity_id"]: row["spell_id"] for row in engine.rows(parts)}
        found = engine.rows(repointed_codes(ibis.memtable(table), parts, ["code"]))
    said = {(stays.get(f"a{i}", f"a{i}"), code) for i, _, code in codes}
    assert {(row["activity_id"], row["code"]) for row in found} == said


@FEW
@given(ROWS, st.lists(st.integers(0, 25), min_size=1, max_size=4, unique=True))
def test_bed_days_of_periods_that_follow_each_other_add_up(
    rows: list[dict[str, object]], cuts: list[int]
) -> None:
    days = [START.date() + timedelta(days=cut) for cut in sorted([*cuts, 0, 40])]
    table = activity(rows)
    parts = [bed_days_within(table, first, last, days[-1]) for first, last in pairwise(days)]
    whole = bed_days_within(table, days[0], days[-1], days[-1])
    with running() as engine:
        found = engine.rows(table.select(parts=sum(parts[1:], start=parts[0]), whole=whole))
    assert all(row["parts"] == row["whole"] for row in found)


@FEW
@given(st.lists(st.from_regex(r"\A[0-9]{10}\Z"), min_size=1, max_size=50))
def test_a_column_of_nhs_numbers_is_judged_as_each_alone(numbers: list[str]) -> None:
    made = [n[:9] + str(nhs_number.check_digit(n[:9]) or 0) for n in numbers]
    rows = ibis.memtable({"n": [*numbers, *made]}, schema={"n": "string"})
    with running() as engine:
        found = engine.rows(rows.mutate(valid=nhs_number.valid_expression(rows.n)))
    assert all(row["valid"] == nhs_number.is_valid(str(row["n"])) for row in found)
