"""Write what is found of inequality: tables as CSV, charts as SVG and PNG, and the page."""

from __future__ import annotations

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
from wholeplace.store.files import csv_text, write_all


def write_inequality(data: Inequality, folder: Path) -> list[Path]:
    """Write the page, four tables, and the chart of each measure that can be drawn.

    What may not be shown is a mark in all of them. Returns the files.
    """
    rates = [row for one in data.measured for row in rate_rows(data, one)]
    files: dict[str, str | bytes] = {
        "inequality.html": inequality_page(data),
        "slopes.csv": csv_text(SLOPES, [slope_row(data, one) for one in data.measured]),
        "rates.csv": csv_text(RATES, rates),
        "life-expectancy.csv": csv_text(LIVES, life_rows(data)),
        "prevalence.csv": csv_text(GAPS, gap_rows(data)),
    }
    for one in data.measured:
        chart = slope_chart(data, one)
        if chart.wide:
            files[f"slope-{one.name}.svg"] = chart.wide
            files[f"slope-{one.name}.png"] = to_png(chart)
    return write_all(folder, files)
