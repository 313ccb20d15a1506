"""What the statement says, beside what the sheet comes to, and whether the two agree."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.kernel import Figure, Unit
from wholeplace.report.statement.cells import NO_VALUE, Cell, Style, shown, text

AGREES, DIFFERS = "agrees", "differs"
_PENNY = "0.005"


def stated(figure: Figure, form: str) -> Cell:
    """Return a figure as the statement has it: a number that stays, whatever is put in."""
    if shown(figure.value) == NO_VALUE:
        return text(figure.shown[:40], Style.STATED)
    return Cell(shown(figure.value), Style.STATED, pattern=form)


def check(figure: Figure, live: str, stands: str, paid: str = "") -> Cell:
    """Return the cell that compares a live value with the stated one; money, to the penny.

    ``paid`` is a cell that holds a number only where the value counts at all.
    """
    return Cell(AGREES, Style.CHECK, _comparison(figure, live, stands, paid))


def _comparison(figure: Figure, live: str, stands: str, paid: str) -> str:
    words = f'"{AGREES}","{DIFFERS}"'
    is_missing = f"NOT(ISNUMBER({paid}))" if paid else f"ISERROR({live})"
    if shown(figure.value) == NO_VALUE:
        return f"IF({is_missing},{words})"
    if isinstance(figure.value, Fraction):
        near = _PENNY if figure.unit is Unit.MONEY else f"1E-9*MAX(1,ABS({stands}))"
        test = f"ABS({live}-{stands})<{near}"
    else:
        test = f"EXACT({live},{stands})"
    return f'IF({is_missing},"{DIFFERS}",IF({test},{words}))'
