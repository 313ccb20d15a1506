"""How amounts worked out from draws are written: each with its Monte Carlo standard error."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from wholeplace.plan import Estimate, Spread
from wholeplace.report.words import Scale, brief, fixed, scale_for


def scale_of(spreads: Iterable[Spread]) -> Scale:
    """Return one scale for amounts that are read together: that of the largest mean or tail."""
    amounts = (
        amount
        for spread in spreads
        for amount in (spread.mean.value, spread.low.value, spread.high.value)
    )
    return scale_for(Fraction(amount) for amount in amounts)


def money(amount: float, currency: str, scale: Scale) -> str:
    """Write an amount in pounds shortened: ``£18.62m``; what rounds to nothing has no sign."""
    exact = Fraction(amount)
    least = Fraction(scale.size, 2 * 10**scale.places)
    return brief(exact if abs(exact) >= least else Fraction(0), currency, scale)


def change(estimate: Estimate, currency: str, scale: Scale) -> str:
    """Write a change with its sign and its standard error: ``+£0.34m ±0.01``."""
    text = money_with_error(estimate, currency, scale)
    is_more = estimate.value > 0 and money(estimate.value, currency, scale) != money(
        0.0, currency, scale
    )
    return f"+{text}" if is_more else text


def money_with_error(estimate: Estimate, currency: str, scale: Scale) -> str:
    """Write an amount with its standard error in the same scale: ``£18.62m ±0.03``."""
    error = _error(Fraction(estimate.error) / scale.size, scale.places)
    return f"{money(estimate.value, currency, scale)} {error}"


def share_with_error(estimate: Estimate) -> str:
    """Write a share of draws with its standard error in points: ``12.5% ±0.3``."""
    error = _error(Fraction(estimate.error) * 100, 1)
    return f"{fixed(Fraction(estimate.value) * 100, 1)}% {error}"


def _error(size: Fraction, places: int) -> str:
    # A small error is not none: a nought would say that the number is exact.
    least = Fraction(1, 10**places)
    return f"±<{fixed(least, places)}" if 0 < size < least / 2 else f"±{fixed(size, places)}"
