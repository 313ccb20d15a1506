"""Hold the feeds of a made-up place against what is known of real ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from wholeplace.app.progress import Progress, unseen
from wholeplace.kernel import FinancialYear
from wholeplace.report import calibration_page
from wholeplace.store.engine import Engine, engine
from wholeplace.store.files import write_text
from wholeplace.store.reference_tables import reference_rows
from wholeplace.synthetic import Facts, facts_from
from wholeplace.synthetic.calibration import (
    Compared,
    Feeds,
    adult_features,
    auroc_of_admissions,
    compared,
    counting,
    measured,
    real_figures,
    segment_figures,
    segment_scores,
    share_making_half,
)
from wholeplace.synthetic.calibration.counts import Window
from wholeplace.synthetic.columns import Floats

_TABLES = ("small_areas", "ages", "hrg_prices", "deflator")
TRUTH = "truth"
"""The folder, beside the feeds, of what no feed may tell; it is never loaded."""


def shipped_facts() -> Facts:
    """Return the facts about real places that come with the product."""
    return facts_from({name: reference_rows(name) for name in _TABLES})


def calibrate(
    feeds: Path, first_year: int, years: int, *, progress: Progress = unseen
) -> tuple[Compared, ...]:
    """Return every shipped real figure beside that of the feeds in a folder.

    ``first_year`` and ``years`` are the financial years that the feeds cover. A figure that the
    feeds do not tell is None beside the real one.
    """
    window = Window(tuple(FinancialYear(first_year + n).start for n in range(years + 1)))
    with engine() as running:
        tables = _opened(running, feeds)
        progress("counting from the feeds")
        facts = shipped_facts()
        counted = counting(tables, window, facts.deflator)
        rows = {name: running.rows(table) for name, table in counted.items()}
        england = [int(row["england_people"]) for row in reference_rows("ages")]
        figures = measured(rows, england)
        progress("foretelling the last year")
        figures |= _of_adults(running, tables, window)
    return compared(real_figures(reference_rows("figures")), figures)


def _opened(running: Engine, feeds: Path) -> Feeds:
    files = sorted(path for path in feeds.glob("*/*.parquet") if path.parent.name != TRUTH)
    return {path.stem: running.parquet(path) for path in files}


def _of_adults(running: Engine, tables: Feeds, window: Window) -> dict[str, float]:
    """Return what needs a row by adult: concentration, foresight and segments of the last year."""
    on = window.starts[-2]
    adults = _columns(running, tables, on)
    figures = {"half": share_making_half(adults["after"])}
    if len(window.starts) > 2:  # noqa: PLR2004 - a year to look back on, and one to foretell
        figures["auroc"] = auroc_of_admissions(adults)
    scored = running.arrow(segment_scores(tables, on, on + timedelta(days=365)))
    shares = [float(row["share_of_adults"]) for row in reference_rows("segments")]
    return figures | segment_figures(_numbers(scored), shares)


def _columns(running: Engine, tables: Feeds, on: date) -> Mapping[str, Floats]:
    return _numbers(running.arrow(adult_features(tables, on).order_by("NHS_NUMBER")))


def _numbers(table: object) -> Mapping[str, Floats]:
    columns = {name: table[name] for name in table.column_names}  # type: ignore[attr-defined, index]
    return {
        name: np.asarray(column.to_numpy(), dtype=np.float64)
        for name, column in columns.items()
        if name != "NHS_NUMBER"
    }


def write_calibration(folder: Path, figures: tuple[Compared, ...], said: str) -> Path:
    """Write ``calibration.html`` into a folder and return where; ``said`` names the place made."""
    path = folder / "calibration.html"
    write_text(path, calibration_page(figures, said))
    return path
