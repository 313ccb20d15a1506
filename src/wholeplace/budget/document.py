"""The document ``budget.yaml``: the money of a place, what of it is shared, and how it moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self

from pydantic import Field, model_validator

from wholeplace.budget.adjust.terms import Adjustment
from wholeplace.budget.flows.borders.document import Borders
from wholeplace.budget.flows.document import Flows
from wholeplace.budget.gap.terms import DoNothing
from wholeplace.budget.late.terms import RunOff
from wholeplace.budget.lines import BudgetLine, LedgerEntry, Payer, Word, Workstream
from wholeplace.budget.monitor.profile import Profile
from wholeplace.budget.parts.document import Parts
from wholeplace.budget.price.document import Pricing
from wholeplace.document import Cited, Frozen, Wrong, Year, known
from wholeplace.kernel import FinancialYear


class Budget(Frozen):
    """All the money of a place, whether it is shared or not.

    ``adjustment`` says how the shared budget follows the years from the base year on, ``prices``
    what each kind of person is worth in it, ``late`` how long cost keeps coming after its month,
    ``do_nothing`` what the years bring if nothing is done, ``flows`` who is handed the money and
    who pays whom then, ``borders`` whose people are whose, ``parts`` what of it hangs on outcomes,
    on gain and on loss, and ``monitoring`` how a year's budget falls on its months. ``last_year``
    is how far it is followed.
    """

    budget: str
    title: str
    version: str
    about: str
    currency: str = Field("GBP", pattern=r"^[A-Z]{3}$")
    base_year: Year
    last_year: Year | None = None
    source: Cited
    commissioners: dict[Word, Payer] = Field(min_length=1)
    workstreams: dict[Word, Workstream] = Field(default_factory=dict)
    lines: tuple[BudgetLine, ...] = Field(min_length=1)
    adjustment: Adjustment | None = None
    prices: Pricing | None = None
    late: RunOff | None = None
    do_nothing: DoNothing | None = None
    flows: Flows | None = None
    borders: Borders | None = None
    parts: Parts | None = None
    monitoring: Profile | None = None
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
    def _years_fit(self) -> Self:
        if self.last_year is not None and self.last_year <= self.base_year:
            what = f"the last year {self.last_year} does not come after {self.base_year}"
            raise Wrong(what, "write a later one", ("last_year",))
        if self.do_nothing is not None and self.do_nothing.base_year != self.base_year:
            what = f"it begins in {self.do_nothing.base_year}, and the budget in {self.base_year}"
            raise Wrong(what, f"write {self.base_year}", ("do_nothing", "base_year"))
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
