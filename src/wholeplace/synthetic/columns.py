"""Arrow columns made from NumPy arrays. Text that repeats is kept once, with a number by row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEVER = 200_000
"""A day (counted from 1970-01-01) after every life here: an empty date."""

MINUTES = 1440
"""Minutes in a day."""

_EPOCH = 60_000  # dates are written for days this far before and after 1970-01-01
_MONTHS = 1_980  # (the same, in months)
_CENTS = [f".{cents:02d}" for cents in range(100)]
_TIMES = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(MINUTES)]


def pick(labels: Sequence[str | None] | pa.Array, index: npt.NDArray[np.integer]) -> pa.Array:
    """Return the label at each index; a negative index, or a label None, gives an empty value.

    Labels that are given as an Arrow array must differ from one another.
    """
    if isinstance(labels, pa.Array):
        return _chosen(labels, index)
    # Of a dictionary in which a text stands twice, Arrow writes bytes that differ from run to run.
    texts = [label for label in dict.fromkeys(labels) if label is not None]
    place = {text: at for at, text in enumerate(texts)}
    places = np.array([-1 if label is None else place[label] for label in labels] + [-1])
    return _chosen(pa.array(texts, pa.string()), places[np.maximum(index, -1)])


def _chosen(texts: pa.Array, index: npt.NDArray[np.integer]) -> pa.Array:
    numbers = pa.array(index.astype(np.int32), mask=index < 0)
    if len(texts) > len(index):  # a file need not carry labels that nobody uses
        return texts.take(numbers).dictionary_encode()
    return pa.DictionaryArray.from_arrays(numbers, texts)


def same(value: str, size: int) -> pa.Array:
    """Return a column that holds one value in every row."""
    return pick([value], np.zeros(size, dtype=np.int64))


def blank(size: int) -> pa.Array:
    """Return a column without a value in any row."""
    return pick([""], np.full(size, -1))


def keys(prefix: str, numbers: Ints, width: int = 0) -> pa.Array:
    """Return text keys such as ``P0000001``, one for each number."""
    digits = pa.array(numbers).cast(pa.string())
    if width:
        digits = pc.utf8_lpad(digits, width, "0")
    return pc.binary_join_element_wise(prefix, digits, "") if prefix else digits


def days(numbers: Ints) -> pa.Array:
    """Return dates as text from days since 1970-01-01; ``NEVER`` gives an empty date."""
    return pick(_dates(), np.where(numbers >= NEVER, -1, numbers + _EPOCH))


def months(numbers: Ints) -> pa.Array:
    """Return the month (yyyy-mm) of each day since 1970-01-01."""
    return _month_labels("{year}-{month}", numbers)


def months_without_dash(numbers: Ints) -> pa.Array:
    """Return the month (yyyymm) of each day since 1970-01-01."""
    return _month_labels("{year}{month}", numbers)


def months_year_last(numbers: Ints) -> pa.Array:
    """Return the month (mmyyyy) of each day since 1970-01-01."""
    return _month_labels("{month}{year}", numbers)


def _month_labels(form: str, numbers: Ints) -> pa.Array:
    month = np.minimum(numbers, NEVER).astype("datetime64[D]").astype("datetime64[M]")
    return pick(_months(form), np.where(numbers >= NEVER, -1, month.astype(np.int64) + _MONTHS))


def first_days(numbers: Ints) -> Ints:
    """Return the first day of the month of each day since 1970-01-01."""
    dates = np.minimum(numbers, NEVER).astype("datetime64[D]").astype("datetime64[M]")
    first: Ints = dates.astype("datetime64[D]").astype(np.int64)
    return first


def times(minutes: Ints) -> pa.Array:
    """Return the time of day (hh:mm) from minutes since 1970-01-01."""
    return pick(_TIMES, minutes % MINUTES)


def money(pence: Ints) -> pa.Array:
    """Return pounds with two decimals, as text, from whole pence that are not negative."""
    pounds = pa.array(pence // 100).cast(pa.string())
    cents = pa.array(_CENTS).take(pa.array(pence % 100))
    return pc.binary_join_element_wise(pounds, cents, "")


def wholes(numbers: Ints) -> pa.Array:
    """Return small whole numbers as text; a negative one gives an empty value."""
    top = int(numbers.max(initial=0))
    return pick([str(number) for number in range(top + 1)], numbers)


@cache
def _dates() -> pa.Array:
    return pa.array(np.arange(-_EPOCH, _EPOCH).astype("datetime64[D]").astype(str).tolist())


@cache
def _months(form: str) -> pa.Array:
    every = np.arange(-_MONTHS, _MONTHS).astype("datetime64[M]").astype(str).tolist()
    parts = (text.split("-") for text in every)
    return pa.array([form.format(year=year, month=month) for year, month in parts])
