"""Shape the rows of a source file into the columns of a canonical table, still as written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.record.cell import FILE, ROW, as_text, text
from wholeplace.record.language.condition import holds
from wholeplace.record.language.each import cells
from wholeplace.record.language.mapping import MappedTable, SetAside
from wholeplace.record.language.recipe import Lookup, Recipe, worked_out
from wholeplace.record.making.made import MOST_BRANCHES, before_codes, key, made, unknown_code
from wholeplace.record.nhs_number import digits_expression

UNKNOWN = "__unknown_code"
_MADE = "="
PERIOD = "_period"
"""The column with the first day of the month that a row belongs to."""


def rows_of(source: ir.Table, mapped: MappedTable) -> ir.Table:
    """Return the rows that a canonical table is made from, none yet set aside.

    They are those of the file, or with ``each`` its filled cells; ``_row`` is always the number
    of the row in the file. Columns that a file may lack are there, and empty.
    """
    if mapped.each:
        source = cells(source, mapped.each, [ROW, FILE, *mapped.columns_used()])
    return _with_absent(source, mapped)


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


def shaped(
    source: ir.Table,
    mapped: MappedTable,
    lookups: Mapping[str, ir.Table],
    beside: Sequence[str] = (),
    *,
    trimmed: bool = False,
) -> ir.Table:
    """Return one row per kept source row: its row number and each mapped column as written.

    ``source`` has the columns of the file and ``_row`` (from 1); where it has ``_file`` too, the
    rows come from several files. With ``each`` one row is a filled cell. Beside a column made
    through ``codes`` without ``otherwise`` stands the code as written wherever it was not known;
    ``_period`` is the day whose month the row belongs to,
    where the mapping gives one. No text is empty, or has a blank at an end. Of ``source``, the
    columns ``beside`` are kept as they are. ``trimmed`` says that its cells were trimmed before.
    """
    recipes = dict(mapped.columns)
    if mapped.period:
        # Its month is found where it is read (see ``typed``).
        recipes[PERIOD] = mapped.period.model_copy(update={"first_of_month": False})
    rows, early = source if trimmed else _trimmed(source, mapped), {}
    if mapped.each:
        # What is made from a row alone is made once, not once for each of its cells.
        early = {name: recipe for name, recipe in recipes.items() if _is_of_row(recipe)}
        rows = _made(_with_absent(rows, mapped), early, lookups)
        rows = cells(rows, mapped.each, rows.columns)
    late = {name: recipe for name, recipe in recipes.items() if name not in early}
    rows = _made(kept(_with_absent(rows, mapped), mapped.set_aside), late, lookups)
    return (
        rows.select(*_wanted(rows, recipes), *beside)
        .rename(lambda name: name.removeprefix(_MADE))
        .view()
    )


def _trimmed(source: ir.Table, mapped: MappedTable) -> ir.Table:
    columns = [name for name in mapped.columns_used() if name in source.columns]
    texts = {name: text(source[name]) for name in columns if source[name].type().is_string()}
    # A view is a line that expressions do not cross: each cell is trimmed once, however often it
    # is used above.
    return source.mutate(**texts).view() if texts else source


def _with_absent(rows: ir.Table, mapped: MappedTable) -> ir.Table:
    needed = {names[0] for names in mapped.columns_needed() if len(names) == 1}
    absent = [name for name in mapped.columns_used() if name not in {*rows.columns, *needed}]
    return rows.mutate(**dict.fromkeys(absent, ibis.null("string"))) if absent else rows


def _is_of_row(recipe: Recipe) -> bool:
    numbered = any(part.number_within for part in recipe.all_parts())
    return not numbered and not any(column.startswith("@") for column in recipe.columns_used())


def _made(
    rows: ir.Table, recipes: Mapping[str, Recipe], lookups: Mapping[str, ir.Table]
) -> ir.Table:
    """Return the rows with what the recipes make, and the codes that they did not foresee."""
    for recipe in recipes.values():
        for part in recipe.all_parts():
            rows = _worked_out(rows, part, lookups)
    columns: dict[str, ir.Value] = {}
    for name, recipe in recipes.items():
        value = made(rows, recipe)
        columns[_MADE + name] = value if _is_trimmed(recipe) else text(value)
        stray = unknown_code(rows, recipe)
        if stray is not None:
            columns[_MADE + name + UNKNOWN] = stray
    return rows.mutate(**columns) if columns else rows


def _is_trimmed(recipe: Recipe) -> bool:
    """Return whether what a recipe makes of trimmed cells is trimmed: so is all it adds itself."""
    for part in recipe.all_parts():
        added = [part.value, part.otherwise, *(part.codes or {}).values()]
        ends = [part.prefix[:1], part.suffix[-1:], part.join.with_ if part.join else ""]
        if any(word is not None and word != word.strip() for word in (*added, *ends)):
            return False
        if "" in (part.value, *(part.codes or {}).values()):
            return False
    return True


def _wanted(rows: ir.Table, recipes: Mapping[str, Recipe]) -> list[str]:
    names = [_MADE + name + end for name in recipes for end in (UNKNOWN, "")]
    return [name for name in (ROW, FILE, *names) if name in rows.columns]


def _worked_out(rows: ir.Table, recipe: Recipe, lookups: Mapping[str, ir.Table]) -> ir.Table:
    """Return the rows with what a recipe needs beforehand; the innermost recipes come first."""
    names = {kind: worked_out(recipe, kind) for kind in ("found", "code", "digits")}
    if recipe.lookup and names["found"] not in rows.columns:
        rows = _looked_up(rows, recipe, recipe.lookup, lookups)
    if len(recipe.codes or {}) > MOST_BRANCHES and names["code"] not in rows.columns:
        listed = [{"_key": c, names["code"]: means} for c, means in (recipe.codes or {}).items()]
        schema = pa.schema({"_key": pa.string(), names["code"]: pa.string()})
        known = ibis.memtable(pa.Table.from_pylist(listed, schema))
        rows = _found(rows, before_codes(rows, recipe), known)
    numbered = recipe.person_key.nhs_number if recipe.person_key else None
    if numbered and names["digits"] not in rows.columns:
        number = as_text(made(rows, numbered))
        rows = rows.mutate(**{names["digits"]: digits_expression(number)}).view()
    return rows


def _looked_up(
    rows: ir.Table, recipe: Recipe, lookup: Lookup, lookups: Mapping[str, ir.Table]
) -> ir.Table:
    name, other = worked_out(recipe, "found"), lookups.get(lookup.file)
    if other is None:
        return rows.mutate(**{name: ibis.null("string")})
    return _found(rows, key(rows, recipe), _by_key(other, lookup, name))


def _by_key(other: ir.Table, lookup: Lookup, name: str) -> ir.Table:
    # One row per key, so that a lookup can never multiply the rows of the source.
    return (
        other.select(_key=text(other[lookup.match]), **{name: text(other[lookup.take])})
        .group_by("_key")
        .aggregate(**{name: lambda t: t[name].max()})
    )


def _found(rows: ir.Table, wanted: ir.Value, table: ir.Table) -> ir.Table:
    rows = rows.mutate(_wanted=text(wanted))
    joined = rows.left_join(table, rows["_wanted"] == table["_key"])
    return joined.drop("_key", "_wanted")
