"""Make a synthetic place and take it through everything, from feeds to report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wholeplace.app.calibrate import calibrate, write_calibration
from wholeplace.app.documents import read_file
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.feeds import listed_feeds
from wholeplace.app.load.load_feed import load_feed
from wholeplace.app.make_feeds import write_made_up_feeds
from wholeplace.app.make_report import make_report
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.run_year import run_year
from wholeplace.kernel import FinancialYear
from wholeplace.place import Place
from wholeplace.privacy import key_of_seed
from wholeplace.store.workspace import PLACE, Workspace
from wholeplace.synthetic import Wish
from wholeplace.synthetic.calibration import Compared

YEARS = 3
"""The agreement's year, its base year, and the one from which that year's segments are known."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a place to make: people registered on the first day, and financial years."""

    people: int
    years: int = YEARS


@dataclass(frozen=True, slots=True)
class Choices:
    """What to leave in or out (see ``synthetic.Wish``); ``feeds_only`` stops before loading."""

    care_model: bool = True
    identified: bool = False
    prescribing: bool = False
    feeds_only: bool = False


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demo made; ``report`` and ``results`` are None where only feeds were asked for."""

    workspace: Workspace
    year: FinancialYear
    rows: dict[str, int]
    calibration: Path
    figures: tuple[Compared, ...]
    report: Path | None = None
    results: Path | None = None


def make_demo(
    root: Path,
    place: str,
    size: Size,
    seed: int,
    choices: Choices | None = None,
    *,
    progress: Progress = unseen,
) -> Demo:
    """Make a workspace with synthetic people, run its first year and write the reports.

    The records end with the year of the agreement. They are loaded as real feeds are, through the
    shipped mappings. Raises ``Refused`` where the folder is in use.
    """
    choices = choices or Choices()
    # The people are invented, and the same seed must give the same bytes: so must the key.
    made = init_workspace(root, place, key=key_of_seed(seed), invented=True)
    workspace = Workspace(made.root)
    year = read_file(workspace.document(PLACE), Place).value.first_year
    wish = Wish(
        people=size.people,
        first_year=year.first + 1 - size.years,
        years=size.years,
        care_model=choices.care_model,
        identified=choices.identified,
        prescribing=choices.prescribing,
    )
    rows = write_made_up_feeds(root, wish, seed, progress=progress)
    figures = calibrate(root / "feeds", wish.first_year, wish.years, progress=progress)
    page = write_calibration(root / "reports", figures, _said(wish, seed))
    if choices.feeds_only:
        return Demo(workspace, year, rows, page, figures)
    for source in listed_feeds(workspace):
        # One line a feed: its steps are the same for every one.
        progress(f"loading {source.options.name or source.mapping}")
        load_feed(workspace, source.place, source.mapping, options=source.options)
    done = run_year(workspace, year, progress=progress)
    progress("drawing the report")
    report = make_report(workspace, year, None)
    return Demo(workspace, year, rows, page, figures, report, done.folder)


def _said(wish: Wish, seed: int) -> str:
    return (
        f"A made-up place of {wish.people:,} people over {wish.years} years from 1 April"
        f" {wish.first_year} (seed {seed}), counted from its own feeds, beside published figures."
    )
