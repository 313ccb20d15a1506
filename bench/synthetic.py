"""Making the synthetic place: how long, how much memory, and how near it comes to real figures."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

LARGE = (350_000, 5)
"""People and years: a borough's registered list over the life of an agreement."""

# In a process of its own, so that its peak of memory is its own.
_PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from wholeplace.app.calibrate import calibrate
from wholeplace.app.make_feeds import write_made_up_feeds
from wholeplace.synthetic import Wish
people, years, root = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
started = time.perf_counter()
rows = write_made_up_feeds(root, Wish(people, 2020 - years, years), 1)
took = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
main = [figure for figure in calibrate(root / "feeds", 2020 - years, years) if figure.figure.main]
print(json.dumps({
    "rows": sum(rows.values()), "seconds": took, "gibibytes": peak,
    "main": len(main), "met": sum(bool(figure.met) for figure in main),
}))
"""


def made(folder: Path, people: int, years: int) -> dict[str, float]:
    """Make a place; return rows, seconds, peak GiB, main figures and how many are met."""
    command = [sys.executable, "-c", _PROGRAM, str(people), str(years), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Make the large place in the folder that is named, and say what it took."""
    started = time.perf_counter()
    print(made(Path(sys.argv[1]), *LARGE))
    print(f"with the calibration {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
