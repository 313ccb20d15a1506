"""Exact money: whole pence (or cents), read as people write it, shared without losing one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering

from wholeplace.kernel.number import plain, read_number, round_half_away, round_to

_SYMBOLS = {"£": "GBP", "$": "USD", "€": "EUR"}
_SCALES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9}
_SMALLEST_IN_THOUSANDS = 10_000
_WRITTEN = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<unit>[A-Z]{3}|[£$€])?\s*(?P<inner>[+-]?)(?P<digits>[\d_,.]+)\s*(?P<scale>k|m|bn)?",
)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole hundredths (``pence``) of one currency. Never a float."""

    pence: int
    currency: str = "GBP"

    def __post_init__(self) -> None:
        """Refuse anything but whole pence."""
        if type(self.pence) is not int:
            msg = f"money is whole pence, not {self.pence!r}"
            raise TypeError(msg)

    def __add__(self, other: Money) -> Money:
        """Add an amount of the same currency."""
        return Money(self.pence + self._same(other).pence, self.currency)

    def __sub__(self, other: Money) -> Money:
        """Take away an amount of the same currency."""
        return Money(self.pence - self._same(other).pence, self.currency)

    def __neg__(self) -> Money:
        """Return the amount paid the other way."""
        return Money(-self.pence, self.currency)

    def __lt__(self, other: Money) -> bool:
        """Compare amounts of the same currency."""
        return self.pence < self._same(other).pence

    def __str__(self) -> str:
        """Write ``£1,234.50`` (or ``USD 1,234.50``), the sign in front."""
        sign = "-" if self.pence < 0 else ""
        pounds, pence = divmod(abs(self.pence), 100)
        return f"{sign}{symbol_of(self.currency)}{pounds:,}.{pence:02d}"

    @property
    def exact(self) -> Fraction:
        """The amount in pounds."""
        return Fraction(self.pence, 100)

    def times(self, factor: Fraction | int) -> Money:
        """Multiply and round to whole pence, halves away from zero."""
        return Money(round_half_away(self.pence * Fraction(factor)), self.currency)

    def short(self) -> str:
        """Write the amount for a board: ``£29.8m``, ``£950k``, ``£12``."""
        size = abs(self.exact)
        scale = _scale(size)
        sign = "-" if self.pence < 0 else ""
        value = plain(size / _SCALES[scale], 1 if scale else 2)
        if not scale and size.denominator != 1:
            value = f"{float(size):,.2f}"  # 62.6 is no amount of money
        return f"{sign}{symbol_of(self.currency)}{value}{scale}"

    def _same(self, other: object) -> Money:
        if not isinstance(other, Money):
            msg = f"cannot combine money with {type(other).__name__}"
            raise TypeError(msg)
        if other.currency != self.currency:
            msg = f"cannot combine {self.currency} with {other.currency}"
            raise ValueError(msg)
        return other


def _scale(pounds: Fraction) -> str:
    # By the size as it will be shown: a penny under a million is £1m, never £1,000k.
    for scale, smaller in (("bn", "m"), ("m", "k")):
        if round_to(pounds, Fraction(_SCALES[smaller], 10)) >= _SCALES[scale]:
            return scale
    return "k" if pounds >= _SMALLEST_IN_THOUSANDS else ""


def symbol_of(currency: str) -> str:
    """Return what is written before an amount: ``£``, or ``CHF`` and a space."""
    symbols = {code: symbol for symbol, code in _SYMBOLS.items()}
    return symbols.get(currency, currency + " ")


def show_amount(amount: Fraction, currency: str) -> str:
    """Write an amount that need not be whole pence, to at most six decimals: ``-£4.995``.

    Whole pence are written with both: ``£5.00``. An amount without an end, such as a third of a
    pound, ends in ``…``.
    """
    if (amount * 100).denominator == 1:
        return str(Money(int(amount * 100), currency))
    more = "" if (amount * 10**6).denominator == 1 else "…"
    return f"{'-' if amount < 0 else ''}{symbol_of(currency)}{plain(abs(amount))}{more}"


def read_money(text: str, currency: str = "GBP") -> Money:
    """Read money as people write it: ``GBP 35m``, ``£29.8m``, ``122_000_000``, ``-£1,234.56``.

    ``currency`` is used where the text names none. Raises ``ValueError`` where the text is not
    money, or is not a whole number of pence.

    >>> str(read_money("GBP 35m"))
    '£35,000,000.00'
    """
    amount, code = read_amount(text, currency)
    if (amount * 100).denominator != 1:
        msg = f"'{text}' is not a whole number of pence"
        raise ValueError(msg)
    return Money(int(amount * 100), code)


def read_amount(text: str, currency: str = "GBP") -> tuple[Fraction, str]:
    """Read money without asking for whole pence; returns (pounds, currency).

    Published figures are often given to a hundredth of a penny; rounding them is a step that a
    contract declares, not one that reading takes.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if not found or (found["sign"] and found["inner"]):
        msg = f"'{text}' is not an amount of money"
        raise ValueError(msg)
    value = read_number(found["digits"]) * _SCALES[found["scale"] or ""]
    unit = found["unit"] or currency
    negative = "-" in (found["sign"], found["inner"])
    return (-value if negative else value), _SYMBOLS.get(unit, unit)


def allocate(total: Money, weights: Sequence[Fraction | int]) -> tuple[Money, ...]:
    """Share ``total`` in proportion to ``weights`` so that the shares add up to it exactly.

    Largest-remainder method: each share is rounded towards zero, then the pennies left over go
    to the largest remainders, earlier weights first among equals. A negative total is shared as
    its mirror image. Raises ``ValueError`` where a weight is negative or all are zero.

    >>> [share.pence for share in allocate(Money(100), [1, 1, 1])]
    [34, 33, 33]
    """
    whole = sum((Fraction(weight) for weight in weights), Fraction(0))
    if any(weight < 0 for weight in weights) or whole <= 0:
        msg = "weights must not be negative, and at least one must be above zero"
        raise ValueError(msg)
    size = abs(total.pence)
    ideal = [Fraction(weight) * size / whole for weight in weights]
    shares = [int(part) for part in ideal]
    order = sorted(range(len(shares)), key=lambda i: (shares[i] - ideal[i], i))
    for i in order[: size - sum(shares)]:
        shares[i] += 1
    sign = -1 if total.pence < 0 else 1
    return tuple(Money(sign * share, total.currency) for share in shares)
