"""Shape the rows of a source file into the columns of a canonical table, still as written."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
from ibis import ir

from wholeplace.record.mapping import MappedTable, Recipe, SetAside, When

ROW = "_row"
UNKNOWN = "__unknown_code"
_DATE_FIRST = r"^\d{4}-\d{2}-\d{2}([T ].*)?$"


def text(value: ir.Value) -> ir.StringValue:
    """Return a source value as trimmed text; empty text, and what is not a number, is missing."""
    if value.type().is_floating():
        # Tables written by pandas say "missing" with the floating-point value NaN.
        value = value.isnan().ifelse(ibis.null(value.type()), value)
    return value.cast("string").strip().nullif("")


def holds(when: When, source: ir.Table) -> ir.BooleanValue:
    """Return whether a condition of a mapping holds for each row; never missing."""
    value = text(source[when.column])
    if when.is_ is not None:
        return value.fill_null("").isin(when.is_)
    if when.is_not is not None:
        return value.fill_null("").notin(when.is_not)
    return value.isnull() if when.empty else value.notnull()


def kept(source: ir.Table, set_aside: tuple[SetAside, ...]) -> ir.Table:
    """Return the rows that no ``set_aside`` rule leaves out."""
    for aside in set_aside:
        source = source.filter(~holds(aside.when, source))
    return source


def reason_to_set_aside(source: ir.Table, set_aside: tuple[SetAside, ...]) -> ir.StringValue:
    """Return the first reason that leaves each row out, missing where none does."""
    branches = [(holds(aside.when, source), ibis.literal(aside.why)) for aside in set_aside]
    kept_rows = ibis.null("string")
    return ibis.cases(*branches, else_=kept_rows) if branches else kept_rows


def shaped(source: ir.Table, mapped: MappedTable, lookups: Mapping[str, ir.Table]) -> ir.Table:
    """Return one row per kept source row: its row number and each mapped column as written.

    ``source`` has the columns of the file and ``_row`` (from 1). Beside a column made through
    ``codes`` without ``otherwise`` stands the code as written wherever it was not known.
    """
    rows = kept(source, mapped.set_aside)
    for name, recipe in mapped.columns.items():
        if recipe.lookup:
            rows = _looked_up(rows, name, recipe, lookups.get(recipe.lookup.file))
    made: dict[str, ir.Value] = {ROW: rows[ROW]}
    for name, recipe in mapped.columns.items():
        found = _origin(rows, name, recipe)
        if recipe.fallback:
            found = ibis.coalesce(text(found), text(rows[recipe.fallback]))
        if recipe.codes is not None:
            if recipe.otherwise is None:
                foreseen = text(found).isin(list(recipe.codes))
                made[name + UNKNOWN] = foreseen.ifelse(ibis.null("string"), text(found))
            found = _coded(found, recipe)
        made[name] = _finished(found, recipe, rows)
    return rows.select(**made)


def _looked_up(rows: ir.Table, name: str, recipe: Recipe, other: ir.Table | None) -> ir.Table:
    key, taken = f"_key_{name}", f"_found_{name}"
    if other is None or recipe.lookup is None or recipe.column is None:
        return rows.mutate(**{taken: ibis.null("string")})
    # One row per key, so that a lookup can never multiply the rows of the source.
    table = (
        other.select(**{key: text(other[recipe.lookup.match]), taken: other[recipe.lookup.take]})
        .group_by(key)
        .aggregate(**{taken: lambda t: t[taken].max()})
    )
    return rows.left_join(table, text(rows[recipe.column]) == table[key]).drop(key)


def _origin(rows: ir.Table, name: str, recipe: Recipe) -> ir.Value:
    if recipe.lookup:
        return rows[f"_found_{name}"]
    if recipe.column:
        return rows[recipe.column]
    if recipe.first_of:
        there = [text(rows[column]) for column in recipe.first_of if column in rows.columns]
        return ibis.coalesce(*there)
    return _computed(rows, recipe)


def _computed(rows: ir.Table, recipe: Recipe) -> ir.Value:
    if recipe.year_and_month:
        year, month = (text(rows[column]) for column in recipe.year_and_month)
        return year + "-" + month.lpad(2, "0") + "-01"
    if recipe.days_between:
        first, last = (text(rows[column]).substr(0, 10) for column in recipe.days_between)
        return last.try_cast("date").delta(first.try_cast("date"), unit="day")
    if recipe.number_within:
        window = ibis.window(group_by=list(recipe.number_within), order_by=ROW)
        return ibis.row_number().over(window) + 1 + recipe.plus
    return rows[ROW] if recipe.row_number else ibis.literal(recipe.value, "string")


def _coded(found: ir.Value, recipe: Recipe) -> ir.StringValue:
    value = text(found)
    branches = [
        (value == code, ibis.literal(means)) for code, means in (recipe.codes or {}).items()
    ]
    other = ibis.literal(recipe.otherwise, "string").nullif("")
    # An empty cell takes `otherwise` too: a lookup that found nothing is a code nobody foresaw.
    return ibis.cases(*branches, else_=other)


def _finished(found: ir.Value, recipe: Recipe, rows: ir.Table) -> ir.Value:
    if recipe.first_of_month:
        day = text(found)
        real = day.re_search(_DATE_FIRST) & day.substr(0, 10).try_cast("date").notnull()
        found = real.ifelse(day.substr(0, 7) + "-01", day)
    if recipe.round_to_penny:
        amount = text(found).try_cast("decimal(38, 10)")
        found = ibis.coalesce(amount.round(2).cast("decimal(38, 2)").cast("string"), text(found))
    if recipe.prefix or recipe.suffix:
        found = ibis.literal(recipe.prefix) + text(found) + ibis.literal(recipe.suffix)
    if recipe.when:
        found = holds(recipe.when, rows).ifelse(found, ibis.null(found.type()))
    return found
