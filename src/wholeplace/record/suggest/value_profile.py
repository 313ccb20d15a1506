"""What the values of a column look like: dates, numbers, codes of known shapes, people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wholeplace.record.nhs_number import is_valid
from wholeplace.record.tables.schema import Column, Kind, Table

_SHAPES: Mapping[str, re.Pattern[str]] = {
    "whole number": re.compile(r"[+-]?\d{1,15}(\.0+)?"),
    "number": re.compile(r"[£$€]?[+-]?(\d{1,15}(\.\d*)?|\.\d+)"),
    "ICD-10": re.compile(r"[A-Z]\d{2}(\.?[0-9X][0-9A-Z]?)?[DA]?"),
    "OPCS-4": re.compile(r"[A-Z]\d{2}\.?[0-9]"),
    "SNOMED CT": re.compile(r"[1-9]\d{5,17}"),
    "practice": re.compile(r"[A-HJ-NPQ-Y]\d{5}"),
    "provider": re.compile(r"(R[A-Z0-9]{2}|T[A-Z0-9]{2}|N[A-Z0-9]{2}|8[A-Z0-9]{2})([A-Z0-9]{2})?"),
    "LSOA": re.compile(r"[EW]01\d{6}"),
    "local authority": re.compile(r"[EW]0[6-9]\d{6}"),
    "sex": re.compile(r"[012389X]|M|F|m|f|(?i:male|female|unknown|other|indeterminate)"),
    "HRG": re.compile(r"[A-Z]{2}\d{2}[A-Z]"),
    "postcode": re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"),
    "e-mail": re.compile(r"[^@\s]+@[^@\s]+"),
}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?")
FORMATS = (
    *("%d/%m/%Y", "%Y%m%d", "%d-%m-%Y", "%d-%b-%Y", "%d %b %Y", "%d.%m.%Y", "%Y/%m/%d"),
    *("%m/%d/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m", "%Y%m", "%m%Y", "%b-%Y"),
)
"""Ways of writing a date other than ISO, in the order in which they are tried."""

_EXPECTED: Mapping[str, tuple[str, ...]] = {
    "sex": ("sex",),
    "code": ("ICD-10", "SNOMED CT", "OPCS-4"),
    "death_cause": ("ICD-10",),
    "practice_code": ("practice",),
    "practice_code_recorded": ("practice",),
    "provider_code": ("provider",),
    "lsoa_code": ("LSOA",),
    "lsoa_code_recorded": ("LSOA",),
    "la_code": ("local authority",),
    "hrg_code": ("HRG",),
    "person_id": ("NHS number",),
    "nhs_number": ("NHS number",),
    "postcode": ("postcode",),
}
_ALWAYS_SHAPED = frozenset({"code", "sex", "lsoa_code", "lsoa_code_recorded", "hrg_code"})
"""Columns whose values have the expected shape in every source of this country."""

_OF_KIND = {
    Kind.DATE: "date",
    Kind.TIMESTAMP: "date",
    Kind.INTEGER: "whole number",
    Kind.MONEY: "number",
    Kind.QUANTITY: "number",
    Kind.NUMBER: "number",
}
_TELLING = ("NHS number", "practice", "LSOA", "local authority", "HRG", "date")
_MOSTLY = 0.8
_FEW = 20


@dataclass(frozen=True, slots=True)
class Profile:
    """What a sample of a column holds.

    ``shares`` give the share of the filled values that have a shape; ``date_format`` is how
    dates are written where not in ISO; ``doubtful`` are other formats that read them too.
    """

    filled: int = 0
    distinct: int = 0
    shares: Mapping[str, float] = ()  # type: ignore[assignment]
    date_format: str = ""
    doubtful: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Every different value, where there are few."""

    def share(self, *shapes: str) -> float:
        """Return the greatest share among some shapes."""
        return max((dict(self.shares).get(shape, 0.0) for shape in shapes), default=0.0)


def profile(values: Sequence[str]) -> Profile:
    """Return what a sample of values looks like; empty values are left out."""
    filled = [value.strip() for value in values if value and value.strip()]
    if not filled:
        return Profile(shares={})
    shares = {name: _share(filled, shape) for name, shape in _SHAPES.items()}
    shares["NHS number"] = sum(map(is_valid, filled)) / len(filled)
    iso = _share(filled, _ISO)
    fitting = [] if iso >= _MOSTLY else [form for form in FORMATS if _reads(filled, form)]
    shares["date"] = 1.0 if fitting else iso
    return Profile(
        filled=len(filled),
        distinct=len(set(filled)),
        shares=shares,
        date_format=fitting[0] if fitting else "",
        doubtful=tuple(fitting[1:]),
        examples=tuple(sorted(set(filled))[:3]),
        codes=tuple(sorted(set(filled))) if len(set(filled)) <= _FEW else (),
    )


def _share(values: Sequence[str], shape: re.Pattern[str]) -> float:
    return sum(bool(shape.fullmatch(value)) for value in values) / len(values)


def _reads(values: Sequence[str], form: str) -> bool:
    try:
        years = {datetime.strptime(value, form).year for value in values}  # noqa: DTZ007 - local
    except ValueError:
        return False
    # strptime reads 123456 as June 1234: a date outside living memory is a number.
    return all(1880 <= year <= 2100 for year in years)  # noqa: PLR2004 - years


@dataclass(frozen=True, slots=True)
class Fit:
    """How values bear on a match: the score of the name is multiplied, then this is added."""

    times: float = 1.0
    plus: float = 0.0
    why: str = ""


def fit(found: Profile, column: Column, table: Table) -> Fit:
    """Return how the values of a column speak for or against a canonical one."""
    if not found.filled:
        return Fit()
    if (shape := _OF_KIND.get(column.kind)) is not None:
        return _of_kind(found, shape, column)
    expected = _EXPECTED.get(column.name, ())
    if expected and found.share(*expected) >= _MOSTLY:
        best = max(expected, key=found.share)
        return Fit(plus=0.2, why=f"values are {_named(best)}")
    against = _against(found, column, table, expected)
    return Fit(times=0.5, why=f"but values {against}") if against else Fit()


def _against(found: Profile, column: Column, table: Table, expected: Sequence[str]) -> str:
    """Return what speaks against a column of texts, in words; empty where nothing does."""
    other = [shape for shape in _TELLING if shape not in expected and found.share(shape) >= _MOSTLY]
    # A code of six or eight figures can read as a date too.
    if other and not (other == ["date"] and found.share("whole number") >= _MOSTLY):
        return f"are {_named(other[0])}"
    if table.key == (column.name,) and found.distinct < found.filled:
        return "stand more than once"
    return f"are not {_named(expected[0])}" if column.name in _ALWAYS_SHAPED else ""


def _of_kind(found: Profile, shape: str, column: Column) -> Fit:
    if found.share(shape) < _MOSTLY:
        return Fit(times=0.2, why=f"but values are not {_named(shape)}")
    if shape != "date" and found.share("NHS number", "LSOA") >= _MOSTLY:
        return Fit(times=0.2, why="but values are keys")
    return Fit(plus=0.05) if column.kind in {Kind.DATE, Kind.TIMESTAMP} else Fit()


def _named(shape: str) -> str:
    many = {
        "date": "dates",
        "sex": "codes of sex",
        "number": "numbers",
        "NHS number": "NHS numbers",
    }
    return many.get(shape, "whole numbers" if shape == "whole number" else f"{shape} codes")
