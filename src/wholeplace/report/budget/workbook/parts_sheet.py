"""The sheet of parts: shares are put in; what hangs on outcomes, gain and loss is live."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.budget.parts import YearOfParts
from wholeplace.kernel import Figure
from wholeplace.report.budget.shown import Shown
from wholeplace.report.budget.workbook.making import (
    SHARE,
    Line,
    cell,
    checked,
    live_money,
    money_in,
    number_in,
    to_the_penny,
    total,
    value_of,
)
from wholeplace.report.statement.cells import Cell, Sheet, Style, text, top

NAME, FIRST = "Parts", 3
_HEADINGS = (
    "Year", "Phase", "Budget", "Part on outcomes", "Paid", "Part exposed", "Of a gain kept",
    "Of a loss borne", "Cap of a gain", "On outcomes", "Paid whatever comes", "Exposed",
    "Gain at most", "Loss at most", "Worth at most", "Worth at least", "In the book", "Check",
    "Source",
)  # fmt: skip
_WIDTHS = (10, 10, 20, 12, 10, 12, 12, 12, 18, 18, 20, 20, 18, 18, 20, 20, 20, 10, 70)


def parts_sheet(shown: Shown) -> Sheet:
    """Return the parts of each year; its budget and shares are inputs."""
    title = "The budget in its parts"
    note = "Shaded cells are inputs. 'Within' takes outcomes out of the budget, 'on top' adds them."
    rows: list[Line] = [*top(title, note, _HEADINGS, (2, 3, *range(5, 17)))]
    rows += [_year(shown, one, FIRST + i) for i, one in enumerate(shown.book.parts)]
    return Sheet(NAME, _WIDTHS, tuple(rows), FIRST)


def _share(figure: Figure, name: str) -> Fraction | None:
    """Return a share among the reasons of a figure."""
    return next((value_of(one) for one in figure.walk() if one.id.endswith(f".{name}")), None)


def _cap(shown: Shown, one: YearOfParts) -> Fraction | None:
    terms = shown.book.base.budget.parts
    entry = terms.gain_loss.cap.on(one.year.start) if terms and terms.gain_loss.cap else None
    return entry.value.exact if entry else None


def _year(shown: Shown, one: YearOfParts, row: int) -> Line:
    at, currency, budget = row + 1, shown.currency, value_of(one.budget)
    exposed = _share(one.exposed, "exposed_share")
    up, down = _share(one.gain_at_most, "upside"), _share(one.loss_at_most, "downside")
    shares = [value_of(one.outcomes_share), exposed, up, down]
    way = one.outcomes_paid.replace("_", " ")

    def of(columns: str, *parts: Fraction | None) -> str:
        exact = budget
        for part in parts:
            exact = None if exact is None or part is None else exact * part
        known = "*".join(f"{column}{at}" for column in columns)
        return f"IF(ISNUMBER(C{at}),{to_the_penny(known, exact)},NA())"

    gain = of("CFG", exposed, up)
    fixed = f'IF(ISNUMBER(C{at}),C{at}-IF(E{at}="within",J{at},0),NA())'
    money = [
        (one.outcomes, of("CD", shares[0])),
        (one.fixed, fixed),
        (one.exposed, of("CF", exposed)),
        (one.gain_at_most, f"IF(ISNUMBER(I{at}),MIN(I{at},{gain}),{gain})"),
        (one.loss_at_most, of("CFH", exposed, down)),
    ]
    return (
        text(str(one.year), Style.FACT),
        text(one.phase, Style.FACT),
        money_in(budget, currency),
        number_in(shares[0], SHARE),
        Cell(way, Style.INPUT, choices=("on top", "within")),
        *(number_in(share, SHARE) for share in shares[1:]),
        money_in(_cap(shown, one), currency),
        *(live_money(value_of(figure), formula, currency) for figure, formula in money),
        total(value_of(one.at_most), f"K{at}+J{at}+M{at}", currency),
        total(value_of(one.at_least), f"K{at}-N{at}", currency),
        *checked(value_of(one.at_most), cell("O", row), cell("Q", row), currency),
        text("; ".join(filter(None, (one.phase_source, one.outcomes.source, one.exposed.source)))),
    )
