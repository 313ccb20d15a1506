"""How unequal a place is, as people read it: tables, slopes and a page; small numbers withheld."""

from wholeplace.report.inequality.chart import slope_chart
from wholeplace.report.inequality.data import NOT_KNOWN, Inequality, Measured, Ranked
from wholeplace.report.inequality.page import inequality_page, inequality_to_dict
from wholeplace.report.inequality.rows import (
    GAPS,
    LIVES,
    RATES,
    SLOPES,
    gap_rows,
    life_rows,
    rate_rows,
    slope_row,
)
from wholeplace.report.inequality.tables import gap_tables, life_tables, slopes_table
from wholeplace.report.inequality.words import headlines

__all__ = [
    "GAPS",
    "LIVES",
    "NOT_KNOWN",
    "RATES",
    "SLOPES",
    "Inequality",
    "Measured",
    "Ranked",
    "gap_rows",
    "gap_tables",
    "headlines",
    "inequality_page",
    "inequality_to_dict",
    "life_rows",
    "life_tables",
    "rate_rows",
    "slope_chart",
    "slope_row",
    "slopes_table",
]
