"""A large place made, loaded, derived and run as a user would, each step in a process of its own.

``python bench/large.py FOLDER PEOPLE YEARS`` measures a place of another size.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from records import Measured, process

PEOPLE, YEARS = 350_000, 5
"""A borough's registered list over the life of an agreement: some 23 million rows."""
_COMMAND = (
    "from wholeplace.cli import main; from contextlib import redirect_stdout, redirect_stderr;"
    "import io, sys; said = redirect_stdout(io.StringIO()); told = redirect_stderr(io.StringIO());"
    "said.__enter__(); told.__enter__(); main({args!r}, standalone_mode=False);"
    "told.__exit__(None, None, None); said.__exit__(None, None, None)"
)
LIMITS = {"made": (240.0, 4.0), "loaded and derived": (180.0, 6.0)}
"""Seconds and GiB in which a borough must be made, and be loaded and derived."""


def steps(folder: Path, people: int, years: int) -> dict[str, Measured]:
    """Make, load and run a place in ``folder``; return what each took."""
    root = str(folder / "large")
    size = ["--people", str(people), "--years", str(years)]
    first = process(_COMMAND.format(args=["demo", root, *size, "--feeds-only"]))
    loaded = process(_COMMAND.format(args=["load", root]))
    derived = process(_COMMAND.format(args=["run", root]))
    again = process(_COMMAND.format(args=["run", root]))
    return {"made": first, "loaded": loaded, "run": derived, "run again": again}


def large(folder: Path) -> Iterator[tuple[str, float, str, float, str]]:
    """Yield what was measured, in what, against what, for a borough.

    The first run derives and a second reads what was derived, so deriving is the difference.
    """
    taken = steps(folder, PEOPLE, YEARS)
    place = f"{PEOPLE:,} people over {YEARS} years"
    loaded, once, again = taken["loaded"], taken["run"], taken["run again"]
    both = loaded.seconds + max(once.seconds - again.seconds, 0)
    peak = max(loaded.peak, once.peak)
    for what, seconds, held in (
        ("made", taken["made"].seconds, taken["made"].peak),
        ("loaded and derived", both, peak),
    ):
        limit, most = LIMITS[what]
        yield f"{place}, {what}", seconds, "the limit", limit, "s"
        yield "its peak memory", held, "the limit", most, "GiB"
    yield f"{place}, loaded", loaded.seconds, "made", taken["made"].seconds, "s"
    yield f"{place}, run again", again.seconds, "run the first time", once.seconds, "s"


def main() -> None:
    """Measure a place of a size that is named."""
    folder, people, years = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    for what, took in steps(folder, people, years).items():
        print(f"{what}: {took.seconds:.1f} s, {took.processor:.1f} s of CPU, {took.peak:.2f} GiB")


if __name__ == "__main__":
    main()
