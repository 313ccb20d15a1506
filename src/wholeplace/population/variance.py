"""How much of the difference between people's costs a rule set explains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import ibis
from ibis import ir

from wholeplace.population.person_features import joined


@dataclass(frozen=True, slots=True)
class SegmentCosts:
    """A segment's people and days, and the sum of their costs and of the squares of these.

    Costs are whole pence (or the hundredth of whatever the currency is) of one person.
    """

    segment: str
    people: int
    days: int
    pence: int
    squares: int

    def mean(self) -> Fraction:
        """Return what a person of the segment cost, in pounds; nought where there is nobody."""
        return Fraction(self.pence, 100 * self.people) if self.people else Fraction(0)


def variance_explained(segments: Iterable[SegmentCosts]) -> Fraction | None:
    """Return R squared of the means of segments, or nothing where all people cost the same.

    It is 1 less the squared distances of people's costs from the mean of their segment over those
    from the mean of all: every person weighs the same. Exact. To split a segment never lowers it,
    so of two rule sets the longer is not the better for explaining a little more.
    """
    rows = [row for row in segments if row.people]
    people, pence = sum(row.people for row in rows), sum(row.pence for row in rows)
    squares = sum(row.squares for row in rows)
    if not people:
        return None
    of_all = squares - Fraction(pence * pence, people)
    within = squares - sum(Fraction(row.pence * row.pence, row.people) for row in rows)
    return 1 - within / of_all if of_all else None


def person_costs(people: ir.Table, days: ir.Table, costs: ir.Table) -> ir.Table:
    """Return ``person_id``, ``days`` and ``pence`` of each of the people, each of them once.

    ``days`` has the days of each person in the period, ``costs`` a row for each ``amount``. Who has
    no days or no cost has none.
    """
    # Each person's cost is rounded to the penny, once, so that squares are whole numbers.
    pence = (costs.amount.sum() * 100).round().cast("int64")
    of_people = costs.group_by("person_id").aggregate(pence=pence)
    found = joined(people.select("person_id"), days, {"days": 0})
    return joined(found, of_people, {"pence": 0})


def costs_by_segment(register: ir.Table, spent: ir.Table) -> ir.Table:
    """Return a row for each segment as ``SegmentCosts`` has it.

    ``register`` has ``person_id`` and ``segment``, ``spent`` is that of ``person_costs``.
    """
    people = register.inner_join(spent, "person_id")
    # In 38 digits from the start: the square of 10 million pounds in pence does not fit into 18.
    exact = people.pence.cast("decimal(38, 0)")
    return (
        people.group_by("segment")
        .aggregate(
            people=people.count(),
            days=people.days.sum(),
            pence=exact.sum(),
            squares=(exact * exact).sum(),
        )
        .order_by(ibis.asc("segment"))
    )
