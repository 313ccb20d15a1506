"""What an agreement says about itself: its parties, its time, its price, and who stands behind it.

None of it is worked out in a formula; it decides what a statement is worth, and it is what is
looked at before the parties sign.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    WithJsonSchema,
    model_validator,
)

from wholeplace.contract.formula import Basic
from wholeplace.contract.scalar import Scalar, read_scalar
from wholeplace.document import Amount, Cited, Day, Frozen, Timeline, Wrong, known
from wholeplace.kernel import Role


class Phase(StrEnum):
    """Whether a contract year is paid (live), or only worked out (shadow)."""

    SHADOW = "shadow"
    LIVE = "live"


class LegalForm(StrEnum):
    """What a party is in law: it bears on the VAT it gets back and on who answers for its debts."""

    NHS_TRUST = "nhs trust"
    FOUNDATION_TRUST = "foundation trust"
    COMMISSIONER = "commissioner"
    COUNCIL = "council"
    COMPANY = "company"
    LLP = "llp"
    PARTNERSHIP = "partnership"
    CHARITY = "charity"
    COMMUNITY_INTEREST_COMPANY = "community interest company"

    @property
    def is_public(self) -> bool:
        """Whether a public body stands behind its own debts."""
        return self in _PUBLIC


_PUBLIC = {
    LegalForm.NHS_TRUST,
    LegalForm.FOUNDATION_TRUST,
    LegalForm.COMMISSIONER,
    LegalForm.COUNCIL,
}


class VariationStatus(StrEnum):
    """An agreed variation is in force from its day; a proposed one is not."""

    AGREED = "agreed"
    PROPOSED = "proposed"


def _legal_form(written: object) -> object:
    return known(str(written).lower(), list(LegalForm), "legal form")


def _status(written: object) -> object:
    return known(str(written), list(VariationStatus), "status")


def _phase(written: object) -> object:
    return known(str(written), list(Phase), "phase")


def _truth(written: object) -> object:
    if str(written).lower() not in {"yes", "no", "true", "false"}:
        raise Wrong(f"'{written}' is neither yes nor no", "write yes or no")
    return str(written).lower() in {"yes", "true"}


def _vat(written: object) -> Scalar:
    scalar = read_scalar(written)
    is_amount = scalar.kind in {Basic.FRACTION, Basic.MONEY, Basic.ZERO}
    if isinstance(scalar.value, bool) or not is_amount or scalar.value < 0:
        what = f"'{scalar}' is neither a share of the cost nor an amount of money"
        raise Wrong(what, "write it like 3% or GBP 5m, for one year")
    return scalar


def _price_form(written: Any) -> str:  # noqa: ANN401 - whatever stood in the file
    return "<name>" if isinstance(written, str) else "<dated>"


PhaseWord = Annotated[Phase, BeforeValidator(_phase)]
StatusWord = Annotated[VariationStatus, BeforeValidator(_status)]
LegalFormWord = Annotated[LegalForm, BeforeValidator(_legal_form)]
YesNo = Annotated[bool, BeforeValidator(_truth)]
Vat = Annotated[
    Scalar, PlainValidator(_vat), WithJsonSchema({"type": ["string", "number", "boolean"]})
]
# An amount for a year by date, or the name of a parameter that holds it.
Price = Annotated[
    Annotated[str, Tag("<name>")] | Annotated[Timeline[Amount], Tag("<dated>")],
    Discriminator(_price_form),
]


def _some(written: str) -> str:
    if not written.strip():
        raise Wrong("it is empty", "give it a few words by which people know it")
    return written


Title = Annotated[str, AfterValidator(_some)]


class PartyTerm(Frozen):
    """A party to the agreement."""

    name: str = ""
    role: Role
    legal_form: LegalFormWord | None = None
    recovers_vat: YesNo | None = None


class TermTerm(Frozen):
    """From which day to which day, both included, the agreement runs."""

    from_: Day = Field(alias="from")
    until: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until <= self.from_:
            what = f"{self.until} does not come after {self.from_}"
            raise Wrong(what, "write the first day and the last", ("until",))
        return self


class ReviewTerm(Frozen):
    """A day on which the parties look again, and the parameters they then set anew."""

    on: Day
    title: Title
    rebases: tuple[str, ...] = ()
    source: Cited


class GuaranteeTerm(Frozen):
    """Who answers for a party's debts under the agreement, up to how much and until when."""

    of: str
    by: Title
    up_to: Amount
    until: Day | None = None
    source: Cited


class ServiceTerm(Frozen):
    """A service in scope: what it is expected to cost in a year, and the VAT on top.

    It is in scope from the first date of its cost. ``vat`` is what a party that gets no VAT back
    would bear on it in a year: a share of the cost, or an amount.
    """

    name: Title
    cost: Timeline[Amount] | None = None
    vat: Vat | None = None
    source: Cited


class ScopeTerm(Frozen):
    """What the providers take on, for which price: amounts of one year, by date.

    ``price_until`` is the last day for which the price is agreed; ``ceiling`` is the most that the
    commissioner had reckoned with.
    """

    price: Price | None = None
    price_until: Day | None = None
    ceiling: Timeline[Amount] | None = None
    services: tuple[ServiceTerm, ...] = ()
