"""One file as the engine reads it: its columns, and the query that gives its rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One file. ``query`` gives ``columns``, as the file calls them, and ``_row`` from 1.

    ``reads`` is the path by which the engine knows the file; ``has_lines`` says that its rows are
    lines of text, ``has_file`` that ``query`` gives ``_file`` too. ``lists`` are the columns that
    hold more than one value in a row. Of ``older`` rows, which are left out, there is a newer copy.
    """

    query: str
    columns: tuple[str, ...]
    reads: str
    has_lines: bool = False
    has_file: bool = False
    lists: tuple[str, ...] = ()
    older: int = 0
