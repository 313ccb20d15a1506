"""A list of candidates as people and the care module read it."""

from wholeplace.report.candidates.data import ReleaseData
from wholeplace.report.candidates.page import candidates_lines, candidates_page
from wholeplace.report.candidates.rows import COLUMNS, entry_rows, release_to_dict

__all__ = [
    "COLUMNS",
    "ReleaseData",
    "candidates_lines",
    "candidates_page",
    "entry_rows",
    "release_to_dict",
]
