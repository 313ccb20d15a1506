"""The results of a year as people read them: a board paper, its charts, a few lines of text."""

from wholeplace.report.bridge_chart import bridge_chart
from wholeplace.report.calibration import calibration_page, calibration_summary
from wholeplace.report.charts import Chart
from wholeplace.report.comparison_tables import comparison_tables, not_compared
from wholeplace.report.data import CurvePoint, LoadCount, ReportData
from wholeplace.report.exposure_chart import exposure_chart, to_png
from wholeplace.report.exposure_data import comparison_to_dict, exposure_rows, simulation_to_dict
from wholeplace.report.exposure_page import exposure_page
from wholeplace.report.exposure_tables import exposure_tables, not_counted
from wholeplace.report.page import page
from wholeplace.report.segment_chart import segment_chart
from wholeplace.report.service_chart import service_chart
from wholeplace.report.summary import summary_lines
from wholeplace.report.withhold import withhold

__all__ = [
    "Chart",
    "CurvePoint",
    "LoadCount",
    "ReportData",
    "bridge_chart",
    "calibration_page",
    "calibration_summary",
    "comparison_tables",
    "comparison_to_dict",
    "exposure_chart",
    "exposure_page",
    "exposure_rows",
    "exposure_tables",
    "not_compared",
    "not_counted",
    "page",
    "segment_chart",
    "service_chart",
    "simulation_to_dict",
    "summary_lines",
    "to_png",
    "withhold",
]
