"""Small Arrow columns, made without pandas.

Arrow looks whether a list is one of pandas' by importing it, which takes longer than most questions
that are asked of a small table.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate

import pyarrow as pa


def whole_numbers(values: Sequence[int]) -> pa.Array:
    """Return a column of whole numbers of 64 bits, none missing."""
    return pa.Array.from_buffers(pa.int64(), len(values), [None, _buffer("q", values)])


def texts(values: Sequence[str]) -> pa.Array:
    """Return a column of texts, none missing."""
    written = [value.encode() for value in values]
    ends = _buffer("i", [0, *accumulate(map(len, written))])
    data = pa.py_buffer(b"".join(written))
    return pa.Array.from_buffers(pa.string(), len(written), [None, ends, data])


def _buffer(kind: str, values: Sequence[int]) -> pa.Buffer:
    return pa.py_buffer(array(kind, values))
