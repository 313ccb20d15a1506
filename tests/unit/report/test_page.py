"""The page is whole in itself, can be read by everybody, and holds every figure."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from tests.unit.report.example import example, incomplete_statement, money
from wholeplace.kernel import Headline
from wholeplace.report import LoadCount, ReportData, page
from wholeplace.report.table import Table, columns


class Outline(HTMLParser):
    """What a page is made of: its tags with their attributes, in order, and its open elements."""

    EMPTY = frozenset({"meta", "path", "line", "rect", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            assert self.open.pop() == tag

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


@pytest.fixture(scope="module")
def html() -> str:
    return page_of("whole")


def without_budget() -> ReportData:
    """The example without cost in the base year: no budget, and a statement that lacks it."""
    why = "no cost of the population in 2018/19; found: no cost rows at all"
    rows = [
        Headline(money("budget.in_scope", None, note=why)) if row.figure.id == "budget.in_scope"
        else row
        for row in example().headlines
    ]  # fmt: skip
    return replace(example(), headlines=rows, steps=(), statement=incomplete_statement())


@cache
def page_of(name: str) -> str:
    """Return the page of one of four reports, from a full one to one of nothing."""
    data = {
        "whole": example(),
        "no budget": without_budget(),
        "no statement": replace(example(), statement=None, warnings=[], loads=[], manifest={}),
        "nothing": replace(example(), headlines=[], steps=(), names={}, parties={}),
    }
    return page(data[name])


PAGES = pytest.mark.parametrize("name", ["whole", "no budget", "no statement", "nothing"])


@PAGES
def test_every_element_is_closed_and_every_id_is_there_once(name: str) -> None:
    outline = Outline(page_of(name))
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    assert outline.open == []
    assert len(ids) == len(set(ids))
    for _, attrs in outline.tags:
        named = (attrs.get("aria-labelledby") or "").split()
        linked = (attrs.get("href") or "").removeprefix("#").split()
        assert {*named, *linked} <= set(ids)


@PAGES
def test_headings_go_down_one_level_at_a_time(name: str) -> None:
    levels = [int(tag[1]) for tag, _ in Outline(page_of(name)).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) == 8
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels))


@PAGES
def test_every_table_has_a_caption_and_every_heading_cell_a_scope(name: str) -> None:
    outline = Outline(page_of(name))
    assert outline.count("table") == outline.count("caption")
    assert all("scope" in attrs for tag, attrs in outline.tags if tag == "th")


@PAGES
def test_nothing_is_fetched_and_nothing_runs(name: str) -> None:
    html = page_of(name)
    outline = Outline(html)
    assert not {tag for tag, _ in outline.tags} & {"script", "link", "img", "iframe", "object"}
    used = [attrs for _, attrs in outline.tags if {"src", "srcset", "xlink:href"} & attrs.keys()]
    assert used == []
    assert "//" not in html
    assert "url(" not in html
    assert "default-src 'none'" in html


def test_a_table_without_rows_is_a_sentence() -> None:
    assert "set aside for a reason: none.</p>" in page_of("no statement")


def test_the_language_and_the_title_are_declared(html: str) -> None:
    assert '<html lang="en-GB">' in html
    assert "<title>Northbrook Integrated Care Partnership: 2019/20</title>" in html


def test_the_same_results_give_the_same_page(html: str) -> None:
    assert page(example()) == html


@pytest.mark.parametrize(
    "text",
    [
        "Spend in scope was £18.62m against a budget of £18.84m: £214.7k (1.1%) less.",
        '<td class="number">10,232</td>',  # people of the largest segment
        '<td class="number">9,728.0</td>',  # their person-years
        '<td class="number">£10,930.70</td>',  # a price per head, £1,201,328 / 109.9
        '<td class="number">+£489,908.35</td>',  # inflation on the bridge
        '<td class="number">£18,837,525.61</td>',  # the budget
        '<td class="number">£4,588,410</td>',  # a service
        '<td class="text">assumed: its teams</td>',  # the source of its scope
        '<td class="number">853.1 to 1,234.3</td>',  # an interval
        "<code>saving * provider_share</code>",
        '<td class="number">£107,363.805</td>',  # a line that is not paid as it is
        "Board paper: a 50:50 split; in force from 2019-04-01",
        '<td class="number">£53,681.90</td>',  # a payment
        '<th scope="row">Sum of all parties</th>\n  <td class="number">£0.00</td>',
        "no date: 324",
        "could not be linked to a person",
        "9b1c0f0e5d0d4b0f8a6c7d6f6f9f7c2e4e1a2b3c4d5e6f708192a3b4c5d6e7f8",
        "documents / place.yaml",
    ],
)  # fmt: skip
def test_the_figures_are_on_the_page(html: str, text: str) -> None:
    assert text in html


def test_every_headline_figure_is_explained(html: str) -> None:
    for row in example().headlines:
        assert f"<summary><b>{row.figure.id}</b> = {row.figure.shown}" in html
    assert "<dt>formula</dt><dd>level of the year before + population_growth" in html


def test_charts_stand_on_the_page_in_both_widths_with_their_words(html: str) -> None:
    outline = Outline(html)
    drawn = [attrs for tag, attrs in outline.tags if tag == "div" and attrs.get("role") == "img"]
    assert [attrs["class"] for attrs in drawn] == ["wide", "narrow"] * 3
    assert all(attrs["aria-label"] for attrs in drawn)
    assert outline.count("svg") == 6


def test_a_missing_budget_leaves_a_page_that_says_why() -> None:
    html = page_of("no budget")
    assert "The budget is missing: no cost of the population in 2018/19" in html
    assert '<p class="instead">The budget is missing' in html
    assert '<td class="number">missing</td>' in html


def test_an_incomplete_statement_says_what_is_missing_and_pays_nothing() -> None:
    html = page_of("no budget")
    assert "The settlement is incomplete, so nothing is paid" in html
    assert "contract.yaml:14:3 figures.budget" in html
    assert "supply budget.in_scope" in html
    assert "Net position" not in html


def test_a_missing_outcome_says_why() -> None:
    note = "admission_method is recorded in 3 of 90 rows"
    rows = [
        Headline(replace(row.figure, value=None, note=note, children=()), row.breakdown, row.level)
        if row.figure.id.startswith("outcome.")
        else row
        for row in example().headlines
    ]
    name = "Emergency hospital admissions per 1,000 people"
    html = page(replace(example(), headlines=rows))
    assert f'<p class="instead">{name}: missing, because {note}.</p>' in html


HOSTILE = "<script>alert('x')</script>&\"<b>"


def test_a_hostile_name_is_only_text() -> None:
    data = example()
    statement = data.statement or pytest.fail("no statement")
    line = replace(statement.lines[0], label=HOSTILE, formula=HOSTILE, source=HOSTILE)
    rows = [
        Headline(replace(r.figure, label=HOSTILE), r.breakdown, r.level) for r in data.headlines
    ]
    data = replace(
        data,
        title=HOSTILE,
        about=HOSTILE,
        headlines=rows,
        names=dict.fromkeys(data.names, HOSTILE),
        parties=dict.fromkeys(data.parties, HOSTILE),
        statement=replace(statement, title=HOSTILE, lines=(line, *statement.lines[1:])),
        warnings=[HOSTILE],
        loads=[LoadCount(HOSTILE, HOSTILE, 1, 0, {HOSTILE: 1})],
        manifest={HOSTILE: {HOSTILE: HOSTILE}},
    )
    html = page(data)
    assert "<script" not in html
    assert Outline(html).count("script") == 0
    assert html.count("&lt;script&gt;") > 20


def test_a_load_that_loses_a_row_is_refused() -> None:
    with pytest.raises(ValueError, match="10 rows in, but 8 stored and 1 set aside"):
        LoadCount("a.csv", "person", 10, 8, {"no key": 1})


def test_a_table_without_a_caption_or_with_a_cell_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a caption"):
        Table("", columns("A"), ())
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        Table("T", columns("A"), (("x", "y"),))
