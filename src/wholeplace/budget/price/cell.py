"""What people of one kind cost: sums that are enough for prices and for how well they fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wholeplace.budget.price.key import Key


@dataclass(frozen=True, slots=True)
class Sums:
    """Of the costs of people: their sum (whole pence), that of their squares, and of cost x days.

    The last two, with the squares of days, tell how far people are from any price a day: nobody
    has to be looked at again.
    """

    pence: int = 0
    squares: int = 0
    crossed: int = 0

    def __add__(self, other: Sums) -> Sums:
        """Add those of other people."""
        return Sums(
            self.pence + other.pence, self.squares + other.squares, self.crossed + other.crossed
        )


@dataclass(frozen=True, slots=True)
class CostCell:
    """People of one kind in the base year, their days, and what they cost.

    ``cost`` is all of it, ``cut`` what is left when each person's is cut at the stop-loss.
    """

    key: Key
    people: int
    days: int
    days_squared: int
    cost: Sums
    cut: Sums

    @property
    def excess(self) -> int:
        """What people cost beyond the stop-loss, in pence."""
        return self.cost.pence - self.cut.pence

    def rate(self) -> Fraction | None:
        """Return the cut cost a day, in pence; nothing where nobody was there."""
        return Fraction(self.cut.pence, self.days) if self.days else None

    def plus(self, other: CostCell) -> CostCell:
        """Return the cell of both, under the key of this one."""
        return CostCell(
            self.key,
            self.people + other.people,
            self.days + other.days,
            self.days_squared + other.days_squared,
            self.cost + other.cost,
            self.cut + other.cut,
        )


def away(sums: Sums, days_squared: int, rate: Fraction) -> Fraction:
    """Return the sum over people of (cost - ``rate`` x their days) squared, in pence squared."""
    return sums.squares - 2 * rate * sums.crossed + rate * rate * days_squared


def merged(cells: Iterable[CostCell], key_of: Callable[[Key], Key]) -> tuple[CostCell, ...]:
    """Return the cells under other keys, in order; cells that come to have one key are added."""
    found: dict[Key, CostCell] = {}
    for cell in cells:
        key = key_of(cell.key)
        moved = CostCell(key, cell.people, cell.days, cell.days_squared, cell.cost, cell.cut)
        found[key] = found[key].plus(moved) if key in found else moved
    return tuple(found[key] for key in sorted(found, key=lambda key: key.rank))


def read_cells(
    rows: Iterable[Mapping[str, object]], step: Fraction = Fraction(0)
) -> tuple[CostCell, ...]:
    """Return the rows of ``cost_cells`` as cells; ``step`` is that in which scores were counted."""
    return tuple(_read(row, step) for row in rows)


def _read(row: Mapping[str, object], step: Fraction) -> CostCell:
    def whole(name: str) -> int:
        value = row[name]
        # The engine gives a sum of decimals, and a float would already have lost pence.
        if not isinstance(value, int | Decimal):
            raise TypeError(f"{name} is not a whole number: {value!r}")
        return int(value)

    segment, age, sex = (row.get(name) for name in ("segment", "from_age", "sex"))
    key = Key(
        None if segment is None else str(segment),
        None if age is None else int(str(age)),
        None if sex is None else str(sex),
        whole("score_steps") * step if row.get("score_steps") is not None else None,
    )
    return CostCell(
        key,
        whole("people"),
        whole("days"),
        whole("days_squared"),
        Sums(whole("cost"), whole("cost_squares"), whole("cost_days")),
        Sums(whole("cut"), whole("cut_squares"), whole("cut_days")),
    )
