"""The findings as one HTML page and as JSON; nothing is fetched, no script is run."""

from __future__ import annotations

from wholeplace.report.inequality.chart import slope_chart
from wholeplace.report.inequality.data import Inequality
from wholeplace.report.inequality.rows import gap_rows, life_rows, rate_rows, slope_row
from wholeplace.report.inequality.tables import gap_tables, life_tables, slopes_table, tables_of
from wholeplace.report.inequality.words import headlines
from wholeplace.report.page import inline, template


def inequality_page(data: Inequality) -> str:
    """Return the page; the same findings give the same text."""
    parts = [(one, inline(slope_chart(data, one)), tables_of(data, one)) for one in data.measured]
    return template("inequality.html.j2").render(
        data=data,
        headlines=headlines(data),
        slopes=slopes_table(data),
        measures=parts,
        lives=life_tables(data),
        gaps=gap_tables(data),
    )


def inequality_to_dict(data: Inequality) -> dict[str, object]:
    """Return all tables for programs, as texts; what may not be shown is a mark."""
    return {
        "year": str(data.year),
        "groups": data.ranked.value,
        "years_of_life_tables": [str(year) for year in data.years],
        "day_of_prevalence": data.on,
        "headlines": headlines(data),
        "slopes": [slope_row(data, one) for one in data.measured],
        "rates": [row for one in data.measured for row in rate_rows(data, one)],
        "life_expectancy": list(life_rows(data)),
        "prevalence": list(gap_rows(data)),
        "warnings": list(data.warnings),
    }
