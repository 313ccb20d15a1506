"""The keys of people in rows, and their pseudonyms: made once for all rows that name them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import ibis
from ibis import ir
from ibis.util import gen_name

from wholeplace.record import (
    FILE,
    NOBODY,
    ROW,
    MappedTable,
    Recipe,
    nobody,
    shaped,
    table_named,
    typed,
)
from wholeplace.store.engine import Engine
from wholeplace.store.opt_outs import keep_numbers

Pseudonymise: TypeAlias = Callable[[Engine, ir.Table, Sequence[str]], ir.Table]
"""Returns rows with pseudonyms in some columns."""

_KEY, _PSEUDONYM, _CELL = "_key_", "_pseudonym_", "_cell_"


@dataclass(frozen=True, slots=True)
class _Known:
    """The people that some cells of a file name. ``all_known`` says that no row names nobody."""

    table: ir.Table
    cells: tuple[str, ...]
    all_known: bool


@dataclass(frozen=True, slots=True)
class People:
    """Finds the people of rows. What was found in a file serves every table made of it."""

    running: Engine
    sources: Mapping[str, ir.Table]
    pseudonymise: Pseudonymise
    identified: Path
    found: dict[str, _Known] = field(default_factory=dict)

    def joined(self, source: ir.Table, mapped: MappedTable) -> ir.Table:
        """Return the rows of a file, each with the keys and pseudonyms that its cells lead to."""
        for column in _by_cells(mapped, source):
            known = self._known(mapped, column, source)
            same = [
                source[cell].identical_to(known.table[f"{_CELL}{i}"])
                for i, cell in enumerate(known.cells)
            ]
            cells = [f"{_CELL}{i}" for i in range(len(known.cells))]
            source = source.left_join(known.table, same).drop(*cells)
            source = source.rename({_KEY + column: "_key", _PSEUDONYM + column: "_pseudonym"})
        return source

    def with_keys(self, rows: ir.Table, mapped: MappedTable, source: ir.Table) -> ir.Table:
        """Return shaped rows with the columns of keys that ``joined`` found."""
        keys = {
            column: _key_of(rows, mapped.columns[column], rows[_KEY + column])
            for column in _by_cells(mapped, source)
        }
        return (
            rows.mutate(**keys).drop(*(_KEY + column for column in keys)).view() if keys else rows
        )

    def under_pseudonyms(self, rows: ir.Table, mapped: MappedTable, source: ir.Table) -> ir.Table:
        """Return rows with pseudonyms in the place of the keys of people."""
        by_cells = _by_cells(mapped, source)
        for column in table_named(mapped.table).pseudonyms:
            if column in by_cells:
                rows = self._replaced(rows, mapped, column, source)
            elif column in mapped.columns:
                rows = self._found_by_key(rows, column)
        return rows

    def _replaced(
        self, rows: ir.Table, mapped: MappedTable, column: str, source: ir.Table
    ) -> ir.Table:
        name = _PSEUDONYM + column
        if self._known(mapped, column, source).all_known:
            return rows.mutate(**{column: rows[name]}).drop(name)
        # Hardly a row names nobody, and of nothing no pseudonym is made.
        alone = rows[name].isnull().ifelse(rows[column], ibis.null("string"))
        rows = self.pseudonymise(self.running, rows.mutate(_alone=alone).view(), ["_alone"])
        made = ibis.coalesce(rows[name], rows["_alone"])
        return rows.mutate(**{column: made}).drop(name, "_alone")

    def _known(self, mapped: MappedTable, column: str, source: ir.Table) -> _Known:
        recipe = mapped.columns[column]
        name = f"{mapped.from_} by {recipe!r} in {column}"
        if name not in self.found:
            cells = _cells_of(recipe, source)
            rows = self._keys(mapped, column, cells)
            named = rows.filter(rows["_key"].notnull()).mutate(_pseudonym=ibis._["_key"])
            named = self._named(named, "_key", "_pseudonym")
            kept = self.running.keep(gen_name("people"), named)
            all_known = not (
                recipe.person_key and self.running.count(rows) > self.running.count(kept)
            )
            self.found[name] = _Known(kept, cells, all_known)
        return self.found[name]

    def _named(self, keys: ir.Table, key: str, column: str) -> ir.Table:
        """Return keys with pseudonyms in a column; the NHS numbers among them are kept apart."""
        keep_numbers(self.running, self.identified, keys[key])
        return self.pseudonymise(self.running, keys, [column])

    def _keys(self, mapped: MappedTable, column: str, cells: Sequence[str]) -> ir.Table:
        """Return the key that each different content of some cells leads to."""
        recipe, marks = mapped.columns[column], [f"{_CELL}{i}" for i in range(len(cells))]
        rows = self.sources[mapped.from_].select(*cells).distinct()
        rows = rows.mutate(
            **{mark: rows[cell] for mark, cell in zip(marks, cells, strict=True)},
            **{ROW: ibis.literal(0, "int64"), FILE: ibis.literal("")},
        )
        alone = mapped.model_copy(update=_only(column, recipe))
        made = shaped(rows, alone, self.sources, beside=marks)
        made = typed(made, table_named(mapped.table), trimmed=True)
        key = made[column]
        if recipe.person_key:
            key = key.startswith(NOBODY).ifelse(ibis.null("string"), key)
        return self.running.keep(gen_name("keys"), made.select(*marks, _key=key))

    def _found_by_key(self, rows: ir.Table, column: str) -> ir.Table:
        """Return rows with pseudonyms of keys that other than the cells of a row make."""
        clear = rows.select(_clear=column).distinct()
        clear = clear.filter(clear["_clear"].notnull()).mutate(_made=clear["_clear"])
        clear = self.running.keep(gen_name("clear"), clear)
        known = self.running.keep(gen_name("people"), self._named(clear, "_clear", "_made"))
        found = rows.left_join(known, rows[column] == known["_clear"])
        return found.mutate(**{column: found["_made"]}).drop("_clear", "_made")


def without_keys(mapped: MappedTable, source: ir.Table) -> tuple[MappedTable, list[str]]:
    """Return the mapping without the columns that ``joined`` finds, and those to keep beside."""
    by_cells = _by_cells(mapped, source)
    others = {name: recipe for name, recipe in mapped.columns.items() if name not in by_cells}
    beside = [start + column for column in by_cells for start in (_KEY, _PSEUDONYM)]
    return mapped.model_copy(update={"columns": others}), beside


def _by_cells(mapped: MappedTable, source: ir.Table) -> list[str]:
    names = [name for name in table_named(mapped.table).pseudonyms if name in mapped.columns]
    return [name for name in names if _is_of_cells(mapped.columns[name], source)]


def _is_of_cells(recipe: Recipe, source: ir.Table) -> bool:
    """Return whether the same cells lead to the same key, whatever row they stand in."""
    if recipe.person_key and recipe != Recipe(person_key=recipe.person_key):
        return False
    inner = [part for part in recipe.all_parts() if part is not recipe]
    needs_more = any(
        part.number_within or part.row_number or part.lookup or part.codes
        for part in (*inner, recipe)
    ) or any(part.person_key for part in inner)
    from_cells = any(column.startswith("@") for column in recipe.columns_used())
    return not (needs_more or from_cells) and bool(_cells_of(recipe, source))


def _cells_of(recipe: Recipe, source: ir.Table) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(recipe.columns_used()) if name in source.columns)


def _only(column: str, recipe: Recipe) -> dict[str, object]:
    return {"columns": {column: recipe}, "each": None, "set_aside": (), "period": None}


def _key_of(rows: ir.Table, recipe: Recipe, key: ir.StringValue) -> ir.StringValue:
    return ibis.coalesce(key, ibis.literal(NOBODY) + nobody(rows)) if recipe.person_key else key
