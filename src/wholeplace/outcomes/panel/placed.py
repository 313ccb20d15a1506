"""Published values in their places on a scorecard: of the place, its practices, the sexes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wholeplace.kernel import Problem, Where, refuse_if
from wholeplace.outcomes.panel.people import ALL, PLACE
from wholeplace.outcomes.panel.published import Published

Key = tuple[str, str, str, str]
"""Measure, period, breakdown and level."""

SEX = "sex"
_SEXES = {"Male": "1", "Female": "2"}
_OF_AREAS = ("practice", "neighbourhood")


@dataclass(frozen=True, slots=True)
class Placed:
    """Published values by where they stand; ``left_out`` says of which areas and groups others are.

    Those are of areas that are none of the place's, or of groups that no breakdown has.
    """

    values: Mapping[Key, Published] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def of(self, measure: str, period: object, breakdown: str, level: str) -> Published | None:
        """Return what was published of a measure in a period and group."""
        return self.values.get((measure, str(period), breakdown, level))

    def knows(self, measure: str) -> bool:
        """Return whether anything was published of a measure."""
        return any(key[0] == measure for key in self.values)


def placed(
    files: Iterable[tuple[str, Sequence[Published]]], levels: Mapping[str, Sequence[str]]
) -> Placed:
    """Return published values where they stand.

    Each file comes with the code that the place has in it. ``levels`` are the practices and
    neighbourhoods there are. Raises ``Refused`` where two files tell of the same.
    """
    groups = {code: (name, code) for name in _OF_AREAS for code in levels.get(name, ())}
    values: dict[Key, Published] = {}
    problems: list[Problem] = []
    left_out: dict[str, None] = {}
    for area, rows in files:
        for row in rows:
            group = _group(row, area, groups)
            if group is None:
                left_out[", ".join(part for part in (row.area, row.group) if part)] = None
                continue
            key = (row.measure, row.period, *group)
            if key in values:
                what = f"'{row.measure}' of {row.area} in {row.period} is in {values[key].file} too"
                problems.append(Problem(Where(row.file), what, "leave it in one of the files"))
            values[key] = row
    refuse_if(problems)
    return Placed(values, tuple(left_out))


def _group(
    row: Published, area: str, groups: Mapping[str, tuple[str, str]]
) -> tuple[str, str] | None:
    if row.area == area:
        return (SEX, _SEXES[row.group]) if row.group in _SEXES else _whole(row, (PLACE, ALL))
    return _whole(row, groups.get(row.area))


def _whole(row: Published, found: tuple[str, str] | None) -> tuple[str, str] | None:
    return None if row.group else found
