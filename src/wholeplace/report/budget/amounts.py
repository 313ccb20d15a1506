"""Amounts of a budget book as people read them."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.budget.base import InScope
from wholeplace.kernel import Figure
from wholeplace.report.words import MISSING, brief, pence, scale_for

SAID = {InScope.IN: "in scope", InScope.PARTLY: "partly in scope", InScope.OUT: "out of scope"}


def in_pence(figure: Figure) -> str:
    """Write an amount to the penny."""
    value = figure.value if isinstance(figure.value, Fraction) else None
    return MISSING if value is None else pence(value, figure.currency)


def in_brief(figure: Figure) -> str:
    """Write an amount in thousands or millions."""
    value = figure.value if isinstance(figure.value, Fraction) else None
    return MISSING if value is None else brief(value, figure.currency, scale_for([value]))
