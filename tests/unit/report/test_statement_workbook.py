"""What stands in the workbook of a statement, and in which cells."""

from __future__ import annotations

import io
from dataclasses import replace
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.every_function import START, TEXT, every_function, settled, with_figures
from wholeplace.contract import read_contract
from wholeplace.kernel import Refused
from wholeplace.report.statement import statement_workbook
from wholeplace.report.statement.cells import Cell, Sheet, Style
from wholeplace.report.statement.workbook import sheets
from wholeplace.settle import Statement, restate


def book(statement: Statement | None = None) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in sheets(every_function(), statement or with_figures())}


def cells(sheet: Sheet) -> list[Cell]:
    return [cell for row in sheet.rows for cell in row if cell is not None]


def texts(sheet: Sheet) -> list[object]:
    return [cell.shown for cell in cells(sheet)]


def test_the_sheets_in_the_order_of_reading() -> None:
    names = ["Statement", "Lines", "Figures", "Parameters", "Sharing", "Steps"]
    assert list(book()) == names


def test_every_line_and_payment_is_a_live_formula() -> None:
    lines = [row[2] for row in book()["Lines"].rows[3:]]
    assert len(lines) == len(every_function().lines)
    assert all(cell is not None and cell.formula for cell in lines)
    first = next(
        i for i, row in enumerate(book()["Statement"].rows) if row and _says(row[0], "From")
    )
    paid = [row[2] for row in book()["Statement"].rows[first + 1 : first + 9]]
    assert all(cell is not None and cell.formula for cell in paid)


def _says(cell: Cell | None, words: str) -> bool:
    return cell is not None and cell.shown == words


def test_figures_and_agreed_numbers_are_put_in_and_coloured() -> None:
    figures = [row[2] for row in book()["Figures"].rows[3:]]
    assert [cell.shown for cell in figures if cell] == [
        1000.01, 900.0, 7000.0, 0.4, "yes", "Level*", "one", 5.0,
    ]  # fmt: skip
    agreed = [row[4] for row in book()["Parameters"].rows[3:]]
    assert {cell.style for cell in (*figures, *agreed) if cell} == {Style.INPUT}


def test_a_missing_figure_is_an_empty_cell_and_its_lines_are_errors() -> None:
    sheet = book(with_figures(A1=None))
    figure = sheet["Figures"].rows[4]
    assert [cell and cell.shown for cell in figure[2:4]] == [None, "#N/A"]
    assert "#N/A" in texts(sheet["Lines"])
    assert "not paid" in texts(sheet["Statement"])
    assert "figure 'A1' is missing" in texts(sheet["Statement"])


def test_a_default_stands_in_the_formula_of_what_is_used() -> None:
    cell = book()["Figures"].rows[10][3]
    assert cell is not None
    assert (cell.formula, cell.shown) == ("IF(ISNUMBER(C11),C11,5)", 5.0)


def test_each_value_is_named_and_shows_where_it_comes_from() -> None:
    names = {name: place for sheet in book().values() for name, place in sheet.names.items()}
    assert names["r1c1_"] == "Lines!$C$4"
    assert names["x"] == "Figures!$D$4"
    assert names["split"] == "Parameters!$E$40:$E$42"
    assert "s; in force from 2019-04-01" in texts(book()["Parameters"])


def test_net_positions_make_zero() -> None:
    total = next(
        row for row in book()["Statement"].rows if row and _says(row[0], "Sum of all parties")
    )
    cell = total[2]
    assert cell is not None
    assert (cell.shown, cell.formula[:9]) == (0.0, "ROUND(SUM")


def test_no_label_becomes_a_formula() -> None:
    made = load_workbook(io.BytesIO(statement_workbook(every_function(), with_figures())))
    kinds = {
        cell.value: cell.data_type
        for sheet in made
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in {"=1+1", "=HYPERLINK(1)", "=cmd() <b>Every</b> #function"}
    }
    assert kinds == {
        "=1+1": "s", "=HYPERLINK(1)": "s", "=cmd() <b>Every</b> #function": "s",
    }  # fmt: skip


def test_a_label_longer_than_a_cell_is_cut_and_says_so() -> None:
    contract = read_contract(TEXT.replace("a keeps its own", "long " * 8_000))
    made = statement_workbook(contract, settled(contract, START, {}))
    sheet = load_workbook(io.BytesIO(made))["Statement"]
    longest = max((str(cell.value) for row in sheet for cell in row), key=len)
    assert (len(longest), longest[-1]) == (32_001, "…")


def test_the_same_statement_gives_the_same_bytes_and_no_clock_is_read() -> None:
    one, two = (statement_workbook(every_function(), with_figures()) for _ in range(2))
    assert one == two
    with ZipFile(io.BytesIO(one)) as parts:
        assert b"2019-04-01T00:00:00Z" in parts.read("docProps/core.xml")


def test_another_agreement_is_refused_line_by_line() -> None:
    draft = read_contract(
        TEXT.replace(
            "step: [{from: 2019-04-01, value: GBP 0.05", "step: [{from: 2019-04-01, value: GBP 10"
        )
    )
    with pytest.raises(Refused) as refused:
        statement_workbook(draft, with_figures())
    assert [problem.where.path for problem in refused.value.problems] == ["lines.stepped"]


def test_an_agreement_of_another_title_is_refused() -> None:
    with pytest.raises(Refused, match="not the agreement of the statement"):
        statement_workbook(read_contract(TEXT.replace("#function", "other")), with_figures())


def test_an_amount_that_was_altered_is_refused() -> None:
    statement = with_figures()
    first, *others = statement.payments
    altered = replace(statement, payments=(replace(first, amount=first.amount.times(2)), *others))
    with pytest.raises(Refused, match="not what the statement says"):
        statement_workbook(every_function(), altered)


def test_a_restatement_shows_what_was_paid_and_what_is_due() -> None:
    later = restate(with_figures(A1="950"), with_figures(), "late invoices")
    sheet = book(later)["Statement"]
    start = next(i for i, row in enumerate(sheet.rows) if len(row) > 2 and _says(row[2], "Due now"))
    due = [row for row in sheet.rows[start + 1 :] if row and row[2]]
    shown = {
        (row[0].shown, row[1].shown): row[2].shown for row in due if row[0] and row[1] and row[2]
    }
    names = {"a": "=A & <b>", "b": "#let x = 1", "c": "C", "d": "d"}
    assert {pair: amount for pair, amount in shown.items() if amount} == {
        (names[p.payer], names[p.payee])
        if p.payer < p.payee
        else (names[p.payee], names[p.payer]): (
            float(p.amount.exact) if p.payer < p.payee else -float(p.amount.exact)
        )
        for p in later.due
    }


def test_a_number_beyond_a_spreadsheet_is_an_error_and_not_a_crash() -> None:
    contract = read_contract("""\
title: t
parties: {a: {role: commissioner}, b: {role: provider}}
figures: {n: {unit: count}}
lines: {two: n * n, four: two * two, eight: four * four}
""")
    statement = settled(contract, START, {"n": "1" + "0" * 50})
    (row,) = [row for row in sheets(contract, statement)[1].rows if row and _says(row[0], "eight")]
    assert [cell.shown for cell in row if cell and cell.style is Style.LIVE] == ["#N/A"]
    assert statement_workbook(contract, statement)


def of_words(words: list[str]) -> str:
    contract = read_contract(f"""\
title: t
parties: {{a: {{role: commissioner}}, b: {{role: provider}}}}
figures: {{k: {{unit: choice, of: [{", ".join(words)}]}}}}
lines: {{is_one: k = "w1"}}
""")
    book = {sheet.name: sheet for sheet in sheets(contract, settled(contract, START, {"k": "w1"}))}
    cell = book["Figures"].rows[3][3]
    return cell.formula if cell else ""


def test_a_choice_of_more_words_than_a_function_takes_is_asked_in_parts() -> None:
    few, many = of_words(["w1", "w2"]), of_words([f"w{i}" for i in range(1, 301)])
    assert few == 'IF(OR(EXACT(C4,"w1"),EXACT(C4,"w2")),C4,NA())'
    assert many.startswith('IF(OR(OR(EXACT(C4,"w1"),')
    assert '"w255")),OR(EXACT(C4,"w256"),' in many


def test_a_formula_longer_than_a_spreadsheet_takes_is_refused() -> None:
    with pytest.raises(Refused, match=r"row 4 of the sheet Figures .* more than 8,192 characters"):
        of_words(["w1", *(f"{'word' * 8}{i}" for i in range(250))])
