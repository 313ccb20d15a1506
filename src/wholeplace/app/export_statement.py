"""Write a statement to a file that can be sent: its kind is told by the ending of the name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wholeplace.app.find_statement import find_statement
from wholeplace.app.settle_contract import find_agreement, read_agreement, read_records
from wholeplace.contract import Contract
from wholeplace.kernel import FinancialYear, Problem, Refused, Where, nearest
from wholeplace.report.statement import statement_page, statement_paper, statement_workbook
from wholeplace.settle import (
    Records,
    Statement,
    content_hash,
    settle_records,
    statement_to_dict,
)
from wholeplace.store.files import write_bytes
from wholeplace.store.typeset import NoLetterError, typeset
from wholeplace.store.workspace import CONTRACT

_MOST_SHOWN = 5
# A statement lies at most this many folders beneath its agreement.
_HIGHEST = 4


def agreement_of(file: Path) -> Contract:
    """Return the agreement that stands above a statement's file; raises ``Refused`` for none."""
    for folder in file.resolve().parents[:_HIGHEST]:
        if (folder / CONTRACT).is_file():
            return read_agreement(folder / CONTRACT)
    what = f"a workbook holds the formulas of the agreement, but no {CONTRACT} stands above"
    raise Refused([Problem(Where(str(file)), what, "name the agreement with --contract")])


def settle_row(contract: Contract, figures: Path, wanted: Sequence[str]) -> Statement:
    """Return the statement of one row of a CSV.

    ``wanted`` says which: the number of its line, or ``COLUMN=VALUE``; none where there is but one.
    Raises ``Refused`` where that is not one row, or the row cannot be settled.
    """
    records = read_records(figures)
    rows = tuple(row for row in records.rows if _is_wanted(records, row, wanted))
    if len(rows) != 1:
        raise Refused([_not_one(contract, replace(records, rows=rows), wanted)])
    (settled,) = settle_records(contract, replace(records, rows=rows))
    return settled.statement


def _is_wanted(
    records: Records, row: tuple[int, Mapping[str, str | None]], wanted: Sequence[str]
) -> bool:
    number, cells = row
    for each in wanted:
        column, has_value, value = each.partition("=")
        if has_value and column not in records.columns:
            what = f"there is no column '{column}'"
            raise Refused([Problem(Where(records.file, 1), what, nearest(column, records.columns))])
        if (cells[column] if has_value else str(number)) != (value if has_value else each):
            return False
    return True


def _not_one(contract: Contract, found: Records, wanted: Sequence[str]) -> Problem:
    which = " and ".join(wanted) or "which"
    if not found.rows:
        what = f"no row is {which}" if wanted else "the table has no rows"
        return Problem(Where(found.file), what, "name the line, or a column and its value")
    rules = contract.terms.records
    columns = rules.identify if rules else ()
    shown = [
        f"line {number} ({', '.join(cells.get(column) or '' for column in columns)})"
        for number, cells in found.rows[:_MOST_SHOWN]
    ]
    more = "; ..." if len(found.rows) > _MOST_SHOWN else ""
    what = f"{len(found.rows):,} rows are meant: {'; '.join(shown)}{more}"
    return Problem(Where(found.file), what, "name one with --row LINE, or --row COLUMN=VALUE")


def write_statement_to(to: Path, statement: Statement, agreement: Callable[[], Contract]) -> None:
    """Write a statement as the kind of file its name says, whole or not at all.

    ``agreement`` is asked for only where it is needed. Raises ``Refused`` for a kind that is not
    known, for words that no font of the paper has, and where the file cannot be written.
    """
    try:
        write_bytes(to, kind_of(to)(statement, agreement))
    except NoLetterError as error:
        what = f"it cannot be set on paper: {error}"
        raise Refused([Problem(Where(str(to)), what, "let the name end in .html")]) from None
    except OSError as error:
        what = f"it cannot be written: {error.strerror}"
        raise Refused([Problem(Where(str(to)), what, "name another file or folder")]) from None


Make = Callable[[Statement, Callable[[], Contract]], bytes]


def kind_of(to: Path) -> Make:
    """Return what makes a file of a kind; raises ``Refused`` for one that is not known."""
    if to.suffix.lower() not in KINDS:
        what = f"'{to.suffix or to.name}' is not a kind of file that a statement is written as"
        remedy = f"let the name end in one of {', '.join(KINDS)}"
        raise Refused([Problem(Where(str(to)), what, remedy)])
    return KINDS[to.suffix.lower()]


def _json(statement: Statement, _: Callable[[], Contract]) -> bytes:
    content = statement_to_dict(statement) | {"content_hash": content_hash(statement)}
    return (json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _page(statement: Statement, _: Callable[[], Contract]) -> bytes:
    return statement_page(statement).encode()


def _paper(statement: Statement, _: Callable[[], Contract]) -> bytes:
    paper = statement_paper(statement)
    return typeset(paper.template, paper.data, paper.day)


def _workbook(statement: Statement, agreement: Callable[[], Contract]) -> bytes:
    return statement_workbook(agreement(), statement)


KINDS: Mapping[str, Make] = {".xlsx": _workbook, ".pdf": _paper, ".html": _page, ".json": _json}


def export_statement(
    given: str,
    to: Path,
    *,
    year: FinancialYear | None = None,
    figures: Path | None = None,
    row: Sequence[str] = (),
    contract: str | None = None,
) -> Statement:
    """Write the statement a user named to a file, and return it.

    With ``figures``, ``given`` is an agreement, and one row of the CSV is settled; else it is a
    statement that was made (see ``find_statement``). Raises ``Refused`` as these do.
    """
    kind_of(to)  # what cannot be written is not worked out first
    if figures is not None:
        agreement = find_agreement(given)
        statement = settle_row(agreement, figures, row)
        write_statement_to(to, statement, lambda: agreement)
        return statement
    statement, file = find_statement(Path(given), year)
    write_statement_to(
        to, statement, lambda: find_agreement(contract) if contract else agreement_of(file)
    )
    return statement
