"""Laws of the record: what is written is read back, and no row is lost or made up on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.record import (
    TABLES,
    TYPES,
    Column,
    Kind,
    MappedTable,
    Table,
    canonical_mapping,
    kept,
    reason_to_set_aside,
    rows_of,
    shaped,
    typed,
)
from wholeplace.record.checks.typed import read_value
from wholeplace.record.nhs_number import is_valid
from wholeplace.store.engine import Engine, engine

fewer = settings(max_examples=40)


@pytest.fixture(scope="module")
def running() -> Iterator[Engine]:
    """An engine in memory."""
    with engine() as opened:
        yield opened


# Text is trimmed by being read, so it is written trimmed.
words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=8)
moments = st.datetimes(datetime(1890, 1, 1), datetime(2199, 1, 1))  # noqa: DTZ001 - stored in UTC
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: words,
    Kind.DATE: st.dates(date(1890, 1, 1), date(2199, 1, 1)),
    Kind.TIMESTAMP: moments,
    Kind.INTEGER: st.integers(-(2**63), 2**63 - 1),
    Kind.MONEY: st.decimals(Decimal("-999999999999.99"), Decimal("999999999999.99"), places=2),
    Kind.QUANTITY: st.decimals(Decimal("-99999999999.999"), Decimal("99999999999.999"), places=3),
    Kind.NUMBER: st.floats(allow_nan=False, allow_infinity=False),
    Kind.YES_NO: st.booleans(),
}


def _rows(table: Table) -> st.SearchStrategy[list[dict[str, Any]]]:
    cells = {c.name: st.one_of(st.none(), VALUES[c.kind]) for c in table.columns}
    return st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=4)


tables_and_rows = st.sampled_from(TABLES).flatmap(
    lambda table: st.tuples(st.just(table), _rows(table))
)


def _as_written(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat()
    return None if value is None else str(value)


def _stored(rows: list[dict[str, Any]], table: Table) -> ibis.Table:
    """Return the rows as Parquet would hold them."""
    schema = pa.schema([(c.name, TYPES[c.kind].to_pyarrow()) for c in table.columns])
    return _numbered(pa.Table.from_pylist(rows, schema))


def _written(rows: list[dict[str, Any]], table: Table) -> ibis.Table:
    """Return the rows as a CSV would hold them."""
    schema = pa.schema([(c.name, pa.string()) for c in table.columns])
    texts = [{name: _as_written(value) for name, value in row.items()} for row in rows]
    return _numbered(pa.Table.from_pylist(texts, schema))


def _numbered(table: pa.Table) -> ibis.Table:
    numbers = pa.array(range(1, table.num_rows + 1), pa.int64())
    return ibis.memtable(table.append_column("_row", numbers))


@fewer
@given(case=tables_and_rows)
def test_canonical_rows_are_read_back_from_either_file(
    running: Engine, case: tuple[Table, list[dict[str, Any]]]
) -> None:
    table, rows = case
    (mapped,) = canonical_mapping({table.name: table.column_names}).tables
    for file in (_stored(rows, table), _written(rows, table)):
        found = typed(shaped(file, mapped, {}), table)
        again = found.order_by("_row").select(*table.column_names)
        assert running.rows(again) == rows
        assert again.schema() == ibis.schema({c.name: TYPES[c.kind] for c in table.columns})


@fewer
@given(moment=moments, minutes=st.integers(-14 * 60 - 59, 14 * 60 + 59))
def test_a_time_ahead_of_utc_is_that_much_earlier_in_utc(
    running: Engine, moment: datetime, minutes: int
) -> None:
    hours, rest = divmod(abs(minutes), 60)
    written = f"{moment.isoformat()}{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"
    referral = next(table for table in TABLES if table.name == "referral")
    rows = typed(ibis.memtable({"_row": [1], "received_at": [written]}), referral)
    (found,) = running.rows(rows.select("received_at"))
    assert found["received_at"] == moment - timedelta(minutes=minutes)


few_words = st.sampled_from(["a", "b", "c", ""])
sources = st.lists(st.fixed_dictionaries({"A": few_words, "B": few_words}), min_size=1, max_size=12)
conditions = st.one_of(
    st.builds(
        lambda column, kind, words: {"column": column, kind: words},
        column=st.sampled_from("AB"),
        kind=st.sampled_from(["is", "is_not"]),
        words=st.lists(st.sampled_from("abc"), max_size=2),
    ),
    st.builds(
        lambda column, empty: {"column": column, "empty": empty},
        column=st.sampled_from("AB"),
        empty=st.booleans(),
    ),
)
asides = st.lists(st.builds(lambda when: {"when": when, "why": "w"}, conditions), max_size=3)


def _mapped(set_aside: list[dict[str, object]]) -> MappedTable:
    lookup = {"file": "other", "match": "key", "take": "taken"}
    return MappedTable.model_validate(
        {
            "table": "organisation",
            "from": "rows",
            "columns": {
                "code": {"row_number": True},
                "name": {"column": "A", "lookup": lookup, "fallback": "B"},
                "type": {"column": "B", "lookup": lookup, "codes": {"x": "1"}, "otherwise": "9"},
                "parent_code": {"number_within": ["A"]},
            },
            "set_aside": set_aside,
        }
    )


@fewer
@given(rows=sources, set_aside=asides)
def test_every_row_is_stored_or_set_aside_and_never_both(
    running: Engine, rows: list[dict[str, str]], set_aside: list[dict[str, object]]
) -> None:
    source = ibis.memtable([{"_row": i, **row} for i, row in enumerate(rows, 1)])
    mapped = _mapped(set_aside)
    why = reason_to_set_aside(source, mapped.set_aside)
    told = running.rows(source.select("_row", why=why))
    stored = running.rows(kept(source, mapped.set_aside).select("_row"))
    staying = {row["_row"] for row in told if row["why"] is None}
    assert staying == {row["_row"] for row in stored}
    assert len(told) == len(rows)
    expected = {
        i for i, row in enumerate(rows, 1) if not any(_holds(a["when"], row) for a in set_aside)
    }
    assert staying == expected


def _holds(when: Any, row: dict[str, str]) -> bool:
    value = row[when["column"]]
    if "empty" in when:
        return bool((value == "") == when["empty"])
    return bool(value in when["is"] if "is" in when else value not in when["is_not"])


others = st.lists(
    st.fixed_dictionaries({"key": few_words, "taken": st.sampled_from(["x", "y", "z", ""])}),
    max_size=8,
)


@fewer
@given(rows=sources, other=others, set_aside=asides)
def test_shaping_neither_multiplies_nor_drops_a_row(
    running: Engine,
    rows: list[dict[str, str]],
    other: list[dict[str, str]],
    set_aside: list[dict[str, object]],
) -> None:
    source = ibis.memtable([{"_row": i, **row} for i, row in enumerate(rows, 1)])
    schema = {"key": "string", "taken": "string"}
    mapped, lookup = _mapped(set_aside), ibis.memtable(other, schema=schema)
    staying = [r["_row"] for r in running.rows(kept(source, mapped.set_aside).order_by("_row"))]
    made = running.rows(shaped(source, mapped, {"other": lookup}).order_by("_row"))
    assert [row["_row"] for row in made] == staying
    for row in made:
        came_from = rows[int(str(row["_row"])) - 1]
        a, b = came_from["A"], came_from["B"]
        assert row["name"] == (_greatest(other, a) or b or None)
        assert row["type"] == ("1" if _greatest(other, b) == "x" else "9")


def _greatest(other: list[dict[str, str]], key: str) -> str:
    found = [row["taken"] for row in other if key and row["key"] == key]
    return max(found, default="")


cells_of_a_row = st.lists(st.sampled_from(["x", "y", " ", ""]), min_size=3, max_size=3)


@fewer
@given(rows=st.lists(cells_of_a_row, min_size=1, max_size=8))
def test_every_filled_cell_is_one_row_at_its_place(running: Engine, rows: list[list[str]]) -> None:
    mapped = MappedTable.model_validate(
        {
            "table": "organisation",
            "from": "rows",
            "each": {"columns": "C_*"},
            "columns": {"code": {"row_number": True}, "name": "@value", "type": "@position"},
        }
    )
    source = ibis.memtable(
        [{"_row": i} | {f"C_{j}": c for j, c in enumerate(row, 1)} for i, row in enumerate(rows, 1)]
    )
    found = running.rows(shaped(source, mapped, {}))
    cells = {(r["code"], str(r["type"]), r["name"]) for r in found}
    assert len(cells) == len(found) == running.count(rows_of(source, mapped))
    assert cells == {
        (i, str(j), cell)
        for i, row in enumerate(rows, 1)
        for j, cell in enumerate(row, 1)
        if cell.strip()
    }


factors = st.decimals(-(10**9), 10**9, places=6)


@fewer
@given(one=factors, other=factors)
def test_a_product_is_exact_to_nine_decimals(running: Engine, one: Decimal, other: Decimal) -> None:
    mapped = MappedTable.model_validate(
        {
            "table": "organisation",
            "from": "rows",
            "columns": {"code": {"value": "x"}, "name": {"multiply": ["A", "B"]}},
        }
    )
    source = ibis.memtable([{"_row": 1, "A": f"{one:f}", "B": f"{other:f}"}])
    (row,) = running.rows(shaped(source, mapped, {}))
    exact = (one * other).quantize(Decimal("1e-9"), ROUND_HALF_UP, Context(prec=60))
    assert Decimal(str(row["name"])) == exact


@fewer
@given(digits=st.integers(0, 10**10 - 1), spaced=st.booleans())
def test_a_person_is_known_by_a_number_only_if_its_last_digit_checks_it(
    running: Engine, *, digits: int, spaced: bool
) -> None:
    number = f"{digits:010d}"
    mapped = MappedTable.model_validate(
        {
            "table": "organisation",
            "from": "rows",
            "columns": {"code": {"person_key": {"nhs_number": "N"}}},
        }
    )
    written = f"{number[:3]} {number[3:6]} {number[6:]}" if spaced else number
    (row,) = running.rows(shaped(ibis.memtable([{"_row": 1, "N": written}]), mapped, {}))
    assert row["code"] == (f"nhs:{number}" if is_valid(number) else "unknown:1")


@fewer
@given(
    day=st.dates(date(1900, 3, 1), date(2199, 12, 31)), form=st.sampled_from(["%d/%m/%Y", "%Y%m%d"])
)
def test_a_day_written_in_its_format_is_read_back(running: Engine, day: date, form: str) -> None:
    mapped = MappedTable.model_validate(
        {
            "table": "organisation",
            "from": "rows",
            "columns": {
                "code": {"column": "A", "date_formats": [form]},
                "name": {"column": "B", "date_formats": ["excel"]},
            },
        }
    )
    serial = (day - date(1899, 12, 30)).days
    source = ibis.memtable([{"_row": 1, "A": day.strftime(form), "B": str(serial)}])
    (row,) = running.rows(shaped(source, mapped, {}))
    assert (row["code"], row["name"]) == (day.isoformat(), day.isoformat())


# What each kind says of a text, spelt out: the product takes shorter ways to the same.
_CLOCK = r"[T ](?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_ZONE = r"(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?"
_DAY_OR_TIME = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}(?:{_CLOCK}{_ZONE})?", re.ASCII)
_WHOLE = re.compile(r"([+-]?\d+)(\.0+)?", re.ASCII)


def _day_of(written: str) -> date | None:
    if not _DAY_OR_TIME.fullmatch(written):
        return None
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def _time_of(written: str) -> datetime | None:
    day = _day_of(written)
    if day is None:
        return None
    clock, ahead = re.match(r"([\d:.]*)(.*)", written[11:]).groups()  # type: ignore[union-attr]
    hours, minutes, seconds, *_ = (*clock.split(":"), "0", "0") if clock else ("0", "0", "0")
    if int(hours) == 24 and (int(minutes) or Decimal(seconds)):
        return None
    found = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - stored in UTC
    microseconds = int(Decimal(seconds) * 10**6)
    found += timedelta(hours=int(hours), minutes=int(minutes), microseconds=microseconds)
    digits = ahead[1:].replace(":", "").ljust(4, "0")
    sign = -1 if ahead.startswith("-") else 1
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) if ahead[1:] else timedelta()
    return found - sign * shift


def _whole_of(written: str) -> int | None:
    match = _WHOLE.fullmatch(written)
    number = int(match[1]) if match else None
    return number if number is not None and -(2**63) <= number < 2**63 else None


READ_IN_FULL = {Kind.DATE: _day_of, Kind.TIMESTAMP: _time_of, Kind.INTEGER: _whole_of}


def _mutilated(written: str) -> st.SearchStrategy[str]:
    """Return a text with one of its letters taken out, doubled or put in the place of another."""
    place = st.integers(0, len(written) - 1)
    letters = st.sampled_from("0129-+:. TZ/e\u0660")
    return st.one_of(
        st.just(written),
        place.map(lambda i: written[:i] + written[i + 1 :]),
        st.tuples(place, letters).map(lambda p: written[: p[0]] + p[1] + written[p[0] + 1 :]),
        st.tuples(place, letters).map(lambda p: written[: p[0]] + p[1] + written[p[0] :]),
    )


_times = st.builds(
    lambda at, form, zone: at.strftime(form) + zone,
    at=st.datetimes(datetime(1000, 1, 1), datetime(9998, 12, 30)),  # noqa: DTZ001 - text only
    form=st.sampled_from(
        [
            "%Y-%m-%d",
            "%Y-%m-%dT%H:%M",
            "%Y-%m-%d %H:%M:%S",
            "%Y-%m-%dT%H:%M:%S.%f",
            "%Y-%m-%dT24:00",
        ]
    ),
    zone=st.sampled_from(["", "", "", "Z", "+01:00", "-0530", "+14"]),
)
_wholes = st.integers(-(10**20), 10**20).map(str)
written_nearly = st.one_of(_times, _wholes, _wholes.map(lambda n: n + ".0")).flatmap(_mutilated)


@settings(max_examples=30)
@given(texts=st.lists(written_nearly, min_size=1, max_size=60))
def test_what_is_read_by_a_short_way_is_what_would_be_read_in_full(
    running: Engine, texts: list[str]
) -> None:
    trimmed = [text.strip() for text in texts if text.strip()]
    rows = ibis.memtable(
        {"n": list(range(len(trimmed))), "w": trimmed}, schema={"n": "int64", "w": "string"}
    )
    columns = {kind.name: read_value(rows.w, Column("w", kind)) for kind in READ_IN_FULL}
    for row in running.rows(rows.mutate(**columns).order_by("n")):
        for kind, read in READ_IN_FULL.items():
            assert row[kind.name] == read(str(row["w"])), (kind, row["w"])
