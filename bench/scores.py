"""Scores over ten million coded rows: held against the join that one would write by hand.

And over a million, against comorbidipy, where ``COMORBIDIPY_PYTHON`` names a Python that has it.
Its version 0.5.0 asks pandas for a name that pandas has moved, so it is put back.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

ROWS, PEOPLE = 10_000_000, 2_000_000
PEER_ROWS, PEER_PEOPLE = 1_000_000, 200_000
PEER = "COMORBIDIPY_PYTHON"
AT_LEAST = 1.5
_CODED = """
COPY (SELECT 'person' || lpad((hash(i) % {people})::VARCHAR, 26, '0') AS person_id,
    chr((65 + hash(i * 3) % 26)::INT) || lpad((hash(i * 5) % 100)::VARCHAR, 2, '0')
        || (hash(i * 7) % 10)::VARCHAR AS code
FROM range({rows}) AS r(i)) TO '{path}'
"""
_MEASURED = (
    "import resource, time; began = time.perf_counter(); {work};"
    "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2;"
    "print(time.perf_counter() - began, peak)"
)
# Groups by prefix of any length, the graver before the milder, a row a person: the way of a query.
_BY_HAND = """
import csv, duckdb
from wholeplace.app.score_documents import find_score, read_score
from wholeplace.population.scores import resolved
engine = duckdb.connect()
engine.execute("SET memory_limit = '3GB'")
engine.execute("CREATE TABLE coded AS FROM '{path}'")
codes = [code for code, in engine.execute("SELECT DISTINCT code FROM coded").fetchall()]
for name in {names}:
    one = read_score(find_score(name))
    pairs = resolved(codes, one.prefixes)
    engine.execute("CREATE OR REPLACE TABLE pairs (code VARCHAR, grp VARCHAR)")
    engine.executemany("INSERT INTO pairs VALUES (?, ?)", pairs or [("", "")])
    weights = [(g, float(x.points), x.unless or "") for g, x in one.score.groups.items()]
    engine.execute("CREATE OR REPLACE TABLE weights (grp VARCHAR, points DOUBLE, unless VARCHAR)")
    engine.executemany("INSERT INTO weights VALUES (?, ?, ?)", weights)
    engine.execute(
        "CREATE OR REPLACE TABLE has AS"
        " SELECT DISTINCT person_id, grp FROM coded JOIN pairs USING (code)"
    )
    engine.execute(
        "COPY (WITH scored AS (SELECT person_id, sum(points) AS points FROM has"
        " JOIN weights USING (grp) WHERE NOT EXISTS (SELECT 1 FROM has AS graver"
        " WHERE graver.person_id = has.person_id AND graver.grp = weights.unless)"
        " GROUP BY person_id) SELECT person_id, coalesce(points, 0) AS points"
        " FROM (SELECT DISTINCT person_id FROM coded) LEFT JOIN scored USING (person_id)"
        " ORDER BY person_id) TO '{out}' (HEADER)"
    )
"""
_OURS = """
from pathlib import Path
from wholeplace.app.scores.score_file import score_file
score_file(Path('{path}'), {names}, Path('{out}'))
"""
_OF_PEER = """
import pandas, pandas.core.common as common
if not hasattr(common, 'SettingWithCopyWarning'):
    common.SettingWithCopyWarning = pandas.errors.SettingWithCopyWarning
from comorbidipy import comorbidity, hfrs
rows = pandas.read_csv('{path}', names=['id', 'code'], header=0)
for name in {names}:
    if name == 'hfrs':
        hfrs(rows).to_csv('{out}', index=False)
    else:
        comorbidity(rows, age=None, score='charlson', icd='icd10', variant='quan',
                    weighting='quan', assign0=True).to_csv('{out}', index=False)
"""


def scoring(folder: Path) -> Iterator[tuple[str, float, str, float, str]]:
    """Yield what was measured, in what, against what: Charlson and frailty, alone and together."""
    path = folder / "coded.parquet"
    duckdb.execute(_CODED.format(rows=ROWS, people=PEOPLE, path=path))
    for names in (["charlson-quan"], ["hfrs"], ["charlson-quan", "elixhauser-vw", "hfrs"]):
        ours, peak = _process(_OURS, path, folder / "ours.csv", names)
        hand, _ = _process(_BY_HAND, path, folder / "hand.csv", names)
        what = f"{' and '.join(names)} of {ROWS:,} coded rows"
        yield what, ours, "the join by hand", hand, "s"
        yield "its peak memory", peak, "the limit", 0.6, "GiB"
    yield from _beside_the_peer(folder)


def _beside_the_peer(folder: Path) -> Iterator[tuple[str, float, str, float, str]]:
    python = os.environ.get(PEER)
    if python is None:
        print(f"not run: comorbidipy, as no {PEER} names a Python that has it")
        return
    path = folder / "coded.csv"
    duckdb.execute(_CODED.format(rows=PEER_ROWS, people=PEER_PEOPLE, path=path))
    for name in ("charlson-quan", "hfrs"):
        ours, _ = _process(_OURS, path, folder / "ours.csv", [name])
        peer, _ = _process(_OF_PEER, path, folder / "peer.csv", [name], python)
        what = f"{name} of {PEER_ROWS:,} coded rows in a CSV"
        yield what, ours, f"comorbidipy, {AT_LEAST} times as fast", peer / AT_LEAST, "s"


def _process(
    work: str, path: Path, out: Path, names: list[str], python: str = sys.executable
) -> tuple[float, float]:
    code = f"exec({work.format(path=path, out=out, names=names)!r})"
    command = [python, "-c", _MEASURED.format(work=code)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    seconds, peak = map(float, said.stdout.splitlines()[-1].split())
    return seconds, peak
