"""How records are kept, year by year: what a change of a measure may be about instead of care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import ibis
from ibis import ir

from wholeplace.kernel import FinancialYear
from wholeplace.population.scores import ICD10

_APRIL = 4


@dataclass(frozen=True, slots=True)
class Recorded:
    """A year: activities, those of nobody known, coded admissions, and their diagnoses."""

    activities: int
    unlinked: int
    admissions: int
    diagnoses: int


def recorded_rows(activity: ir.Table, coded: ir.Table) -> tuple[ir.Table, ir.Table]:
    """Return activities by financial year, and the diagnoses of admissions by financial year.

    ``coded`` has the codes of activities. The first has ``year``, ``activities`` and ``unlinked``
    (of no person known), the second ``year``, ``admissions`` (with a diagnosis) and ``diagnoses``.
    """
    dated = activity.mutate(year=_year(activity.start_ts))
    nobody = dated.person_id.isnull().cast("int64")
    linked = dated.group_by("year").aggregate(activities=dated.count(), unlinked=nobody.sum())
    stays = dated.filter(dated.setting == "APC").select("activity_id", "year")
    codes = coded.filter(coded.code_system == ICD10).select("activity_id", "code")
    both = stays.join(codes, "activity_id")
    depth = both.group_by("year").aggregate(
        admissions=both.activity_id.nunique(), diagnoses=both.count()
    )
    return linked, depth


def _year(at: ir.TimestampValue) -> ir.IntegerValue:
    before = cast(ir.IntegerValue, ibis.ifelse(at.month() < _APRIL, 1, 0))
    return cast(ir.IntegerValue, at.year() - before)


def recorded(
    linked: Sequence[Mapping[str, object]],
    depth: Sequence[Mapping[str, object]],
    years: Sequence[FinancialYear],
) -> dict[FinancialYear, Recorded]:
    """Return how records were kept in each of the years; a year without rows has noughts."""
    rows: dict[int, dict[str, object]] = {}
    for row in (*linked, *depth):
        rows.setdefault(int(str(row["year"])), {}).update(row)

    def told(year: FinancialYear, name: str) -> int:
        return int(str(rows.get(year.first, {}).get(name, 0)))

    names = ("activities", "unlinked", "admissions", "diagnoses")
    return {year: Recorded(*(told(year, name) for name in names)) for year in years}
