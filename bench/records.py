"""Loading records: held against DuckDB's own copy of the same CSV, to Parquet and into a table."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROWS = 5_000_000
# Numbers from the range that is kept for tests, with their check digit (modulus 11).
_PEOPLE = """
CREATE TABLE people AS SELECT row_number() OVER () - 1 AS k, nine || digit AS number FROM (
    SELECT nine, (11 - list_sum([nine[p]::INT * (11 - p) FOR p IN range(1, 10)]) % 11) % 11 AS digit
    FROM (SELECT '999' || lpad(i::VARCHAR, 6, '0') AS nine FROM range(340000) AS r(i)))
WHERE digit < 10 LIMIT 300000
"""
_APPOINTMENTS = """
COPY (SELECT i + 100000000 AS APPOINTMENT_ID, number AS NHS_NUMBER,
    'E84' || lpad((k % 60)::VARCHAR, 3, '0') AS PRACTICE_CODE,
    (DATE '2019-04-01' + (i % 1800)::INT)::VARCHAR AS START_DATE,
    strftime(TIMESTAMP '2019-04-01' + INTERVAL (i % 600) MINUTE, '%H:%M:%S') AS START_TIME,
    (5 + i % 20)::VARCHAR AS DURATION_MINUTES, 'Attended' AS STATUS, 'GP' AS HCP_TYPE,
    'Face-to-Face' AS MODE
FROM range({rows}) AS r(i) JOIN people ON k = hash(i) % 300000) TO '{path}' (HEADER)
"""
_MEASURED = (
    "import resource, time; began = time.perf_counter(); {work};"
    "used = resource.getrusage(resource.RUSAGE_SELF);"
    "print(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024**2)"
)
_COPY = (
    "import duckdb; engine = duckdb.connect(); engine.execute('SET memory_limit = \\'3GB\\'');"
    "engine.execute(\"COPY (FROM read_csv('{path}')) TO '{path}.parquet' (COMPRESSION zstd)\")"
)
_COPY_INTO = (
    "import duckdb; engine = duckdb.connect('{path}.db');"
    "engine.execute('SET memory_limit = \\'3GB\\'');"
    "engine.execute(\"CREATE TABLE copied AS FROM read_csv('{path}') LIMIT 0\");"
    "engine.execute(\"COPY copied FROM '{path}' (HEADER)\"); engine.close()"
)
_LOAD = (
    "from pathlib import Path; from wholeplace.app.init_workspace import init_workspace;"
    "from wholeplace.app.load.load_feed import load_feed;"
    "from wholeplace.store.workspace import Workspace;"
    "made = init_workspace(Path('{root}'), 'hillingdon-2019');"
    "load_feed(Workspace(made.root), Path('{path}'), 'gp-appointments')"
)


@dataclass(frozen=True)
class Measured:
    """What a process took: seconds on the clock and of the processors, and GiB at its peak."""

    seconds: float
    processor: float
    peak: float


def loading(folder: Path) -> Iterator[tuple[str, float, str, float, str]]:
    """Yield what was measured, in what, against what: appointments of 300,000 people."""
    path = folder / "gp.csv"
    duckdb.execute(_PEOPLE)
    duckdb.execute(_APPOINTMENTS.format(rows=ROWS, path=path))
    copied = process(_COPY.format(path=path))
    into = process(_COPY_INTO.format(path=path))
    loaded = process(_LOAD.format(path=path, root=folder / "loaded"))
    what = f"load a CSV of {ROWS:,} rows"
    yield what, loaded.seconds, "DuckDB's copy of it to Parquet", copied.seconds, "s"
    yield f"{what}, processors", loaded.processor, "that copy", copied.processor, "s"
    yield what, loaded.seconds, "DuckDB's copy of it into a table", into.seconds, "s"
    yield "rows loaded in a second", ROWS / loaded.seconds / 1e6, "a million", 1.0, "million"
    yield "its peak memory", loaded.peak, "the limit", 6.0, "GiB"


def process(work: str) -> Measured:
    """Return what a Python process took to do some work."""
    command = [sys.executable, "-c", _MEASURED.format(work=work)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return Measured(*map(float, said.stdout.splitlines()[-1].split()))
