"""The parts of a statement as tables, in the order of reading; the page and the paper use them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from wholeplace.kernel import Problem
from wholeplace.report import settlement
from wholeplace.report.data import ReportData
from wholeplace.report.statement.words import party_names
from wholeplace.report.table import Column, Kind, Table, columns
from wholeplace.report.words import pence
from wholeplace.settle import Statement
from wholeplace.settle.statement import Standing

LINES = "The lines of the agreement"

Part: TypeAlias = tuple[str, tuple[Table, ...]]


def parts(statement: Statement) -> list[Part]:
    """Return the title and tables of each part: what is missing first, then who pays whom."""
    return [
        *_told("What is missing", "Nothing is paid until it is there", statement.problems),
        *_told("What to know", "What to know of this statement", statement.warnings),
        *_paid(statement),
        (LINES, (settlement.lines_table(statement),)),
        ("What they were worked out from", (settlement.terms_table(statement),)),
    ]


def _told(title: str, caption: str, problems: tuple[Problem, ...]) -> Iterator[Part]:
    if problems:
        words = columns("What", Column("Where", Kind.TEXT), Column("What to try", Kind.TEXT))
        rows = tuple((p.what, str(p.where), p.remedy) for p in problems)
        yield title, (Table(caption, words, rows),)


def _paid(statement: Statement) -> Iterator[Part]:
    if not statement.is_complete:
        return
    data = _data(statement)
    tables: tuple[Table, ...]
    tables = (settlement.payments_table(data, statement), settlement.net_table(data, statement))
    is_shadow = statement.standing is Standing.SHADOW
    if statement.restates:
        before = (settlement.due_table(data, statement), _before(data, statement))
        tables = (*before, *tables)
    yield ("Who would pay whom" if is_shadow else "Who pays whom"), tables


def _before(data: ReportData, statement: Statement) -> Table:
    restates = statement.restates
    rows = tuple(
        (data.party(each.payer), data.party(each.payee), pence(each.amount.exact, data.currency))
        for each in (restates.paid if restates else ())
    )
    words = columns("From", Column("To", Kind.TEXT), "Amount")
    return Table("Made due by the statements before", words, rows)


def _data(statement: Statement) -> ReportData:
    """Return a statement alone as the data of a report: only its own names are known."""
    return ReportData(
        title=statement.title,
        about="",
        year=statement.year,
        currency=statement.currency,
        headlines=(),
        names={},
        steps=(),
        statement=statement,
        parties=party_names(statement),
        warnings=(),
        loads=(),
        manifest={},
    )
