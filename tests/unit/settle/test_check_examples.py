"""Worked examples hold an agreement to what the parties expected of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wholeplace.contract import read_contract, read_examples
from wholeplace.kernel import Figure, Refused, Unit
from wholeplace.settle import agrees, check_examples

EXAMPLE = """\
- name: A saving
  year: 2019/20
  given: {budget: £100, spend: £90, met: yes}
  expect: {saving: £10, rate: 10%, payments.trust: £7.50, payments.ccg: -£11}
  source: by hand
"""


def faults(agreement: str, examples: str) -> list[str]:
    problems = check_examples(read_contract(agreement, "c.yaml"), read_examples(examples, "e.yaml"))
    return [str(problem) for problem in problems]


def test_an_example_that_comes_out_is_no_problem(agreement: str) -> None:
    assert faults(agreement, EXAMPLE) == []


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        (
            "saving: £10,",
            "saving: £11,",
            "e.yaml:4:12 [0].expect.saving: A saving: expected saving",
        ),
        ("saving: £10,", "saving: £11,", "= £11, but it is 10.00"),
        ("saving: £10,", "saving: USD 10,", "expected saving = USD 10, but it is 10.00"),
        ("saving: £10,", "saving: missing,", "expected saving = missing, but it is 10.00"),
        ("saving: £10,", "saving: lots,", "expected saving = lots, but it is 10.00"),
        ("saving: £10,", "saveing: £10,", "[0].expect.saveing: there is no figure 'saveing'"),
        ("spend: £90", "spnd: £90", "e.yaml:3:25 [0].given.spnd: unknown figure 'spnd'"),
        ("spend: £90", "spend: much", "[0].given.spend: 'much' is not an amount of money"),
        ("spend: £90", "spend: ", "expected saving = £10, but it is missing"),
        ("2019/20", "2019/21", "e.yaml:2:3 [0].year: '2019/21' is not a financial year"),
        ("2019/20", "2018/19", "parameters.backing: 'backing' has no value on 2018-04-01"),
    ],
)
def test_an_example_that_does_not_come_out_is_told(
    agreement: str, written: str, instead: str, said: str
) -> None:
    assert written in EXAMPLE
    assert said in "\n".join(faults(agreement, EXAMPLE.replace(written, instead)))


def test_an_example_cites_its_source() -> None:
    with pytest.raises(Refused) as refused:
        read_examples(EXAMPLE.replace("by hand", '""'))
    assert "the source is empty" in str(refused.value)


# value | unit | expected | agrees
AGREEMENTS = [
    ("1.004", Unit.MONEY, "1", True),
    ("1.006", Unit.MONEY, "1", False),
    ("1.006", Unit.MONEY, "1.006", True),
    ("1.0064", Unit.MONEY, "1.006", True),
    ("29800000", Unit.MONEY, "£29.8m", True),
    ("29800001", Unit.MONEY, "£29.8m", False),
    ("1/3", Unit.FRACTION, "33.33%", True),
    ("1/3", Unit.FRACTION, "33.34%", False),
    ("1/3", Unit.FRACTION, "1/3", True),
    ("1/3", Unit.FRACTION, "0.3", True),
    ("3.4", Unit.COUNT, "3", True),
    ("3.5", Unit.COUNT, "3", False),
]


@pytest.mark.parametrize(("value", "unit", "expected", "is_so"), AGREEMENTS)
def test_a_number_agrees_to_the_decimals_written(
    value: str, unit: Unit, expected: str, *, is_so: bool
) -> None:
    assert agrees(Figure("x", Fraction(value), unit), expected) is is_so


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Figure("x", None, Unit.MONEY), "missing"),
        (Figure("x", value=True, unit=Unit.YES_NO), "yes"),
        (Figure("x", "Global", Unit.CHOICE), "Global"),
    ],
)
def test_what_is_no_number_agrees_as_it_is_shown(figure: Figure, expected: str) -> None:
    assert agrees(figure, expected)
    assert not agrees(figure, "other")
