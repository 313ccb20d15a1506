"""Every mistake of a document is reported at once, each at its line, column and path."""

from __future__ import annotations

from typing import Literal, Self

import pytest
from pydantic import Field, field_validator, model_validator

from wholeplace.document import Frozen, Number, Timeline, Wrong, read_document
from wholeplace.kernel import Refused


class Line(Frozen):
    is_: Number = Field(alias="is")
    unit: Literal["money", "count"] = "money"
    label: str = ""


class Party(Frozen):
    name: str
    role: str


class Agreement(Frozen):
    title: str
    parties: dict[str, Party]
    lines: tuple[Line, ...] = ()
    either: Line | Party | None = None
    rates: Timeline[Number] | None = None
    age: int = Field(0, ge=0)

    @field_validator("title")
    @classmethod
    def _is_short(cls, title: str) -> str:
        if len(title) > 20:
            raise ValueError("too long to print")
        return title

    @model_validator(mode="after")
    def _names_a_payer(self) -> Self:
        for name, party in self.parties.items():
            if party.role == "nobody":
                raise Wrong("nobody pays nothing", "name a payer", ("parties", name, "role"))
        return self


GOOD = """\
title: Small
parties: {ccg: {name: CCG, role: payer}}
lines:
  - {is: 0.1}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_document(text, "a.yaml", Agreement)
    return str(refused.value).split("\n")


def test_a_document_is_a_model_that_knows_its_lines() -> None:
    document = read_document(GOOD, "a.yaml", Agreement)
    assert str(document.value.lines[0].is_) == "1/10"
    assert str(document.where("lines", 0, "is")) == "a.yaml:4:6 lines[0].is"
    found = document.problem(("parties", "ccg"), "it left", "find another")
    assert str(found) == "a.yaml:2:11 parties.ccg: it left\n    try: find another"


MANY = """\
titel: Small
age: -1
lines:
  - {is: many}
  - {is: 1, unti: money}
  - {unit: pounds, is: 2}
parties:
  ccg:
    name: CCG
  thh: {name: THH, role: [a]}
rates:
  - {from: 2019-04-01, value: 1, source: s, valu: 2}
"""


def test_every_mistake_is_reported_at_once_in_the_order_of_the_file() -> None:
    assert problems(MANY) == [
        "a.yaml:1:1 title: 'title' is missing",
        "    try: add 'title' here",
        "a.yaml:1:1 titel: 'titel' is not known here",
        "    try: did you mean 'title'?",
        "a.yaml:2:1 age: '-1': Input should be greater than or equal to 0",
        "    try: correct the value",
        "a.yaml:4:6 lines[0].is: 'many' is not a number",
        "    try: write a number like 12, 0.5 or 1,000",
        "a.yaml:5:13 lines[1].unti: 'unti' is not known here",
        "    try: did you mean 'unit'?",
        "a.yaml:6:6 lines[2].unit: 'pounds': Input should be 'money' or 'count'",
        "    try: correct the value",
        "a.yaml:8:3 parties.ccg.role: 'role' is missing",
        "    try: add 'role' here",
        "a.yaml:10:20 parties.thh.role: Input should be a valid string",
        "    try: correct the value",
        "a.yaml:12:45 rates[0].valu: 'valu' is not known here",
        "    try: did you mean 'value'?",
    ]


def test_mistakes_of_one_line_are_told_from_left_to_right() -> None:
    found = problems(GOOD + "  - {unti: money, unit: pounds, is: many}")
    assert [line.split()[0] for line in found[::2]] == [
        "a.yaml:5:6", "a.yaml:5:19", "a.yaml:5:33",
    ]  # fmt: skip


def test_an_unknown_word_like_no_other_lists_those_that_are_known() -> None:
    assert problems(GOOD + "xyz: 1")[1] == (
        "    try: use one of: age, either, lines, parties, rates, title"
    )
    assert problems(GOOD + "  - {is: 1, xyz: 1}")[1] == "    try: use one of: is, label, unit"


def test_a_word_is_known_by_the_name_that_documents_use() -> None:
    assert problems(GOOD + "rates: [{form: 2019-04-01, value: 1, source: s}]") == [
        "a.yaml:5:9 rates[0].from: 'from' is missing",
        "    try: add 'from' here",
        "a.yaml:5:10 rates[0].form: 'form' is not known here",
        "    try: did you mean 'from'?",
    ]


def test_a_mistake_in_one_of_two_shapes_is_placed_where_it_was_written() -> None:
    found = problems(GOOD + "either: {naem: x, role: y}")
    assert "a.yaml:5:10 either.naem: 'naem' is not known here" in found
    assert "    try: did you mean 'name'?" in found
    assert not any("Party" in line or "Line" in line for line in found)


def test_a_mistake_between_fields_is_placed_at_the_field_that_it_names() -> None:
    assert problems(GOOD.replace("payer", "nobody")) == [
        "a.yaml:2:28 parties.ccg.role: nobody pays nothing",
        "    try: name a payer",
    ]


def test_a_check_in_plain_python_is_told_without_jargon() -> None:
    assert problems(GOOD.replace("Small", "A title that is very long")) == [
        "a.yaml:1:1 title: 'A title that is very long': too long to print",
        "    try: correct the value",
    ]


def test_a_long_value_is_not_repeated() -> None:
    long = "x" * 80
    assert problems(GOOD + f"age: {long}")[0].startswith(f"a.yaml:5:1 age: '{long}': Input should")
    assert problems(GOOD + f"age: {long}x")[0].startswith("a.yaml:5:1 age: Input should")


@pytest.mark.parametrize("text", ["word", "- a\n- b", "~", "true"])
def test_a_document_of_another_shape_is_refused(text: str) -> None:
    assert problems(text)[0].startswith("a.yaml:1:1")
