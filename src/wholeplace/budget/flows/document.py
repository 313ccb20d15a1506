"""How the money of a budget flows, as it is written: the section ``flows`` of ``budget.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from wholeplace.budget.flows.fields import LIVE, SHADOW, Part, Path, Price, Sum, Word, timelines
from wholeplace.document import Amount, Cited, Frozen, Share, Timeline, Wrong, Year, known
from wholeplace.kernel.number import percent
from wholeplace.record.tables.all_tables import COST_BASES

TARIFF, LOCAL_PRICE = "tariff", "local_price"


def _state(written: object) -> object:
    return known(str(written), [SHADOW, LIVE], "status")


def _basis(written: object) -> object:
    return known(str(written), list(COST_BASES), "basis of cost")


Status = Annotated[Literal["shadow", "live"], BeforeValidator(_state)]
Basis = Annotated[str, BeforeValidator(_basis), Field(json_schema_extra={"enum": list(COST_BASES)})]


class Provider(Frozen):
    """A partner to whom money flows."""

    name: str
    source: Cited


class TopSlice(Frozen):
    """What is taken off the combined resource before it is shared out, for what, and who holds it.

    It is taken from ``lines``, in proportion to what they come to; from all that are in no
    ring-fenced workstream where none is named.
    """

    id: Word
    name: str
    holder: Word
    lines: tuple[Word, ...] = ()
    share: Part | None = None
    amount: Sum | None = None

    @model_validator(mode="after")
    def _in_one_way(self) -> Self:
        _one_of(self, "share", "amount")
        return self


class Allocation(Frozen):
    """Who has the money of lines that name no provider: shares that make 100%.

    The one that names no ``lines`` is for all that no other names.
    """

    lines: tuple[Word, ...] = ()
    shares: Timeline[dict[Word, Share]]

    @model_validator(mode="after")
    def _make_a_whole(self) -> Self:
        for i, entry in enumerate(self.shares.root):
            _check_whole(entry.value, ("shares", i, "value"))
        return self


class Choice(Frozen):
    """Who answers for people who are treated elsewhere, and at what price it pays for them.

    ``local_price`` is what the records call so; with ``of_tariff``, that part of the tariff.
    """

    lines: tuple[Word, ...] = ()
    accountable: Timeline[Word]
    at: Literal["tariff", "local_price"]
    of_tariff: Price | None = None

    @model_validator(mode="after")
    def _priced_once(self) -> Self:
        if self.of_tariff is not None and self.at == TARIFF:
            what = "the tariff itself is paid, so no part of it is agreed"
            raise Wrong(what, f"take it out, or pay at {LOCAL_PRICE}", ("of_tariff",))
        return self

    @property
    def basis(self) -> str:
        """The basis on which care elsewhere must have been counted."""
        return TARIFF if self.of_tariff is not None else self.at


class Transfer(Frozen):
    """What one provider hands to another, and why: an amount, or a share of what it was allocated.

    It is taken from money of no ring-fenced workstream, or from that of the ``workstream`` it
    names, and stays in it.
    """

    giver: Word
    receiver: Word
    why: str
    workstream: Word | None = None
    share: Part | None = None
    amount: Sum | None = None

    @model_validator(mode="after")
    def _from_one_to_another(self) -> Self:
        _one_of(self, "share", "amount")
        if self.giver == self.receiver:
            raise Wrong(
                f"'{self.giver}' hands money to itself", "name another receiver", ("receiver",)
            )
        return self


class ControlTotal(Frozen):
    """The surplus (below nought, the deficit) that the system is to reach, and each provider."""

    system: Timeline[Amount]
    providers: dict[Word, Timeline[Amount]] = Field(default_factory=dict)


class DeclaredCost(Frozen):
    """What a provider says that a line, or the purpose of a top-slice, cost it in a year."""

    provider: Word
    line: Word
    year: Year
    amount: Amount
    source: Cited


class OpenBook(Frozen):
    """How providers' own costs are known: declared, or else measured on one basis."""

    basis: Basis
    declared: tuple[DeclaredCost, ...] = ()
    source: Cited

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen = set()
        for i, one in enumerate(self.declared):
            key = (one.provider, one.line, one.year)
            if key in seen:
                what = f"the cost of '{one.line}' at '{one.provider}' in {one.year} is there twice"
                raise Wrong(what, "add the two up, and cite both", ("declared", i))
            seen.add(key)
        return self


class Flows(Frozen):
    """Three levels of flow: what comes together, what each provider has of it, who pays whom then.

    While the ``status`` is shadow, providers are paid by results; the flows are only shown.
    """

    providers: dict[Word, Provider] = Field(min_length=1)
    status: Timeline[Status]
    top_slice: tuple[TopSlice, ...] = ()
    allocation: tuple[Allocation, ...] = ()
    choice: tuple[Choice, ...] = ()
    between: tuple[Transfer, ...] = ()
    control_total: ControlTotal | None = None
    open_book: OpenBook | None = None

    @model_validator(mode="after")
    def _each_line_once(self) -> Self:
        _once([one.id for one in self.top_slice])
        _line_once([one.lines for one in self.allocation], "allocation")
        _line_once([one.lines for one in self.choice], "choice")
        return self

    def dated(self) -> Iterator[tuple[Path, Timeline[object]]]:
        """Yield every dated value with its path, to see which begin within a year."""
        yield from timelines(self)


def _one_of(model: Frozen, *names: str) -> None:
    given = [name for name in names if getattr(model, name) is not None]
    if len(given) != 1:
        found = " and ".join(given) or "nothing"
        what = f"exactly one is wanted, and here is {found}"
        raise Wrong(what, "give one of " + ", ".join(names))


def _check_whole(shares: Mapping[str, Fraction], path: Path) -> None:
    for name, share in shares.items():
        if share < 0:
            raise Wrong(f"the share of '{name}' is below nought", "correct it", (*path, name))
    whole = sum(shares.values(), Fraction(0))
    if whole != 1:
        said = " + ".join(f"{name} {percent(share)}" for name, share in shares.items())
        what = f"the shares make {percent(whole)}: {said}"
        raise Wrong(what, "correct the shares; they must make 100%", path)


def _once(ids: Sequence[str]) -> None:
    for i, name in enumerate(ids):
        if name in ids[:i]:
            what = f"the top-slice '{name}' is there twice"
            raise Wrong(what, "rename one of the two", ("top_slice", i, "id"))


def _line_once(groups: Sequence[Sequence[str]], field: str) -> None:
    seen: dict[str, int] = {}
    for i, lines in enumerate(groups):
        for name in lines or ("",):
            if name in seen:
                said = f"the line '{name}' stands in" if name else "the rest of the lines stand in"
                what = f"{said} {field}[{seen[name]}] too"
                raise Wrong(what, "name each line in one of them", (field, i))
            seen[name] = i
