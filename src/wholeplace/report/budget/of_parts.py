"""A budget in its parts, year by year, and what is pooled within what is monitored."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.budget.parts import YearOfParts, sentences
from wholeplace.report.budget.shown import Shown
from wholeplace.report.grid import As, Col, Grid, Row, amount, money, text
from wholeplace.report.section import Section

_AMOUNTS = (
    ("budget", "Whole-population budget"),
    ("joined", "Of it, joined"),
    ("proposed", "Proposed, not counted"),
    ("fixed", "Paid whatever the outcomes"),
    ("outcomes", "On outcomes"),
    ("exposed", "Exposed to gain and loss"),
    ("gain_at_most", "Gain at most"),
    ("loss_at_most", "Loss at most"),
    ("at_least", "Worth at least"),
    ("at_most", "Worth at most"),
)


def parts_section(shown: Shown) -> Section | None:
    """Return the parts of the budget; none where the document has none."""
    years = shown.book.parts
    if not years:
        return None
    cols = (
        text("year", "Year"),
        text("phase", "Phase"),
        Col("outcomes_share", "Part on outcomes", As.SHARE),
        text("outcomes_paid", "Paid"),
        *money(*_AMOUNTS),
        text("source", "Source", on_page=False),
    )
    grid = Grid(
        "parts", "Parts of the budget", cols, tuple(map(_year, years)), currency=shown.currency
    )
    trees = tuple(tree for one in years for tree in (one.at_most, one.at_least))
    return Section("parts", "The budget in its parts", sentences(years), (grid,), trees=trees)


def _year(one: YearOfParts) -> Row:
    source = "; ".join(dict.fromkeys(filter(None, (one.phase_source, *_sources(one)))))
    paid = one.outcomes_paid.replace("_", " ")
    amounts = (amount(getattr(one, name)) for name, _ in _AMOUNTS)
    return (str(one.year), one.phase, amount(one.outcomes_share), paid, *amounts, source)


def _sources(one: YearOfParts) -> Iterator[str]:
    figures = (one.outcomes, one.exposed, one.gain_at_most, one.loss_at_most)
    return (figure.source for figure in figures)


def pooled_section(shown: Shown) -> Section | None:
    """Return what is pooled within what is monitored; none where nothing is."""
    rows = shown.book.pooled
    if not rows:
        return None
    payers = shown.book.base.budget.commissioners
    heads = ("monitored", "pooled", "aligned", "watched")

    def row(i: int) -> Row:
        one = rows[i]
        name = payers[one.commissioner].name if one.commissioner else "All commissioners"
        return (one.commissioner, name, *(amount(getattr(one, head)) for head in heads))

    named = money(*((head, head.capitalize()) for head in heads))
    cols = (text("id", "Id", on_page=False), text("commissioner", "Commissioner"), *named)
    last = len(rows) - 1
    caption = "Pooled, aligned and only watched, of all that is monitored"
    grid = Grid(
        "pooled", caption, cols, tuple(map(row, range(last))), row(last), currency=shown.currency
    )
    whole = rows[last]
    says = (f"{whole.sentence}.",)
    return Section(
        "pooled", "Pooled within monitored", says, (grid,), trees=(whole.pooled, whole.watched)
    )
