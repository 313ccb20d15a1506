"""How many decimals a spreadsheet's numbers can be trusted to.

A spreadsheet works with binary numbers, so that a half penny may come out as 0.4999999. Before a
half is rounded, or a limit compared, a number is first rounded to decimals that are still sure.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from wholeplace.kernel import round_to

# Some sums in a row err by less than this part of the largest number in them: binary numbers have
# 53 digits, and three are left for the errors to add up in.
_NOISE = Fraction(1, 2**50)
MOST = 12


def sure_decimals(largest: Fraction) -> int:
    """Return to how many decimals sums over numbers of that size are sure.

    >>> sure_decimals(Fraction(30_000_000))
    7
    """
    decimals = MOST
    while decimals and Fraction(1, 2 * 10**decimals) < largest * _NOISE:
        decimals -= 1
    return decimals


def decimals_that_keep(
    meaning: Callable[[Fraction], object], exact: Fraction | None, sure: int
) -> int:
    """Return the fewest decimals, from ``sure`` on, to which a number may be rounded unharmed.

    ``meaning`` is what is made of the number next, such as the penny it is rounded to: it must be
    the same before and after. A number that is not known, or is never safe, keeps ``sure``.
    """
    if exact is None:
        return sure
    for decimals in range(sure, MOST + 1):
        if meaning(round_to(exact, Fraction(1, 10**decimals))) == meaning(exact):
            return decimals
    return sure
