"""The synthetic place beside real ones, as a page and as lines of text."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.report.page import template
from wholeplace.report.table import Column, Kind, Table, columns
from wholeplace.synthetic.calibration import Compared

_VERDICTS = {True: "yes", False: "no", None: "not told"}


def calibration_page(figures: Sequence[Compared], said: str) -> str:
    """Return the page; ``said`` names the place that was made."""
    return template("calibration.html.j2").render(
        said=said,
        summary=calibration_summary(figures),
        tables=[
            calibration_table(figures, main=True),
            calibration_table(figures, main=False),
            _sources(figures),
        ],
    )


def calibration_summary(figures: Sequence[Compared]) -> str:
    """Return one sentence: how many of the main figures, and of all, are met."""
    main = [figure for figure in figures if figure.figure.main]
    met = sum(figure.met is True for figure in main)
    others = [figure for figure in figures if not figure.figure.main and figure.met is not None]
    return (
        f"{met} of {len(main)} main figures lie as near the real ones as they should, and "
        f"{sum(figure.met is True for figure in others)} of {len(others)} others."
    )


def calibration_table(figures: Sequence[Compared], *, main: bool) -> Table:
    """Return the main figures, or the others, with the synthetic one beside the real one."""
    chosen = [figure for figure in figures if figure.figure.main is main]
    return Table(
        caption="Main figures" if main else "Other figures",
        columns=columns(
            "Figure", Column("Unit", Kind.TEXT), "Real", Column("Year", Kind.TEXT), "Synthetic",
            "Apart", "Allowed", Column("Met", Kind.TEXT),
        ),
        rows=tuple(_row(figure) for figure in chosen),
    )  # fmt: skip


def _row(figure: Compared) -> tuple[str, ...]:
    real = figure.figure
    return (
        real.name,
        real.unit,
        number(real.real),
        real.year,
        "" if figure.synthetic is None else number(figure.synthetic),
        "" if figure.apart is None else f"{figure.apart:+.1%}",
        f"{real.within:.0%}",
        _VERDICTS[figure.met],
    )


def _sources(figures: Sequence[Compared]) -> Table:
    return Table(
        caption="Where the real figures come from, and how the synthetic ones are made comparable",
        columns=columns("Figure", Column("Source", Kind.TEXT), Column("How", Kind.TEXT)),
        rows=tuple(
            (figure.figure.name, figure.figure.source, figure.figure.how) for figure in figures
        ),
    )


def number(value: float) -> str:
    """Return a figure with about three digits that matter."""
    size = abs(value)
    places = 0 if size >= 1000 else 1 if size >= 100 else 2  # noqa: PLR2004 - powers of ten
    return f"{value:,.{places}f}"
