"""Registered with one and resident with another: the matrix, what it costs, and who pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.budget.flows.borders.document import (
    NOT_KNOWN,
    OTHERS,
    REGISTRATION,
    RESIDENCE,
    Borders,
)
from wholeplace.budget.in_text import Placed, unread
from wholeplace.kernel import Figure, FinancialYear, Problem, Unit, nearest, plain, refuse_if

UNREAD = unread("borders")


@dataclass(frozen=True, slots=True)
class DaysCell:
    """Person-days by list and area, by their codes, and how many people they are of."""

    registered: str
    resident: str
    days: int
    people: int


@dataclass(frozen=True, slots=True)
class CostCell:
    """What a line cost for people of a list and an area, in pounds, exact."""

    line: str
    registered: str
    resident: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Across:
    """People of a list payer who live with an area payer: their days, and what they cost.

    ``registered`` and ``resident`` are payers, ``others``, or ``none`` where it is not known.
    ``people`` counts somebody in each cell in which they were.
    """

    registered: str
    resident: str
    days: int
    people: int
    cost: Figure


@dataclass(frozen=True, slots=True)
class PaidAcross:
    """What one payer pays of a line for people of a list and an area, by which rule, in pounds."""

    line: str
    registered: str
    resident: str
    payer: str
    rule: str
    cost: Figure


@dataclass(frozen=True, slots=True)
class CrossBorder:
    """One and the same money by whose list, by whose area, and by who pays. All add up to total.

    Figures are in pounds, exact.
    """

    year: FinancialYear
    cells: tuple[Across, ...]
    paid: tuple[PaidAcross, ...]
    days: int
    total: Figure
    by_registered: dict[str, Figure]
    by_resident: dict[str, Figure]
    by_payer: dict[str, Figure]


def cross_border(
    days: Sequence[DaysCell],
    costs: Sequence[CostCell],
    borders: Borders,
    year: FinancialYear,
    currency: str = "GBP",
    lines: Sequence[str] = (),
    where: Placed = UNREAD,
) -> CrossBorder:
    """Return who lives and is registered where, and who pays for them, line by line.

    A rule is that in force on the first day of the year. Raises ``Refused`` for lines of which no
    rule says who pays; and where ``lines`` are all those of the budget, for rules for any other.
    """
    refuse_if([*_problems(days, costs, borders, year, where), *_unknown(borders, lines, where)])
    paid = tuple(_paid(cell, borders, year, currency) for cell in costs)
    id_ = f"budget.borders.{year.slug}"

    def views(name: str, of: Callable[[PaidAcross], str]) -> dict[str, Figure]:
        keys = sorted({of(one) for one in paid})
        return {
            key: _total(
                f"{id_}.{name}.{key}", f"{name.replace('_', ' ')} {key}, {year}",
                [one.cost for one in paid if of(one) == key], currency,
            )
            for key in keys
        }  # fmt: skip

    by_payer = views("paid_by", lambda one: one.payer)
    total = _total(id_, f"Cost of all people, {year}", list(by_payer.values()), currency)
    return CrossBorder(
        year,
        tuple(_cells(days, paid, borders, currency, id_)),
        paid,
        sum(cell.days for cell in days),
        total,
        views("registered_with", lambda one: one.registered),
        views("resident_in", lambda one: one.resident),
        by_payer,
    )


def _cells(
    days: Sequence[DaysCell], paid: Sequence[PaidAcross], borders: Borders, currency: str, id_: str
) -> Iterator[Across]:
    counted = [
        (_who(borders, one.registered, REGISTRATION), _who(borders, one.resident, RESIDENCE), one)
        for one in days
    ]
    keys = {(a, b) for a, b, _one in counted} | {(one.registered, one.resident) for one in paid}
    for registered, resident in sorted(keys):
        here = [one for a, b, one in counted if (a, b) == (registered, resident)]
        costs = [
            one.cost for one in paid if (one.registered, one.resident) == (registered, resident)
        ]
        label = f"Registered with {registered}, resident in {resident}"
        cost = _total(f"{id_}.cell.{registered}.{resident}", label, costs, currency)
        people = sum(one.people for one in here)
        yield Across(registered, resident, sum(one.days for one in here), people, cost)


def _paid(cell: CostCell, borders: Borders, year: FinancialYear, currency: str) -> PaidAcross:
    found = borders.rule_of(cell.line)
    entry = found[1].by.on(year.start) if found else None
    if entry is None:
        raise RuntimeError(f"no rule says who pays for '{cell.line}'")
    registered = _who(borders, cell.registered, REGISTRATION)
    resident = _who(borders, cell.resident, RESIDENCE)
    payer = registered if entry.value == REGISTRATION else resident
    figure = Figure(
        f"budget.borders.{year.slug}.{cell.line}.{cell.registered}.{cell.resident}",
        cell.amount,
        Unit.MONEY,
        f"{cell.line}: registered with {registered}, resident in {resident}, paid by {payer}",
        f"paid by {entry.value}",
        source=entry.source,
        currency=currency,
    )
    return PaidAcross(cell.line, registered, resident, payer, entry.value, figure)


def _who(borders: Borders, code: str, by: str) -> str:
    if code == NOT_KNOWN:
        return NOT_KNOWN
    return borders.payer_of(code, by=by) or OTHERS


def _total(id_: str, label: str, parts: Sequence[Figure], currency: str) -> Figure:
    values = (part.value for part in parts if isinstance(part.value, Fraction))
    total = sum(values, Fraction(0))
    return Figure(id_, total, Unit.MONEY, label, "sum", currency=currency, children=tuple(parts))


def _problems(
    days: Sequence[DaysCell],
    costs: Sequence[CostCell],
    borders: Borders,
    year: FinancialYear,
    where: Placed,
) -> Iterator[Problem]:
    lines = list(dict.fromkeys(cell.line for cell in costs))
    for line in lines:
        found = borders.rule_of(line)
        if found is None:
            what = f"nothing says who pays for '{line}'"
            yield Problem(where("paid_by"), what, "name it, or add a rule that names no lines")
        elif found[1].by.on(year.start) is None:
            what = f"no rule for '{line}' is in force on {year.start}"
            at = where("paid_by", found[0], "by", 0, "from")
            yield Problem(at, what, "date the first entry earlier")
    for cell in days:
        if cell.days < 0:
            what = f"{cell.registered}, {cell.resident} has {plain(Fraction(cell.days))} days"
            yield Problem(where(), what, "look at the register: days are not below nought")


def _unknown(borders: Borders, lines: Sequence[str], where: Placed) -> Iterator[Problem]:
    for i, rule in enumerate(borders.paid_by):
        for j, line in enumerate(rule.lines):
            if lines and line not in lines:
                at = where("paid_by", i, "lines", j)
                yield Problem(at, f"the budget has no line '{line}'", nearest(line, lines))
