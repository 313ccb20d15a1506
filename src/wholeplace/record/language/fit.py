"""Whether the files that were found have the columns that a mapping makes its tables from."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Columns
from dataclasses import dataclass

from wholeplace.kernel import nearest
from wholeplace.record.language.mapping import MappedTable, Mapping


@dataclass(frozen=True, slots=True)
class Misfit:
    """A column that is not there: in which file of the mapping, and what to say of it."""

    file: str
    column: str
    what: str
    remedy: str


def misfits(mapping: Mapping, columns: Columns[str, tuple[str, ...]]) -> Iterator[Misfit]:
    """Yield every column that is needed and not there; ``columns`` are those of each file found.

    Columns are called as the mapping calls them (see ``source_file.called``). A file whose
    columns are paths, which a row may or may not have, lacks none.
    """
    seen: set[Misfit] = set()
    for table in mapping.tables:
        for misfit in _of_table(table, columns):
            if not mapping.files[misfit.file].has_paths and misfit not in seen:
                seen.add(misfit)
                yield misfit


def _of_table(table: MappedTable, columns: Columns[str, tuple[str, ...]]) -> Iterator[Misfit]:
    wanted = [(table.from_, either) for either in table.columns_needed()]
    for recipe in table.every_recipe():
        if recipe.lookup:
            wanted += [(recipe.lookup.file, (recipe.lookup.match,))]
            wanted += [(recipe.lookup.file, (recipe.lookup.take,))]
    for file, either in wanted:
        if file in columns and not set(either) & set(columns[file]):
            named = " or ".join(f"'{column}'" for column in either)
            what = f"there is no column {named}, which {table.table} is made from"
            yield Misfit(file, either[0], what, nearest(either[0], columns[file]))
    if table.from_ in columns:
        yield from _of_cells(table, columns[table.from_])


def _of_cells(table: MappedTable, columns: tuple[str, ...]) -> Iterator[Misfit]:
    # Sources differ in how many of such columns they send; none at all is a mistake.
    if table.each and not table.each.optional and not table.each.steps_in(columns):
        first = table.each.steps()[0][0]
        what = f"there is no column '{first}', nor another that {table.table} takes each cell of"
        yield Misfit(table.from_, first, what, nearest(first, columns))
