"""The field types of documents: exact shares and amounts, and values with a date and a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Generic, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    WithJsonSchema,
    model_validator,
)

from wholeplace.kernel import (
    FinancialYear,
    Money,
    nearest,
    read_financial_year,
    read_fraction,
    read_money,
    read_number,
)

T = TypeVar("T")

MOST_CHARACTERS = 60
_DAY = r"\d{4}-\d{2}-\d{2}"


class Wrong(ValueError):  # noqa: N818 - read as "this is wrong", by people
    """A mistake found by a model: what is wrong, what to try, and where beneath the field."""

    def __init__(self, what: str, remedy: str, path: Sequence[str | int] = ()) -> None:
        """Keep the three for the reader of the document, who knows the line."""
        super().__init__(what)
        self.what, self.remedy, self.path = what, remedy, tuple(path)


class Frozen(BaseModel):
    """A noun of a document: immutable, and nothing may be written in it that it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True
    )


def _read(kind: type, reader: Callable[[str], object], remedy: str) -> BeforeValidator:
    def read(value: object) -> object:
        if isinstance(value, kind):
            return value
        text = "" if value is None else str(value)
        if len(text) > MOST_CHARACTERS:
            what = f"'{text[:20]}...' is longer than {MOST_CHARACTERS} characters"
            raise Wrong(what, remedy)
        try:
            return reader(text)
        except ValueError as error:
            raise Wrong(str(error), remedy) from None

    return BeforeValidator(read)


def _day(text: str) -> date:
    # fromisoformat() would also take 20190401, which is a number, and 2019-W14-1.
    with suppress(ValueError):
        if re.fullmatch(_DAY, text):
            return date.fromisoformat(text)
    raise ValueError(f"'{text}' is not a day")


def _cited(value: str) -> str:
    if not value.strip():
        raise Wrong("the source is empty", "cite the document and clause, or write 'assumed: why'")
    return value


def _written(pattern: str, *examples: str) -> WithJsonSchema:
    # An editor has made a number of `0.5` before it looks.
    whole = rf"^\s*({pattern})\s*$"
    shown = {"type": ["string", "number"], "pattern": whole, "examples": list(examples)}
    return WithJsonSchema(shown)


# What an editor is told may stand here; it refuses nothing that the reader would take.
WRITTEN_NUMBER = r"[+-]?(\d[\d_,]*)?(\.\d+)?"
WRITTEN_SHARE = rf"{WRITTEN_NUMBER}\s*(%|/\s*{WRITTEN_NUMBER})?"
WRITTEN_MONEY = rf"[+-]?\s*([A-Z]{{3}}|[£$€])?\s*{WRITTEN_NUMBER}\s*(k|m|bn)?"

Share = Annotated[
    Fraction,
    _read(Fraction, read_fraction, "write a share like 50%, 0.5 or 1/3"),
    _written(WRITTEN_SHARE, "50%", "0.5", "1/3"),
]
Number = Annotated[
    Fraction,
    _read(Fraction, read_number, "write a number like 12, 0.5 or 1,000"),
    _written(WRITTEN_NUMBER, "12", "0.5", "1,000"),
]
Amount = Annotated[
    Money,
    _read(Money, read_money, "write money like GBP 35m, £29.8m or 1_250.50"),
    _written(WRITTEN_MONEY, "GBP 35m", "£29.8m", "1_250.50"),
]
Year = Annotated[
    FinancialYear,
    _read(FinancialYear, read_financial_year, "write a financial year like 2019/20"),
    _written(r"[12]\d{3}(\s*[/-]\s*(\d{2}|\d{4}))?", "2019/20"),
]
Day = Annotated[
    date,
    _read(date, _day, "write a day like 2019-04-01"),
    WithJsonSchema({"type": "string", "pattern": f"^{_DAY}$", "examples": ["2019-04-01"]}),
]
Cited = Annotated[str, AfterValidator(_cited), Field(json_schema_extra={"pattern": r"\S"})]


class Dated(Frozen, Generic[T]):
    """A value that holds from a day on, with the source that says so."""

    from_: Day = Field(alias="from")
    value: T
    source: Cited


class Timeline(RootModel[tuple[Dated[T], ...]], Generic[T]):
    """Dated values in order; each holds until the next begins."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.root:
            raise Wrong("no value is given", "add at least one entry with from, value and source")
        for i, (earlier, later) in enumerate(pairwise(self.root), 1):
            if later.from_ <= earlier.from_:
                raise Wrong(
                    f"{later.from_} does not come after {earlier.from_}",
                    "put the entries in order of date, one for each date",
                    (i, "from"),
                )
        return self

    def on(self, day: date) -> Dated[T] | None:
        """Return the entry in force on a day, or ``None`` before the first."""
        return next((entry for entry in reversed(self.root) if entry.from_ <= day), None)


def known(word: str, among: Sequence[str], kind: str) -> str:
    """Return ``word`` if it is among the known ones; else raise ``Wrong`` naming the nearest."""
    if word not in among:
        raise Wrong(f"unknown {kind} '{word}'", nearest(word, among))
    return word
