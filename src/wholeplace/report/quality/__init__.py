"""The quality of the records as a data manager reads it: what broke, where, and what to do."""

from wholeplace.report.quality.as_json import quality_to_dict
from wholeplace.report.quality.page import quality_lines, quality_page
from wholeplace.report.quality.words import QualityData

__all__ = ["QualityData", "quality_lines", "quality_page", "quality_to_dict"]
