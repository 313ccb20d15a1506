"""The pieces of live formulas: how tightly they bind, what stands in a cell of its own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from wholeplace.contract import Kind
from wholeplace.contract.formula import Operand
from wholeplace.contract.formula.tree import COMPARISONS
from wholeplace.kernel import Money
from wholeplace.settle import share_out

# A spreadsheet refuses formulas longer than 8,192 characters or more than 64 brackets deep, and
# people stop reading long before: what is larger becomes a step with a name of its own.
LONGEST, DEEPEST, LONGEST_REPEATED = 600, 16, 48
LONGEST_OF_ALL, MOST_ARGUMENTS = 8_192, 255
_LONGEST_WORDS = 255

# How tightly a piece binds; in an argument of a function, anything may stand as it is.
ANY, COMPARE, ADD, TIMES, ATOM = range(5)
POWER = dict.fromkeys(COMPARISONS, COMPARE) | {"+": ADD, "-": ADD, "*": TIMES, "/": TIMES}


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a formula that stands in a cell of its own."""

    name: str
    of: str
    formula: str
    value: Operand | None
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """An amount shared between parties by weights: formulas, and what they come to now."""

    name: str
    title: str
    amount: str
    parties: tuple[str, ...]
    weights: tuple[str, ...]
    total: Money | None
    numbers: tuple[Fraction | None, ...]

    @property
    def parts(self) -> dict[str, Money]:
        """What falls to each party now; nothing where the amount cannot be shared."""
        pairs = zip(self.parties, self.numbers, strict=True)
        known = {party: number for party, number in pairs if number is not None}
        if self.total is None or len(known) < len(self.parties):
            return {}
        try:
            return share_out(self.total, known)
        except ValueError:
            return {}


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of a formula and how tightly its outermost sign binds."""

    text: str
    power: int = ATOM


def places_of(step: Fraction) -> int | None:
    """Return to how many decimals a step rounds: 2 for 0.01, -3 for 1,000; none for 0.05."""
    for places in range(-15, 16):
        if step == Fraction(10) ** -places:
            return places
    return None


def direction(apart: Fraction) -> int:
    """Return which of two numbers is larger, from how far they are apart."""
    return (apart > 0) - (apart < 0)


def sign_of(sign: str) -> str:
    """Return a comparison as a spreadsheet writes it."""
    return "<>" if sign == "!=" else sign


def depth_of(text: str) -> int:
    """Return how many brackets deep a formula goes."""
    deepest = depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def quoted(words: str) -> str:
    """Return words as a text of a formula, in pieces where they are long."""
    pieces = [words[i : i + _LONGEST_WORDS] for i in range(0, len(words), _LONGEST_WORDS)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
