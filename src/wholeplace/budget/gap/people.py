"""Projected people by age band and sex, and by financial year, from mid-year projections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.budget.gap.projection import People
from wholeplace.kernel import FinancialYear, Problem, Where, refuse_if

# From 30 June, the day of a mid-year estimate, to the middle of a financial year, 1 October.
_QUARTER = Fraction(1, 4)
_AGES = re.compile(r"(\d+)(?:\s*(?:-|to)\s*(\d+)|\+)?")

Groups = Mapping[tuple[str, str], Fraction]


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """Projected people of an age group and sex in the middle of a year, as published."""

    ages: str
    sex: str
    year: int
    people: Fraction


def in_bands(
    rows: Iterable[AgeGroup], starts: Sequence[int], file: str = "projection"
) -> dict[int, dict[tuple[str, str], Fraction]]:
    """Return people by mid-year, and by age band and sex; bands begin at ``starts`` (from 0).

    Bands are named ``0-14`` and ``85+``. Raises ``Refused`` where a published group, as ``85-89``
    or ``90+``, lies in two bands or is not one of ages; leave out totals first.
    """
    groups = tuple(rows)
    names = {ages: _band(ages, starts) for ages in dict.fromkeys(row.ages for row in groups)}
    refuse_if(
        Problem(
            Where(file),
            f"the ages '{ages}' lie in no one band of those from {', '.join(map(str, starts))}",
            "begin bands where published groups begin, and leave out totals",
        )
        for ages, name in names.items()
        if name is None
    )
    found: dict[int, dict[tuple[str, str], Fraction]] = {}
    for row in groups:
        year = found.setdefault(row.year, {})
        key = (names[row.ages] or "", row.sex)
        year[key] = year.get(key, Fraction(0)) + row.people
    return found


def _band(ages: str, starts: Sequence[int]) -> str | None:
    written = _AGES.fullmatch(ages.strip())
    if not written or int(written[1]) < starts[0]:
        return None
    first = int(written[1])
    low = max(start for start in starts if start <= first)
    above = [start for start in starts if start > low]
    name = band_names(starts)[list(starts).index(low)]
    if not above:
        return name
    last = int(written[2]) if written[2] else (None if ages.strip().endswith("+") else first)
    return name if last is not None and last < above[0] else None


def band_names(starts: Sequence[int]) -> list[str]:
    """Return what bands that begin at ``starts`` are called: ``15-44``, ``45-64``, ``65+``."""
    ends = [f"-{after - 1}" for after in starts[1:]]
    return [f"{start}{end}" for start, end in zip(starts, [*ends, "+"], strict=True)]


def financial_years(mid_years: Mapping[int, Groups]) -> People:
    """Return people in the middle of each financial year, between two mid-year numbers.

    The middle of 2019/20 is 1 October 2019, a quarter of the way from mid-2019 to mid-2020. The
    last mid-year has none after it, and gives no year.
    """
    return {
        FinancialYear(year): {
            group: number + (mid_years[year + 1][group] - number) * _QUARTER
            for group, number in groups.items()
        }
        for year, groups in mid_years.items()
        if year + 1 in mid_years
    }
