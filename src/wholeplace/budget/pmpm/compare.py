"""Two years of the same cut beside one another, and what was spent beside budget prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.budget.pmpm.cube import Cube
from wholeplace.budget.pmpm.cut import By, CutRow, Key, cut
from wholeplace.kernel import Problem, Where, nearest, refuse_if

_PRICES = Where("prices")


@dataclass(frozen=True, slots=True)
class Change:
    """A row of a cut before and after. The two effects (pounds) add up to the change of cost.

    ``of_people`` is what more person-time costs at the cost before, ``of_cost`` what more cost for
    each member and month makes of the person-time after. Where nobody was there before or after,
    there is no such cost, and all of the change is that of people.
    """

    before: CutRow
    after: CutRow

    @property
    def pounds(self) -> Fraction:
        """By how much the cost changed."""
        return Fraction(self.after.pence - self.before.pence, 100)

    @property
    def pmpm(self) -> Fraction | None:
        """By how much the cost for each member and month changed."""
        before, after = self.before.pmpm, self.after.pmpm
        return None if before is None or after is None else after - before

    @property
    def of_cost(self) -> Fraction:
        """The part of the change that is of cost for each member and month."""
        return Fraction(0) if self.pmpm is None else self.pmpm * self.after.member_months

    @property
    def of_people(self) -> Fraction:
        """The part of the change that is of person-time."""
        return self.pounds - self.of_cost


def changes(before: Sequence[CutRow], after: Sequence[CutRow]) -> tuple[Change, ...]:
    """Return a change for each key of either year, in order; what is not in a year cost nothing.

    Raises ``ValueError`` where they are not cut by the same.
    """
    asked = {row.by for row in (*before, *after)}
    if len(asked) > 1:
        raise ValueError("two years are compared by the same cut")
    then = {row.key: row for row in before}
    now = {row.key: row for row in after}
    by = next(iter(asked), ())
    return tuple(
        Change(then.get(key, _nobody(by, key)), now.get(key, _nobody(by, key)))
        for key in sorted({*then, *now})
    )


def _nobody(by: tuple[By, ...], key: Key) -> CutRow:
    return CutRow(by, key, 0, 0, Fraction(0))


@dataclass(frozen=True, slots=True)
class Beside:
    """What some people cost beside what the budget gives for them at its prices (pounds)."""

    actual: CutRow
    budget: Fraction

    @property
    def over(self) -> Fraction:
        """By how much more was spent than the budget gives; below nought where less was."""
        return Fraction(self.actual.pence, 100) - self.budget

    @property
    def ratio(self) -> Fraction | None:
        """What was spent over what the budget gives; none where it gives nothing."""
        return Fraction(self.actual.pence, 100) / self.budget if self.budget else None

    @property
    def budget_pmpm(self) -> Fraction | None:
        """What the budget gives for each member and month; none where nobody was there."""
        months = self.actual.member_months
        return self.budget / months if months else None


def beside_prices(
    cube: Cube, by: Sequence[By], prices: Mapping[str, Fraction], days_of_year: int
) -> tuple[Beside, ...]:
    """Return what each row of a cut cost beside the prices of its person-time.

    ``prices`` has what a person-year of each segment is worth, in pounds. A price is for all
    services together, so that a cut by service has none: raises ``ValueError``. Raises ``Refused``
    for a segment without a price.
    """
    if "service" in by:
        raise ValueError("a price is for all services together")
    segments = {c.segment for c in cube.time} | {str(c.segment) for c in cube.spending}
    missing = sorted(segments - set(prices))
    refuse_if(
        Problem(_PRICES, f"segment '{name}' has no price", nearest(name, prices))
        for name in missing
    )
    asked = tuple(by)
    by_segment = asked if "segment" in asked else (*asked, "segment")
    budget: dict[Key, Fraction] = {}
    for row in cut(cube, by_segment):
        pounds = prices[row.key[by_segment.index("segment")]] * row.days / days_of_year
        key = row.key[: len(asked)]
        budget[key] = budget.get(key, Fraction(0)) + pounds
    return tuple(Beside(row, budget.get(row.key, Fraction(0))) for row in cut(cube, asked))
