"""Our weights beside published weighted lists: what each says a practice's people need."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.kernel import Problem, Where, refuse_if

_FEWEST = 3


@dataclass(frozen=True, slots=True)
class WeightedList:
    """A practice's list as published: people registered, and what they come to when weighted."""

    practice: str
    registered: Fraction
    weighted: Fraction


@dataclass(frozen=True, slots=True)
class Beside:
    """A practice's weight by the published list and by ours, each 1 for the practices together.

    ``ratio`` is ours over the published one.
    """

    practice: str
    registered: Fraction
    published: Fraction
    ours: Fraction

    @property
    def ratio(self) -> Fraction:
        """Ours over the published weight."""
        return self.ours / self.published


@dataclass(frozen=True, slots=True)
class Comparison:
    """Practices that both know, in order, and how alike the weights are.

    ``correlation`` is Pearson's, weighted by registered people, ``None`` for fewer than three
    practices or where all weights are one; ``apart`` the mean distance between the weights.
    """

    practices: tuple[Beside, ...]
    correlation: float | None
    apart: float
    only_published: tuple[str, ...]
    only_ours: tuple[str, ...]


def compared(published: Sequence[WeightedList], ours: Mapping[str, Fraction]) -> Comparison:
    """Return our weights beside published ones.

    ``ours`` has the mean weight of a practice's person-years. Published weights are 1 for all of
    the country and ours for the place: both are brought to 1 for the practices that both know, by
    registered people.

    Raises ``Refused`` with the rows that have a practice twice, nobody registered, or no weight,
    and where both know no practice at all.
    """
    refuse_if(_problems(published, ours))
    both = [one for one in published if one.practice in ours]
    people = sum((one.registered for one in both), Fraction(0))
    weighted = sum((one.weighted for one in both), Fraction(0))
    of_ours = sum((one.registered * ours[one.practice] for one in both), Fraction(0))
    rows = tuple(
        Beside(
            one.practice,
            one.registered,
            one.weighted / one.registered * people / weighted,
            ours[one.practice] * people / of_ours,
        )
        for one in sorted(both, key=lambda one: one.practice)
    )
    known = {one.practice for one in published}
    return Comparison(
        rows,
        _correlation(rows),
        float(sum(one.registered * abs(one.ours - one.published) for one in rows) / people),
        tuple(sorted(known - ours.keys())),
        tuple(sorted(ours.keys() - known)),
    )


def _problems(published: Sequence[WeightedList], ours: Mapping[str, Fraction]) -> Iterator[Problem]:
    seen: set[str] = set()
    for row, one in enumerate(published, 1):
        where = Where("weighted lists", line=row, path=one.practice)
        if one.practice in seen:
            yield Problem(where, "this practice is there twice", "take one of the two out")
        if one.registered <= 0 or one.weighted <= 0:
            what = f"{float(one.registered):g} people are weighted to {float(one.weighted):g}"
            yield Problem(where, what, "leave out practices without a list")
        seen.add(one.practice)
    for practice in sorted(ours):
        if practice in seen and ours[practice] <= 0:
            where = Where("our weights", path=practice)
            yield Problem(where, "the weight is not above nought", "leave the practice out")
    if not seen & ours.keys():
        what = "no practice of the published lists is one of ours"
        yield Problem(Where("weighted lists"), what, "look whether both use the same codes")


def _correlation(rows: Sequence[Beside]) -> float | None:
    if len(rows) < _FEWEST:
        return None
    people = float(sum(row.registered for row in rows))
    # Both means are 1, by how weights were brought to it.
    pairs = [
        (float(row.registered) / people, float(row.published) - 1, float(row.ours) - 1)
        for row in rows
    ]
    together, one, other = (
        sum(map(math.prod, found))
        for found in (
            pairs,
            [(share, x, x) for share, x, _ in pairs],
            [(share, y, y) for share, _, y in pairs],
        )
    )
    return together / math.sqrt(one * other) if one > 0 and other > 0 else None


def gap(lists: Iterable[WeightedList]) -> Fraction:
    """Return by what part weighted people are more than registered ones: nought if zero-sum.

    Raises ``ValueError`` where nobody is registered.
    """
    rows = list(lists)
    registered = sum((one.registered for one in rows), Fraction(0))
    if not registered:
        raise ValueError("nobody is registered, so nothing can be more")
    return sum((one.weighted for one in rows), Fraction(0)) / registered - 1


def blended(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Return the weighted people of a formula of several parts, from (share, weighted people).

    A formula of parts that each add up to the people, in shares of 100%, adds up to them as well.
    Raises ``ValueError`` for other shares.
    """
    if sum(share for share, _ in parts) != 1 or any(share < 0 for share, _ in parts):
        raise ValueError("the shares of a formula must make 100%, none of them below nought")
    return sum((share * weighted for share, weighted in parts), Fraction(0))
