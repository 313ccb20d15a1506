"""The year so far, line by line, and what it is foreseen to come to."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.budget.monitor import LineOutturn, outturn_figure, outturn_sentence
from wholeplace.report.budget.shown import Shown
from wholeplace.report.grid import As, Col, Grid, Row, money, text
from wholeplace.report.section import Section

_AMOUNTS = (
    ("budget", "Budget"),
    ("budget_to_date", "Budget to date"),
    ("known", "Known"),
    ("late", "Comes late"),
    ("completed", "Cost to date"),
    ("over_to_date", "Above budget to date"),
    ("outturn", "Forecast"),
    ("over", "Forecast above budget"),
)


def outturn_section(shown: Shown) -> Section | None:
    """Return each line of the year so far with the limits of its forecast; none without a year."""
    outturn = shown.book.outturn
    if outturn is None:
        return None
    cols = (
        text("id", "Id", on_page=False),
        text("line", "Line"),
        *money(*_AMOUNTS),
        Col("lower", "95% from"),
        Col("upper", "to"),
        Col("passed", "Of the profile over", As.SHARE),
        text("why_none", "Why no limits"),
        text("source", "Source", on_page=False),
    )
    rows = tuple(_row(shown, one) for one in outturn.lines)
    caption = f"The year so far, and what it will come to: {outturn.year}"
    total = _row(shown, outturn.total)
    grid = Grid("outturn", caption, cols, rows, total, currency=outturn.currency)
    says = (f"{outturn_sentence(outturn)}.",)
    title = f"The outturn of {outturn.year}, known until {outturn.until}"
    trees = (shown.tree(outturn_figure(outturn)),)
    return Section("outturn", title, says, (grid, _months(shown)), (), trees)


def _row(shown: Shown, one: LineOutturn) -> Row:
    amounts = (Fraction(getattr(one, name), 100) for name, _ in _AMOUNTS)
    limits = (one.limits.lower, one.limits.upper) if one.limits else (None, None)
    pounds = (None if end is None else Fraction(round(end * 100), 100) for end in limits)
    why = (one.why_none, "; ".join(one.sources))
    is_total = shown.book.outturn is not None and one is shown.book.outturn.total
    name = "All lines" if is_total else shown.name(one.line)
    return (one.line, name, *amounts, *pounds, one.passed, *why)


def _months(shown: Shown) -> Grid:
    outturn = shown.book.outturn
    rows = tuple(
        (one.line, shown.name(one.line), str(month), Fraction(known, 100), Fraction(whole, 100))
        for one in (outturn.lines if outturn else ())
        for month, known, whole in one.months
    )
    cols = (
        text("id", "Id"),
        text("line", "Line"),
        text("month", "Month"),
        *money(("known", "Known"), ("completed", "With what comes late")),
    )
    caption = "Months that are over"
    return Grid("outturn-by-month", caption, cols, rows, currency=shown.currency, on_page=False)
