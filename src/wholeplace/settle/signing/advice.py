"""What is said of an agreement before the parties sign it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from wholeplace.contract import Contract, Examples
from wholeplace.contract.model import Terms
from wholeplace.document import Document
from wholeplace.kernel import Role, Where

MOST_YEARS = 50


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to settle before signing: what, why it matters, and what to try."""

    where: Where
    what: str
    why: str
    remedy: str

    def __str__(self) -> str:
        """Write it on three lines."""
        return f"{self.where}: {self.what}\n    why: {self.why}\n    try: {self.remedy}"

    def to_dict(self) -> dict[str, str | int | None]:
        """Return it for ``--json``."""
        return {
            "file": self.where.file,
            "line": self.where.line,
            "column": self.where.column,
            "path": self.where.path,
            "what": self.what,
            "why": self.why,
            "remedy": self.remedy,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """An agreement to be looked at, and its worked examples if there are any."""

    contract: Contract
    examples: Document[Examples] | None

    @property
    def terms(self) -> Terms:
        """The agreement as it was written."""
        return self.contract.terms

    @property
    def providers(self) -> tuple[str, ...]:
        """The ids of the parties that provide care."""
        parties = self.terms.parties.items()
        return tuple(name for name, party in parties if party.role is Role.PROVIDER)

    def advice(self, path: Sequence[str | int], what: str, why: str, remedy: str) -> Advice:
        """Return advice placed at a path of the agreement."""
        return Advice(self.contract.document.where(*path), what, why, remedy)


def is_draft(contract: Contract) -> bool:
    """Return whether an agreement is on its way to be signed.

    That is one without a day of signing that says something of a deal: how long it runs, its
    scope, a guarantee, or the legal form or VAT of a party. The rules of a public programme, which
    nobody signs, say none of that.
    """
    terms = contract.terms
    of_parties = [(party.legal_form, party.recovers_vat) for party in terms.parties.values()]
    says = terms.term or terms.scope or terms.guarantees or set(of_parties) - {(None, None)}
    return terms.signed is None and bool(says)


def years_of(terms: Terms) -> tuple[date, ...]:
    """Return the first days of the contract years that the agreement runs, 50 at most.

    Where it does not say how long it runs, they are those between the first and the last date of
    the amounts in its scope.
    """
    first, last = _span(terms)
    starts = [terms.year.in_year(year) for year in range(max(1, first.year - 1), last.year + 1)]
    # A year belongs to the time if the next begins after the first day of it.
    begun = [start for start, after in pairwise(starts) if after > first] + starts[-1:]
    return tuple(start for start in begun if start <= last)[:MOST_YEARS]


def _span(terms: Terms) -> tuple[date, date]:
    if terms.term is not None:
        return terms.term.from_, terms.term.until
    scope = terms.scope
    timelines = [service.cost for service in scope.services] if scope else []
    timelines += [scope.price] if scope and scope.price and not isinstance(scope.price, str) else []
    days = [entry.from_ for timeline in timelines if timeline for entry in timeline.root]
    return (min(days), max(days)) if days else (date.max, date.min)


def listed(names: Sequence[str]) -> str:
    """Write names as people do: ``a``, ``a and b``, ``a, b and c``."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
