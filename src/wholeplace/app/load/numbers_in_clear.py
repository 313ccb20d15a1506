"""Refuse a load that would put identifiers of people into columns which are stored as they are."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import ir

from wholeplace.kernel import Problem, Where
from wholeplace.privacy.identifiers import POSTCODE
from wholeplace.record import Table
from wholeplace.record.nhs_number import valid_expression
from wholeplace.record.tables.schema import Kind
from wholeplace.store.engine import Engine

_ALONE = r"(^|[^0-9])([0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4})($|[^0-9])"
_LOOKED_AT, _LEAST_VALUES, _SHARE = 20_000, 10, 0.8
_SHORTEST = len("A11AA")
_REMEDY = (
    "map this column to person_id or to the table identity, where it gets a pseudonym, and give the"
    " column of the message another source"
)


def numbers_in_clear(
    running: Engine, table: Table, rows: ir.Table, where: str
) -> Iterator[Problem]:
    """Yield a problem for each column of text that holds NHS numbers or postcodes of people.

    It does where, among the first rows, it has at least ten different values and four of five have
    one in them: of other numbers of ten digits one in eleven is valid by chance.
    """
    names = [
        column.name
        for column in table.columns
        if column.kind is Kind.TEXT and not column.pseudonym and column.name in rows.columns
    ]
    if table.identified or not names:
        return
    looked_at = running.arrow(rows.select(*names).limit(_LOOKED_AT))
    # Hardly a column has many long values; only those that do are worth the closer look.
    names = [name for name in names if _may_hold(looked_at[name])]
    if not names:
        return
    closer = ibis.memtable(looked_at.select(names))
    found = running.rows(closer.aggregate(**{n: _holds(closer[n]) for n in names}))[0]
    for name in names:
        if found[name]:
            what = "this column holds NHS numbers or postcodes of people, and is stored as it is"
            yield Problem(Where(where, path=f"{table.name}.{name}"), what, _REMEDY)


def _may_hold(values: pa.ChunkedArray) -> bool:
    filled = values.drop_null()
    several = pc.count_distinct(filled).as_py() >= _LEAST_VALUES
    is_long = pc.greater_equal(pc.binary_length(filled), _SHORTEST)
    return several and bool(pc.mean(is_long).as_py() >= _SHARE)


def _holds(value: ir.StringValue) -> ir.BooleanValue:
    number = value.re_extract(_ALONE, 2)
    is_one = valid_expression(number) | value.re_search(POSTCODE)
    return (value.nunique() >= _LEAST_VALUES) & (is_one.cast("int8").mean() >= _SHARE)
