"""Write what is found of inequality: tables as CSV, charts as SVG and PNG, and the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from wholeplace.report import to_png
from wholeplace.report.inequality import (
    GAPS,
    LIVES,
    RATES,
    SLOPES,
    Inequality,
    gap_rows,
    inequality_page,
    life_rows,
    rate_rows,
    slope_chart,
    slope_row,
)
from wholeplace.store.files import write_bytes, write_text


def write_inequality(data: Inequality, folder: Path) -> list[Path]:
    """Write the page, four tables, and the chart of each measure that can be drawn.

    What may not be shown is a mark in all of them. Returns the files.
    """
    rates = [row for one in data.measured for row in rate_rows(data, one)]
    files: dict[str, str | bytes] = {
        "inequality.html": inequality_page(data),
        "slopes.csv": _csv(SLOPES, [slope_row(data, one) for one in data.measured]),
        "rates.csv": _csv(RATES, rates),
        "life-expectancy.csv": _csv(LIVES, life_rows(data)),
        "prevalence.csv": _csv(GAPS, gap_rows(data)),
    }
    for one in data.measured:
        chart = slope_chart(data, one)
        if chart.wide:
            files[f"slope-{one.name}.svg"] = chart.wide
            files[f"slope-{one.name}.png"] = to_png(chart)
    for name, content in files.items():
        if isinstance(content, bytes):
            write_bytes(folder / name, content)
        else:
            write_text(folder / name, content)
    return [folder / name for name in files]


def _csv(columns: Sequence[str], rows: Iterable[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
