"""The NHS number: ten digits of which the last checks the others, and how people write it.

Source: NHS Data Model and Dictionary, attribute NHS NUMBER (modulus 11); written 3-3-4.
"""

from __future__ import annotations

import re

import ibis
from ibis import ir

LENGTH = 10
MODULUS = 11
WEIGHTS = tuple(range(10, 1, -1))
TEST_RANGE = "999"
"""How the numbers begin that are kept for tests, and never given to a real person."""
NEVER_ISSUED = "99"
"""How the numbers of invented people begin: 999, and below it where a place has more people than
the test range has numbers. Assumed: no number from 800 on is issued."""

_SEPARATORS = re.compile(r"[\s-]")
_TEN_DIGITS = re.compile(r"[0-9]{10}")
_TEN_ONES = 1_111_111_111


def cleaned(text: str) -> str:
    """Return a number without the blanks and hyphens that people write in it; nothing is judged.

    >>> cleaned(" 999 000 0018")
    '9990000018'
    """
    return _SEPARATORS.sub("", text)


def check_digit(nine: str) -> int | None:
    """Return the digit that checks nine digits, or ``None``: one in eleven can have no number.

    Raises ``ValueError`` unless there are nine digits.
    """
    if not re.fullmatch(r"[0-9]{9}", nine):
        raise ValueError("the check digit of an NHS number follows from nine digits")
    left = sum(w * int(d) for w, d in zip(WEIGHTS, nine, strict=True)) % MODULUS
    digit = (MODULUS - left) % MODULUS
    return digit if digit < LENGTH else None


def is_valid(text: str) -> bool:
    """Return whether a text is an NHS number that checks; blanks and hyphens do not matter.

    Ten equal digits check too, and are never a number of anyone: they fill a field.
    """
    number = cleaned(text)
    if not _TEN_DIGITS.fullmatch(number) or len(set(number)) == 1:
        return False
    return check_digit(number[:-1]) == int(number[-1])


def is_synthetic(text: str) -> bool:
    """Return whether a valid number is from the range that no real person is given."""
    return is_valid(text) and cleaned(text).startswith(TEST_RANGE)


def written(text: str) -> str:
    """Return a number as people read it aloud, 3-3-4; raises ``ValueError`` unless it is valid."""
    if not is_valid(text):
        # The value stays out of the message: it may be somebody's number, mistyped.
        raise ValueError("this is not a valid NHS number")
    number = cleaned(text)
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def cleaned_expression(value: ir.StringValue) -> ir.StringValue:
    """Return ``cleaned`` of each row."""
    return value.re_replace(r"[\s-]", "")


def valid_expression(value: ir.StringValue) -> ir.BooleanValue:
    """Return ``is_valid`` of each row; a missing number is not valid.

    A number is valid when its ten digits, weighed 10 to 1, sum to a multiple of 11.
    """
    return checks_expression(digits_expression(value))


def digits_expression(value: ir.StringValue) -> ir.IntegerValue:
    """Return the ten digits of each row as one number; missing where they are not ten digits."""
    number = cleaned_expression(value)
    return number.re_search(r"^[0-9]{10}$").ifelse(number, ibis.null("string")).try_cast("int64")


def checks_expression(whole: ir.IntegerValue) -> ir.BooleanValue:
    """Return whether the last of ten digits checks the others (see ``valid_expression``)."""
    total = sum((whole // 10**i % 10 * (i + 1) for i in range(LENGTH)), start=ibis.literal(0))
    return ((total % MODULUS == 0) & (whole % _TEN_ONES != 0)).fill_null(False)  # noqa: FBT003 - ibis
