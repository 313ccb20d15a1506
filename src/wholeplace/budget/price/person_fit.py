"""How well prices fit people one by one: what only a look at each of them can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import ibis
import numpy as np
import pyarrow as pa
from ibis import ir
from numpy.typing import NDArray

from wholeplace.budget.price.cell import CostCell
from wholeplace.budget.price.fit import worth_of
from wholeplace.budget.price.model import PriceList
from wholeplace.population.variance_limits import Estimate, share_explained

_MISSING: dict[str, str | int] = {"segment": "", "from_age": -1, "sex": "", "score_steps": -1}


@dataclass(frozen=True, slots=True)
class PersonFit:
    """R squared with its 95% limits, and by how many pounds a person's price is wrong on average.

    ``flat_error`` is the same error of one price for all. R squared is ``None`` where all cost
    what one price for all would give.
    """

    people: int
    explained: Estimate | None
    error: float
    flat_error: float


def expected_costs(people: ir.Table, cells: Sequence[CostCell], prices: PriceList) -> ir.Table:
    """Return ``person_id``, ``pence``, ``expected`` and ``flat`` of people, in their order.

    ``people`` is that of ``people_costs``, ``cells`` theirs, each key once. ``expected`` is what
    a person's price comes to for their days and ``flat`` what one price for all does, in pence,
    both brought to the level of what these people cost.
    """
    worth = worth_of(cells, prices)
    spent, days = sum(cell.cost.pence for cell in cells), sum(cell.days for cell in cells)
    weighted = sum(worth[cell.key].weight * cell.days for cell in cells)
    rates = [float(worth[cell.key].weight * spent / (weighted or 1)) for cell in cells]
    columns = prices.terms.columns
    # Who is younger than every band may still have a price by segment: missing is joined too.
    asked = {f"_{name}": [_asked(cell, name, prices) for cell in cells] for name in columns}
    listed = ibis.memtable(pa.table(asked | {"_rate": pa.array(rates, pa.float64())}))
    filled = {f"_{name}": people[name].fill_null(_MISSING[name]) for name in columns}
    found = people.mutate(**filled).inner_join(listed, list(asked))
    lived = found.days.cast("float64")
    return found.select(
        "person_id",
        "pence",
        expected=found["_rate"] * lived,
        flat=lived * (spent / (days or 1)),
    ).order_by("person_id")


def _asked(cell: CostCell, column: str, prices: PriceList) -> str | int:
    if column == "score_steps":
        return int((cell.key.score or Fraction(0)) / prices.terms.step)
    found: str | int | None = getattr(cell.key, column)
    return _MISSING[column] if found is None else found


def person_fit(
    actual: NDArray[np.float64], expected: NDArray[np.float64], flat: NDArray[np.float64]
) -> PersonFit:
    """Return how far people's costs are from their prices; arrays have a value a person, in pence.

    Limits are those of the jackknife (``population.variance_limits``), prices taken as they stand.
    """
    apart, of_all = (actual - expected) ** 2, (actual - flat) ** 2
    total = float(of_all.sum())
    found = None
    if len(actual) and total and float(of_all.max()) < total:
        left_out = 1 - (apart.sum() - apart) / (total - of_all)
        found = share_explained(1 - float(apart.sum()) / total, left_out)
    count = max(len(actual), 1)
    errors = (float(np.abs(actual - one).sum()) / count / 100 for one in (expected, flat))
    return PersonFit(len(actual), found, *errors)
