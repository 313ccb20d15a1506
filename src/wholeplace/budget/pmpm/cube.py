"""Cost and person-time of a period in one table, from which every cut comes by summing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from wholeplace.budget.pmpm.cells import PersonTime, Spending
from wholeplace.kernel import Money, Month, Problem, Where, refuse_if
from wholeplace.population.neighbourhoods import NOT_KNOWN

NOT_SAID = "-"
"""The practice, or the service, where a row names none."""
_COSTS, _PRACTICES = Where("costs"), Where("organisation")


@dataclass(frozen=True, slots=True)
class Cube:
    """Cells of cost and of person-time of some ``months``, all of one currency.

    Each cell of ``spending`` is of somebody in the population; ``outside`` is what the other rows
    cost. ``bases`` says on which basis each service is counted: none has two.
    """

    months: tuple[Month, ...]
    spending: tuple[Spending, ...]
    time: tuple[PersonTime, ...]
    neighbourhood_of: Mapping[str, str]
    bases: Mapping[str, str]
    outside: Money
    outside_rows: int = 0

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.outside.currency

    @property
    def total(self) -> Money:
        """What all people of the population cost: the same whatever it is cut by."""
        return Money(sum(cell.pence for cell in self.spending), self.currency)

    @property
    def days(self) -> int:
        """How many days all people were there, together."""
        return sum(cell.days for cell in self.time)

    @property
    def member_months(self) -> Fraction:
        """How many months all people were there, together: the days of each by its length."""
        return sum((member_months(cell.month, cell.days) for cell in self.time), Fraction(0))

    @property
    def services(self) -> tuple[str, ...]:
        """The services that cost anything, in order."""
        return tuple(sorted({str(cell.service) for cell in self.spending}))


def member_months(month: Month, days: int) -> Fraction:
    """Return days of person-time as a part of a month: all of its days are one."""
    return Fraction(days, (month.end - month.start).days)


def cube(
    spending: Iterable[Spending],
    time: Iterable[PersonTime],
    neighbourhood_of: Mapping[str, str],
    months: Sequence[Month],
    *,
    people: Mapping[str, int] | None = None,
    currency: str = "GBP",
    with_unplaced: bool = False,
) -> Cube:
    """Return the cube of the cells of some months.

    ``neighbourhood_of`` has the neighbourhood of each practice on the first day
    (``population.neighbourhoods``) and ``people`` how many each practice had, which is told where
    it is in none. Raises ``Refused`` for such a practice, unless ``with_unplaced`` puts them into
    ``NOT_KNOWN``; for a service counted on several bases, for another currency and for months that
    were not asked for. All cells are put in order: that of the rows says nothing.
    """
    costs = sorted((_said(cell) for cell in spending), key=_rank)
    days = sorted(
        (_there(cell) for cell in time), key=lambda c: (c.segment, str(c.practice), c.month)
    )
    inside = [cell for cell in costs if cell.segment is not None]
    outside = [cell for cell in costs if cell.segment is None]
    practices = sorted({str(c.practice) for c in inside} | {str(c.practice) for c in days})
    unplaced = [code for code in practices if code not in neighbourhood_of]
    refuse_if(
        [
            *_mixed(costs, currency),
            *_not_asked(costs, days, months),
            *([] if with_unplaced else _unplaced(unplaced, people or {}, months)),
        ]
    )
    places = {code: neighbourhood_of.get(code, NOT_KNOWN) for code in practices}
    bases = {str(cell.service): cell.basis for cell in costs}
    away = Money(sum(cell.pence for cell in outside), currency)
    rows = sum(cell.rows for cell in outside)
    return Cube(tuple(months), tuple(inside), tuple(days), places, bases, away, rows)


def _rank(cell: Spending) -> tuple[str, str, str, Month]:
    return (str(cell.segment), str(cell.service), str(cell.practice), cell.month)


def _said(cell: Spending) -> Spending:
    practice = cell.practice if cell.segment is None else cell.practice or NOT_SAID
    return replace(cell, practice=practice, service=cell.service or NOT_SAID)


def _there(cell: PersonTime) -> PersonTime:
    return replace(cell, practice=cell.practice or NOT_SAID)


def _mixed(costs: Sequence[Spending], currency: str) -> Iterator[Problem]:
    rows: dict[str, dict[str, int]] = {}
    for cell in costs:
        bases = rows.setdefault(str(cell.service), {})
        bases[cell.basis] = bases.get(cell.basis, 0) + cell.rows
    for service, bases in sorted(rows.items()):
        if len(bases) > 1:
            each = " and ".join(f"'{basis}' ({n:,} rows)" for basis, n in sorted(bases.items()))
            what = f"the cost of '{service}' stands on {each}: a sum of both means nothing"
            remedy = "count it on the basis that the place declares for the service"
            yield Problem(_COSTS, what, remedy, sum(bases.values()))
    others = [cell for cell in costs if cell.currency != currency]
    if others:
        named = ", ".join(sorted({cell.currency for cell in others}))
        what = f"costs in {named} are among those in {currency}"
        yield Problem(_COSTS, what, "leave them out", sum(cell.rows for cell in others))


def _not_asked(
    costs: Sequence[Spending], days: Sequence[PersonTime], months: Sequence[Month]
) -> Iterator[Problem]:
    found = ({cell.month for cell in costs} | {cell.month for cell in days}) - set(months)
    if found:
        first = min(found)
        rows = sum(cell.rows for cell in costs if cell.month in found)
        what = f"cells of {first} are not of the period, nor are those of {len(found) - 1} more"
        yield Problem(_COSTS, what, "cut spells and costs to the period first", rows)


def _unplaced(
    practices: Sequence[str], people: Mapping[str, int], months: Sequence[Month]
) -> Iterator[Problem]:
    day = min(months).start
    for code in practices:
        count = people.get(code, 0)
        kept = f"{count:,} {'person' if count == 1 else 'people'}"
        what = f"practice '{code}', with {kept}, is in no neighbourhood"
        remedy = "give it a parent among the organisations of that type, dated"
        yield Problem(_PRACTICES, f"{what} on {day}", remedy)
