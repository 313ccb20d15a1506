"""What each person of the base year cost, cut at the stop-loss, and cells of such people."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import ibis
from ibis import ir

from wholeplace.kernel import Money

CELL = ("segment", "from_age", "sex")
"""What people are counted by where the price is not by score."""

SCORE = ("score_steps",)
"""What people are counted by where it is: the score in whole steps."""

NOT_KNOWN = "X"
"""The sex of whom none is recorded (NHS Data Dictionary, PERSON STATED GENDER CODE)."""

# The product of two decimals of 18 digits would have to fit 18 digits again: a person may cost
# £10m, whose pence squared do not.
_WHOLE = "decimal(38, 0)"


def people_costs(
    register: ir.Table,
    costs: ir.Table,
    ages: Sequence[int],
    stop_loss: Money | None = None,
    step: Fraction | None = None,
) -> ir.Table:
    """Return the register with what each person cost: ``pence``, ``cut`` and ``excess``.

    ``register`` has each person once: ``person_id``, ``segment``, ``sex``, ``age`` on their first
    day in the population (who comes of age in June comes in then), ``days`` in the period,
    ``score`` where a ``step`` is given, and whatever else is to be kept; ``costs`` has
    ``person_id`` and ``amount`` of all that counts. Added are ``from_age``, of the band that begins
    at one of ``ages`` (missing where all of them are older), and ``score_steps``. Costs of people
    who are not on the register are left out.

    The stop-loss is held against what a person cost in the period, as it fell. A cost for each
    whole year would make a fortune of the one stay of somebody who came in March, and cut it;
    and nobody could find the sum on an invoice.
    """
    # Each person's cost is rounded to the penny, once, so that squares are whole numbers.
    pence = (costs.amount.sum() * 100).round().cast("int64")
    spent = costs.group_by("person_id").aggregate(pence=pence)
    found = register.left_join(spent, "person_id").drop("person_id_right")
    cost = found.pence.fill_null(0)
    cut = cost if stop_loss is None else ibis.least(cost, stop_loss.pence)
    made: dict[str, ir.Value] = {
        "sex": found.sex.fill_null(NOT_KNOWN),
        "from_age": _band(found.age, ages),
        "pence": cost,
        "cut": cut,
        "excess": cost - cut,
    }
    if step is not None:
        made["score_steps"] = (found.score / float(step)).round().cast("int64")
    return found.mutate(**made)


def _band(age: ir.IntegerValue, ages: Sequence[int]) -> ir.IntegerValue:
    first, *others = (ibis.literal(one, "int64") for one in ages)
    band = (age >= first).ifelse(first, ibis.null("int64"))
    for one in others:
        band = (age >= one).ifelse(one, band)
    return band


def cost_cells(people: ir.Table, keys: Sequence[str] = CELL) -> ir.Table:
    """Return a row for each group of ``keys`` with all that ``CostCell`` has; all sums are exact.

    ``people`` is that of ``people_costs``. ``keys`` are ``CELL`` or ``SCORE``, and a column by
    which the fit is to be told, such as ``practice_code``.
    """
    days, cost, cut = (people[name].cast(_WHOLE) for name in ("days", "pence", "cut"))

    def total(value: ir.Value) -> ir.Value:
        return value.sum().cast(_WHOLE)

    return (
        people.group_by(list(keys))
        .aggregate(
            people=people.count(),
            days=total(days),
            days_squared=total(days * days),
            cost=total(cost),
            cost_squares=total(cost * cost),
            cost_days=total(cost * days),
            cut=total(cut),
            cut_squares=total(cut * cut),
            cut_days=total(cut * days),
        )
        .order_by([ibis.asc(key) for key in keys])
    )
