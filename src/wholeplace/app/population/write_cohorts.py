"""Write cohorts: tables as CSV, the chart of overlap as SVG and PNG, and the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wholeplace.report import to_png
from wholeplace.report.cohorts.data import (
    Shown,
    cohort_rows,
    combination_rows,
    neighbourhood_rows,
)
from wholeplace.report.cohorts.drawing import alone, overlap_chart
from wholeplace.report.cohorts.page import cohorts_page
from wholeplace.store.files import csv_text, write_all


def write_cohorts(shown: Shown, folder: Path) -> list[Path]:
    """Write three tables, the page, and the chart where there is one; return the files.

    What may not be shown is a mark in all of them.
    """
    chart = overlap_chart(shown)
    files: dict[str, str | bytes] = {
        "cohorts.csv": _csv(cohort_rows(shown)),
        "neighbourhoods.csv": _csv(neighbourhood_rows(shown)),
        "combinations.csv": _csv(combination_rows(shown)),
        "cohorts.html": cohorts_page(shown, chart),
    }
    if chart.wide:
        files |= {"overlap.svg": alone(chart), "overlap.png": to_png(chart)}
    return write_all(folder, files)


def _csv(rows: Sequence[dict[str, str]]) -> str:
    return csv_text(list(rows[0]), rows)
