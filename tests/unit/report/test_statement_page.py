"""A statement as a page and on paper says who pays whom, or why nobody does."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.every_function import START, TEXT, every_function, settled, with_figures
from wholeplace.app.export_statement import write_statement_to
from wholeplace.contract import read_contract
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.report.statement import headline, statement_page, statement_paper
from wholeplace.settle import Standing, Statement, content_hash, restate
from wholeplace.store.typeset import typeset

SHADOW = "This is a shadow year: it is worked out to be looked at, and nothing is due."


def pdf(statement: Statement) -> bytes:
    paper = statement_paper(statement)
    return typeset(paper.template, paper.data, paper.day)


def small(**given: str | None) -> Statement:
    contract = read_contract("""\
title: Two partners
parties: {a: {name: Alpha, role: commissioner}, b: {name: Beta, role: provider}}
figures: {x: {unit: money}}
lines: {share: {is: x / 2, label: Half of it, source: clause 4}}
payments: [{from: a, to: b, amount: share}]
""")
    return settled(contract, START, {"x": "10.01"} | given)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (small(), ["Alpha pays Beta £5.01."]),
        (small(x="-3"), ["Beta pays Alpha £1.50."]),
        (small(x="0"), ["No payment is due between the parties."]),
        (
            small(x=None),
            ["The statement is incomplete, so nothing is paid: figure 'x' is missing."],
        ),
        (replace(small(), standing=Standing.SHADOW), ["Alpha would pay Beta £5.01.", SHADOW]),
        (
            restate(small(x="8"), small()),
            [
                "Alpha pays Beta £1.01.",
                "These are the differences from what the statements before this one made due.",
            ],
        ),
        (
            with_figures(),
            [
                "=A & <b> pays 3 parties £176.19 in all.",
                "#let x = 1 pays =A & <b> £551.85 in all.",
                "C pays =A & <b> £515.17 in all.",
            ],
        ),
    ],
)
def test_the_first_sentences_say_who_pays_whom(statement: Statement, said: list[str]) -> None:
    assert headline(statement) == said


def test_the_page_holds_each_line_with_formula_numbers_source_and_hash() -> None:
    page = statement_page(small())
    for words in ("Half of it", "x / 2", "£10.01 / 2", "£5.005", "clause 4", content_hash(small())):
        assert words in page


def test_every_line_opens_down_to_the_figures_it_was_made_from() -> None:
    page = statement_page(small())
    reasons = page[page.index("How each line was worked out") :]
    assert re.findall(r"<b>([\w.]+)</b> = ([^<]+?) <|<b>([\w.]+)</b> = ([^<]+?)<", reasons)
    assert reasons.index("lines.share") < reasons.index("figures.x")


def test_an_incomplete_statement_pays_nothing_and_says_what_to_try() -> None:
    page = statement_page(small(x=None))
    assert "What is missing" in page
    assert "supply" in page
    assert "Who pays whom" not in page


def test_warnings_are_told() -> None:
    warning = Problem(Where("contract.yaml", 3), "the review is due", "set the price")
    page = statement_page(replace(small(), warnings=(warning,)))
    assert "the review is due" in page


def test_a_restatement_shows_what_was_due_before() -> None:
    page = statement_page(restate(small(x="8"), small(), "late invoices"))
    for words in (
        "Still to be paid",
        "£1.01",
        "Made due by the statements before",
        "late invoices",
    ):
        assert words in page


def test_no_word_of_an_agreement_becomes_markup_and_nothing_is_fetched() -> None:
    page = statement_page(with_figures())
    assert "<script" not in page
    assert "<i>thirds" not in page
    assert "&lt;i&gt;thirds&lt;/i&gt;" in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_paper_hands_its_words_over_as_data() -> None:
    paper = statement_paper(with_figures())
    assert json.loads(paper.data)["title"] == "=cmd() <b>Every</b> #function"
    assert "cmd" not in paper.template


def test_a_paper_is_the_same_bytes_each_time_and_tagged_to_be_read_aloud() -> None:
    one = pdf(with_figures())
    assert one == pdf(with_figures())
    assert one.startswith(b"%PDF")
    assert b"/StructTreeRoot" in one
    assert b"pdfuaid" in one


@pytest.mark.parametrize(
    "statement",
    [
        small(x=None),
        replace(small(), standing=Standing.SHADOW),
        restate(small(x="8"), small()),
        with_figures(A1=None),
    ],
    ids=["incomplete", "shadow", "restated", "much is missing"],
)
def test_every_kind_of_statement_can_be_put_on_paper(statement: Statement) -> None:
    assert pdf(statement).startswith(b"%PDF")


def test_very_long_words_can_be_put_on_paper() -> None:
    text = TEXT.replace("a keeps its own", "x" * 500).replace("=1+1", "long label " * 400)
    contract = read_contract(text)
    assert pdf(settled(contract, START, {"x": "5"})).startswith(b"%PDF")


def test_the_words_on_paper_are_those_of_the_agreement(
    tmp_path: Path, requires_program: Callable[[str], str]
) -> None:
    program = requires_program("pdftotext")
    (tmp_path / "s.pdf").write_bytes(pdf(with_figures()))
    done = subprocess.run([program, tmp_path / "s.pdf", "-"], check=True, capture_output=True)
    told = done.stdout.decode()
    for words in ("=cmd() <b>Every</b> #function", "#let x = 1", "=HYPERLINK(1)", "£11.12"):
        assert words in told
    assert "Page 1 of" in told
    assert content_hash(with_figures()) in told.replace("\n", "")


def test_amounts_and_long_words_can_be_searched_for_on_paper(
    tmp_path: Path, requires_program: Callable[[str], str]
) -> None:
    program = requires_program("pdftotext")
    contract = read_contract("""\
title: Two partners
parties:
  a: {name: Alpha, role: commissioner}
  b: {name: Administrators and Recommissioners, role: provider}
figures: {administration_costs: {unit: money}}
lines: {share: administration_costs * 2}
payments: [{from: a, to: b, amount: share}]
""")
    statement = settled(contract, START, {"administration_costs": "12_345_678.90"})
    (tmp_path / "s.pdf").write_bytes(pdf(statement))
    done = subprocess.run([program, tmp_path / "s.pdf", "-"], check=True, capture_output=True)
    told = done.stdout.decode()
    for words in ("£24,691,357.80", "Recommissioners", "administration_costs", "£12,345,678.90"):
        assert words in told
    assert "\u200b" not in told


def test_words_that_no_font_has_are_refused_and_not_left_out(tmp_path: Path) -> None:
    to = tmp_path / "s.pdf"
    with pytest.raises(Refused, match=r"s\.pdf: it cannot be set on paper: .*你"):
        write_statement_to(to, replace(small(), title="你好"), every_function)
    assert not to.exists()


def test_the_agreement_of_these_tests_is_one_that_can_be_read() -> None:
    assert every_function().warnings == ()
