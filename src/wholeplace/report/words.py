"""Numbers as a board reads them: money in one scale, in pounds or pence, with real minus signs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.kernel import round_half_away, symbol_of

MINUS = "\N{MINUS SIGN}"
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Scale:
    """How amounts that are read together are shortened: ``m`` is millions with two decimals."""

    letter: str
    size: int
    places: int


_SCALES = (Scale("m", 10**6, 2), Scale("k", 10**3, 1), Scale("", 1, 0))


def scale_for(amounts: Iterable[Fraction]) -> Scale:
    """Return one scale for amounts that are read together: that of the largest."""
    largest = max((abs(amount) for amount in amounts), default=Fraction(0))
    return next((scale for scale in _SCALES if largest >= scale.size), _SCALES[-1])


def fixed(value: Fraction, places: int) -> str:
    """Write a number with exactly that many decimals: ``1,234.50``.

    >>> fixed(Fraction(12345, 10), 2)
    '1,234.50'
    """
    rounded = round_half_away(value * 10**places)
    whole, rest = divmod(abs(rounded), 10**places)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:0{places}d}" if places else "")


def brief(amount: Fraction, currency: str, scale: Scale) -> str:
    """Write an amount shortened: ``£18.62m``."""
    text = fixed(abs(amount) / scale.size, scale.places)
    return f"{MINUS if amount < 0 else ''}{symbol_of(currency)}{text}{scale.letter}"


def pounds(amount: Fraction | None, currency: str) -> str:
    """Write an amount in whole pounds: ``£18,620,114``."""
    return MISSING if amount is None else _money(amount, currency, 0)


def pence(amount: Fraction | None, currency: str) -> str:
    """Write an amount to the penny: ``£18,620,114.07``."""
    return MISSING if amount is None else _money(amount, currency, 2)


def _money(amount: Fraction, currency: str, places: int) -> str:
    sign = MINUS if amount < 0 else ""
    return f"{sign}{symbol_of(currency)}{fixed(abs(amount), places)}"


def signed(text: str, amount: Fraction) -> str:
    """Put a plus before an amount that adds."""
    return f"+{text}" if amount > 0 else text


def count(value: Fraction | None) -> str:
    """Write a count: ``15,012``."""
    return MISSING if value is None else fixed(value, 0)


def years(value: Fraction | None) -> str:
    """Write person-years with one decimal: ``1,337.0``."""
    return MISSING if value is None else fixed(value, 1)


def share(part: Fraction | None, whole: Fraction | None) -> str:
    """Write a part as a percentage of the whole: ``12.5%``."""
    if part is None or not whole:
        return MISSING
    return fixed(part / whole * 100, 1) + "%"
