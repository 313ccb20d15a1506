"""The document ``budget.yaml``: what money there is, line by line, and what of it is in scope."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from wholeplace.budget.adjust import Adjustment
from wholeplace.document import Amount, Cited, Frozen, Share, Timeline, Wrong, Year, known
from wholeplace.kernel import FinancialYear

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class InScope(StrEnum):
    """Whether a line is part of the shared budget: all of it, a part by a rule, or none."""

    IN = "in"
    PARTLY = "partly"
    OUT = "out"


def _not_below_nought(amounts: Timeline[Amount]) -> Timeline[Amount]:
    for i, entry in enumerate(amounts.root):
        if entry.value.exact < 0:
            raise Wrong("a base is not below nought", "correct it", (i, "value"))
    return amounts


def _is_a_part(shares: Timeline[Share]) -> Timeline[Share]:
    for i, entry in enumerate(shares.root):
        if not 0 <= entry.value <= 1:
            raise Wrong("a part lies from 0% to 100%", "correct it", (i, "value"))
    return shares


class Payer(Frozen):
    """A commissioner: whether its money is pooled with that of others, or only aligned."""

    name: str
    arrangement: Literal["pooled", "aligned"]
    source: Cited


class Workstream(Frozen):
    """Lines that are run together; the money of a ring-fenced one is spent on nothing else."""

    name: str
    ring_fenced: bool
    source: Cited


class BudgetLine(Frozen):
    """A contract, a programme budget, or a service that is paid by its activity.

    ``value`` is what is paid in a year whatever is done; ``service`` names a service of the place,
    whose activity costs what it costs. ``part`` is what of a line partly in scope belongs to the
    shared budget.
    """

    id: Word
    name: str
    commissioner: Word
    provider: str = ""
    workstream: Word | None = None
    value: Annotated[Timeline[Amount], AfterValidator(_not_below_nought)] | None = None
    service: Word | None = None
    scope: Timeline[InScope]
    part: Annotated[Timeline[Share], AfterValidator(_is_a_part)] | None = None

    @model_validator(mode="after")
    def _is_measured_once(self) -> Self:
        if (self.value is None) == (self.service is None):
            what = "a line is worth a contract value, or what its activity costs"
            raise Wrong(what, "write one of the two: value, service")
        partly = any(entry.value is InScope.PARTLY for entry in self.scope.root)
        if self.part is not None and not partly:
            raise Wrong("the line is never partly in scope", "take part out", ("part",))
        return self

    def scope_on(self, day: date) -> InScope:
        """Return the scope on a day; before its first date a line is out."""
        entry = self.scope.on(day)
        return entry.value if entry else InScope.OUT


class LedgerEntry(Frozen):
    """What a commissioner's own ledger says that it spent in a year on what the lines are about."""

    commissioner: Word
    year: Year
    amount: Amount
    source: Cited


class Budget(Frozen):
    """All the money of a place, whether it is shared or not.

    ``adjustment`` says how the shared budget follows the years from the base year on.
    """

    budget: str
    title: str
    version: str
    about: str
    currency: str = Field("GBP", pattern=r"^[A-Z]{3}$")
    base_year: Year
    source: Cited
    commissioners: dict[Word, Payer] = Field(min_length=1)
    workstreams: dict[Word, Workstream] = Field(default_factory=dict)
    lines: tuple[BudgetLine, ...] = Field(min_length=1)
    adjustment: Adjustment | None = None
    ledger: tuple[LedgerEntry, ...] = ()

    @model_validator(mode="after")
    def _names_what_is_there(self) -> Self:
        _once([line.id for line in self.lines], "lines")
        for i, line in enumerate(self.lines):
            _known(line.commissioner, self.commissioners, ("lines", i, "commissioner"))
            if line.workstream is not None:
                _known(line.workstream, self.workstreams, ("lines", i, "workstream"))
        services = [line.service for line in self.lines if line.service]
        for i, line in enumerate(self.lines):
            if line.service and services.count(line.service) > 1:
                what = f"the service '{line.service}' stands in two lines"
                raise Wrong(what, "its cost would count twice: take one out", ("lines", i))
        return self

    @model_validator(mode="after")
    def _keeps_one_currency(self) -> Self:
        amounts = [*self._values(), *self._ledgers()]
        for path, currency in amounts:
            if currency != self.currency:
                what = f"{currency} is not the currency of the budget, {self.currency}"
                raise Wrong(what, "convert it, and say at what rate in its source", path)
        return self

    @model_validator(mode="after")
    def _tells_each_ledger_once(self) -> Self:
        seen = set()
        for i, entry in enumerate(self.ledger):
            _known(entry.commissioner, self.commissioners, ("ledger", i, "commissioner"))
            key = (entry.commissioner, entry.year)
            if key in seen:
                what = f"the ledger of '{entry.commissioner}' for {entry.year} is there twice"
                raise Wrong(what, "add them up, and cite both", ("ledger", i))
            seen.add(key)
        return self

    def _values(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for i, line in enumerate(self.lines):
            for j, entry in enumerate(line.value.root if line.value else ()):
                yield ("lines", i, "value", j, "value"), entry.value.currency

    def _ledgers(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for i, entry in enumerate(self.ledger):
            yield ("ledger", i, "amount"), entry.amount.currency

    def ledger_of(self, commissioner: str, year: FinancialYear) -> LedgerEntry | None:
        """Return what a commissioner's ledger says of a year, if it is told."""
        for entry in self.ledger:
            if (entry.commissioner, entry.year) == (commissioner, year):
                return entry
        return None


def _known(
    word: str, among: dict[Word, Payer] | dict[Word, Workstream], path: Sequence[str | int]
) -> None:
    try:
        known(word, list(among), str(path[-1]))
    except Wrong as wrong:
        raise Wrong(wrong.what, wrong.remedy, path) from None


def _once(ids: list[str], path: str) -> None:
    for i, name in enumerate(ids):
        if name in ids[:i]:
            raise Wrong(f"the line '{name}' is there twice", "rename one", (path, i, "id"))
