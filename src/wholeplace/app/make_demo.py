"""Make a synthetic place and take it through everything, from records to report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wholeplace.app.documents import read_file
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load_feed import load_feed
from wholeplace.app.make_report import make_report
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.run_year import run_year
from wholeplace.kernel import FinancialYear
from wholeplace.place import Place
from wholeplace.store.clock import random_generator
from wholeplace.store.feeds import write_feed
from wholeplace.store.workspace import PLACE, Workspace
from wholeplace.synthetic import make_place

YEARS = 3


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demo made."""

    workspace: Workspace
    year: FinancialYear
    report: Path
    results: Path


def make_demo(
    root: Path,
    place: str,
    people: int,
    seed: int,
    *,
    progress: Progress = unseen,
) -> Demo:
    """Make a workspace with synthetic people, run its first year and write the report.

    The records cover three years: the year of the agreement, its base year and the one before,
    from which the base year's segments are known. Raises ``Refused`` where the folder is in use.
    """
    workspace = Workspace(init_workspace(root, place).root)
    year = read_file(workspace.document(PLACE), Place).value.first_year
    progress(f"inventing {people:,} people and {YEARS} years of their care")
    tables = make_place(people, year.first + 1 - YEARS, YEARS, random_generator(seed))
    feed = write_feed(workspace.root / "feeds" / "synthetic", tables)
    load_feed(workspace, feed, "canonical", name="synthetic", progress=progress)
    done = run_year(workspace, year, progress=progress)
    progress("drawing the report")
    return Demo(workspace, year, make_report(workspace, year, None), done.folder)
