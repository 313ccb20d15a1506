"""The sections of a book in the order of reading; what it lacks has none."""

from __future__ import annotations

from collections.abc import Callable

from wholeplace.report.budget.of_borders import borders_section
from wholeplace.report.budget.of_bridge import bridge_section
from wholeplace.report.budget.of_flows import flows_section
from wholeplace.report.budget.of_gap import gap_section
from wholeplace.report.budget.of_lines import lines_section
from wholeplace.report.budget.of_members import members_section
from wholeplace.report.budget.of_outturn import outturn_section
from wholeplace.report.budget.of_parts import parts_section, pooled_section
from wholeplace.report.budget.of_practices import practices_section
from wholeplace.report.budget.of_prices import prices_section
from wholeplace.report.budget.shown import Shown
from wholeplace.report.section import Section

SECTIONS: tuple[Callable[[Shown], Section | None], ...] = (
    lines_section,
    bridge_section,
    parts_section,
    pooled_section,
    prices_section,
    members_section,
    practices_section,
    flows_section,
    borders_section,
    outturn_section,
    gap_section,
)


def sections(shown: Shown) -> tuple[Section, ...]:
    """Return every section that the book has something for."""
    found = (make(shown) for make in SECTIONS)
    return tuple(section for section in found if section is not None)
