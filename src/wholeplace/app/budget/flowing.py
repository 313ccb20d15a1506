"""How the money of a year flows: its lines, and what the records say of who gave which care."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from wholeplace.app.budget.counting import Counting
from wholeplace.app.budget_documents import section
from wholeplace.budget.adjust import Adjusted, adjusted_figure
from wholeplace.budget.base import Base, BaseLine
from wholeplace.budget.document import Budget
from wholeplace.budget.flows import Flowing, Measured, ResourceLine, flow
from wholeplace.budget.lines import InScope
from wholeplace.document import Document
from wholeplace.kernel import FinancialYear
from wholeplace.place import Partner

UNKNOWN = "unknown"
"""Who gave care, where no provider is recorded."""

PRICED = ("tariff", "local_price")
"""The bases on which care by others than partners may be paid for."""


def flowing(
    document: Document[Budget],
    base: Base,
    adjusted: Adjusted | None,
    year: FinancialYear,
    counting: Counting | None = None,
) -> Flowing | None:
    """Return how the shared budget of a year flows; ``None`` where nothing says how, or of what.

    Without ``counting`` only what the document says is shown: nothing of payment by results, of
    care elsewhere or of what care cost its providers. Raises ``Refused`` for what is wrong.
    """
    terms = document.value.flows
    lines = [one for one in base.lines if one.scope is not InScope.OUT]
    if terms is None or any(one.shared.is_missing for one in lines):
        return None
    measured = _measured(counting, lines) if counting else Measured()

    resource = [_resource(document.value, one, adjusted, year) for one in lines]
    return flow(resource, terms, year, measured, section(document, "flows"))


def _resource(
    budget: Budget, one: BaseLine, adjusted: Adjusted | None, year: FinancialYear
) -> ResourceLine:
    line = one.line
    shared = adjusted_figure(adjusted, year, line.id) if adjusted else one.shared
    stream = budget.workstreams[line.workstream] if line.workstream else None
    return ResourceLine(
        line.id,
        line.name,
        line.commissioner,
        replace(shared, label=f"{line.name}, {year}"),
        line.provider,
        line.workstream or "",
        ring_fenced=stream is not None and stream.ring_fenced,
        is_block=line.value is not None,
    )


def _measured(counting: Counting, lines: Sequence[BaseLine]) -> Measured:
    partners = counting.documents.place.partners
    by_basis: dict[tuple[str, str, str], int] = {}
    for code, service, basis, pence in _costs(counting):
        for line in (one.line for one in lines if one.line.service == service):
            key = (partner_of(code, partners), line.id, basis)
            by_basis[key] = by_basis.get(key, 0) + pence
    by_basis = {key: pence for key, pence in by_basis.items() if pence}
    counted = {one.line.id: _basis(counting, one.line.service) for one in lines}
    book = counting.documents.budget.value.flows
    opened = book.open_book.basis if book and book.open_book else None
    return Measured(
        results={
            (who, line): pence
            for (who, line, basis), pence in by_basis.items()
            if basis == counted[line]
        },
        elsewhere={
            key: pence
            for key, pence in by_basis.items()
            # Who is not recorded may be a partner: nobody pays for that as care elsewhere.
            if key[0] not in {*partners, UNKNOWN} and key[2] in PRICED
        },
        costs={
            key: pence for key, pence in by_basis.items() if key[0] in partners and key[2] == opened
        },
    )


def _basis(counting: Counting, service: str | None) -> str | None:
    found = (one.basis for one in counting.documents.place.services if one.id == service)
    return next(found, None)


def _costs(counting: Counting) -> Iterator[tuple[str, str, str, int]]:
    """Yield what care of the population cost in the year: by provider, service, basis, in pence."""
    costs = counting.now.placed_costs
    costs = costs.filter(
        costs.segment.notnull(),
        costs.service.notnull(),
        costs.currency == counting.documents.place.currency,
    )
    cells = costs.group_by("provider_code", "service", "basis").aggregate(amount=costs.amount.sum())
    for row in counting.running.rows(cells.order_by("provider_code", "service", "basis")):
        amount = Fraction(row["amount"]) if isinstance(row["amount"], Decimal) else Fraction(0)
        yield (
            str(row["provider_code"] or ""),
            str(row["service"]),
            str(row["basis"]),
            round(amount * 100),
        )


def partner_of(code: str, partners: Mapping[str, Partner]) -> str:
    """Return the partner with whose code another begins, as that of a site does; else the code.

    Who is not recorded is ``UNKNOWN``.
    """
    for id_, partner in partners.items():
        if any(code.startswith(own) for own in partner.codes):
            return id_
    return code or UNKNOWN
