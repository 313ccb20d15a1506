"""What is wrong with cells or terms before a price is made of them: all of it, by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wholeplace.budget.price.cell import CostCell
from wholeplace.budget.price.document import OF_RISK
from wholeplace.budget.price.key import Key
from wholeplace.budget.price.terms import Terms
from wholeplace.kernel import Money, Problem, Where, nearest

CELLS = "price cells"
PRICES = "prices"


def problems(
    cells: Sequence[CostCell], terms: Terms, total: Money, segments: Sequence[str]
) -> Iterator[Problem]:
    """Yield everything that keeps a price list from being made; rows count from 1."""
    yield from _of_budget(total, terms)
    for row, cell in enumerate(cells, 1):
        yield from _of_cell(cell, row, terms, segments)
    if not any(cell.days for cell in cells):
        yield Problem(
            Where(CELLS),
            f"nobody is in any of the {len(cells):,} cells",
            "look whether the base year has a register, and whether ages and segments fit",
        )
    elif sum(cell.cut.pence for cell in cells) <= 0:
        yield Problem(
            Where(CELLS),
            "all cells together have no cost",
            "look whether the base year has costs on the basis that counts",
        )
    if terms.stop_loss is None and any(cell.excess > 0 for cell in cells):
        yield Problem(
            Where(PRICES, path="stop_loss"),
            "costs of cells are cut, and no stop-loss is in force",
            "cut them by the stop-loss of the same day, or not at all",
        )
    if terms.pool.spread == "declared":
        yield from _of_weights(cells, terms, segments)


def _segments(cells: Sequence[CostCell]) -> list[str]:
    return sorted({cell.key.segment for cell in cells if cell.key.segment is not None})


def _of_budget(total: Money, terms: Terms) -> Iterator[Problem]:
    if total.pence <= 0:
        yield Problem(
            Where(PRICES, path="base"),
            f"the base budget is {total}",
            "look at what is in scope in the base year: it must cost something",
        )
    limit = terms.stop_loss
    if limit is not None and limit.currency != total.currency:
        yield Problem(
            Where(PRICES, path="stop_loss"),
            f"the stop-loss is in {limit.currency} and the base budget in {total.currency}",
            f"write it in {total.currency}",
        )


def _of_cell(cell: CostCell, row: int, terms: Terms, segments: Sequence[str]) -> Iterator[Problem]:
    where = Where(CELLS, line=row, path=str(cell.key))
    if cell.days < 0 or cell.people < 0:
        what = f"{cell.people:,} people have {cell.days:,} days"
        yield Problem(where, what, "neither can be below nought: look at the register")
    elif bool(cell.people) != bool(cell.days):
        what = f"{cell.people:,} people have {cell.days:,} days"
        yield Problem(where, what, "leave out who was not there on any day")
    if cell.excess < 0:
        what = "more is left of the cost after the stop-loss than there was before"
        yield Problem(where, what, "cut each person's cost at the stop-loss, and nowhere else")
    yield from _of_key(cell, where, terms, segments)


def _of_key(
    cell: CostCell, where: Where, terms: Terms, segments: Sequence[str]
) -> Iterator[Problem]:
    key = cell.key
    if terms.method in OF_RISK:
        if key.score is None:
            yield Problem(where, "has no score", "score everybody on the register", cell.people)
        return
    if "segment" in terms.by and key.segment is None:
        yield Problem(where, "is in no segment", "put everybody in one segment", cell.people)
    elif "segment" in terms.by and segments and key.segment not in segments:
        what = f"there is no segment '{key.segment}'"
        yield Problem(where, what, nearest(str(key.segment), segments), cell.people)
    if "age" in terms.by and key.from_age not in terms.ages:
        what = "no band of age begins there"
        if key.from_age is None:
            what = f"is younger than the first band of age, from {terms.ages[0]}"
        yield Problem(where, what, "begin bands where the population begins", cell.people)
    if "sex" in terms.by and key.sex is None:
        yield Problem(where, "has no sex, not even 'X'", "give each cell one", cell.people)


def _of_weights(
    cells: Sequence[CostCell], terms: Terms, segments: Sequence[str]
) -> Iterator[Problem]:
    weights: Mapping[str, object] = terms.pool.weights
    path = "pool.weights"
    if "segment" not in terms.by or terms.method in OF_RISK:
        what = "weights are declared by segment, and prices are not"
        yield Problem(Where(PRICES, path=path), what, "spread the pool per_head or by_price")
        return
    for segment in segments or _segments(cells):
        if segment not in weights:
            what = f"the segment '{segment}' has no weight"
            yield Problem(Where(PRICES, path=path), what, "declare one, 0 if it bears nothing")
    for segment in weights:
        if segments and segment not in segments:
            what = f"there is no segment '{segment}'"
            yield Problem(Where(PRICES, path=f"{path}.{segment}"), what, nearest(segment, segments))


def unpriced(key: Key, days: int, row: int) -> Problem:
    """Return the problem of person-time that has no price."""
    return Problem(
        Where("person-time", line=row, path=str(key)),
        f"{days:,} days have no price",
        "name every segment when prices are made: who nobody was is priced too",
    )
