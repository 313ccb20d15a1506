"""A figure explains itself: as a tree of text, as HTML, and as plain values."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from wholeplace.kernel import Figure, Headline, Unit, Value
from wholeplace.kernel.figure import from_dict, show, to_dict, to_html, to_text

BUDGET = Figure(
    "budget", Fraction(100), Unit.MONEY, source="contract 3.1", children=(
        Figure("price", Fraction(5, 2), Unit.RATE, formula="given"),
        Figure("people", Fraction(40), Unit.COUNT),
    ),
)  # fmt: skip
SAVING = Figure(
    "saving",
    Fraction(20),
    Unit.MONEY,
    label="What was saved",
    formula="budget - spend",
    inputs="£100.00 - £80.00",
    source="contract 3.2",
    note="before sharing",
    children=(BUDGET, Figure("spend", Fraction(80), Unit.MONEY)),
)


@pytest.mark.parametrize(("value", "unit", "currency", "shown"), [
    (None,               Unit.MONEY,    "GBP", "missing"),
    (Fraction(2469, 2),  Unit.MONEY,    "GBP", "£1,234.50"),
    (Fraction(-5),       Unit.MONEY,    "USD", "-$5.00"),
    (Fraction(1, 3),     Unit.MONEY,    "GBP", "£0.333333…"),
    (Fraction(1, 200),   Unit.MONEY,    "GBP", "£0.005"),
    (Fraction(1, 8),     Unit.FRACTION, "GBP", "12.5%"),
    (Fraction(1, 3),     Unit.RATE,     "GBP", "0.3333"),
    (Fraction(12345),    Unit.COUNT,    "GBP", "12,345"),
    (Fraction(65),       Unit.YEARS,    "GBP", "65"),
    (True,               Unit.YES_NO,   "GBP", "yes"),
    (False,              Unit.YES_NO,   "GBP", "no"),
    ("track E",          Unit.CHOICE,   "GBP", "track E"),
])  # fmt: skip
def test_a_value_is_shown_in_its_unit(value: Value, unit: Unit, currency: str, shown: str) -> None:
    assert show(value, unit, currency) == shown
    assert Figure("x", value, unit, currency=currency).shown == shown


def test_a_figure_without_a_value_is_missing() -> None:
    assert Figure("x", None, Unit.MONEY).is_missing
    assert not Figure("x", Fraction(0), Unit.MONEY).is_missing


def test_a_figure_is_walked_parents_first() -> None:
    assert [figure.id for figure in SAVING.walk()] == [
        "saving", "budget", "price", "people", "spend",
    ]  # fmt: skip


def test_a_figure_is_drawn_as_a_tree() -> None:
    assert (
        to_text(SAVING)
        == """\
saving = £20.00  (What was saved)
│  formula: budget - spend
│  put in: £100.00 - £80.00
│  source: contract 3.2
│  note: before sharing
├─ budget = £100.00
│  │  source: contract 3.1
│  ├─ price = 2.5
│  │     formula: given
│  └─ people = 40
└─ spend = £80.00"""
    )


def test_a_figure_that_is_used_twice_is_told_once() -> None:
    share = Figure("share", Fraction(50), Unit.MONEY, children=(BUDGET,))
    text = to_text(Figure("net", Fraction(150), Unit.MONEY, children=(share, BUDGET)))
    assert text.splitlines()[-1] == "└─ budget = £100.00  (as above)"
    assert text.count("price = 2.5") == 1
    assert to_text(share).count("as above") == 0


def test_a_figure_is_written_as_nested_details() -> None:
    figure = Figure(
        "saving", Fraction(1), Unit.MONEY, source="clause 1", children=(
            Figure("spend", Fraction(2), Unit.MONEY, label="Spent"),
        ),
    )  # fmt: skip
    assert to_html(figure) == (
        "<details><summary><b>saving</b> = £1.00</summary>"
        "<dl><dt>source</dt><dd>clause 1</dd></dl>"
        "<details><summary><b>spend</b> = £2.00 <span>Spent</span></summary></details>"
        "</details>"
    )


def test_no_text_of_a_figure_becomes_html() -> None:
    nasty = "<script>&\"'"
    page = to_html(
        Figure(
            nasty, nasty, Unit.CHOICE, label=nasty, formula=nasty, inputs=nasty, source=nasty,
            note=nasty,
        )
    )  # fmt: skip
    assert "<script>" not in page
    assert page.count("&lt;script&gt;&amp;&quot;&#x27;") == 7


def test_a_figure_is_given_to_machines() -> None:
    assert to_dict(BUDGET) == {
        "id": "budget",
        "value": "100",
        "unit": "money",
        "shown": "£100.00",
        "currency": "GBP",
        "source": "contract 3.1",
        "children": [
            {"id": "price", "value": "5/2", "unit": "rate", "shown": "2.5", "formula": "given"},
            {"id": "people", "value": "40", "unit": "count", "shown": "40"},
        ],
    }


@pytest.mark.parametrize("figure", [
    SAVING,
    Figure("missing", None, Unit.MONEY, note="no spend was loaded", currency="USD"),
    Figure("rate", Fraction(-1, 3), Unit.RATE, currency="USD"),
    Figure("gate", value=True, unit=Unit.YES_NO),
    Figure("track", "3/4", Unit.CHOICE),
], ids=lambda figure: figure.id)  # fmt: skip
def test_what_was_given_to_machines_is_read_back(figure: Figure) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(figure)))) == figure


@pytest.mark.parametrize(("figure", "level", "name"), [
    ("budget",          "",          "budget"),
    ("budget.children", "children",  "budget.children"),
    ("budget",          "children",  "budget:children"),
    ("budgetchildren",  "children",  "budgetchildren:children"),
])  # fmt: skip
def test_a_headline_is_named_by_its_figure_and_its_part(figure: str, level: str, name: str) -> None:
    headline = Headline(Figure(figure, Fraction(1), Unit.MONEY), level and "age", level)
    assert headline.name == name
