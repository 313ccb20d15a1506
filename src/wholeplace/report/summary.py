"""The report in a few lines of plain text, for the terminal."""

from __future__ import annotations

from wholeplace.report.data import ReportData
from wholeplace.report.sentences import headline_sentences
from wholeplace.report.withhold import withhold

MOST_LINES = 20


def summary_lines(data: ReportData) -> list[str]:
    """Return the report's own sentences, then its warnings: at most 20 lines."""
    shown = withhold(data)
    lines = [f"{shown.title}: {shown.year}", "", *headline_sentences(shown)]
    # Which figures are missing, and why, the sentences have said.
    warnings = [f"- {warning}" for warning in shown.warnings if " is missing: " not in warning]
    if warnings:
        lines += ["", "Know before using these figures:", *warnings]
    if len(lines) <= MOST_LINES:
        return lines
    left_out = len(lines) - MOST_LINES + 1
    return [*lines[: MOST_LINES - 1], f"... and {left_out} more lines, which are in the report"]
