"""The nouns of a budget: who pays, what for, what of it is in scope, and what the ledgers say."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from wholeplace.document import Amount, Cited, Frozen, Share, Timeline, Wrong, Year

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


class Split(Frozen):
    """What part of a line is shared, by activity: what some services cost of all that it pays for.

    ``shared`` and ``of`` name services of the place; ``shared`` are among ``of``.
    """

    shared: tuple[Word, ...] = Field(min_length=1)
    of: tuple[Word, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_a_part_of_them(self) -> Self:
        for field in ("shared", "of"):
            names = getattr(self, field)
            for i, name in enumerate(names):
                if name in names[:i]:
                    raise Wrong(f"the service '{name}' is there twice", "name it once", (field, i))
        for i, name in enumerate(self.shared):
            if name not in self.of:
                what = f"'{name}' is not among the services that the line pays for"
                raise Wrong(what, "name it in 'of' as well", ("shared", i))
        return self


class BudgetLine(Frozen):
    """A contract, a programme budget, or a service that is paid by its activity.

    ``value`` is what is paid in a year whatever is done. What of it belongs to the shared budget is
    said by ``scope``, and of a line partly in scope by ``part``, a share, or by ``split``, which
    asks its activity. ``service`` names a service of the place, whose activity costs what it costs
    and whose scope the place says.
    """

    id: Word
    name: str
    commissioner: Word
    provider: str = ""
    workstream: Word | None = None
    value: Annotated[Timeline[Amount], AfterValidator(_not_below_nought)] | None = None
    service: Word | None = None
    scope: Timeline[InScope] | None = None
    part: Annotated[Timeline[Share], AfterValidator(_is_a_part)] | None = None
    split: Timeline[Split] | None = None

    @model_validator(mode="after")
    def _is_measured_once(self) -> Self:
        if (self.value is None) == (self.service is None):
            what = "a line is worth a contract value, or what its activity costs"
            raise Wrong(what, "write one of the two: value, service")
        if self.value is not None and self.scope is None:
            raise Wrong("nothing says what of the line is in scope", "add scope", ("scope",))
        return self

    @model_validator(mode="after")
    def _is_shared_in_one_way(self) -> Self:
        rules = [name for name in ("scope", "part", "split") if getattr(self, name) is not None]
        if self.service is not None and rules:
            what = f"the scope of the service '{self.service}' stands in the place document"
            remedy = "take it out here; a service partly in scope is two services, split by 'when'"
            raise Wrong(what, remedy, (rules[0],))
        partly = any(e.value is InScope.PARTLY for e in (self.scope.root if self.scope else ()))
        rules = rules[1:]
        if rules and not partly:
            raise Wrong("the line is never partly in scope", "take it out", (rules[0],))
        if len(rules) > 1:
            what = "a part is a share, or asks the activity"
            raise Wrong(what, "write one of the two: part, split", (rules[1],))
        return self

    def scope_on(self, day: date) -> InScope:
        """Return the scope of a line with a value on a day; before its first date it is out."""
        entry = self.scope.on(day) if self.scope else None
        return entry.value if entry else InScope.OUT


class LedgerEntry(Frozen):
    """What a commissioner's own ledger says that it spent in a year on what the lines are about."""

    commissioner: Word
    year: Year
    amount: Amount
    source: Cited
