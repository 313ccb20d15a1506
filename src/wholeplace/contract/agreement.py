"""An agreement that has been read and checked, ready to run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wholeplace.contract.deal import Phase
from wholeplace.contract.formula import Kind, Node
from wholeplace.contract.model import PaymentTerm, Terms
from wholeplace.contract.parameters import Parameter
from wholeplace.document import Document
from wholeplace.kernel import FinancialYear, Party, Problem, read_financial_year


@dataclass(frozen=True, slots=True)
class Line:
    """A named line: its formula as written and as a tree, and the names it uses, in order."""

    name: str
    formula: str
    tree: Node
    kind: Kind
    label: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Contract:
    """A checked agreement. ``warnings`` are of things that are odd but not wrong."""

    document: Document[Terms]
    parameters: Mapping[str, Parameter]
    lines: tuple[Line, ...]
    warnings: tuple[Problem, ...]

    @property
    def terms(self) -> Terms:
        """The agreement as it was written, with the agreed variations among the dated values."""
        return self.document.value

    @property
    def parties(self) -> dict[str, Party]:
        """The parties by id; one without a name goes by its id."""
        return {
            id_: Party(id_, term.name or id_, term.role) for id_, term in self.terms.parties.items()
        }

    @property
    def payments(self) -> tuple[PaymentTerm, ...]:
        """Who pays whom what, as written."""
        return self.terms.payments

    def phase_on(self, day: date) -> Phase:
        """Return the phase of the contract year that starts on a day; live where none is said."""
        entry = self.terms.phases.on(day) if self.terms.phases else None
        return entry.value if entry else Phase.LIVE

    def year_start(self, text: str) -> date:
        """Return the first day of a year as people name it: ``2019/20``, ``2019``, ``2021``.

        Raises ``ValueError`` where the text is not a year, or not one of this agreement.
        """
        if self.is_calendar and not re.fullmatch(r"\s*[12]\d{3}\s*", text, re.ASCII):
            raise ValueError(f"'{text}' is not a calendar year; write it like 2019")
        return self.terms.year.in_year(read_financial_year(text).first)

    @property
    def is_calendar(self) -> bool:
        """Whether contract years are calendar years."""
        return (self.terms.year.month, self.terms.year.day) == (1, 1)

    def year_name(self, start: date) -> str:
        """Return how people name the contract year: ``2019/20``, or ``2021`` from 1 January."""
        return str(start.year if self.is_calendar else FinancialYear(start.year))
