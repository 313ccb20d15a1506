"""Who lives and is registered where, as it may be seen: few people in no cell."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from wholeplace.budget.flows.borders import CrossBorder
from wholeplace.privacy import MARK, SmallNumbers
from wholeplace.report.budget.shown import ShownAcross, ShownBorders, counted
from wholeplace.report.cohorts.hiding import Sum, hidden_counts
from wholeplace.report.grid import Value, amount

Cell: TypeAlias = tuple[str, str]
_ALL: Cell = ("", "")


def shown_borders(found: CrossBorder, small: SmallNumbers | None) -> ShownBorders:
    """Return what may be seen of borders: by whose list, by whose area, by both, and who pays."""
    counts = _counts(found)
    hidden = (
        hidden_counts(counts, list(_sums(counts)), small, frozenset()) if small else frozenset()
    )
    rows = {(one.registered, one.resident): (one.days, amount(one.cost)) for one in found.cells}
    rows |= {(who, ""): (0, amount(figure)) for who, figure in found.by_registered.items()}
    rows |= {("", who): (0, amount(figure)) for who, figure in found.by_resident.items()}
    cells = tuple(
        _across(
            cell, counts[cell], rows.get(cell, (0, Fraction(0))), small, is_hidden=cell in hidden
        )
        for cell in counts
        if cell != _ALL
    )
    whole = (found.days, amount(found.total))
    total = _across(_ALL, counts[_ALL], whole, small, is_hidden=_ALL in hidden)
    return ShownBorders(found.year, cells, total, tuple(_payers(found, hidden)))


def _counts(found: CrossBorder) -> dict[Cell, int]:
    counts: dict[Cell, int] = {}
    for one in found.cells:
        # Cost of people who were never there is of somebody: at least of one.
        number = one.people or int(bool(one.cost.value))
        for cell in (
            (one.registered, one.resident), (one.registered, ""), ("", one.resident), _ALL,
        ):  # fmt: skip
            counts[cell] = counts.get(cell, 0) + number
    return dict(sorted(counts.items(), key=lambda pair: (pair[0][0] == "", pair[0])))


def _sums(counts: dict[Cell, int]) -> Iterator[Sum[Cell]]:
    cells = [cell for cell in counts if all(cell)]
    for at, name in ((0, "registered"), (1, "resident")):
        wholes = {cell[at] for cell in cells}
        for who in sorted(wholes):
            whole = (who, "") if name == "registered" else ("", who)
            yield Sum(whole, tuple(cell for cell in cells if cell[at] == who))
    yield Sum(_ALL, tuple(cell for cell in counts if cell[0] and not cell[1]))
    yield Sum(_ALL, tuple(cell for cell in counts if cell[1] and not cell[0]))


def _across(
    cell: Cell,
    people: int,
    told: tuple[int, Value],
    small: SmallNumbers | None,
    *,
    is_hidden: bool,
) -> ShownAcross:
    if is_hidden:
        return ShownAcross(*cell, MARK, MARK, MARK)
    return ShownAcross(*cell, counted(small, people), told[0] or None, told[1])


def _payers(found: CrossBorder, hidden: frozenset[Cell]) -> Iterator[tuple[str, Value]]:
    """Yield what each pays; what is paid for few people by one is not told, nor by the next."""
    values = {who: amount(figure) for who, figure in found.by_payer.items()}
    marked = {who for who in values if {(who, ""), ("", who)} & hidden}
    rest = sorted((str(value), who) for who, value in values.items() if who not in marked)
    if len(marked) == 1 and rest:
        marked.add(rest[0][1])
    for who, value in values.items():
        yield who, MARK if who in marked else value
