"""Cost per member per month of a large place: held against the query that one would write by hand.

The same Parquet files, the same answer, a process each, in turn. The query by hand keeps people
beside their spells first and joins costs to them; the planner is told by hand which side to hold.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import duckdb

ROWS, PEOPLE = 50_000_000, 2_200_000
TIMES = 5
AT_MOST, MEMORY = 1.15, 1.0
_CACHE = Path(tempfile.gettempdir()) / "wholeplace-bench-pmpm"
_SERVICES = (
    "acute",
    "ambulance",
    "community",
    "drugs",
    "emergency",
    "hospice",
    "primary",
    "mental",
)
_SEGMENTS = ("well", "child", "one", "many", "mind", "frail", "home", "last")
# Every twentieth comes later than the first day, and as many move in the year.
_SPELLS = """
COPY (SELECT 'person' || lpad(p::VARCHAR, 26, '0') AS person_id,
    'E' || lpad((hash(p, part) % 300)::VARCHAR, 5, '0') AS practice_code,
    CASE WHEN part = 1 THEN moved WHEN hash(p * 3) % 20 = 0 THEN DATE '2019-04-01'
        + (hash(p * 7) % 100)::INT ELSE DATE '2019-04-01' END AS starts,
    CASE WHEN part = 0 AND moves THEN moved ELSE DATE '2020-04-01' END AS ends
FROM (SELECT i AS p, hash(i * 17) % 20 = 0 AS moves,
    DATE '2019-07-15' + (hash(i * 11) % 200)::INT AS moved FROM range({people}) AS r(i)),
    (SELECT unnest([0, 1]) AS part) WHERE part = 0 OR moves) TO '{folder}/spells.parquet'
"""
_PEOPLE = """
COPY (SELECT 'person' || lpad(i::VARCHAR, 26, '0') AS person_id,
    {segments}[1 + (hash(i * 5) % 8)::INT] AS segment FROM range({people}) AS r(i))
TO '{folder}/segments.parquet'
"""
_COSTS = """
COPY (SELECT 'person' || lpad((hash(i) % {people})::VARCHAR, 26, '0') AS person_id,
    {services}[1 + (hash(i * 3) % 8)::INT] AS service,
    CASE WHEN hash(i * 13) % 6 = 0 THEN 'list' ELSE 'tariff' END AS basis, 'GBP' AS currency,
    (hash(i * 5) % 100000 / 100.0)::DECIMAL(14, 2) AS amount,
    DATE '2019-04-01' + (hash(i * 7) % 366)::INT AS day
FROM range({rows}) AS r(i)) TO '{folder}/costs.parquet'
"""
_MEASURED = (
    "import resource, time\n{imports}\nbegan = time.perf_counter()\n{work}\n"
    "took, used = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)\n"
    "print(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024**2,"
    " sum(spent['amount'].to_pylist()), sum(time_['days'].to_pylist()),"
    " spent.num_rows, time_.num_rows)"
)
_OURS = (
    """
from datetime import date
from pathlib import Path
from wholeplace.budget import counted, within
from wholeplace.budget.pmpm import members, spending_cells, time_cells
from wholeplace.kernel import FinancialYear
from wholeplace.place import Service
from wholeplace.store.engine import engine
""",
    """
folder, year = Path('{folder}'), FinancialYear(2019)
services = [
    Service.model_construct(id=name, basis='list' if name == 'drugs' else 'tariff', when=[])
    for name in {services}
]
with engine(in_order=False) as running:
    costs, spells, segments = (
        running.parquet(folder / (name + '.parquet')) for name in ('costs', 'spells', 'segments')
    )
    there = running.keep('members', members(spells, segments))
    counting = counted(within(costs, year.start, year.end), services, 'GBP')
    spent = running.arrow(spending_cells(counting, there))
    time_ = running.arrow(time_cells(there, year.months()))
""",
)
_BY_HAND = (
    "import duckdb, tempfile",
    """
with tempfile.TemporaryDirectory() as spill:
    engine = duckdb.connect(config=dict(memory_limit='3GB', temp_directory=spill))
    engine.execute("SET preserve_insertion_order = false")
    engine.execute("SET disabled_optimizers = 'build_side_probe_side'")
    engine.execute(
        "CREATE TEMP TABLE m AS SELECT s.person_id, segment, practice_code, starts, ends"
        " FROM '{folder}/spells.parquet' AS s JOIN '{folder}/segments.parquet' USING (person_id)"
    )
    spent = engine.sql(
        "SELECT segment, service, practice_code, basis, currency, year(day) AS y, month(day) AS m,"
        " sum(amount) AS amount, count(*) AS n FROM '{folder}/costs.parquet' AS c LEFT JOIN m"
        " ON c.person_id = m.person_id AND c.day >= m.starts AND c.day < m.ends"
        " WHERE day >= DATE '2019-04-01' AND day < DATE '2020-04-01' AND currency = 'GBP'"
        " AND (basis = 'list' AND service IN ('drugs') OR basis = 'tariff' AND service IN {others})"
        " GROUP BY ALL"
    ).to_arrow_table()
    time_ = engine.sql(
        "WITH months AS (SELECT unnest(range(DATE '2019-04-01', DATE '2020-04-01',"
        " INTERVAL 1 MONTH))::DATE AS first) SELECT segment, practice_code, first,"
        " sum(least(ends, (first + INTERVAL 1 MONTH)::DATE) - greatest(starts, first))::BIGINT"
        " AS days FROM m JOIN months ON starts < (first + INTERVAL 1 MONTH)::DATE"
        " AND ends > first GROUP BY ALL"
    ).to_arrow_table()
""",
)


def per_member_per_month(
    folder: Path, rows: int = ROWS, people: int = PEOPLE, times: int = TIMES
) -> Iterator[tuple[str, float, str, float, str]]:
    """Yield what was measured, in what, against what. Raises where the two answers differ."""
    _make(folder, rows, people)
    ours, hand = [], []
    for _ in range(times):
        ours.append(_process(_OURS, folder))
        hand.append(_process(_BY_HAND, folder))
        if ours[-1][3:] != hand[-1][3:]:
            raise ValueError(f"the answers differ: {ours[-1]} and {hand[-1]}")
    what = f"PMPM of {rows:,} cost rows and {people:,} people"
    for i, of in enumerate((what, f"{what}, processors")):
        mine, other = (median(one[i] for one in all_) for all_ in (ours, hand))
        yield of, mine, f"the query by hand, {AT_MOST} times", other * AT_MOST, "s"
    yield "its peak memory", max(one[2] for one in ours), "the limit", MEMORY, "GiB"
    yield "its peak memory", ours[0][2], "the query by hand", hand[0][2], "GiB"


def _make(folder: Path, rows: int, people: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if (done := folder / "made").exists():
        return
    maker = duckdb.connect(config={"memory_limit": "2GB"})
    terms = {"services": list(_SERVICES), "segments": list(_SEGMENTS)}
    for query in (_SPELLS, _PEOPLE, _COSTS):
        maker.execute(query.format(folder=folder, rows=rows, people=people, **terms))
    done.touch()


def _process(how: tuple[str, str], folder: Path) -> tuple[float, ...]:
    imports, body = how
    others = tuple(name for name in _SERVICES if name != "drugs")
    work = body.format(folder=folder, services=_SERVICES, others=others)
    code = _MEASURED.format(imports=imports, work=work)
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    return tuple(map(float, said.stdout.splitlines()[-1].split()))


def main() -> None:
    """Make the rows once, measure, and print a line for each ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--times", type=int, default=TIMES)
    asked = parser.parse_args()
    folder = _CACHE / f"{asked.rows}-{asked.people}"
    for what, one, against, other, unit in per_member_per_month(
        folder, asked.rows, asked.people, asked.times
    ):
        print(f"{one / other:9.2f} x   {what}: {one:.3f} {unit}; {against}: {other:.3f} {unit}")


if __name__ == "__main__":
    main()
