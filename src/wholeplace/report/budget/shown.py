"""What may be seen of a book: behind the gate there is nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.budget.pmpm import By, Change, Cube, CutRow, Funnel
from wholeplace.budget.price import Explained, Key
from wholeplace.kernel import Figure, FinancialYear, Money
from wholeplace.privacy import MARK, SmallNumbers
from wholeplace.report.budget.data import BudgetBook
from wholeplace.report.budget.few import Few
from wholeplace.report.grid import Value


@dataclass(frozen=True, slots=True)
class PricedKey:
    """The price of a person-year of some people, and what it was made from; a mark where withheld.

    ``cost`` is cut at the stop-loss, in pounds; ``own`` and ``relativity`` are over everybody's,
    ``share`` what falls on them of the base budget.
    """

    key: Key
    price: Value
    exact: Fraction | None
    weight: Fraction | None
    people: Value
    days: int | None
    cost: Value
    own: Value
    credibility: Value
    share: Value
    note: str


@dataclass(frozen=True, slots=True)
class Fit:
    """Some people: what prices expect of them beside what they cost; a mark where withheld."""

    name: str
    person_years: Value
    expected: Value
    actual: Value
    ratio: Value
    lower: Value
    upper: Value


@dataclass(frozen=True, slots=True)
class ShownPrices:
    """A price list as it may be seen, how well it fits, and what the people of a year come to.

    ``others`` is how many kinds of people are not shown, ``their_days`` those of all of them, and
    ``their_share`` what they come to at their prices (pounds).
    """

    method: str
    year: FinancialYear
    total: Money
    days: int
    average: Fraction
    rows: tuple[PricedKey, ...]
    others: int
    their_days: int
    their_share: Fraction
    explained: Explained
    by_segment: tuple[Fit, ...]
    by_tenth: tuple[Fit, ...]
    now: Figure
    trees: tuple[Figure, ...]
    source: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A row of a cut: the year, and the base year where it is told; none where withheld."""

    name: str
    now: CutRow | None
    before: CutRow | None

    @property
    def change(self) -> Change | None:
        """From the base year to the year."""
        return Change(self.before, self.now) if self.before and self.now else None


@dataclass(frozen=True, slots=True)
class ShownMembers:
    """Cost for each member and month as it may be seen.

    ``total`` is all of it. ``cells`` has practice by service, ``None`` where withheld; ``others``
    is how many practices are not in ``practices``. The cubes themselves stay behind.
    """

    cuts: Mapping[By, tuple[MemberRow, ...]]
    total: MemberRow
    cells: Mapping[tuple[str, str], CutRow | None]
    neighbourhood_of: Mapping[str, str]
    practices: Funnel | None
    others: int
    currency: str
    first: str
    last: str
    tree: Figure | None

    @property
    def in_order(self) -> tuple[str, ...]:
        """The practices by neighbourhood; those that are in none come last."""
        near = self.neighbourhood_of
        there = {practice for practice, _ in self.cells}
        return tuple(sorted(there, key=lambda one: (near[one] == "none", near[one], one)))

    @property
    def services(self) -> tuple[str, ...]:
        """The services that cost anything."""
        return tuple(sorted({service for _, service in self.cells}))


@dataclass(frozen=True, slots=True)
class ShownAcross:
    """People of a list payer who live with an area payer; an empty payer is all of them."""

    registered: str
    resident: str
    people: Value
    days: Value
    cost: Value


@dataclass(frozen=True, slots=True)
class ShownBorders:
    """The matrix with its totals as it may be seen, and what each payer pays of it."""

    year: FinancialYear
    cells: tuple[ShownAcross, ...]
    total: ShownAcross
    by_payer: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A book as it may be seen. ``book`` has no prices, members or borders: these are beside it."""

    book: BudgetBook
    prices: ShownPrices | None
    members: ShownMembers | None
    borders: ShownBorders | None
    few: Few

    @property
    def small(self) -> SmallNumbers | None:
        """The policy on small numbers; none where nobody was counted."""
        return self.book.small

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.book.currency

    def name(self, id_: str) -> str:
        """Return what something is called."""
        return NAMED.get(id_) or self.book.names.get(id_, id_)

    def count(self, number: Fraction | int) -> Value:
        """Return a count of people or events, or the mark."""
        return counted(self.small, round(number))

    def tree(self, figure: Figure) -> Figure:
        """Return a figure that was made behind the gate, without small counts in its words."""
        return self.few.out_of(figure)


NAMED = {
    "-": "Not said",
    "none": "In no neighbourhood",
    "unknown": "Not known",
    "None": "Everybody",
}


def counted(small: SmallNumbers | None, number: int) -> Value:
    """Return a count of people or events as it may be shown: rounded, or the mark."""
    if small is None:
        return number
    return MARK if small.is_small(number) else small.rounded(number)


def cube_months(cube: Cube) -> tuple[str, str]:
    """Return the first and the last month of a cube."""
    return str(min(cube.months)), str(max(cube.months))
