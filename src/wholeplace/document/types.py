"""The field types of documents: exact shares and amounts, and values with a date and a source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
        try:
            return reader("" if value is None else str(value))
        except ValueError as error:
            raise Wrong(str(error), remedy) from None

    return BeforeValidator(read)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is not a day") from None


def _cited(value: str) -> str:
    if not value.strip():
        raise Wrong("the source is empty", "cite the document and clause, or write 'assumed: why'")
    return value


Share = Annotated[Fraction, _read(Fraction, read_fraction, "write a share like 50%, 0.5 or 1/3")]
Number = Annotated[Fraction, _read(Fraction, read_number, "write a number like 12, 0.5 or 1,000")]
Amount = Annotated[Money, _read(Money, read_money, "write money like GBP 35m, £29.8m or 1_250.50")]
Year = Annotated[
    FinancialYear,
    _read(FinancialYear, read_financial_year, "write a financial year like 2019/20"),
]
Day = Annotated[date, _read(date, _day, "write a day like 2019-04-01")]
Cited = Annotated[str, AfterValidator(_cited)]


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
