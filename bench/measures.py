"""All measures of a place by month and group in one pass: held against one query for each.

``python bench/measures.py WORKSPACE [--each 1]`` reads a workspace whose records are derived. The
other way asks the same definitions measure by measure and breakdown by breakdown; ``--each N`` asks
every N-th of these questions and counts the time N times.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice, product
from pathlib import Path

import ibis
from ibis import ir

from wholeplace.app.documents import read_file, read_place
from wholeplace.app.outcomes.count_panel import ages_of, lists_of, people_there, sources_of
from wholeplace.app.records import open_records
from wholeplace.kernel import FinancialYear
from wholeplace.outcomes import Measure
from wholeplace.outcomes.panel import (
    COLUMNS,
    Counted,
    People,
    Sources,
    count_measures,
    panel_of,
    plan_of,
)
from wholeplace.outcomes.panel.cells import month_cells, once_each, stream_rows
from wholeplace.outcomes.panel.counting import facts_of
from wholeplace.outcomes.panel.people import time_cells, time_parts
from wholeplace.outcomes.panel.sources import events_of
from wholeplace.store.engine import Engine, engine
from wholeplace.store.shipped import shipped_file, shipped_names
from wholeplace.store.workspace import Workspace

SECONDS, MEMORY, TIMES = 60.0, 4.0, 10.0
EACH = 16
"""Of the questions of the other way, one in so many is asked."""


def shipped_measures() -> list[Measure]:
    """Return the measures that are shipped."""
    names = shipped_names("measures")
    return [read_file(shipped_file("measures", f"{name}.yaml"), Measure).value for name in names]


def measures(workspace: Path) -> Iterator[tuple[str, float, str, float, str]]:
    """Measure it in a process of its own, so that its memory is its own."""
    command = [sys.executable, __file__, str(workspace), "--each", str(EACH), "--json"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    found = json.loads(told)
    what = f"count {found['size']}"
    yield what, found["took"], "the limit", SECONDS, "s"
    yield "its peak memory", found["peak"], "the limit", MEMORY, "GiB"
    one = f"{what}, {TIMES:.0f} times"
    yield one, found["took"] * TIMES, "measure by measure", found["other"], "s"


def one_by_one(
    running: Engine,
    workspace: Workspace,
    measures: list[Measure],
    of: Sources,
    there: People,
    years: list[FinancialYear],
    each: int,
) -> Iterator[tuple[ir.Table, ir.Table | None]]:
    """Yield the numerators and the person-time of a measure in a breakdown, as queries."""
    for measure, breakdown in islice(product(measures, COLUMNS), 0, None, each):
        plan = plan_of([measure])
        stream, _ = plan.asked[measure.measure].numerator
        events = events_of(of, plan)
        facts = facts_of(running, plan, of, events, lists_of(workspace, plan))
        known = facts.of.get(stream.events)
        rows = stream_rows(events[stream.events], known, there.lived, plan, stream, facts.links)
        cells = once_each(rows, "month") if stream.each == "person" else _counted(rows)
        time_ = None
        if measure.kind == "rate":
            time_ = time_cells(time_parts(there.lived), there.kinds, breakdown, years)
        yield month_cells(cells, there.kinds, breakdown), time_


def _counted(rows: ir.Table) -> ir.Table:
    return rows.mutate(n=ibis.literal(1, "int64"))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def main() -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--first", type=int, default=2015)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--each", type=int, default=0, help="0: leave the other way out")
    parser.add_argument("--json", action="store_true", help="only the numbers, for another program")
    asked = parser.parse_args()
    workspace, began = Workspace(asked.workspace), _now()
    documents = read_place(workspace)
    measures = [one for one in shipped_measures() if one.kind != "published"]
    years = [FinancialYear(asked.first + i) for i in range(asked.years)]
    plan = plan_of(measures)
    ages = ages_of(workspace, documents, plan)
    with engine(in_order=False) as running:
        opened = open_records(running, workspace, documents)
        there = people_there(running, opened, documents, years, ages)
        of, ready = sources_of(running, workspace, documents, opened), _now()
        counted: Counted = count_measures(
            running, plan, of, lists_of(workspace, plan), there, years
        )
        found = panel_of(plan, counted, years, ages, date(asked.first + asked.years, 3, 31))
        done = _now()
        size = f"{len(measures)} measures, {len(found.months)} months, {len(COLUMNS)} breakdowns"
        took, cpu = (one - other for one, other in zip(done, ready, strict=True))
        opening, peak = ready[0] - began[0], _peak()
        if not asked.json:
            print(f"{size}: {took:.1f} s ({cpu:.1f} of CPU), {opening:.1f} s to open ({SECONDS} s)")
            print(f"its peak memory: {peak:.2f} GiB (limit {MEMORY})")
        if not asked.each:
            return
        other, other_cpu = _one_by_one(running, workspace, measures, of, there, years, asked.each)
        if asked.json:
            print(json.dumps({"size": size, "took": took, "peak": peak, "other": other}))
            return
        for what, mine, theirs in (("", took, other), (" of CPU", cpu, other_cpu)):
            told = f"{theirs:.1f} s{what}, {theirs / mine:.1f} x (at least {TIMES})"
            print(f"measure by measure, {len(measures) * len(COLUMNS)} queries: {told}")


def _one_by_one(
    running: Engine,
    workspace: Workspace,
    measures: list[Measure],
    of: Sources,
    there: People,
    years: list[FinancialYear],
    each: int,
) -> tuple[float, float]:
    number = len(measures) * len(COLUMNS)
    questions = one_by_one(running, workspace, measures, of, there, years, each)
    begin = _now()
    for events, time_ in questions:
        running.arrow(events)
        if time_ is not None:
            running.arrow(time_)
    took, cpu = (one - other for one, other in zip(_now(), begin, strict=True))
    times = number / len(range(0, number, each))
    return took * times, cpu * times


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


if __name__ == "__main__":
    main()
