"""The calibration as people read it: two tables, the verdicts, the sources."""

from __future__ import annotations

import pytest

from wholeplace.report.calibration import calibration_page, calibration_summary, calibration_table
from wholeplace.synthetic.calibration import Compared, RealFigure


def _figure(name: str, synthetic: float | None, *, main: bool) -> Compared:
    real = RealFigure(name, f"The {name}", "per 1,000", 100.0, main, 0.10, "2019", "ONS & co", "")
    return Compared(real, synthetic)


FIGURES = [
    _figure("births", 104.0, main=True),
    _figure("deaths", 89.0, main=True),
    _figure("items", None, main=False),
    _figure("moves", 1234.5, main=False),
]


def test_the_summary_counts_what_is_met_of_what_is_told() -> None:
    assert calibration_summary(FIGURES) == (
        "1 of 2 main figures lie as near the real ones as they should, and 0 of 1 others."
    )


@pytest.mark.parametrize(
    ("main", "rows"),
    [
        (True, [("104.0", "+4.0%", "yes"), ("89.00", "-11.0%", "no")]),
        (False, [("", "", "not told"), ("1,234", "+1134.5%", "no")]),
    ],
)
def test_each_figure_has_its_verdict(*, main: bool, rows: list[tuple[str, str, str]]) -> None:
    table = calibration_table(FIGURES, main=main)
    assert [(row[4], row[5], row[7]) for row in table.rows] == rows


def test_the_page_says_what_was_made_and_escapes_what_it_cites() -> None:
    page = calibration_page(FIGURES, "A place of <100> people.")
    assert "A place of &lt;100&gt; people." in page
    assert "ONS &amp; co" in page
    assert page.count("<table>") == 3
