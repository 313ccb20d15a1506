"""Cells as numbers that know their places: which group, month, year, sex and band of age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.kernel import FinancialYear, Month
from wholeplace.outcomes.events import Ages
from wholeplace.outcomes.panel.asks import BITS
from wholeplace.outcomes.panel.panel import SEXES, Whole

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """How numbers lie in arrays: groups of a breakdown, months of years on end, bands of age."""

    levels: tuple[str, ...]
    months: tuple[Month, ...]
    years: tuple[FinancialYear, ...]
    ages: tuple[int, ...]

    @property
    def of_months(self) -> tuple[int, ...]:
        """How many groups and months there are."""
        return len(self.levels), len(self.months)

    @property
    def of_strata(self) -> tuple[int, ...]:
        """How many groups, years, sexes and bands of age there are."""
        return len(self.levels), len(self.years), len(SEXES), len(self.ages)


@dataclass(frozen=True, slots=True)
class Laid:
    """The columns of cells, and where in an array of ``shape`` each of them belongs."""

    columns: Mapping[str, Whole]
    at: tuple[Whole, ...]
    shape: tuple[int, ...]

    def total(self, what: str, bit: int | None = None, ages: Ages | None = None) -> Whole:
        """Return the sum of a column over cells that have a bit, or are of some ages."""
        wanted = self._has(bit) if bit is not None else self._aged(ages)
        found = np.zeros(self.shape, dtype=np.int64)
        np.add.at(found, tuple(one[wanted] for one in self.at), self.columns[what][wanted])
        return found

    def _has(self, bit: int) -> NDArray[np.bool_]:
        word, place = divmod(bit, BITS)
        found: NDArray[np.bool_] = (self.columns[f"w{word}"] >> place) & 1 == 1
        return found

    def _aged(self, ages: Ages | None) -> NDArray[np.bool_]:
        age = self.columns["from_age"]
        if ages is None:
            return np.ones(len(age), dtype=np.bool_)
        found: NDArray[np.bool_] = age >= ages.from_
        return found if ages.below is None else found & (age < ages.below)


def by_month(table: pa.Table, frame: Frame) -> Laid:
    """Return cells that have ``level`` and ``month``, laid out by both."""
    at = (_level(table, frame), _month(table, frame))
    return Laid(_columns(table), at, frame.of_months)


def by_stratum(table: pa.Table, frame: Frame) -> Laid:
    """Return cells laid out by level, year, sex and age; of what has a month, by its year."""
    if "month" in table.column_names:
        year = _month(table, frame) // _MONTHS
    else:
        year = _whole(table["year"]) - frame.years[0].first
    sex = _numbered(table["sex"], SEXES, len(SEXES) - 1)
    age = np.searchsorted(np.array(frame.ages), _whole(table["from_age"]), side="right") - 1
    at = (_level(table, frame), year, sex, age.astype(np.int64))
    return Laid(_columns(table), at, frame.of_strata)


def _columns(table: pa.Table) -> dict[str, Whole]:
    texts = {"level", "sex"}
    return {name: _whole(table[name]) for name in table.column_names if name not in texts}


def _whole(column: pa.ChunkedArray) -> Whole:
    found: Whole = column.fill_null(0).to_numpy().astype(np.int64)
    return found


def _month(table: pa.Table, frame: Frame) -> Whole:
    first = frame.months[0]
    found: Whole = _whole(table["month"]) - (first.year * _MONTHS + first.month - 1)
    return found


def _level(table: pa.Table, frame: Frame) -> Whole:
    return _numbered(table["level"], frame.levels, -1)


def _numbered(column: pa.ChunkedArray, names: Sequence[str], other: int) -> Whole:
    """Return the place of each text among names; each different text is looked up once."""
    one = column.combine_chunks().dictionary_encode()
    at = {name: i for i, name in enumerate(names)}
    places = np.array([at.get(str(text), other) for text in one.dictionary.to_pylist()], np.int64)
    if not len(places):
        return np.zeros(0, dtype=np.int64)
    # Whose text is missing has no place in the dictionary.
    index = one.indices.fill_null(len(places)).to_numpy()
    found: Whole = np.append(places, other)[index]
    return found
