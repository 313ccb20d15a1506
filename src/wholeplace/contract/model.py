"""The agreement as it is written: the shape of ``contract.yaml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
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

from wholeplace.contract.deal import (
    GuaranteeTerm,
    PartyTerm,
    PhaseWord,
    ReviewTerm,
    ScopeTerm,
    StatusWord,
    TermTerm,
    Title,
    VariationStatus,
)
from wholeplace.contract.formula import UNIT_WORDS
from wholeplace.contract.scalar import MonthDay, Scalar, read_month_day, read_scalar
from wholeplace.document import Cited, Day, Frozen, Share, Timeline, Wrong, known


def _kind(written: Any) -> str:  # noqa: ANN401 - whatever stood in the file
    if isinstance(written, dict):
        return "<by name>"
    return _kind_of_list(written) if isinstance(written, list | tuple) else "<one>"


def _kind_of_list(written: Sequence[object]) -> str:
    # What the first entry says tells of which shape the list is meant to be.
    first = written[0] if written else None
    if isinstance(first, PointTerm) or (isinstance(first, dict) and "at" in first):
        return "<points>"
    is_steps = isinstance(first, dict) and {"below", "value"} & first.keys()
    return "<steps>" if isinstance(first, StepTerm) or is_steps else "<bands>"


class BandTerm(Frozen):
    """A marginal band: the share that applies up to a limit; the last band has none."""

    up_to: ScalarTerm | None = None
    share: Share


class StepTerm(Frozen):
    """A step: the value that holds below a limit; the last step has none."""

    below: ScalarTerm | None = None
    value: ScalarTerm


class PointTerm(Frozen):
    """A point of a line: the value at a place."""

    at: ScalarTerm
    value: ScalarTerm


_SCHEMA = WithJsonSchema({"type": ["string", "number", "boolean"]})
ScalarTerm = Annotated[Scalar, PlainValidator(read_scalar), _SCHEMA]
BandsTerm: TypeAlias = tuple[BandTerm, ...]
StepsTerm: TypeAlias = tuple[StepTerm, ...]
PointsTerm: TypeAlias = tuple[PointTerm, ...]
EntryTerm = Annotated[
    Annotated[ScalarTerm, Tag("<one>")]
    | Annotated[BandsTerm, Tag("<bands>")]
    | Annotated[StepsTerm, Tag("<steps>")]
    | Annotated[PointsTerm, Tag("<points>")],
    Discriminator(_kind),
]
# One value; marginal bands, steps or points; or a value for each party (a split) or word of a
# choice (a table).
ValueTerm = Annotated[
    Annotated[ScalarTerm, Tag("<one>")]
    | Annotated[BandsTerm, Tag("<bands>")]
    | Annotated[StepsTerm, Tag("<steps>")]
    | Annotated[PointsTerm, Tag("<points>")]
    | Annotated[dict[str, EntryTerm], Tag("<by name>")],
    Discriminator(_kind),
]


def limits_of(entry: BandsTerm | StepsTerm | PointsTerm) -> tuple[Scalar | None, ...]:
    """Return where each band or step ends, or each point stands; ``None`` is without limit."""
    limits = {BandTerm: "up_to", StepTerm: "below", PointTerm: "at"}
    return tuple(getattr(row, limits[type(row)]) for row in entry)


def _unit(written: str) -> str:
    return known(written, (*UNIT_WORDS, "choice"), "unit")


def _text(written: object) -> object:
    return {True: "yes", False: "no"}[written] if isinstance(written, bool) else written


def _measure(written: str) -> str:
    return known(written, UNIT_WORDS, "unit")


UnitWord = Annotated[str, AfterValidator(_unit)]
MeasureWord = Annotated[str, AfterValidator(_measure)]


class FigureTerm(Frozen):
    """A figure that must be supplied for a year: a result of a run, or a column of a table.

    With a ``default`` it need not be: where it is missing, the default is taken, and is said to be.
    """

    unit: UnitWord
    label: str = ""
    from_: str | None = Field(default=None, alias="from")
    column: str | None = None
    of: tuple[str, ...] = ()
    default: Annotated[str, BeforeValidator(_text)] | None = None


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


def _end(written: Any) -> str:  # noqa: ANN401 - whatever stood in the file
    return "<weights>" if isinstance(written, dict) else "<name>"


# A party; a split between parties; or for each party the line, figure or parameter that says how
# much of the amount is its own.
EndTerm = Annotated[
    Annotated[str, Tag("<name>")] | Annotated[dict[str, str], Tag("<weights>")],
    Discriminator(_end),
]


class PaymentTerm(Frozen):
    """Who pays whom the amount of a line; one of the two may be several parties that share it."""

    from_: EndTerm = Field(alias="from")
    to: EndTerm
    amount: str
    label: str = ""
    source: str = ""

    @property
    def ends(self) -> dict[str, str | dict[str, str]]:
        """The two ends by the field they are written in."""
        return {"from": self.from_, "to": self.to}

    @property
    def parties_named(self) -> tuple[str, ...]:
        """The ends that are names: of a party, or of a split."""
        return tuple(end for end in self.ends.values() if isinstance(end, str))

    @property
    def weights(self) -> dict[str, str]:
        """The name of each party's weight, where one end is shared by weights."""
        return next((end for end in self.ends.values() if isinstance(end, dict)), {})


class VariationTerm(Frozen):
    """A change of several parameters on one day, agreed or proposed beforehand."""

    from_: Day = Field(alias="from")
    title: Title
    status: StatusWord = VariationStatus.AGREED
    sets: dict[str, ValueTerm]
    source: Cited


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
    signed: Day | None = None
    term: TermTerm | None = None
    phases: Timeline[PhaseWord] | None = None
    reviews: tuple[ReviewTerm, ...] = ()
    variations: tuple[VariationTerm, ...] = ()
    guarantees: tuple[GuaranteeTerm, ...] = ()
    scope: ScopeTerm | None = None


for _term in (BandTerm, StepTerm, PointTerm):
    _term.model_rebuild()
