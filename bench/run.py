"""Time and memory, as ratios side by side in one run: ``make bench``.

Nothing here is a test: machines differ and are noisy. ``--quick`` leaves out the large place
and fifty colleagues at once.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median

import numpy as np
from care import pages
from care_load import load
from intervals import intervals
from large import large
from pmpm import per_member_per_month
from population import population
from records import loading

from contracts import as_columns, plain_arrays, read_rows, settled_by_hand
from measures import measures
from scores import scoring
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.feeds import listed_feeds
from wholeplace.app.load.load_feed import load_feed
from wholeplace.app.make_feeds import write_made_up_feeds
from wholeplace.app.make_report import make_report
from wholeplace.app.run_year import run_year
from wholeplace.app.settle_contract import find_agreement, settle_table
from wholeplace.contract import read_contract
from wholeplace.contract.arrays import evaluate_many
from wholeplace.contract.in_force import in_force_on
from wholeplace.contract.work_out import work_out
from wholeplace.store.workspace import Workspace
from wholeplace.synthetic import Wish

REACH = Path(__file__).parent.parent / "tests" / "golden" / "reach.csv"
MSSP = REACH.with_name("mssp.csv")
SHIPPED = REACH.parents[2] / "contracts"
PEOPLE = 20_000
ACO_YEARS = 4_122


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, and what it is held against."""

    what: str
    measured: float
    against: str
    other: float
    unit: str = "s"

    def __str__(self) -> str:
        """Write the line with the ratio in front."""
        ratio = self.measured / self.other
        return (
            f"{ratio:9.2f} x   {self.what}: {self.measured:.3f} {self.unit};"
            f" {self.against}: {self.other:.3f} {self.unit}"
        )


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def program(*words: str, times: int = 7) -> float:
    """Return the median time of a Python process."""
    command = [sys.executable, *words]
    return median(
        seconds(lambda: subprocess.run(command, check=True, capture_output=True))  # noqa: S603
        for _ in range(times)
    )


def starting() -> Iterator[Row]:
    """Starting up: the package and the help must not wait for the database."""
    bare = program("-c", "pass")
    yield Row("import wholeplace", program("-c", "import wholeplace"), "bare Python", bare)
    yield Row(
        "import wholeplace beyond bare Python",
        program("-c", "import wholeplace") - bare,
        "the limit",
        0.3,
    )
    click = program("-c", "import click")
    yield Row("wholeplace --help", program("-m", "wholeplace", "--help"), "import click", click)


def demo(folder: Path) -> Iterator[Row]:
    """The demo, step by step, for 20,000 people and three years."""
    workspace = Workspace(init_workspace(folder / "demo", "hillingdon-2019").root)
    wish = Wish(PEOPLE, 2017, 3)
    invented = seconds(lambda: write_made_up_feeds(workspace.root, wish, 2019))
    steps = {
        "load": seconds(lambda: _load_listed(workspace)),
        "run": seconds(lambda: run_year(workspace)),
        "report": seconds(lambda: make_report(workspace, None, None)),
    }
    for name, took in steps.items():
        yield Row(f"{name}, {PEOPLE:,} people", took, "inventing them", invented)
    yield Row("the demo after generation", sum(steps.values()), "the limit", 15.0)


def _load_listed(workspace: Workspace) -> None:
    for source in listed_feeds(workspace):
        load_feed(workspace, source.place, source.mapping, options=source.options)


def by_hand() -> list[Fraction]:
    """Settle the golden rows with the bands written out, and nothing explained."""
    bands = {
        "Global": [(25, 100), (35, 50), (50, 25), (None, 10)],
        "Professional": [(5, 50), (10, 35), (15, 15), (None, 5)],
    }
    results = []
    with REACH.open() as stream:
        for row in csv.DictReader(stream):
            gross = Fraction(row["gross_savings"])
            base, due, reached = (
                Fraction(row["tot_cost_care_net"]) + gross,
                Fraction(0),
                Fraction(0),
            )
            for up_to, share in bands[row["risk_arrangement"]]:
                limit = abs(gross) if up_to is None else min(abs(gross), base * up_to / 100)
                due, reached = due + max(limit - reached, 0) * share / 100, max(limit, reached)
            results.append(due if gross >= 0 else -due)
    return results


def settling() -> Iterator[Row]:
    """A contract document with every line explained, against the same sums written in Python."""
    agreement = find_agreement("us-aco-reach")
    ours = median(seconds(lambda: settle_table(agreement, REACH, None)) for _ in range(7))
    yield Row(
        "settle 152 explained rows", ours, "by hand", median(seconds(by_hand) for _ in range(7))
    )


def contracts() -> Iterator[Row]:
    """Thousands of contract years at once, against NumPy by hand and against one row at a time."""
    agreement = find_agreement("us-mssp")
    days, rows = read_rows(agreement, MSSP, ACO_YEARS)
    starts = sorted(set(days))
    year = np.array([starts.index(day) for day in days])
    figures = as_columns(agreement, rows)
    plain, years = plain_arrays(figures), np.array([day.year for day in days])
    lines = evaluate_many(agreement, starts, year, figures)
    # Doubles lose some half dollars; the contract engine does not.
    apart = np.abs(lines.value("earned") - settled_by_hand(years, plain)["earned"])
    if apart.max() > 1:
        raise SystemExit("the contract and its copy by hand disagree")

    def one_at_a_time() -> None:
        for day, row in zip(days, rows, strict=True):
            work_out(agreement, in_force_on(agreement, day).values, row)

    many = median(
        seconds(lambda: evaluate_many(agreement, starts, year, figures)) for _ in range(15)
    )
    hand = median(seconds(lambda: settled_by_hand(years, plain)) for _ in range(15))
    exact = median(seconds(one_at_a_time) for _ in range(3))
    what = f"settle {ACO_YEARS:,} contract years at once"
    yield Row(what, many * 1000, "NumPy by hand", hand * 1000, "ms")
    one = f"settle {ACO_YEARS:,} contract years one at a time, exactly"
    yield Row(one, exact * 1000, "all at once", many * 1000, "ms")
    text = (SHIPPED / "us-mssp" / "contract.yaml").read_text(encoding="utf-8")
    reading = median(seconds(lambda: read_contract(text)) for _ in range(15))
    yield Row("read and check a contract of 16 lines", reading * 1000, "the limit", 50.0, "ms")


def simulating() -> Iterator[Row]:
    """A hundred thousand draws of five years of an agreement, drawn, settled and told of."""
    # In a process of its own, so that its memory is its own; with all that Python itself takes.
    work = (
        "import time; from wholeplace.app.simulate_contract import simulate_contract as simulate;"
        "began = time.perf_counter(); simulate('hillingdon-2019', 'hillingdon-2019', 100_000, 1);"
        "took = time.perf_counter() - began; import resource;"
        "print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2)"
    )
    command = [sys.executable, "-c", work]
    runs = [
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()  # noqa: S603
        for _ in range(5)
    ]
    took, peak = (median(float(run[i]) for run in runs) for i in range(2))
    yield Row("simulate 100,000 draws of 5 years", took, "the limit", 2.0)
    yield Row("its peak memory", peak, "the limit", 1.0, "GiB")


def main() -> None:
    """Measure everything and print one table."""
    print("    ratio     what was measured; what it is held against")
    with tempfile.TemporaryDirectory(prefix="wholeplace-bench-") as name:
        folder = Path(name)
        records = (Row(*measured) for measured in loading(folder))
        scores = (Row(*measured) for measured in scoring(folder))
        limits = (Row(*measured) for measured in intervals())
        parts = [starting(), settling(), contracts(), simulating(), records, scores, limits]
        parts.append(demo(folder))
        parts.append(Row(*measured) for measured in pages())
        if "--quick" not in sys.argv:
            parts.append(Row(*measured) for measured in load())
            parts.append(Row(*measured) for measured in large(folder))
            # In the place that was made just now: each part is measured when it is printed.
            parts.append(Row(*measured) for measured in population(folder / "large"))
            parts.append(Row(*measured) for measured in measures(folder / "large"))
            parts.append(Row(*measured) for measured in per_member_per_month(folder / "pmpm"))
        for part in parts:
            for row in part:
                print(row, flush=True)


if __name__ == "__main__":
    main()
