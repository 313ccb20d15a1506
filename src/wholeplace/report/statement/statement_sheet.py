"""The first sheet: what the statement says, who pays whom, and whether the book agrees with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from wholeplace.kernel import Figure, Money, Problem, Unit
from wholeplace.report.statement.cells import (
    Cell,
    Sheet,
    Style,
    address,
    headings,
    money_pattern,
    shown,
    text,
)
from wholeplace.report.statement.checks import AGREES, DIFFERS, check, stated
from wholeplace.report.statement.paid_rows import PaidRow
from wholeplace.report.statement.pieces import quoted
from wholeplace.report.statement.words import facts, headline
from wholeplace.report.statement.writer import Writer
from wholeplace.settle import Statement

NAME = "Statement"
_NOT_PAID = "not paid"
_HOW = (
    "Cells with a coloured ground, on the sheets Figures and Parameters, are put in; everything "
    "else is worked out from them. What stands under Stated is what the statement says, and stays."
)
_NUMBERS = (2, 5, 6)
_PAYMENTS = ("From", "To", "Amount", "For", "Source", "As agreed", "Stated", "Check")
_NET = ("Party", "", "Net position", "Received less paid", "", "", "Stated", "Check")
_DUE = (
    "From", "To", "Due now", "Payments less what was paid before", "", "Paid before", "Stated",
    "Check",
)  # fmt: skip

Row: TypeAlias = tuple[Cell | None, ...]
Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Summed:
    """Ranges of the other sheets that the first one sums up: values of lines, and all checks."""

    values: str
    checks: tuple[str, ...]


def statement_sheet(
    writer: Writer, statement: Statement, paid: Sequence[PaidRow], summed: Summed
) -> Sheet:
    """Return the first sheet; ``paid`` are the payments as live formulas."""
    page = _Page(writer, statement, paid)
    page.top()
    summary = page.reserve(2)
    page.payments()
    page.net()
    if statement.restates:
        page.due()
    page.told("What is missing", statement.problems)
    page.told("What to know", statement.warnings)
    page.summary(summary, summed)
    widths = (30, 30, 20, 32, 40, 18, 18, 9)
    names = {page.missing: address(NAME, 1, summary + 1)}
    return Sheet(NAME, widths, tuple(page.rows), names=names)


class _Page:
    """The rows of the sheet as they are added; formulas count rows from 1."""

    def __init__(self, writer: Writer, statement: Statement, paid: Sequence[PaidRow]) -> None:
        self.writer, self.statement, self.paid = writer, statement, paid
        self.rows: list[Row] = []
        self.first_paid = 0
        self.money = money_pattern(statement.currency)
        self.missing = writer.name("missing")

    @property
    def next(self) -> int:
        return len(self.rows) + 1

    def party(self, id_: str) -> str:
        return self.writer.contract.parties[id_].name

    def heading(self, words: tuple[str, ...], numbers: tuple[int, ...] = _NUMBERS) -> None:
        self.rows += [(), headings(words, numbers)]

    def reserve(self, number: int) -> int:
        self.rows += [()] * number
        return len(self.rows) - number

    def top(self) -> None:
        self.rows += [(text(self.statement.title, Style.TITLE),), (text(_HOW, Style.NOTE),), ()]
        said = headline(self.statement)
        said_of = [("As stated" if i == 0 else "", sentence) for i, sentence in enumerate(said)]
        for name, value in (*said_of, *facts(self.statement)):
            self.rows.append((text(name, Style.FACT), text(value, Style.FACT)))

    def summary(self, at: int, summed: Summed) -> None:
        own = f"H1:H{len(self.rows)}"
        differing = "+".join(f'COUNTIF({r},"{DIFFERS}")' for r in (*summed.checks, own))
        words = (
            f'"{AGREES} with the statement","cells that differ from the statement: "&{differing}'
        )
        agrees = f"{AGREES} with the statement"
        self.rows[at] = (
            text("Recalculated", Style.FACT),
            Cell(agrees, Style.CHECK, f"IF({differing}=0,{words})"),
        )
        last = self.first_paid + len(self.paid) - 1
        ranges = [summed.values, f"F{self.first_paid}:F{last}" if self.paid else ""]
        errors = "+".join(f"SUMPRODUCT(--ISERROR({each}))" for each in ranges if each) or "0"
        number = sum(figure.is_missing for figure in self.statement.lines)
        number += sum(row.now is None for row in self.paid)
        cell = Cell(float(number), Style.FACT, errors, "0")
        self.rows[at + 1] = (text("Values that are missing", Style.FACT), cell)

    def payments(self) -> None:
        self.heading(_PAYMENTS)
        self.first_paid = self.next
        for row in self.paid:
            self.rows.append(self.payment(row, self.next))
        if not self.paid:
            self.rows.append((text("The agreement names no payments."),))

    def payment(self, row: PaidRow, at: int) -> Row:
        payer, payee = self.party(row.payer), self.party(row.payee)
        ends = (payee, payer) if row.signed and row.signed.pence < 0 else (payer, payee)
        is_reversed = f"IFERROR(F{at}<0,FALSE)"
        live = Cell(_number(row.now), Style.LIVE, row.formula, self.money)
        figure = _money(row.signed, self.statement.currency)
        return (
            Cell(ends[0], Style.TEXT, _either(is_reversed, payee, payer)),
            Cell(ends[1], Style.TEXT, _either(is_reversed, payer, payee)),
            self.gated(
                abs(figure.value) if isinstance(figure.value, Fraction) else None, f"ABS(F{at})"
            ),
            text(row.label),
            text(row.source),
            live,
            *self.checked(figure, f"F{at}", at),
        )

    def gated(self, value: Fraction | None, formula: str) -> Cell:
        is_complete = f"{self.missing}=0"
        now = _NOT_PAID if value is None else shown(value)
        return Cell(now, Style.TOTAL, f'IF({is_complete},{formula},"{_NOT_PAID}")', self.money)

    def checked(self, figure: Figure, live: str, at: int) -> tuple[Cell, Cell]:
        return stated(figure, self.money), check(figure, live, f"G{at}", f"C{at}")

    def net(self) -> None:
        self.heading(_NET)
        first = self.next
        for figure in self.statement.net:
            party, at = figure.id.removeprefix("payments."), self.next
            value = figure.value if isinstance(figure.value, Fraction) else None
            cell = self.gated(value, self.net_formula(party))
            ends = self.checked(figure, f"C{at}", at)
            self.rows.append((text(self.party(party)), None, cell, None, None, None, *ends))
        total = Cell(0.0, Style.TOTAL, f"ROUND(SUM(C{first}:C{self.next - 1}),2)", self.money)
        self.rows.append((text("Sum of all parties"), None, total))

    def net_formula(self, party: str) -> str:
        """Received less paid: a sum over the signed amounts of the payments the party is in."""
        signs = [
            f"{'+' if row.payee == party else '-'}F{self.first_paid + i}"
            for i, row in enumerate(self.paid)
            if party in {row.payer, row.payee}
        ]
        return f"ROUND({''.join(signs).removeprefix('+')},2)" if signs else "0"

    def due(self) -> None:
        self.heading(_DUE)
        restates = self.statement.restates
        before = {_pair(t.payer, t.payee): t for t in (restates.paid if restates else ())}
        pairs = dict.fromkeys([*(_pair(row.payer, row.payee) for row in self.paid), *before])
        for pair in pairs:
            earlier = before.get(pair)
            paid = Money(0) if earlier is None else earlier.amount
            back = earlier is not None and earlier.payer != pair[0]
            self.rows.append(self.difference(pair, -paid if back else paid, self.next))

    def difference(self, pair: Pair, before: Money, at: int) -> Row:
        first, second = map(self.party, pair)
        due = [p for p in self.statement.due if _pair(p.payer, p.payee) == pair]
        pence = sum(p.amount.pence if p.payer == pair[0] else -p.amount.pence for p in due)
        now = Fraction(pence, 100) if self.statement.is_complete else None
        signs = [
            f"{'+' if row.payer == pair[0] else '-'}F{self.first_paid + i}"
            for i, row in enumerate(self.paid)
            if _pair(row.payer, row.payee) == pair
        ]
        formula = f"ROUND({''.join(signs).removeprefix('+') or '0'}-F{at},2)"
        figure = _money(None if now is None else Money(pence), self.statement.currency)
        return (
            text(first),
            text(second),
            self.gated(now, formula),
            text("below zero: paid the other way", Style.NOTE),
            None,
            Cell(_number(before), Style.INPUT, pattern=self.money),
            *self.checked(figure, f"C{at}", at),
        )

    def told(self, heading: str, problems: Sequence[Problem]) -> None:
        if not problems:
            return
        self.heading((heading, "", "", "What to try", "Where", "", "", ""), ())
        for problem in problems:
            what, where = text(problem.what, Style.FACT), text(str(problem.where))
            self.rows.append((what, None, None, text(problem.remedy), where))


def _pair(one: str, other: str) -> Pair:
    first, second = sorted((one, other))
    return first, second


def _either(test: str, then: str, other: str) -> str:
    return f"IF({test},{quoted(then)},{quoted(other)})"


def _number(amount: Money | None) -> float | str | bool | None:
    return shown(None if amount is None else amount.exact)


def _money(amount: Money | None, currency: str) -> Figure:
    value = None if amount is None else amount.exact
    return Figure("", value, Unit.MONEY, currency=currency)
