"""What stands in the way of a budget in three parts: all of it, at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from wholeplace.budget.flows.fields import Path, timelines
from wholeplace.budget.in_text import Placed
from wholeplace.budget.parts.document import Parts
from wholeplace.kernel import Figure, FinancialYear, Problem, nearest


def problems_of(
    budgets: Mapping[FinancialYear, Mapping[str, Figure]], terms: Parts, where: Placed
) -> list[Problem]:
    """Return everything that is wrong with budgets and terms, each once."""
    found = [
        *_of_budgets(budgets, where),
        *_of_names(budgets, terms, where),
        *_of_dates(budgets, terms, where),
        *_of_currency(budgets, terms, where),
    ]
    return list(dict.fromkeys(found))


def _of_budgets(
    budgets: Mapping[FinancialYear, Mapping[str, Figure]], where: Placed
) -> Iterator[Problem]:
    if not budgets:
        yield Problem(where(), "there is no year of a budget", "ask for a year")
    for year, lines in budgets.items():
        if not lines:
            yield Problem(where(), f"the budget of {year} has no lines", "put a line in scope")
        for line, figure in lines.items():
            if isinstance(figure.value, Fraction) and figure.value < 0:
                what = f"'{line}' is below nought in {year}: {figure.shown}"
                yield Problem(where(), what, "look for a credit in the wrong year or line")


def _of_names(
    budgets: Mapping[FinancialYear, Mapping[str, Figure]], terms: Parts, where: Placed
) -> Iterator[Problem]:
    lines = sorted({line for year in budgets.values() for line in year})
    for i, one in enumerate(terms.variations):
        for j, line in enumerate(one.lines):
            if line not in lines:
                what = f"the budget has no line '{line}'"
                yield Problem(where("variations", i, "lines", j), what, nearest(line, lines))


def _of_dates(
    budgets: Mapping[FinancialYear, Mapping[str, Figure]], terms: Parts, where: Placed
) -> Iterator[Problem]:
    for year in sorted(budgets):
        if terms.phases.on(year.start) is None:
            what = f"nothing says whether {year} is shadow or live"
            yield Problem(where("phases", 0, "from"), what, "date the first phase earlier")
        for path, day in _days(terms):
            if year.start < day < year.end:
                what = f"it begins within {year}, and the parts are those of whole years"
                yield Problem(where(*path), what, f"let it begin on {year.start} or {year.end}")


def _days(terms: Parts) -> Iterator[tuple[Path, date]]:
    for path, timeline in timelines(terms):
        yield from (((*path, i, "from"), entry.from_) for i, entry in enumerate(timeline.root))
    for i, one in enumerate(terms.variations):
        yield ("variations", i, "from"), one.from_


def _of_currency(
    budgets: Mapping[FinancialYear, Mapping[str, Figure]], terms: Parts, where: Placed
) -> Iterator[Problem]:
    found = [figure.currency for lines in budgets.values() for figure in lines.values()]
    for other in sorted(set(found[1:]) - set(found[:1])):
        what = f"lines are in {other}, and the first in {found[0]}"
        yield Problem(where(), what, f"write all of them in {found[0]}")
    for i, entry in enumerate(terms.gain_loss.cap.root if terms.gain_loss.cap else ()):
        if found and entry.value.currency != found[0]:
            what = f"it is in {entry.value.currency}, and the budget is in {found[0]}"
            at = where("gain_loss", "cap", i, "value")
            yield Problem(at, what, f"write it in {found[0]}")
