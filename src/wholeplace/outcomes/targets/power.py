"""What a true improvement is worth: the chance of each reward, and how much earns the full one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wholeplace.outcomes.targets.law import Law
from wholeplace.outcomes.targets.terms import LOWER
from wholeplace.outcomes.targets.thresholds import Marks, chance_of

USUAL_POWER = 0.8
_HALVINGS = 80
# Some four thousand times what is expected: what takes more is no improvement that could be made.
_DOUBLINGS = 12


@dataclass(frozen=True, slots=True)
class Chances:
    """The chances of a result, if ``expected`` were the truth; they make 1.

    ``full``: the full mark is met. ``floor``: the floor is, and not the full mark. ``less``: worse
    than the floor, and better than the zero mark. ``nothing``: the zero mark or worse.
    ``improvement`` is by how much the truth is better than was expected, in the measure's unit.
    """

    expected: float
    improvement: float
    full: float
    floor: float
    less: float
    nothing: float

    @property
    def at_least_floor(self) -> float:
        """The chance of meeting the floor, or better."""
        return self.full + self.floor


@dataclass(frozen=True, slots=True)
class Needed:
    """The true result that meets the full mark with a chance of ``power``; ``why`` if none does.

    ``improvement`` is in the measure's unit, ``share`` is of what is expected without change.
    """

    power: float
    expected: float | None
    improvement: float | None
    share: float | None
    why: str = ""


def chances(law: Law, found: Marks, improvement: float = 0.0) -> Chances:
    """Return the chances if the truth were better by so much (worse where negative).

    ``improvement`` is in the measure's unit: events, people, points of a mean. What it leaves is
    held within what there can be.
    """
    sign = -1 if found.better == LOWER else 1
    truth = _held(law, law.expected + sign * improvement)
    then = law.at(truth)
    full = 0.0 if found.full is None else chance_of(then, found.better, found.full)
    floor = chance_of(then, found.better, found.floor)
    some = _better_than_zero(then, found)
    got = abs(truth - law.expected) * (1 if improvement >= 0 else -1)
    # Two tails of a sampled baseline differ by an event; no chance is below nought for that.
    middle, less = max(floor - full, 0.0), max(some - floor, 0.0)
    return Chances(truth, got, full, middle, less, max(1 - full - middle - less, 0.0))


def _held(law: Law, expected: float) -> float:
    if not law.is_whole:
        return expected
    finest = 1e-9 * max(law.expected, 1.0)
    return min(max(expected, finest), law.most)


def _better_than_zero(then: Law, found: Marks) -> float:
    step = 1 if then.is_whole else 0
    zero = float(found.zero)
    chance = then.below(zero - step) if found.better == LOWER else then.above(zero)
    return float(chance)


def power_curve(law: Law, found: Marks, shares: Iterable[float]) -> tuple[Chances, ...]:
    """Return the chances at improvements that are shares of what is expected without change."""
    return tuple(chances(law, found, share * abs(law.expected)) for share in shares)


def needed(law: Law, found: Marks, power: float = USUAL_POWER) -> Needed:
    """Return the true improvement that meets the full mark with a chance of ``power``.

    Raises ``ValueError`` for a power that is no chance.
    """
    if not 0 < power < 1:
        raise ValueError(f"a power lies between 0 and 1, not {power:g}")
    if found.full is None:
        return Needed(power, None, None, None, found.why)
    best = _most_improvement(law, found, power)
    if best is None:
        return Needed(power, None, None, None, "no improvement is large enough: there is no room")
    low, high = 0.0, best
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if chances(law, found, middle).full >= power else (middle, high)
    got = chances(law, found, high)
    share = high / abs(law.expected) if law.expected else None
    return Needed(power, got.expected, high, share)


def _most_improvement(law: Law, found: Marks, power: float) -> float | None:
    """Return an improvement that is large enough, or nothing where none is."""
    if law.is_whole:
        room = law.expected if found.better == LOWER else law.most - law.expected
        if room < float("inf"):
            return room if chances(law, found, room).full >= power else None
    reach = float(getattr(law, "error", law.expected))
    for _ in range(_DOUBLINGS):
        if chances(law, found, reach).full >= power:
            return reach
        reach *= 2
    return None
