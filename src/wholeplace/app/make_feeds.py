"""Invent a place and write the feeds that its sources would send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from wholeplace.app.calibrate import TRUTH, shipped_facts
from wholeplace.app.load.feeds import FEEDS
from wholeplace.app.progress import Progress, unseen
from wholeplace.kernel import FinancialYear, Problem, Where, refuse_if
from wholeplace.store.clock import random_generator, today
from wholeplace.store.feeds import write_feeds
from wholeplace.store.files import write_json, write_text
from wholeplace.synthetic import Part, Wish, make_feeds

# In this order they are loaded: (folder of the feed, mapping that reads it).
MAPPINGS = (
    ("reference", "reference"),
    ("pds", "pds"),
    ("deaths", "deaths"),
    ("gp", "gp-problems"),
    ("gp", "gp-appointments"),
    ("sus_apc", "sus-apc"),
    ("sus_op", "sus-op"),
    ("ecds", "ecds"),
    ("csds", "csds"),
    ("mhsds", "mhsds"),
    ("cld", "cld"),
    ("plics", "plics"),
    ("plcm", "plcm"),
    ("epd", "epd"),
)
"""The feeds of a made-up place and the shipped mapping of each."""


def write_made_up_feeds(
    root: Path, wish: Wish, seed: int, *, progress: Progress = unseen
) -> dict[str, int]:
    """Write the feeds of a place under ``root/feeds``, list them, and return rows by file.

    The same wish and seed give the same bytes. What is true of the place and no feed tells (who
    was on the caseload, what was prevented) goes to ``root/truth``, which is never loaded. Raises
    ``Refused`` where the years are not over.
    """
    refuse_if(_not_over(root, wish))
    parts = make_feeds(wish, shipped_facts(), random_generator(seed))
    told = _telling(parts, wish, progress)
    rows = write_feeds(root / "feeds", told, apart=(TRUTH, root / TRUTH))
    written = {name.partition("/")[0] for name in rows}
    write_text(root / FEEDS, _listed(written))
    write_json(root / TRUTH / "made.json", asdict(wish) | {"seed": seed, "rows": rows})
    return rows


def _not_over(root: Path, wish: Wish) -> Iterator[Problem]:
    last = FinancialYear(wish.first_year + wish.years - 1)
    if FinancialYear(last.first + 1).start > today():
        what = f"records up to {last} would be of days to come"
        yield Problem(Where(str(root)), what, "choose a place whose first year is over")


def _telling(parts: Iterable[Part], wish: Wish, progress: Progress) -> Iterator[Part]:
    """Pass the parts on, and say now and then how far it is."""
    rows = 0
    for part in parts:
        rows += part.table.num_rows
        if part.file == "pds_person":
            progress(f"inventing {wish.people:,} people, {wish.years} years: {rows:,} rows")
        yield part


def _listed(written: set[str]) -> str:
    """Return the document that lists the feeds."""
    lines = [
        f"  - {{name: {mapping}, mapping: {mapping}, path: feeds/{feed}}}"
        for feed, mapping in MAPPINGS
        if feed in written
    ]
    return "\n".join(
        ["# Synthetic people; `wholeplace load` reads them in this order.", "feeds:", *lines, ""]
    )
