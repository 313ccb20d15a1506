"""What sources call their columns, and the words that such names are made of."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Self

from pydantic import ConfigDict, model_validator

from wholeplace.document import Cited, Frozen, Wrong, known
from wholeplace.record.tables.all_tables import table_named, table_names

_BREAKS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+|(?<=\D)(?=\d)")
_SHORTEST = 2
# Words that say how a column was made, not what it holds.
_SAYS_NOTHING = {"pseudo", "der", "derived", "dmic", "dm", "value", "of", "the", "and", "in", "or"}


class ColumnNames(Frozen):
    """Names by source, canonical table and column, and how words are shortened in names."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    column_names: str
    version: str
    about: str
    source: Cited
    abbreviations: dict[str, str]
    sources: dict[str, dict[str, dict[str, tuple[str, ...]]]]

    @model_validator(mode="after")
    def _are_of_canonical_columns(self) -> Self:
        for name, tables in self.sources.items():
            for table, columns in tables.items():
                try:
                    known(table, table_names(), "canonical table")
                    for column in columns:
                        known(column, table_named(table).column_names, f"column of {table}")
                except Wrong as wrong:
                    raise Wrong(wrong.what, wrong.remedy, ("sources", name, table)) from None
        return self

    def without(self, source: str) -> ColumnNames:
        """Return the same names as if one source had never been seen."""
        others = {name: tables for name, tables in self.sources.items() if name != source}
        return self.model_copy(update={"sources": others})

    def known_as(self, table: str, column: str) -> tuple[tuple[str, str, bool], ...]:
        """Return each name of a canonical column, its source, and whether it is of this table."""
        return tuple(
            dict.fromkeys(
                (name, source, other == table)
                for own in (True, False)
                for source, tables in self.sources.items()
                for other, columns in tables.items()
                if (other == table) is own
                for name in columns.get(column, ())
            )
        )

    def vocabulary(self) -> frozenset[str]:
        """Return the words and short forms by which a name without breaks can be divided."""
        found = {word for phrase in self.abbreviations.values() for word in phrase.split()}
        for tables in self.sources.values():
            names = [
                n for columns in tables.values() for known_as in columns.values() for n in known_as
            ]
            # Only names with breaks say where words end: ADMIDATE is not a word.
            several = [pieces for name in names if len(pieces := _pieces(name)) > 1]
            found |= {word for pieces in several for word in pieces if len(word) > _SHORTEST}
        return frozenset(found | set(self.abbreviations))


def _pieces(name: str) -> list[str]:
    return [word.lower() for word in _BREAKS.split(name) if word]


def words(name: str, names: ColumnNames, vocabulary: frozenset[str]) -> tuple[str, ...]:
    """Return the words of a column's name in full, in order, those that say nothing left out.

    ``ADMIDATE`` is admission date; ``spell.admission.date`` is spell admission date.
    """
    divided = [part for piece in _pieces(name) for part in _divided(piece, vocabulary)]
    full = [word for part in divided for word in names.abbreviations.get(part, part).split()]
    return tuple(word for word in dict.fromkeys(full) if word not in _SAYS_NOTHING)


def _divided(piece: str, vocabulary: frozenset[str]) -> list[str]:
    """Return a word divided into known ones, the fewest; whole where it cannot be."""
    if piece in vocabulary or not piece.isalpha():
        return [piece]
    best: list[list[str] | None] = [[]] + [None] * len(piece)
    for end in range(1, len(piece) + 1):
        for start in range(max(0, end - 14), end - _SHORTEST + 1):
            before, part = best[start], piece[start:end]
            if before is not None and part in vocabulary:
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = [*before, part]
    return best[-1] or [piece]
