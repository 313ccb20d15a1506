"""From how a result varies to its marks: floor, full and zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isfinite

from wholeplace.outcomes.targets.law import Law
from wholeplace.outcomes.targets.terms import LOWER, Better, Promise

_FINEST = 10**9
_DOUBLINGS = 200
_HALVINGS = 120


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a measure; a result that meets one is at least as good.

    ``full`` is missing where no result would be significant, and ``why`` says so. ``floor_chance``
    and ``full_chance`` are those of meeting the marks where nothing truly changes.
    """

    better: Better
    expected: Fraction
    floor: Fraction
    full: Fraction | None
    zero: Fraction
    floor_chance: float
    full_chance: float
    why: str = ""


def marks(law: Law, better: Better, promise: Promise) -> Marks:
    """Return the marks that keep a promise.

    Where lower is better, floor is the least x with P(X > x) <= 1 - floor chance; full the greatest
    with P(X <= x) <= full chance; zero the least with P(X > x) <= 1 - zero chance. Where higher is
    better, all of it mirrored.
    """
    worse = law.above if better == LOWER else law.below
    sign, step = (1, 0) if better == LOWER else (-1, _step(law))
    bad, worst = 1 - float(promise.floor_chance), 1 - float(promise.zero_chance)

    def first(chance: float) -> Fraction:
        # A result is worse than x if it is above x, or below x and not at it.
        return _first(lambda x: float(worse(x - step)) <= chance, law, sign)

    at_floor, at_zero, at_full = first(bad), first(worst), _full(law, better, promise)
    return Marks(
        better,
        Fraction(f"{law.expected:.9f}"),
        at_floor,
        at_full,
        at_zero,
        floor_chance=1 - float(worse(float(at_floor) - step)),
        full_chance=0.0 if at_full is None else chance_of(law, better, at_full),
        why=_why(law, better) if at_full is None else "",
    )


def chance_of(law: Law, better: Better, mark: Fraction) -> float:
    """Return the chance of a result at least as good as a mark."""
    if better == LOWER:
        return float(law.below(float(mark)))
    return float(law.above(float(mark) - _step(law)))


def _step(law: Law) -> int:
    return 1 if law.is_whole else 0


def _full(law: Law, better: Better, promise: Promise) -> Fraction | None:
    sign, chance = (-1 if better == LOWER else 1), float(promise.full_chance)

    def is_rare(x: float) -> bool:
        mark = Fraction(x)
        return chance_of(law, better, mark) <= chance

    found = _first(is_rare, law, sign)
    return found if _possible(law, found) else None


def _possible(law: Law, mark: Fraction) -> bool:
    return not law.is_whole or 0 <= mark <= law.most


def _why(law: Law, better: Better) -> str:
    if better == LOWER:
        return "so few are expected that none at all would not be a significant improvement"
    return f"even {law.most:,.0f} of {law.most:,.0f} would not be a significant improvement"


def _first(holds: Callable[[float], bool], law: Law, sign: int) -> Fraction:
    """Return the first value from the expected one on, going up (1) or down (-1), that holds.

    Of a result that is not whole, the value is taken to nine decimals on the side that holds.
    """
    start = float(floor(law.expected)) if law.is_whole else law.expected
    size = 1.0 if law.is_whole else float(getattr(law, "error", 1.0))
    low, high = _around(holds, start, size, sign)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if law.is_whole:
            middle = float(floor(middle))
        if middle in (low, high):
            break
        low, high = (low, middle) if holds(middle) == (sign > 0) else (middle, high)
    # Going up the first to hold is the upper end, going down the lower.
    edge = high if sign > 0 else low
    return Fraction(int(edge)) if law.is_whole else _fine(edge, sign)


def _around(
    holds: Callable[[float], bool], start: float, size: float, sign: int
) -> tuple[float, float]:
    """Return two values between which it begins to hold; the expected one may hold already."""
    towards = -sign if holds(start) else sign
    reach = size
    for _ in range(_DOUBLINGS):
        other = start + towards * reach
        if holds(other) != holds(start) or not isfinite(other):
            break
        reach *= 2
    return min(start, other), max(start, other)


def _fine(value: float, sign: int) -> Fraction:
    rounded = ceil(value * _FINEST) if sign > 0 else floor(value * _FINEST)
    return Fraction(rounded, _FINEST)
