"""The functions a formula may call: one entry each, which is also their reference.

An entry says what it takes, what it does in one sentence, of which kind the result is, and how it
is worked out with whatever numbers it is given (see ``numbers``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from wholeplace.contract.formula.numbers import Numbers
from wholeplace.contract.formula.units import MEASURES, BandsOf, Basic, Kind, same

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
        return _all_same({"x": kinds["x"], "the limits of the bands": bands.limit})
    if bands.limit not in {Basic.FRACTION, Basic.ZERO}:
        raise Unfit(f"with 'of', the limits of the bands are fractions of it, not {bands.limit}")
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
        _all_same,
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
}
