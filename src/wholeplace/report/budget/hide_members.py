"""Which rows of cost per member and month are withheld, and which others would give them away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from wholeplace.budget.pmpm import DIMENSIONS, By, Cube, CutRow, cut
from wholeplace.privacy import SmallNumbers
from wholeplace.report.budget.data import Members
from wholeplace.report.budget.few import least
from wholeplace.report.cohorts.hiding import Sum, hidden_counts

Cell: TypeAlias = tuple[str, ...]
"""What a row is of: a dimension and its value, a practice and a service, or all of it."""
ALL: Cell = ("all",)
SEGMENT: By = "segment"


def hidden_cells(
    members: Members | None,
    people: Mapping[str, int],
    small: SmallNumbers,
    never: Iterable[str] = (),
) -> frozenset[Cell]:
    """Return the rows that are not shown, in any table of either year.

    ``people`` are those of each segment among the prices; ``never`` names segments that are hidden
    for a reason of their own. A row is small where few people were there, or few rows of cost are
    behind it; the same are hidden in the year and in the base year, and all tables that add up to
    one another are gone over together.
    """
    counts: dict[Cell, int] = {}
    for cell, number in _counts(members, people):
        counts[cell] = least(counts.get(cell, 0), number)
    sums = list(dict.fromkeys(_sums(members, counts)))
    segments = frozenset((SEGMENT, name) for name in never)
    return hidden_counts(counts, sums, small, segments)


def _counts(members: Members | None, people: Mapping[str, int]) -> Iterator[tuple[Cell, int]]:
    yield from (((SEGMENT, name), number) for name, number in people.items())
    yield ALL, sum(people.values())
    for cube in _cubes(members):
        yield from _of_cube(cube)
    if members is not None and members.practices is not None:
        for one in members.practices.practices:
            yield ("practice", one.cost.practice), max(int(one.cost.person_years), 1)


def _cubes(members: Members | None) -> tuple[Cube, ...]:
    return () if members is None else tuple(filter(None, (members.cube, members.before)))


def _of_cube(cube: Cube) -> Iterator[tuple[Cell, int]]:
    (whole,) = cut(cube)
    yield ALL, _smallest(cube, whole)
    for by in DIMENSIONS:
        for row in cut(cube, (by,)):
            yield (by, *row.key), row.rows if by == "service" else _smallest(cube, row)
    there = {row.key[0]: _people(cube, row) for row in cut(cube, ("practice",))}
    for row in cut(cube, ("practice", "service")):
        # Nought is always shown: what people cost who used nothing tells nothing.
        yield row.key, least(row.rows, there[row.key[0]]) if row.rows else 0


def _smallest(cube: Cube, row: CutRow) -> int:
    return least(row.rows, _people(cube, row))


def _people(cube: Cube, row: CutRow) -> int:
    """Return at least how many people were there: days over those of the period, one at least."""
    is_month = row.by == ("month",)
    months = [m for m in cube.months if not is_month or str(m) == row.key[0]]
    period = sum((month.end - month.start).days for month in months)
    return max(row.days // period, 1) if row.days else 0


def _sums(members: Members | None, counts: Mapping[Cell, int]) -> Iterator[Sum[Cell]]:
    for by in DIMENSIONS:
        if by != "practice":
            yield from _sum(ALL, [cell for cell in counts if cell[0] == by and len(cell) > 1])
    for cube in _cubes(members):
        near: dict[str, list[Cell]] = {}
        for practice, name in cube.neighbourhood_of.items():
            near.setdefault(name, []).append(("practice", practice))
            mine = [(practice, service) for service in cube.services]
            yield from _sum(("practice", practice), [cell for cell in mine if cell in counts])
        for name, some in near.items():
            yield from _sum(("neighbourhood", name), [cell for cell in some if cell in counts])
        for service in cube.services:
            cells = [(practice, service) for practice in cube.neighbourhood_of]
            yield from _sum(("service", service), [cell for cell in cells if cell in counts])


def _sum(whole: Cell, parts: list[Cell]) -> Iterator[Sum[Cell]]:
    if parts:
        yield Sum(whole, tuple(parts))
