"""The results of a year as people read them: a board paper, its charts, a few lines of text."""

from wholeplace.report.bridge_chart import bridge_chart
from wholeplace.report.charts import Chart
from wholeplace.report.data import LoadCount, ReportData
from wholeplace.report.page import page
from wholeplace.report.segment_chart import segment_chart
from wholeplace.report.service_chart import service_chart
from wholeplace.report.small_numbers import hidden_rows, is_small
from wholeplace.report.summary import summary_lines
from wholeplace.report.withhold import withhold

__all__ = [
    "Chart",
    "LoadCount",
    "ReportData",
    "bridge_chart",
    "hidden_rows",
    "is_small",
    "page",
    "segment_chart",
    "service_chart",
    "summary_lines",
    "withhold",
]
