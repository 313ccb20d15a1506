"""Late cost as a figure that explains itself, down to what is known of each month."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.budget.late.foresee import Foreseen, LateMonth
from wholeplace.kernel import Figure, Unit, plain, round_to

_POUND = Fraction(1)
SOURCE = "chain ladder weighted by volume, standard error by Mack (1993), ASTIN Bulletin 23(2)"


def late_figure(foreseen: Foreseen, id: str = "late", currency: str = "GBP") -> Figure:  # noqa: A002 - what a figure calls it
    """Return what has not come yet (pounds), with its limits, factors and months."""
    low, high = (_pounds(limit, currency) for limit in foreseen.limits)
    error = _pounds(foreseen.standard_error, currency)
    left = f"; {foreseen.left_out:,} rows of months that are not over are left out"
    return Figure(
        id,
        foreseen.late,
        Unit.MONEY,
        label="Cost that has not come yet",
        formula="sum over months of known x factors still to come x tail - known",
        inputs=" x ".join(plain(factor, 6) for factor in (*foreseen.factors, foreseen.tail)),
        source=SOURCE,
        note=f"standard error {error}; 95% limits {low} to {high}"
        + (left if foreseen.left_out else ""),
        currency=currency,
        children=tuple(_month(month, id, currency) for month in foreseen.months if month.late),
    )


def _month(month: LateMonth, prefix: str, currency: str) -> Figure:
    return Figure(
        f"{prefix}.{month.origin}",
        month.late,
        Unit.MONEY,
        label=f"Cost of {month.origin} that has not come yet",
        formula="what it will be - what is known",
        inputs=f"{plain(month.ultimate, 2)} - {plain(month.known, 2)}",
        note=f"standard error {_pounds(month.standard_error, currency)}",
        currency=currency,
    )


def _pounds(amount: float, currency: str) -> str:
    whole = round_to(Fraction(amount), _POUND)
    return Figure("", whole, Unit.MONEY, currency=currency).shown.removesuffix(".00")
