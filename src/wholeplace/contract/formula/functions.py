"""The functions a formula may call: one entry each, which is also their reference.

An entry says what it takes, what it does in one sentence, of which kind the result is, and how it
is worked out with whatever numbers it is given (see ``numbers``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import pairwise
from typing import Any

from wholeplace.contract.formula.numbers import Numbers
from wholeplace.contract.formula.units import (
    MEASURES,
    BandsOf,
    Basic,
    Choice,
    Kind,
    Point,
    PointsOf,
    SplitOf,
    StepsOf,
    same,
)
from wholeplace.kernel import nearest

# Arguments by name, in the order of the signature; those of `many` are named "1", "2" ...
Kinds = Mapping[str, Kind]
# Numbers of whatever type stands behind the seam: all of them know + - * and <.
Values = Mapping[str, Any]


class Unfit(ValueError):  # noqa: N818 - what the arguments are
    """Arguments of kinds that a function cannot work with: what is wrong, and what to try."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function: its arguments, its documentation, its kind and its working out.

    ``takes`` must be given, by position or by name; ``may_take`` may be, by name only; ``many``
    allows any number by position. ``kind`` raises ``Unfit``.
    """

    says: str
    kind: Callable[[Kinds], Kind]
    work_out: Callable[[Numbers, Values], Any]
    takes: tuple[str, ...] = ()
    may_take: tuple[str, ...] = ()
    many: bool = False

    @property
    def signature(self) -> str:
        """The arguments as people write them: ``x, at_most = , at_least =``."""
        plain = ("x", "y", "...") if self.many else self.takes
        return ", ".join((*plain, *(f"{name} =" for name in self.may_take)))


def _all_same(kinds: Kinds) -> Kind:
    (first, kind), *others = kinds.items()
    for name, other in others:
        both = same(kind, other)
        if both is None:
            raise Unfit(f"{_nth(first)} is {kind} but {_nth(name)} is {other}")
        kind = both
    if kind not in MEASURES:
        raise Unfit(f"it works on numbers, not on {kind}")
    return kind


def _nth(name: str) -> str:
    return f"argument {name}" if name.isdigit() else f"'{name}'"


def _kind_of_tiered(kinds: Kinds) -> Kind:
    bands = kinds["bands"]
    if not isinstance(bands, BandsOf):
        raise Unfit(f"'bands' is {bands}, not a parameter of bands")
    if "of" not in kinds:
        return _all_same({"x": kinds["x"], "the limits of the bands": bands.along})
    if bands.along not in {Basic.FRACTION, Basic.ZERO}:
        raise Unfit(f"with 'of', the limits of the bands are fractions of it, not {bands.along}")
    return _all_same({"x": kinds["x"], "of": kinds["of"]})


def _least(using: Numbers, given: Values) -> Any:  # noqa: ANN401 - whatever number
    return reduce(using.least, given.values())


def _greatest(using: Numbers, given: Values) -> Any:  # noqa: ANN401
    return reduce(using.greatest, given.values())


def _sum(_: Numbers, given: Values) -> Any:  # noqa: ANN401
    return reduce(lambda left, right: left + right, given.values())


def _capped(using: Numbers, given: Values) -> Any:  # noqa: ANN401
    low, high = given.get("at_least"), given.get("at_most")
    if low is not None and high is not None:
        return using.choose(
            low <= high,
            lambda: using.greatest(using.least(given["x"], high), low),
            lambda: using.undefined("'at_least' is above 'at_most'"),
        )
    limited = given["x"] if high is None else using.least(given["x"], high)
    return limited if low is None else using.greatest(limited, low)


def _tiered(using: Numbers, given: Values) -> Any:  # noqa: ANN401
    x, base = given["x"], given.get("of", 1)
    return using.choose(
        base > 0,
        lambda: using.choose(
            x < 0,
            lambda: -_over_bands(using, -x, given["bands"], base),
            lambda: _over_bands(using, x, given["bands"], base),
        ),
        lambda: using.undefined("the base of the bands ('of') is not above zero"),
    )


def _over_bands(using: Numbers, size: Any, bands: Any, base: Any) -> Any:  # noqa: ANN401
    total, below = size * 0, size * 0
    for band in bands:
        reached = size if band.up_to is None else using.least(size, base * band.up_to)
        total, below = total + (reached - below) * band.share, reached
    return total


def _kind_along(name: str, shape: type[StepsOf | PointsOf], kinds: Kinds) -> Kind:
    rows = kinds[name]
    if not isinstance(rows, shape):
        raise Unfit(f"'{name}' is {rows}, not a parameter of {name}")
    _all_same({"x": kinds["x"], f"the places of the {name}": rows.along})
    if rows.each is Basic.YES_NO and shape is StepsOf:
        return rows.each
    return _all_same({f"the values of the {name}": rows.each})


def _lookup(using: Numbers, given: Values) -> Any:  # noqa: ANN401
    *below, _ = steps = given["steps"]
    limits = tuple(step.below for step in below)
    return using.step(given["x"], limits, tuple(step.value for step in steps))


def _choose_value(using: Numbers, test: Any, then: Any, other: Any) -> Any:  # noqa: ANN401
    return using.choose(test, lambda: then, lambda: other)


def _interpolate(using: Numbers, given: Values) -> Any:  # noqa: ANN401
    slopes, heights = _straight_lines(given["points"])
    limits = tuple(point.at for point in given["points"])
    slope = using.step(given["x"], limits, slopes)
    return given["x"] * slope + using.step(given["x"], limits, heights)


@lru_cache(maxsize=64)
def _straight_lines(
    points: tuple[Point, ...],
) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Return the slope before, between and after the points, and the height at zero of each."""
    first, last = points[0], points[-1]
    between = [(r.value - p.value) / (r.at - p.at) for p, r in pairwise(points)]
    heights = [p.value - p.at * slope for p, slope in zip(points, between, strict=False)]
    level = Fraction(0)
    return (level, *between, level), (first.value, *heights, last.value)


def _kind_within_limits(kinds: Kinds) -> Kind:
    if not {"at_least", "at_most"} & kinds.keys():
        raise Unfit("it has no limit")
    return _all_same(kinds)


def _gate(using: Numbers, given: Values) -> Any:  # noqa: ANN401
    x, passed = given["x"], given["x"] * 0
    if "at_most" in given:
        passed = _choose_value(using, x <= given["at_most"], x, passed)
    if "at_least" in given:
        passed = _choose_value(using, x >= given["at_least"], x, passed)
    return passed


def _kind_of_allocate(kinds: Kinds) -> Kind:
    split, party = kinds["split"], kinds["to"]
    if not isinstance(split, SplitOf):
        raise Unfit(f"'split' is {split}, not a parameter that splits a whole")
    if kinds["x"] is not Basic.MONEY:
        raise Unfit(f"'x' is {kinds['x']}, and only money is shared to the penny")
    if not isinstance(party, Choice):
        raise Unfit(f"'to' is {party}, not the name of a party in quotes")
    for word in party.options:
        if word not in split.parties:
            raise Unfit(f"'{word}' has no share in the split; {nearest(word, split.parties)}")
    return Basic.MONEY


FUNCTIONS: Mapping[str, Function] = {
    "min": Function("The least of its arguments.", _all_same, _least, many=True),
    "max": Function("The greatest of its arguments.", _all_same, _greatest, many=True),
    "sum": Function("The sum of its arguments.", _all_same, _sum, many=True),
    "abs": Function(
        "The size of a number, without its sign.",
        _all_same,
        lambda using, given: using.greatest(given["x"], -given["x"]),
        takes=("x",),
    ),
    "round": Function(
        "The nearest multiple of a step, such as GBP 0.01; halves go away from zero.",
        _all_same,
        lambda using, given: using.round_to(given["x"], given["to"]),
        takes=("x", "to"),
    ),
    "capped": Function(
        "A number kept within an upper limit, a lower limit, or both.",
        _kind_within_limits,
        _capped,
        takes=("x",),
        may_take=("at_most", "at_least"),
    ),
    "tiered": Function(
        "The sum of each slice of a number times the share of its marginal band; the limits of "
        "the bands are fractions of the base `of`, and a negative number is its mirror image.",
        _kind_of_tiered,
        _tiered,
        takes=("x", "bands"),
        may_take=("of",),
    ),
    "lookup": Function(
        "The value of the first step whose limit a number is below.",
        lambda kinds: _kind_along("steps", StepsOf, kinds),
        _lookup,
        takes=("x", "steps"),
    ),
    "interpolate": Function(
        "The value on the straight lines between points; before the first point and after the "
        "last the value stays as it is there.",
        lambda kinds: _kind_along("points", PointsOf, kinds),
        _interpolate,
        takes=("x", "points"),
    ),
    "gate": Function(
        "A number in full, from its first unit, where it reaches the upper limit or goes as far "
        "down as the lower one; otherwise zero.",
        _kind_within_limits,
        _gate,
        takes=("x",),
        may_take=("at_least", "at_most"),
    ),
    "allocate": Function(
        "The part of one party in money that a split shares in whole pence; the parts of all "
        "parties make the whole, rounded to the penny (largest remainder).",
        _kind_of_allocate,
        lambda using, given: using.allocate(given["x"], given["split"], given["to"]),
        takes=("x", "split", "to"),
    ),
}
