"""What becomes of rows that break a rule: a few are left out and listed, many refuse the feed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import ibis

from wholeplace.app.load.load_table import Part
from wholeplace.kernel import Problem
from wholeplace.store.engine import Engine

LIST = "refused.parquet"


def refused_whole(part: Part) -> tuple[Problem, ...]:
    """Return what is wrong with the rows of a part, if they are too many to be left out."""
    count = part.count
    allowed = part.mapped.refuse_rows_up_to * count.rows_in
    return part.refused.problems if Fraction(count.refused) > allowed else ()


def write_refused(running: Engine, parts: Sequence[Part], folder: Path) -> None:
    """Write one line for each refused row and rule to ``refused.parquet``, if there are any."""
    lists = [
        part.refused.listed.mutate(table=ibis.literal(part.count.table))
        for part in parts
        if part.refused.listed is not None
    ]
    if lists:
        together = ibis.union(lists[0], *lists[1:]) if len(lists) > 1 else lists[0]
        columns = ("table", "file", "row", "column", "rule", "value")
        in_order = together.select(*columns).order_by(list(columns))
        running.write_parquet(in_order, folder / LIST)
