"""Formulas of an agreement as a spreadsheet writes them, with nothing but the words to check."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.every_function import START, every_function, settled, with_figures
from wholeplace.contract import read_contract
from wholeplace.contract.formula import FUNCTIONS, Call, walk
from wholeplace.report.statement.functions import FUNCTIONS_IN_EXCEL
from wholeplace.report.statement.names import Names
from wholeplace.report.statement.noise import decimals_that_keep, sure_decimals
from wholeplace.report.statement.pieces import quoted
from wholeplace.report.statement.workbook import sheets


def formulas(text: str, **given: str) -> dict[str, str]:
    """Return the live formula of each line of a small agreement."""
    contract = read_contract(f"""\
title: t
parties: {{a: {{role: commissioner}}, b: {{role: provider}}}}
figures: {{x: {{unit: money}}, y: {{unit: money}}, n: {{unit: count}}, ok: {{unit: yes/no}}}}
parameters:
  share: [{{from: 2019-04-01, value: 50%, source: s}}]
lines: {{{text}}}
""")
    statement = settled(contract, START, {"x": "100", "y": "70", "n": "3", "ok": "yes"} | given)
    rows = sheets(contract, statement)[1].rows[3:]
    return {str(row[0].shown): row[2].formula for row in rows if row[0] and row[2]}


def test_there_is_a_template_for_every_function_of_the_language() -> None:
    assert FUNCTIONS_IN_EXCEL.keys() == FUNCTIONS.keys()


def test_the_agreement_that_is_recalculated_calls_every_function() -> None:
    nodes = (node for line in every_function().lines for node in walk(line.tree))
    assert {node.function for node in nodes if isinstance(node, Call)} == FUNCTIONS.keys()


@pytest.mark.parametrize(
    ("written", "live"),
    [
        ("x - y", "x-y"),
        ("x - (y - x)", "x-(y-x)"),
        ("(x + y) * share", "(x+y)*share"),
        ("x * 2%", "x*2%"),
        ("-x * 1.5", "(-x)*1.5"),
        ("if x > y then x else GBP 0", "IF(x>y,x,0)"),
        ("if ok and x > y then x else y", "IF(IF(ok,x>y,FALSE),x,y)"),
        ("if ok or not ok then x else y", "IF(IF(ok,TRUE,NOT(ok)),x,y)"),
        ("min(x, y, GBP 3)", "MIN(x,y,3)"),
        ("capped(x, at_least = GBP 3)", "MAX(x,3)"),
        ("capped(x, at_most = y, at_least = -y)", "IF(-y<=y,MAX(MIN(x,y),-y),NA())"),
        ("gate(x, at_least = y)", "IF(x>=y,x,0)"),
        ("round(x / 3, to = GBP 0.01)", "ROUND(ROUND(x/3,12),2)"),
        ("round(x, to = GBP 1000)", "ROUND(ROUND(x,12),-3)"),
    ],
)
def test_a_formula_reads_like_the_agreement(written: str, live: str) -> None:
    assert formulas(f"line: '{written}'") == {"line": live}


def test_worked_out_numbers_are_compared_without_their_noise() -> None:
    told = formulas("made: x - y, far: if made > GBP 0 then x else y")
    assert told["far"] == "IF(ROUND(made,12)>0,x,y)"


def test_a_long_formula_is_cut_into_steps() -> None:
    deep = next(
        sheet for sheet in sheets(every_function(), with_figures()) if sheet.name == "Steps"
    )
    assert [row[0].shown for row in deep.rows[3:] if row[0]] == ["deep_step_1"]


def test_no_formula_is_too_long_or_too_deep_for_a_spreadsheet() -> None:
    cells = [
        cell.formula
        for sheet in sheets(every_function(), with_figures())
        for row in sheet.rows
        for cell in row
        if cell is not None
    ]
    assert max(map(len, cells)) < 2_000
    assert max(cell.count("(") for cell in cells) < 64


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("saving", "saving"),
        ("A1", "A1_"),
        ("ab12", "ab12_"),
        ("r1c1", "r1c1_"),
        ("R", "R_"),
        ("c", "c_"),
        ("r2", "r2_"),
        ("rate", "rate"),
        ("a_1", "a_1"),
        ("Print_Area", "Print_Area_"),
    ],
)
def test_a_name_that_a_spreadsheet_would_misread_is_marked(wanted: str, name: str) -> None:
    assert Names().give(wanted, wanted) == name


def test_names_that_differ_only_in_large_letters_are_told_apart() -> None:
    names = Names()
    assert [names.give(name, name) for name in ("A1", "A1_", "saving", "Saving")] == [
        "A1_",
        "A1__",
        "saving",
        "Saving_",
    ]


def test_words_are_quoted_and_cut_where_a_spreadsheet_would_refuse_them() -> None:
    assert quoted('say "yes"') == '"say ""yes"""'
    assert quoted("a" * 300) == f'"{"a" * 255}"&"{"a" * 45}"'


@pytest.mark.parametrize(
    ("largest", "decimals"), [(1, 12), (1_000, 11), (30_000_000, 7), (1_000_000_000, 5)]
)
def test_the_larger_the_numbers_the_fewer_decimals_are_sure(largest: int, decimals: int) -> None:
    assert sure_decimals(Fraction(largest)) == decimals


def test_a_number_just_short_of_a_half_keeps_its_decimals() -> None:
    exact = Fraction("0.499999996")
    assert decimals_that_keep(lambda x: x >= Fraction(1, 2), exact, 5) == 9
    assert decimals_that_keep(lambda x: x >= Fraction(1, 2), Fraction(1, 2), 5) == 5
    assert decimals_that_keep(lambda x: x >= Fraction(1, 2), None, 5) == 5
