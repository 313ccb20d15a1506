"""Values that others publish, such as those of surveys: read from a file, and checked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from wholeplace.kernel import (
    Month,
    Problem,
    Refused,
    Where,
    nearest,
    read_financial_year,
    refuse_if,
)
from wholeplace.outcomes.definition import Measure
from wholeplace.outcomes.statistics import proportions

_MOST_TOLD = 20
PERCENT = 100
OWN = ("measure", "area", "period", "numerator", "denominator", "value", "lower", "upper")
FINGERTIPS: Mapping[str, str] = {
    "measure": "Indicator ID",
    "area": "Area Code",
    "period": "Time period",
    "numerator": "Count",
    "denominator": "Denominator",
    "value": "Value",
    "lower": "Lower CI 95.0 limit",
    "upper": "Upper CI 95.0 limit",
}
"""What an export of the English public-health statistics (Fingertips) calls the columns."""

_GROUPS = ("Sex", "Age", "Category Type", "Category")
"""What rows of one indicator, area and period are told apart by in such an export."""

_EVERYBODY = {"Persons", "Not applicable", "All ages"}
_MONTH = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])")
_YEAR_ALONE = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Published:
    """A value that was published of an area and a period, as far as it was.

    ``period`` is a financial year (``2019/20``) or a month (``2019-04``), or as it was written.
    ``group`` is whom it is of, where not everybody. Where a numerator and denominator were
    published without a value, it is the one over the other, ``per`` so many; of a percentage with
    Wilson's limits. ``file`` is where it was read.
    """

    measure: str
    area: str
    period: str
    group: str
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    file: str = ""


def read_published(text: str, file: str, measures: Sequence[Measure]) -> tuple[Published, ...]:
    """Return the values of a CSV file with the columns ``OWN``, or those of a Fingertips export.

    Rows of indicators that no published measure names are left out of an export; in a file of
    one's own they are mistakes. Raises ``Refused``, with the lines of all mistakes, for a column or
    measure that there is not, numbers that are none, a numerator above the denominator of a
    percentage, limits in the wrong order, a period that an area has twice, or, in a file of one's
    own, one that is neither a financial year nor a month.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    names = [name.strip() for name in reader.fieldnames or ()]
    is_export = FINGERTIPS["measure"] in names
    columns = FINGERTIPS if is_export else {name: name for name in OWN}
    _check_columns(columns, names, file)
    known = _by_name(measures)
    found: dict[tuple[str, str, str, str], Published] = {}
    problems: list[Problem] = []
    for row in reader:
        where = Where(file, reader.line_num)
        if None in row:
            what, remedy = "it has more cells than there are columns", 'write "1,234" in quotes'
            problems.append(Problem(where, what, remedy))
            continue
        told = {name: (row.get(column) or "").strip() for name, column in columns.items()}
        measure = known.get(told["measure"])
        if measure is None:
            if not is_export:
                what = f"there is no published measure '{told['measure']}'"
                problems.append(Problem(where, what, nearest(told["measure"], list(known))))
            continue
        if not is_export and told["period"] and _period(told["period"]) is None:
            what = f"'{told['period']}' is neither a financial year nor a month"
            problems.append(Problem(where, what, "write 2019/20, or 2019-04"))
            continue
        one = _read(told, _group(row) if is_export else "", measure, where, problems)
        if one is None:
            continue
        key = (one.measure, one.area, one.period, one.group)
        if key in found:
            what = f"'{one.measure}' of {one.area} has {one.period} twice"
            problems.append(Problem(where, what, "leave one row for each period"))
        found[key] = one
    refuse_if(problems[:_MOST_TOLD])
    return tuple(found.values())


def _check_columns(columns: Mapping[str, str], names: Sequence[str], file: str) -> None:
    problems = [
        Problem(Where(file, 1), f"there is no column '{column}'", nearest(column, names))
        for column in columns.values()
        if column not in names
    ]
    if problems:
        raise Refused(problems)


def _by_name(measures: Sequence[Measure]) -> dict[str, Measure]:
    published = [one for one in measures if one.kind == "published"]
    return {name: one for one in published for name in (one.measure, *one.indicators)}


def _group(row: Mapping[str, str | None]) -> str:
    parts = [(row.get(name) or "").strip() for name in _GROUPS]
    return ", ".join(part for part in parts if part and part not in _EVERYBODY)


def _read(
    told: Mapping[str, str], group: str, measure: Measure, where: Where, problems: list[Problem]
) -> Published | None:
    numbers: dict[str, float | None] = {}
    before = len(problems)
    for name in OWN[3:]:
        try:
            numbers[name] = _number(told[name])
        except ValueError:
            what = f"'{told[name][:20]}' is no number"
            problems.append(Problem(where, what, f"write {name} as a number, or leave it empty"))
            numbers[name] = None
    problems += [
        Problem(where, f"{name} is empty", f"write the {name} in every row")
        for name in ("area", "period")
        if not told[name]
    ]
    problems += _wrong(numbers, measure, where)
    if len(problems) > before:
        return None
    value = numbers["value"]
    top, under = numbers["numerator"], numbers["denominator"]
    limits = numbers["lower"], numbers["upper"]
    if value is None and top is not None and under:
        value = top / under * measure.per
        if measure.per == PERCENT and limits == (None, None):
            share = proportions(top, under)
            limits = float(share.lower) * PERCENT, float(share.upper) * PERCENT
    period = _period(told["period"]) or told["period"]
    return Published(
        measure.measure, told["area"], period, group, top, under, value, *limits, where.file
    )


def _period(text: str) -> str | None:
    """Return a period as it is written here, or nothing for one of another kind.

    A year alone is one from January, and three years joined (2017 - 19) are no year.
    """
    if _MONTH.fullmatch(text):
        return str(Month(int(text[:4]), int(text[5:])))
    try:
        return None if _YEAR_ALONE.fullmatch(text) else str(read_financial_year(text))
    except ValueError:
        return None


def _number(text: str) -> float | None:
    if not text:
        return None
    number = float(text.replace(",", ""))
    if not isfinite(number) or "_" in text:
        raise ValueError(text)
    return number


def _wrong(
    numbers: Mapping[str, float | None], measure: Measure, where: Where
) -> Iterator[Problem]:
    top, under = numbers["numerator"], numbers["denominator"]
    if top is not None and top < 0:
        yield Problem(where, "the numerator is below nought", "correct it")
    if under is not None and under <= 0:
        yield Problem(where, "there is nothing to divide by", "leave the denominator empty")
    is_percentage = measure.per == PERCENT
    if is_percentage and top is not None and under and under > 0 and top > under:
        yield Problem(where, "the numerator is above the denominator", "correct one of the two")
    value = numbers["value"]
    if is_percentage and value is not None and not 0 <= value <= PERCENT:
        yield Problem(where, f"{value:g} is no percentage", "write it from 0 to 100")
    values = [numbers[name] for name in ("lower", "value", "upper")]
    known = [value for value in values if value is not None]
    if known != sorted(known):
        remedy = "write lower, value and upper in order"
        yield Problem(where, "the value is not between its limits", remedy)
