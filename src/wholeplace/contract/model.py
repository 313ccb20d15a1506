"""The agreement as it is written: the shape of ``contract.yaml``."""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    WithJsonSchema,
)

from wholeplace.contract.formula import UNIT_WORDS
from wholeplace.contract.scalar import MonthDay, Scalar, read_month_day, read_scalar
from wholeplace.document import Frozen, Share, Timeline, Wrong, known
from wholeplace.kernel import Role


def _kind(written: Any) -> str:  # noqa: ANN401 - whatever stood in the file
    if isinstance(written, dict):
        return "<by name>"
    return "<bands>" if isinstance(written, list | tuple) else "<one>"


class BandTerm(Frozen):
    """A marginal band: the share that applies up to a limit; the last band has none."""

    up_to: ScalarTerm | None = None
    share: Share


_SCHEMA = WithJsonSchema({"type": ["string", "number", "boolean"]})
ScalarTerm = Annotated[Scalar, PlainValidator(read_scalar), _SCHEMA]
BandsTerm: TypeAlias = tuple[BandTerm, ...]
EntryTerm = Annotated[
    Annotated[ScalarTerm, Tag("<one>")] | Annotated[BandsTerm, Tag("<bands>")],
    Discriminator(_kind),
]
# One value, marginal bands, or a value for each party (a split) or word of a choice (a table).
ValueTerm = Annotated[
    Annotated[ScalarTerm, Tag("<one>")]
    | Annotated[BandsTerm, Tag("<bands>")]
    | Annotated[dict[str, EntryTerm], Tag("<by name>")],
    Discriminator(_kind),
]


def _unit(written: str) -> str:
    return known(written, (*UNIT_WORDS, "choice"), "unit")


def _measure(written: str) -> str:
    return known(written, UNIT_WORDS, "unit")


UnitWord = Annotated[str, AfterValidator(_unit)]
MeasureWord = Annotated[str, AfterValidator(_measure)]


class PartyTerm(Frozen):
    """A party to the agreement."""

    name: str = ""
    role: Role


class FigureTerm(Frozen):
    """A figure that must be supplied for a year: a result of a run, or a column of a table."""

    unit: UnitWord
    label: str = ""
    from_: str | None = Field(default=None, alias="from")
    column: str | None = None
    of: tuple[str, ...] = ()


class ParameterTerm(Frozen):
    """A number of the agreement by date; a bare list of dated values is the short form.

    ``by`` names a choice, where there is a value for each word of it.
    """

    unit: MeasureWord | None = None
    label: str = ""
    by: str | None = None
    values: Timeline[ValueTerm]


class LineTerm(Frozen):
    """A named line and its formula; a bare formula is the short form."""

    formula: str = Field(alias="is")
    label: str = ""
    unit: UnitWord | None = None
    source: str = ""


class PaymentTerm(Frozen):
    """Who pays whom the amount of a line; one of the two may be a split between parties."""

    from_: str = Field(alias="from")
    to: str
    amount: str
    label: str = ""
    source: str = ""


class RecordsTerm(Frozen):
    """How a table with one row for each contract and year is read."""

    identify: tuple[str, ...]
    year: str


def _long_parameter(written: object) -> object:
    return {"values": written} if isinstance(written, list) else written


def _long_line(written: object) -> object:
    if written is None:
        raise Wrong("the line has no formula", "write one after the colon, like budget - spend")
    return {"is": written} if isinstance(written, str) else written


def _currency(written: str) -> str:
    if not re.fullmatch("[A-Z]{3}", written):
        raise Wrong(f"'{written}' is not a currency", "write its three letters, like GBP")
    return written


class Terms(Frozen):
    """The whole agreement. Order counts: a line may use only what stands above it."""

    title: str
    currency: Annotated[str, AfterValidator(_currency)] = "GBP"
    year: Annotated[
        MonthDay, PlainValidator(read_month_day), WithJsonSchema({"type": "string"})
    ] = MonthDay(4, 1)
    parties: dict[str, PartyTerm]
    figures: dict[str, FigureTerm]
    parameters: dict[str, Annotated[ParameterTerm, BeforeValidator(_long_parameter)]] = Field(
        default_factory=dict
    )
    lines: dict[str, Annotated[LineTerm, BeforeValidator(_long_line)]]
    payments: tuple[PaymentTerm, ...] = ()
    records: RecordsTerm | None = None


BandTerm.model_rebuild()
