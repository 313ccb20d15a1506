"""Shares, amounts and days in a document are exact; a value holds until the next one begins."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from wholeplace.document import (
    Amount,
    Cited,
    Dated,
    Frozen,
    Number,
    Share,
    Timeline,
    Wrong,
    Year,
    known,
    read_document,
)
from wholeplace.kernel import FinancialYear, Money, Refused


class Terms(Frozen):
    share: Share = Fraction(0)
    number: Number = Fraction(0)
    amount: Amount = Money(0)
    year: Year = FinancialYear(2019)
    source: Cited = "a"


class Rates(Frozen):
    rates: Timeline[Share]


def rates(*lines: str) -> Timeline[Fraction]:
    text = "rates:\n" + "".join(f"  - {{{line}}}\n" for line in lines)
    return read_document(text, "r.yaml", Rates).value.rates


def refusal(text: str, model: type[Frozen]) -> str:
    with pytest.raises(Refused) as refused:
        read_document(text, "r.yaml", model)
    return str(refused.value)


@pytest.mark.parametrize(("text", "terms"), [
    ("share: 0.1",        Terms(share=Fraction(1, 10))),
    ("share: 50%",        Terms(share=Fraction(1, 2))),
    ("share: 1/3",        Terms(share=Fraction(1, 3))),
    ("number: 0.1",       Terms(number=Fraction(1, 10))),
    ("number: '1,000'",   Terms(number=Fraction(1000))),
    ("amount: £29.8m",    Terms(amount=Money(2_980_000_000))),
    ("amount: 1_250.50",  Terms(amount=Money(125_050))),
    ("amount: USD 5",     Terms(amount=Money(500, "USD"))),
    ("year: 2020/21",     Terms(year=FinancialYear(2020))),
    ("source: 'clause 1'", Terms(source="clause 1")),
])  # fmt: skip
def test_numbers_are_read_exactly(text: str, terms: Terms) -> None:
    assert read_document(text, "r.yaml", Terms).value == terms


@pytest.mark.parametrize(("text", "said", "remedy"), [
    ("share: half",      "'half' is not a number",     "write a share like 50%, 0.5 or 1/3"),
    ("share: 1/0",       "'1/0' divides by zero",      "write a share like 50%, 0.5 or 1/3"),
    ("share:",           "'' is not a number",         "write a share like 50%, 0.5 or 1/3"),
    ("share: true",      "'True' is not a number",     "write a share like 50%, 0.5 or 1/3"),
    ("number: 50%",      "'50%' is not a number",      "write a number like 12, 0.5 or 1,000"),
    ("amount: £0.005",   "'£0.005' is not a whole number of pence",
                         "write money like GBP 35m, £29.8m or 1_250.50"),
    ("year: 2019/21",    "'2019/21' is not a financial year: 2019 is followed by 2020",
                         "write a financial year like 2019/20"),
    ("source: ' '",      "the source is empty",
                         "cite the document and clause, or write 'assumed: why'"),
])  # fmt: skip
def test_what_cannot_be_read_says_how_to_write_it(text: str, said: str, remedy: str) -> None:
    field = text.split(":", maxsplit=1)[0]
    assert refusal(text, Terms) == f"r.yaml:1:1 {field}: {said}\n    try: {remedy}"


def test_a_noun_of_a_document_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Terms().share = Fraction(1)  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        rates(A_RATE).root = ()  # type: ignore[misc]


A_RATE = "from: 2019-04-01, value: 1%, source: s"
A_LATER = "from: 2020-04-01, value: 2%, source: s"


@pytest.mark.parametrize(("day", "value"), [
    (date(2019, 3, 31), None),
    (date(2019, 4, 1),  "1/100"),
    (date(2020, 3, 31), "1/100"),
    (date(2020, 4, 1),  "1/50"),
    (date(2099, 1, 1),  "1/50"),
])  # fmt: skip
def test_a_value_holds_until_the_next_begins(day: date, value: str | None) -> None:
    entry = rates(A_RATE, A_LATER).on(day)
    assert (entry and str(entry.value)) == value


def test_an_entry_keeps_its_day_and_source() -> None:
    (entry,) = rates(A_RATE).root
    assert entry == Dated[Share](from_=date(2019, 4, 1), value=Fraction(1, 100), source="s")


def test_values_stand_in_order_of_date() -> None:
    with pytest.raises(Refused) as refused:
        rates(A_LATER, A_RATE)
    assert str(refused.value) == (
        "r.yaml:3:6 rates[1].from: 2019-04-01 does not come after 2020-04-01\n"
        "    try: put the entries in order of date, one for each date"
    )


def test_two_values_cannot_begin_on_one_day() -> None:
    with pytest.raises(Refused, match=r"rates\[1\].from: 2019-04-01 does not come after 2019-04"):
        rates(A_RATE, A_RATE)


def test_a_timeline_holds_a_value() -> None:
    assert refusal("rates: []", Rates) == (
        "r.yaml:1:1 rates: no value is given\n"
        "    try: add at least one entry with from, value and source"
    )


@pytest.mark.parametrize(("entry", "said"), [
    ("from: 2019-04-01, value: 1%, source: ''",
     "r.yaml:2:35 rates[0].source: the source is empty"),
    ("from: 2019-04-01, value: 1%",
     "r.yaml:2:5 rates[0].source: 'source' is missing"),
    ("from: 2019-02-30, value: 1%, source: s",
     "r.yaml:2:6 rates[0].from: '2019-02-30' is not a day"),
    # Without a check of ours, 86400 would be read as a second of 1970.
    ("from: 86400, value: 1%, source: s",
     "r.yaml:2:6 rates[0].from: '86400' is not a day"),
    ("from: 2019-04-01, value: half, source: s",
     "r.yaml:2:24 rates[0].value: 'half' is not a number"),
])  # fmt: skip
def test_an_entry_needs_a_day_a_value_and_a_source(entry: str, said: str) -> None:
    assert refusal(f"rates:\n  - {{{entry}}}", Rates).split("\n")[0] == said


def test_a_known_word_is_returned_and_another_names_the_nearest() -> None:
    assert known("spend", ["spend", "saving"], "line") == "spend"
    with pytest.raises(Wrong) as wrong:
        known("saveing", ["spend", "saving"], "line")
    assert (wrong.value.what, wrong.value.remedy, wrong.value.path) == (
        "unknown line 'saveing'", "did you mean 'saving'?", (),
    )  # fmt: skip


@pytest.mark.parametrize("day", ["20190401", "2019-W14-1", "2019-4-1", "2019-02-30", "April"])
def test_a_day_is_written_in_one_way_only(day: str) -> None:
    said = refusal(f"rates: [{{from: {day}, value: 1, source: s}}]", Rates)
    assert said.startswith(f"r.yaml:1:10 rates[0].from: '{day}' is not a day\n    try: write a day")


@pytest.mark.parametrize("field", ["share", "number", "amount", "year"])
def test_a_number_of_more_than_sixty_characters_is_none(field: str) -> None:
    said = refusal(f"{field}: {'9' * 61}", Terms)
    assert f"'{'9' * 20}...' is longer than 60 characters" in said
