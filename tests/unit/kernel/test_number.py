"""Exact numbers, and rounding by a stated rule."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from wholeplace.kernel import plain, read_fraction, read_number, round_half_away, round_to
from wholeplace.kernel.number import percent


@pytest.mark.parametrize(("written", "value"), [
    ("0.1",         Fraction(1, 10)),
    ("-0.25",       Fraction(-1, 4)),
    ("+3",          Fraction(3)),
    (".5",          Fraction(1, 2)),
    ("007",         Fraction(7)),
    ("1,234.5",     Fraction(2469, 2)),
    ("122_000_000", Fraction(122_000_000)),
    (" 12 ",        Fraction(12)),
])  # fmt: skip
def test_a_number_is_read_exactly(written: str, value: Fraction) -> None:
    assert read_number(written) == value


@pytest.mark.parametrize(
    "written",
    ["", " ", ".", "+", "-.", "1e5", "0x1F", "1,2", "1234,567", "_1", "1._5", "+-1", "1 000", "½"],
)
def test_what_is_not_a_number_is_refused(written: str) -> None:
    why = f"'{written}' is not a number"
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        read_number(written)


@pytest.mark.parametrize(("written", "value"), [
    ("50%",   Fraction(1, 2)),
    ("12.5%", Fraction(1, 8)),
    ("12.5 %", Fraction(1, 8)),
    ("-1%",   Fraction(-1, 100)),
    ("110%",  Fraction(11, 10)),
    ("0.5",   Fraction(1, 2)),
    ("1/3",   Fraction(1, 3)),
    ("2 / 4", Fraction(1, 2)),
])  # fmt: skip
def test_a_share_is_read_exactly(written: str, value: Fraction) -> None:
    assert read_fraction(written) == value


@pytest.mark.parametrize(("written", "why"), [
    ("1/0",    "'1/0' divides by zero"),
    ("half",   "'half' is not a number"),
    ("%",      "'' is not a number"),
    ("1/2/3",  "'2/3' is not a number"),
    ("/2",     "'' is not a number"),
])  # fmt: skip
def test_what_is_not_a_share_is_refused(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        read_fraction(written)


@pytest.mark.parametrize(("value", "whole"), [
    ("0.5",    1),
    ("-0.5",   -1),
    ("1.5",    2),
    ("2.5",    3),
    ("-2.5",   -3),
    ("2.4999", 2),
    ("-2.4999", -2),
    ("2.5001", 3),
    ("-7",     -7),
    ("0",      0),
])  # fmt: skip
def test_halves_are_rounded_away_from_zero(value: str, whole: int) -> None:
    assert round_half_away(Fraction(value)) == whole


@pytest.mark.parametrize(("value", "step", "rounded"), [
    ("1.25",  "0.1",  "1.3"),
    ("-1.25", "0.1",  "-1.3"),
    ("1249",  "500",  "1000"),
    ("1250",  "500",  "1500"),
    ("1/3",   "0.01", "0.33"),
    ("5",     "3",    "6"),
])  # fmt: skip
def test_a_number_is_rounded_to_a_step(value: str, step: str, rounded: str) -> None:
    assert round_to(Fraction(value), Fraction(step)) == Fraction(rounded)


@pytest.mark.parametrize("step", [0, -1])
def test_a_step_must_be_above_zero(step: int) -> None:
    with pytest.raises(ValueError, match=f"cannot round to a step of {step}; it must be above"):
        round_to(Fraction(1), Fraction(step))


@pytest.mark.parametrize(("value", "places", "written"), [
    ("1234567/100", 6, "12,345.67"),
    ("1/3",         6, "0.333333"),
    ("1/3",         0, "0"),
    ("2/3",         2, "0.67"),
    ("-1/3",        2, "-0.33"),
    ("-1/1000",     2, "0"),
    ("1.05",        2, "1.05"),
    ("1.50",        6, "1.5"),
    ("1999.999",    2, "2,000"),
    ("1000",        0, "1,000"),
])  # fmt: skip
def test_a_number_is_written_for_people(value: str, places: int, written: str) -> None:
    assert plain(Fraction(value), places) == written


def test_a_number_is_written_to_six_places_unless_said() -> None:
    assert plain(Fraction(1, 3)) == "0.333333"


def test_a_share_is_written_as_a_percentage() -> None:
    assert percent(Fraction(1, 8)) == "12.5%"
    assert percent(Fraction(-1, 3)) == "-33.3333%"
    assert percent(Fraction(2, 3), 1) == "66.7%"


@pytest.mark.parametrize(
    ("share", "written"),
    [
        ("1/1000000000", "0.0000001%"),
        ("-4/10000000", "-0.00004%"),
        ("0", "0%"),
        ("1/100000000000000000000", "0%"),
    ],
)
def test_a_very_small_share_is_not_written_as_nothing(share: str, written: str) -> None:
    assert percent(Fraction(share)) == written
